"""Addresses of the members' pages: readable, lasting, and the same for everybody."""

from __future__ import annotations

import re

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse

from nhipcau.organisations.models import Unit
from nhipcau.stories.models import Story

_WORD = re.compile(r"[A-Za-z0-9_-]+")
RESERVED = {"anh", "bai"}


def name_of(unit: Unit) -> str:
    """The unit's code where it fits into an address, else its number."""
    if _WORD.fullmatch(unit.code) and unit.code.lower() not in RESERVED and not _is_number(unit.code):
        return unit.code.lower()
    return f"u{unit.pk}"


def _is_number(text: str) -> bool:
    return re.fullmatch(r"u\d+", text.lower()) is not None


def unit_named(name: str) -> Unit:
    """The unit of an address, or 404; a closed unit's news stays where it was."""
    if _is_number(name):
        return get_object_or_404(Unit, pk=int(name[1:]))
    return get_object_or_404(Unit, code__iexact=name)


def of_unit(unit: Unit) -> str:
    """Path of a unit's news."""
    return reverse("portal:unit", args=[name_of(unit)])


def of_item(story: Story) -> str:
    """Path of one item."""
    return reverse("portal:item", args=[name_of(story.unit), story.pk, story.slug])


def absolute(path: str) -> str:
    """The whole address, as it is shared."""
    return f"{settings.SITE_URL}{path}"
