"""Offer a published item to the units below; use one on a Page of one's own."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.publishing.actions.queue import Picture, prepare
from nhipcau.publishing.models import Offer, Page, Post


@transaction.atomic
def offer(post: Post, *, by: User) -> Offer:
    """Every unit below may use it from now on; nobody is written to, and nobody has to do anything."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    if not post.is_published:
        raise Refusal(
            _("Only a published post can be offered to the units below."),
            remedy=_("Publish it first, then offer it."),
        )
    made, is_new = Offer.objects.get_or_create(
        post=post, defaults={"unit": post.page.unit, "offered_at": clock.now(), "offered_by": by}
    )
    if is_new or made.withdrawn_at is not None:
        Offer.objects.filter(pk=made.pk).update(withdrawn_at=None, offered_at=clock.now(), offered_by=by)
        made.refresh_from_db()
        trail.record("offer.made", made, by=by, unit=made.unit)
    return made


@transaction.atomic
def withdraw(post: Post, *, by: User) -> None:
    """No longer offered; what units have made of it is theirs."""
    require(by, Permission.POST_PUBLISH, post.page.unit)
    for made in Offer.objects.filter(post=post, withdrawn_at__isnull=True):
        Offer.objects.filter(pk=made.pk).update(withdrawn_at=clock.now())
        trail.record("offer.withdrawn", made, by=by, unit=made.unit, fields=("withdrawn_at",))


def source_line(made: Offer) -> str:
    """Who said it first, and where it can be read; for the members, so in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Source: %(unit)s, %(address)s") % {"unit": made.unit.name, "address": made.address}


def reuse(made: Offer, page: Page, *, by: User, submit_key: UUID) -> Post:
    """A draft for the own Page, with the source in it. Nothing goes out before the unit schedules it itself.

    The draft does not know the offer it came from, and the trail names no offer: nobody can count who used it.
    """
    require(by, Permission.POST_PUBLISH, page.unit)
    if not made.is_open:
        raise Refusal(
            _("This item is no longer offered."),
            remedy=_("Choose another one from the list of offered items."),
        )
    pictures = []
    for photo in made.post.photos.all():
        with photo.file.open("rb") as file:
            pictures.append(Picture(file.read(), photo.alt_text))
    text = f"{made.post.text}\n\n{source_line(made)}"
    return prepare(page, text, pictures, by=by, submit_key=submit_key)
