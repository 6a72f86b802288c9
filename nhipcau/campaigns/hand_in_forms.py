"""What a unit types or chooses for a step, by the kind that is asked: a file, numbers, a sum, photos, a link, or just a word."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhipcau.campaigns.intake import MOST_BYTES
from nhipcau.campaigns.models import Step, Task
from nhipcau.core.submits import SubmitKeyField
from nhipcau.core.typed import InsideField, ManyFilesField
from nhipcau.formats.model import Cell
from nhipcau.media import intake
from nhipcau.media.intake import PhotoRefused, Renditions
from nhipcau.register.models import OfficialPage
from nhipcau.sheets.cleaners.base import Cleaner
from nhipcau.sheets.cleaners.facebook import comparison_key, read_address
from nhipcau.sheets.cleaners.number import Money, WholeNumber

Kind = Step.HandInKind
MOST_PHOTOS = 10


class HandInForm(forms.Form):
    """Carries its key; every kind takes a note to the desk."""

    submit_key = SubmitKeyField()

    def __init__(self, *args: Any, task: Task, **options: Any) -> None:
        super().__init__(*args, **options)
        self.task = task
        self.photos: list[Renditions] = []
        add = {
            Kind.FILE: self._add_file, Kind.NUMBERS: self._add_numbers, Kind.SUM: self._add_sum,
            Kind.PHOTOS: self._add_photos, Kind.LINK: self._add_link,
        }.get(Kind(task.step.hand_in))  # fmt: skip
        if add is not None:
            add()
        self.fields["note"] = InsideField(max_length=300, required=False, label=_("Note to the desk"))

    @property
    def shown_fields(self) -> list[Any]:
        return [field for field in self if not field.is_hidden]

    @property
    def values(self) -> Sequence[tuple[str, Any]]:
        """What is kept with the hand-in, by name."""
        data = self.cleaned_data
        if self.task.step.hand_in in (Kind.NUMBERS, Kind.SUM):
            return [(name, data[f"n-{n}"]) for n, name in enumerate(self._names())]
        return [("link", data["link"])] if self.task.step.hand_in == Kind.LINK else []

    def _names(self) -> list[str]:
        asked = [str(name) for name in self.task.step.asks]
        return asked or [gettext("How many")]

    def _add_file(self) -> None:
        self.fields["file"] = forms.FileField(
            label=_("File"), error_messages={"required": _("Choose the file first."), "empty": _("This file is empty.")}
        )  # fmt: skip

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload is not None and upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Send a smaller copy."))
        return upload

    def _add_numbers(self) -> None:
        for n, name in enumerate(self._names()):
            self.fields[f"n-{n}"] = NumberField(WholeNumber(), label=name, inputmode="numeric")

    def _add_sum(self) -> None:
        for n, name in enumerate(self._names()):
            self.fields[f"n-{n}"] = NumberField(Money(), label=name, inputmode="decimal")

    def _add_photos(self) -> None:
        self.fields["files"] = ManyFilesField(
            label=_("Photos"), help_text=_("At most 10. They are made smaller, and place and time are taken out of them."),
            error_messages={"required": _("Choose the photo first.")},
        )  # fmt: skip
        self.fields["files"].widget.attrs["accept"] = "image/*"

    def clean_files(self) -> Any:
        uploads = self.cleaned_data["files"]
        if len(uploads) > MOST_PHOTOS:
            raise forms.ValidationError(_("At most 10 photos are handed in at once. Leave some of them out."))
        problems = []
        for upload in uploads:
            try:
                self.photos.append(intake.keep(upload.read()))
            except PhotoRefused as refused:
                problems.append(f"{upload.name}: {refused.reason} {refused.remedy}")
        if problems:
            raise forms.ValidationError(problems)
        return uploads

    def _add_link(self) -> None:
        self.fields["link"] = forms.CharField(
            max_length=300, label=_("Link"), help_text=_("The address of the unit’s own Page, or of a post on it."),
            widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "autocomplete": "off"}),
        )  # fmt: skip

    def clean_link(self) -> str:
        """Only the unit's own Page or a post of it: nobody hands in what others have written."""
        typed = self.cleaned_data["link"]
        address = read_address(typed)
        page = address.url or address.owner
        if page is None:
            raise forms.ValidationError(
                _("This is no address of a Page or of a post. Copy it from the browser once more.")
            )
        own = OfficialPage.objects.filter(unit=self.task.unit, ended_at__isnull=True).exclude(
            kind=OfficialPage.Kind.PERSONAL
        )
        urls = [url for url in own.values_list("url", flat=True) if url]
        if not urls:
            raise forms.ValidationError(
                _("The unit has not named its own Page yet. Name it first, then hand in the link.")
            )
        if comparison_key(page) not in {comparison_key(url) for url in urls}:
            raise forms.ValidationError(
                _(
                    "This is not the unit’s own Page, %(page)s. Only the own Page or a post of it can be handed in."
                )
                % {"page": urls[0]}
            )
        return str(typed) if address.kind == "content" else page


class NumberField(forms.CharField):
    """A number as people write it: 1.200, 12 người, 1,5 triệu."""

    def __init__(self, cleaner: Cleaner, *, inputmode: str, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": inputmode, "autocomplete": "off"}), **options)  # fmt: skip
        self.cleaner = cleaner

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        cleaned = self.cleaner.clean(Cell(text))
        if cleaned.codes or "number" not in cleaned.more:
            raise forms.ValidationError(_("Write a number, for example 12 or 1.500.000."))
        return cleaned.more["number"]
