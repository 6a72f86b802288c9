"""What the shared templates need beyond Django's own tags."""

import re
from datetime import date

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    RadioSelect,
    Select,
)
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

register = template.Library()

ICONS = "core/vendor/tabler-icons-3.52.0.svg"


@register.filter
def days_until(day: date, today: date) -> str:
    """As in "13 days": people count days to a deadline, not weeks."""
    n = (day - today).days
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a field with the classes of the look, tied to its help and its errors."""
    attrs: dict[str, bool | str] = {
        "class": f"{field.field.widget.attrs.get('class', '')} {_class_of(field)}".strip()
    }
    described = [name for name, wanted in (("help", field.help_text), ("error", field.errors)) if wanted]
    if described and not is_group(field):
        attrs["aria-describedby"] = " ".join(f"{field.id_for_label}-{name}" for name in described)
    return field.as_widget(attrs=attrs)


def _class_of(field: BoundField) -> str:
    wrong = " is-invalid" if field.errors else ""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect):
        return f"form-check-input{wrong}"
    if isinstance(widget, Select):
        return f"form-select{wrong}"
    return f"form-control{wrong}"


@register.filter
def is_check(field: BoundField) -> bool:
    """One box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Several boxes or dots under one question."""
    return isinstance(field.field.widget, CheckboxSelectMultiple | RadioSelect)


@register.filter
def is_file(field: BoundField) -> bool:
    """A file to choose."""
    return (
        isinstance(field.field.widget, ClearableFileInput)
        or getattr(field.field.widget, "input_type", "") == "file"
    )


#: What the browsers inside other apps call themselves: Facebook, Messenger, Instagram, Zalo.
IN_APP = re.compile(r"FBAN|FBAV|FB_IAB|FBIOS|Instagram|Zalo", re.IGNORECASE)


@register.filter
def in_app(request: HttpRequest) -> dict[str, str]:
    """Where the page is open inside another app: its address, and on Android one that opens the browser; else empty."""
    agent = request.headers.get("User-Agent", "")
    if not IN_APP.search(agent):
        return {}
    address = request.build_absolute_uri()
    scheme, _colon, rest = address.partition("://")
    intent = f"intent://{rest}#Intent;scheme={scheme};action=android.intent.action.VIEW;end"
    return {"address": address, "intent": intent if "Android" in agent else ""}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the sprite; decoration only, the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static(ICONS),
        name,
    )


@register.filter
def grouped(number: object) -> str:
    """1500000 as 1.500.000; anything else as it is."""
    return f"{number:,}".replace(",", ".") if isinstance(number, int) else str(number)
