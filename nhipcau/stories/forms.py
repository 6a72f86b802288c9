"""What senders and editors type; the messages keep what was typed."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core.submits import SubmitKeyField
from nhipcau.organisations.models import Unit
from nhipcau.stories.actions.arrivals import Coming
from nhipcau.stories.actions.steps import tidy
from nhipcau.stories.models import MOST_CHARACTERS, MOST_PHOTOS, Announced, Rights, Shown, Story, Topic

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files under one button, in the order they were chosen."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """What they are is judged by `media`."""
        return [one for one in (data if isinstance(data, list | tuple) else [data]) if one]


class WordsForm(forms.Form):
    """Title, text and topic of a story."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("One line: what happened, who took part."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=MOST_CHARACTERS,
        help_text=_("When, where, who, how many people, what came of it."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), empty_label=_("Choose a topic")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].queryset = Topic.objects.open()  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """As it is stored."""
        return tidy(self.cleaned_data["title"])

    def clean_text(self) -> str:
        """As it is stored."""
        return tidy(self.cleaned_data["text"])


class StoryForm(WordsForm):
    """The phone page: words, photos, and their picture rights."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    photos = PhotosField(
        label=_("Photos and a clip"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/*,video/mp4,video/quicktime"}),
    )
    shown = forms.ChoiceField(
        label=_("Who can be recognised in the photos?"),
        choices=Shown.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    rights = forms.BooleanField(
        label=_("They agree to be shown publicly, and for every child a parent or guardian agrees."),
        required=False,
    )
    submit_key = SubmitKeyField()

    most_photos = MOST_PHOTOS
    clip_seconds, clip_megabytes = settings.CLIP_SECONDS, settings.CLIP_MEGABYTES

    field_order = ["unit", "title", "text", "topic", "photos", "shown", "rights", "submit_key"]

    def __init__(self, *args: Any, user: User, story: Story | None = None, **options: Any) -> None:
        if story is not None:
            options["initial"] = {
                "unit": story.unit_id,
                "title": story.title,
                "text": story.text,
                "topic": story.topic_id,
                "submit_key": story.submit_key,
                **options.get("initial", {}),
            }
        super().__init__(*args, **options)
        self.fields["photos"].help_text = gettext(
            "Up to %(photos)s photos, and one clip (MP4 or MOV) of at most %(seconds)s seconds and %(megabytes)s MB."
        ) % {"photos": self.most_photos, "seconds": self.clip_seconds, "megabytes": self.clip_megabytes}
        self.story = story
        units = units_where(user, Permission.STORY_SUBMIT).open()
        own = list(units[:2])
        field = self.fields["unit"]
        field.queryset = units  # type: ignore[attr-defined]
        if len(own) == 1:
            field.widget = forms.HiddenInput()
            field.initial = own[0].pk
        self.default_unit = own[0] if own else None

    @property
    def key(self) -> uuid.UUID | None:
        """The key of the submit, also where other fields are wrong."""
        try:
            return uuid.UUID(str(self.data.get("submit_key", "")))
        except ValueError:
            return None

    @property
    def uploads(self) -> list[UploadedFile]:
        """What was chosen, also where other fields are wrong."""
        return self.files.getlist("photos") if isinstance(self.files, MultiValueDict) else []

    @property
    def announced(self) -> list[Coming]:
        """The photos and clips that the phone sends after the words, in order: “key kind name of the file”."""
        if not isinstance(self.data, QueryDict):
            return []
        lines = (f"{line}  ".split(" ", 2) for line in self.data.getlist("announced")[: 4 * MOST_PHOTOS])
        return [
            Coming(uuid.UUID(key), kind, " ".join(tidy(name).split()))
            for key, kind, name in lines
            if _UUID.fullmatch(key) and kind in Announced.Kind
        ]

    @property
    def left_out(self) -> set[int]:
        """Photos of the story that are to be taken out."""
        if not isinstance(self.data, QueryDict):
            return set()
        return {int(pk) for pk in self.data.getlist("leave-out") if pk.isdecimal() and len(pk) < 19}

    def clean_photos(self) -> list[UploadedFile]:
        """Not more than a story takes."""
        uploads: list[UploadedFile] = self.cleaned_data["photos"]
        coming = sum(one.kind == Announced.Kind.PHOTO for one in self.announced)
        if len(uploads) + coming + self._kept_photos() > MOST_PHOTOS:
            raise forms.ValidationError(
                gettext("A story takes at most %(n)s photos; the first %(n)s are kept.") % {"n": MOST_PHOTOS}
            )
        return uploads

    @property
    def said(self) -> Rights | None:
        """What was said now of these photos; None where it is not said whole."""
        shown = str(self.data.get("shown", ""))
        if shown == Shown.NOBODY:
            return Rights(shown)
        return Rights(shown, agreed=True) if shown in Shown.values and self.data.get("rights") else None

    @property
    def is_said(self) -> bool:
        """Said now; or said of each photo when it was sent, and no other has come since."""
        if self.said is not None:
            return True
        if self.story is None or self.uploads or self.announced:
            return False
        kept = self.story.photos.exclude(pk__in=self.left_out)
        return kept.exists() and not kept.filter(rights_at=None).exists()

    def _kept_photos(self) -> int:
        return self.story.photos.exclude(pk__in=self.left_out).count() if self.story is not None else 0

    def clean(self) -> dict[str, Any]:
        """Photos need their picture rights; a story without photos does not."""
        cleaned = super().clean() or {}
        if not (cleaned.get("photos") or self.announced or self._kept_photos()) or self.is_said:
            return cleaned
        if cleaned.get("shown"):
            text = gettext(
                "Tick this to send photos; if somebody in them does not agree, leave that photo out."
            )
            self.add_error("rights", text)
        else:
            self.add_error("shown", gettext("Say who can be recognised in the photos."))
        return cleaned
