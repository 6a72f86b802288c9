"""Official items that a unit offers to the units below it.

Nothing here says who re-used one: there is no row, no number and no link for it, on purpose. What a unit makes of an
offer is a post of its own like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from nhipcau.accounts.permissions import units_above
from nhipcau.publishing.models.posts import Post
from nhipcau.publishing.states import PUBLIC

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: User) -> Self:
        """What this user's own desks and units, and those above them, have offered."""
        return self.filter(unit__in=units_above(user))

    def open(self) -> Self:
        """Not taken back, and still published."""
        return self.filter(withdrawn_at__isnull=True, post__status__in=sorted(PUBLIC))


class Offer(models.Model):
    """A published post that every unit below may use on its own Page, on its board or at a meeting."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="offer")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="offers")
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-offered_at", "-id"], name="offer_of_unit")]

    def __str__(self) -> str:
        return self.post.title

    def get_absolute_url(self) -> str:
        return reverse("publishing:offer", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.post.is_published

    @property
    def address(self) -> str:
        """Where members read it: among the union's news when it is a story, else on the Page."""
        words = getattr(self.post.story, "publication", None)
        if words is not None and words.withdrawn_at is None:
            return f"{settings.SITE_URL}{reverse('portal:short', args=[self.post.story_id])}"
        return self.post.permalink
