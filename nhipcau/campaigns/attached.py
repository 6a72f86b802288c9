"""The forms attached to a circular, as the beginning of forms of the desk."""

import re
import uuid
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.campaigns.draft import draft_of
from nhipcau.campaigns.models import Circular
from nhipcau.core.boundary import why_asked
from nhipcau.sheets import designing
from nhipcau.sheets.drafting import draft_of_headings
from nhipcau.sheets.models import Form


def make_form(circular: Circular, which: str, *, by: User, key: uuid.UUID) -> tuple[Form, list[str]] | None:
    """A draft of one attached table ("0.1") or of all tables of one attached form ("0.all"), and the headings it leaves out.

    `key` is the key of the page: the same button of the same page gives the same form. None when there is no such table.
    """
    found = _chosen(draft_of(circular).forms, which)
    if found is None:
        return None
    attached, tables = found
    drafts = [draft_of_headings(t["headers"], is_record=t["orientation"] == "vertical") for t in tables]
    kept = [draft for draft in drafts if draft.headings]
    left_out = list(dict.fromkeys(heading for draft in drafts for heading in draft.left_out))
    made = designing.begin(
        unit=circular.unit, by=by, submit_key=uuid.uuid5(key, which), title=_title(attached), tables=kept
    )
    return made, left_out


def _chosen(forms: list[dict[str, Any]], which: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    at = re.fullmatch(r"([0-9]{1,3})\.([0-9]{1,3}|all)", which)
    if at is None or int(at[1]) >= len(forms):
        return None
    attached = forms[int(at[1])]
    tables = attached["tables"]
    if at[2] != "all":
        tables = tables[int(at[2]) : int(at[2]) + 1]
    return (attached, tables) if tables else None


def _title(attached: dict[str, Any]) -> str:
    """The form's own title where a form of the desk may carry it, else its label."""
    for text in (str(attached["title"] or ""), str(attached["label"] or "")):
        if text.strip() and not why_asked(text) and not designing.asks_for_an_account(text):
            return (text.capitalize() if text.isupper() else text)[:200]
    return _("Form of the circular")
