"""Picture rights: who is shown, whether they agreed, who said so and when.

The rule: a photo or clip may be public when nobody in it can be recognised, or when those shown agreed; for children
it is the guardian who agrees (Civil Code 2015, article 32; Law on Children 2016, article 21).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_ABOUT_PEOPLE = 300


class Shown(models.TextChoices):
    """Who can be recognised in it."""

    NOBODY = "nobody", _("Nobody can be recognised")
    ADULTS = "adults", _("Adults, no children")
    CHILDREN = "children", _("Children among them")


HAS_RIGHTS = Q(rights_at__isnull=False) & (Q(shown=Shown.NOBODY) | Q(agreed=True))


@dataclass(frozen=True)
class Rights:
    """What one person says about one picture. `people` is private to the desk and its sender."""

    shown: str
    agreed: bool | None = None
    people: str = ""


class PictureQuerySet(models.QuerySet[Any]):
    """Questions about the rights of many photos or clips."""

    def with_rights(self) -> Self:
        return self.filter(HAS_RIGHTS)

    def publishable(self) -> Self:
        """What a post or the portal may take: with rights, and not left out by an editor."""
        return self.with_rights().filter(left_out=False)

    def unsettled(self) -> Self:
        """Without complete rights, and nobody has decided to leave it out."""
        return self.filter(left_out=False).exclude(HAS_RIGHTS)


class PictureRights(models.Model):
    """The part that photos and clips have in common."""

    Shown = Shown

    shown = models.CharField(_("who is shown"), max_length=8, choices=Shown, blank=True)
    agreed = models.BooleanField(_("those shown agreed"), null=True, blank=True)
    people = models.CharField(_("who they are"), max_length=MOST_ABOUT_PEOPLE, blank=True)
    rights_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rights_at = models.DateTimeField(null=True, blank=True)
    left_out = models.BooleanField(_("left out of posts"), default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_rights_are_said_whole",
                condition=Q(rights_at__isnull=True, rights_by__isnull=True)
                | Q(rights_at__isnull=False, rights_by__isnull=False)
                & (Q(shown=Shown.NOBODY) | Q(shown__in=(Shown.ADULTS, Shown.CHILDREN), agreed__isnull=False)),
                violation_error_message=_(
                    "Picture rights say who is shown, whether they agreed, who says so and when."
                ),
            )
        ]

    @property
    def is_said(self) -> bool:
        """Somebody has answered for it, with yes or no."""
        return self.rights_at is not None

    @property
    def has_rights(self) -> bool:
        """May it be public? The same rule as HAS_RIGHTS."""
        return self.is_said and (self.shown == Shown.NOBODY or self.agreed is True)

    @property
    def is_publishable(self) -> bool:
        return self.has_rights and not self.left_out

    @property
    def is_unsettled(self) -> bool:
        """It keeps the story from being approved."""
        return not self.left_out and not self.has_rights

    @property
    def shows_children(self) -> bool:
        return self.shown == Shown.CHILDREN
