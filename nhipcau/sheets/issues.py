"""What can be found in a cell or a row, how grave it is, and how it is said to people."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding; an error cannot stay so, a warning is asked about."""

    field: str
    severity: str
    code: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "severity": self.severity, "code": self.code}


ERRORS = {
    "name-missing", "phone-invalid", "email-invalid", "facebook-not-account", "facebook-not-facebook",
    "facebook-malformed", "no-rows", "value-missing", "value-invalid",
}  # fmt: skip


@cache
def issue(field: str, code: str) -> Issue:
    """A finding with the severity of its code."""
    return Issue(field, "error" if code in ERRORS else "warning", code)


SENTENCES: dict[str, str | Promise] = {
    "name-missing": _("The name is missing."),
    "phone-invalid": _("This is not a complete phone number."),
    "phone-missing": _("There is no phone number."),
    "phone-multiple": _("There are several phone numbers; the first is taken."),
    "phone-old-prefix": _("An old prefix was turned into today's; please check."),
    "phone-letter": _("A letter O was read as the digit 0."),
    "phone-extension": _("The extension is not kept."),
    "email-invalid": _("This is not an e-mail address."),
    "email-missing": _("There is no e-mail address."),
    "email-multiple": _("There are several e-mail addresses; the first is taken."),
    "facebook-not-account": _("This is the link of a group, not of an account or Page."),
    "facebook-not-facebook": _("This is not a Facebook link."),
    "facebook-malformed": _("This link is damaged. Open the account and copy its address again."),
    "facebook-missing": _("There is no Facebook link."),
    "facebook-name-only": _("This is a name, not yet a link."),
    "facebook-share-link": _("This is a share link. Open the page and copy the address shown."),
    "facebook-post-link": _("This is the link of a post; the account behind it was taken."),
    "link-text-differs": _("The text shown and the link under it are two different addresses."),
    "columns-swapped": _("The cells stood in each other's columns and were put right."),
    "unit-missing": _("The unit is missing."),
    "unit-differs": _("The cell names another unit than the file does."),
    "position-missing": _("The position is missing."),
    "duplicate": _("This person stands in the list already."),
    "contact-shared": _("Another person has the same phone number."),
    "same-name": _("Another person has the same name."),
    "row-hidden": _("This row was hidden in the file."),
    "text-encoding": _(
        "The file was written in an old font; its letters were turned into Unicode. Please check the names."
    ),
    "no-rows": _("No person was found in the file."),
    "value-missing": _("This cell must be filled in."),
    "value-invalid": _("This value does not fit the column."),
}

REFUSALS: dict[str, str | Promise] = {
    "needs-typing": _("No words can be read from this file: it is a picture, a scan or an empty page. Type the list, or send the Excel or Word file."),
    "encrypted": _("The file is locked with a password. Save it without one and send it again."),
    "corrupt": _("The file is empty, damaged or not what its name says. Open it, save it again and send the new copy."),
    "format": _("This kind of file cannot be read. Send Excel (.xlsx, .xls), OpenDocument (.ods), CSV, Word (.docx) or a PDF with text; save an old Word file (.doc) as .docx first."),
    "no-rows": _("No filled line of the form was found in this file. Is it the right file?"),
    "too-many": _("The list has more than 10,000 lines. Send it in parts, one file for each unit."),
    "busy": _("Other files are being read just now. Nothing is wrong with yours: send it again in a minute."),
    "unsafe": _("The file is too large or built in a way that is not safe to open. Copy the list into a new file and send that one."),
}  # fmt: skip


def sentence(code: str) -> str:
    """The finding as people read it."""
    return str(SENTENCES.get(code, code))


def refusal(code: str) -> str:
    """Why a file was not read, and what to do."""
    return str(REFUSALS.get(code, REFUSALS["corrupt"]))
