"""The photo tools: what the desk types and chooses about the photos of a story."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.stories.models import MOST_ABOUT_PEOPLE, Rights, Shown, StoryClip, StoryPhoto
from nhipcau.stories.shapes import PLACE_WORDS, SHAPE_WORDS, Crop, crop_of, proposal


class PhotoWordsForm(forms.Form):
    """One photo's place, description and caption."""

    place = forms.IntegerField(
        label=_("Place"), min_value=1, max_value=99, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    alt_text = forms.CharField(
        label=_("Description for people who cannot see it"), max_length=300, required=False
    )
    caption = forms.CharField(label=_("Caption"), max_length=300, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, photo: StoryPhoto, place: int, **options: Any) -> None:
        now = {"place": place, "alt_text": photo.alt_text, "caption": photo.caption, "seen": seen_as(photo)}
        super().__init__(*args, **{**options, "prefix": f"photo-{photo.pk}", "initial": now})
        self.photo = photo

    @property
    def is_overtaken(self) -> bool:
        """Somebody else has changed these words since the page was opened, and they are other words here."""
        mine = (self.cleaned_data["alt_text"], self.cleaned_data["caption"])
        theirs = (self.photo.alt_text, self.photo.caption)
        return self.cleaned_data["seen"] != seen_as(self.photo) and mine != theirs


def seen_as(photo: StoryPhoto) -> str:
    """The words of a photo as a page has shown them."""
    return f"{photo.alt_text}\t{photo.caption}"


class CropForm(forms.Form):
    """A proposed shape at a place, or four numbers in percent of the photo."""

    shape = forms.ChoiceField(label=_("Shape"), choices=SHAPE_WORDS)
    place = forms.ChoiceField(label=_("What stays"), choices=PLACE_WORDS, required=False)
    left = forms.IntegerField(label=_("From the left, %"), min_value=0, max_value=95, required=False)
    top = forms.IntegerField(label=_("From the top, %"), min_value=0, max_value=95, required=False)
    width = forms.IntegerField(label=_("Width, %"), min_value=5, max_value=100, required=False)
    height = forms.IntegerField(label=_("Height, %"), min_value=5, max_value=100, required=False)

    def __init__(self, *args: Any, photo: StoryPhoto, **options: Any) -> None:
        now = dict(zip(("left", "top", "width", "height"), (n // 10 for n in crop_of(photo)), strict=True))
        shape = "free" if photo.crop else "whole"
        super().__init__(*args, **{**options, "initial": {"shape": shape, "place": "middle", **now}})
        self.photo = photo

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("shape") != "free" or self.errors:
            return given
        names = ("left", "top", "width", "height")
        if any(given.get(name) is None for name in names):
            raise forms.ValidationError(_("By numbers all four are needed."))
        if given["left"] + given["width"] > 100 or given["top"] + given["height"] > 100:
            raise forms.ValidationError(
                _(
                    "This part would lie beside the photo: left and width together, and top and height, are at most 100."
                )
            )
        return given

    @property
    def crop(self) -> Crop:
        """In 1/1000; only after the form was found valid."""
        given = self.cleaned_data
        if given["shape"] != "free":
            return proposal(self.photo, given["shape"], given["place"])
        return 10 * given["left"], 10 * given["top"], 10 * given["width"], 10 * given["height"]


class RightsForm(forms.Form):
    """Who is shown, and whether they agreed; the desk may say it after asking."""

    shown = forms.ChoiceField(
        label=_("Who can be recognised in it?"), choices=Shown.choices, widget=forms.RadioSelect
    )
    agreed = forms.TypedChoiceField(
        label=_("Do they agree to be shown publicly? For every child a parent or guardian says so."),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    people = forms.CharField(
        label=_("Who they are, and who was asked"),
        max_length=MOST_ABOUT_PEOPLE,
        required=False,
        help_text=_("For the desk and the sender alone; it goes into no post."),
    )

    def __init__(self, *args: Any, picture: StoryPhoto | StoryClip, **options: Any) -> None:
        agreed = {True: "yes", False: "no", None: ""}[picture.agreed]
        now = {"shown": picture.shown, "agreed": agreed, "people": picture.people}
        super().__init__(*args, **{**options, "initial": now})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("shown") in (Shown.ADULTS, Shown.CHILDREN) and given.get("agreed") is None:
            self.add_error("agreed", _("Say whether they agree."))
        return given

    @property
    def rights(self) -> Rights:
        """Only after the form was found valid."""
        given = self.cleaned_data
        return Rights(given["shown"], given["agreed"], given["people"])
