"""A device in words a person recognises."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]
BROWSERS = [("Zalo", "Zalo"), ("FBAN", "Facebook"), ("Edg/", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"),
            ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """`Android, Chrome`, or that it is not known."""
    found = [next((name for sign, name in table if sign in user_agent), "") for table in (SYSTEMS, BROWSERS)]
    return ", ".join(name for name in found if name) or _("an unknown device")


@register.filter
def phone(e164_number: str) -> str:
    """+84912345678 as 0912 345 678."""
    from nhipcau.accounts.contact import readable_phone

    return readable_phone(e164_number) if e164_number else ""
