"""What the desk writes and adds to help all units of a campaign; every text passes the boundary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.campaigns.intake import MOST_BYTES
from nhipcau.core.typed import InsideField, KeyedForm

#: What an office opens without running anything.
ENDINGS = frozenset(
    ("pdf", "docx", "doc", "xlsx", "xls", "pptx", "ppt", "odt", "ods", "odp", "txt", "csv", "jpg", "jpeg", "png", "webp")
)  # fmt: skip


class NoteForm(KeyedForm):
    """A note to all units, written anew."""

    text = InsideField(
        max_length=1000, label=_("Note to all units"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say it in general words: no name of a person or a unit, nothing that shows who asked."),
        error_messages={"required": _("Write the note first.")},
    )  # fmt: skip


class GuidanceForm(forms.Form):
    """How the work of a campaign is best done."""

    text = InsideField(
        max_length=10_000, required=False, label=_("Guidance"), widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("How it is best done, what often goes wrong, whom to ask. Units read it on their phones; an empty text takes the guidance away."),
    )  # fmt: skip


class GuidanceFileForm(KeyedForm):
    """A file that helps: a filled example, a poster, a table."""

    title = InsideField(
        max_length=200, required=False, label=_("What this file is"),
        help_text=_("For example: a filled example of the form. Empty: the name of the file is shown."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose the file first."), "empty": _("This file is empty.")}
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Not larger than other uploads, and of a kind that is opened, not run."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Send a smaller copy."))
        if str(upload.name).rpartition(".")[2].lower() not in ENDINGS:
            raise forms.ValidationError(
                _(
                    "Files of this kind are not passed on to units. Use a document, a table, a PDF, a picture or a text."
                )
            )
        return upload
