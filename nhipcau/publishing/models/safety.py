"""The Page-safety checklist of a unit: what somebody attested, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Permission, units_where

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


class SafetyItem(models.TextChoices):
    """What keeps a Page in the union's hands."""

    ADMINS = "admins", _("At least two people of the union are administrators of the Page.")
    SECOND_FACTOR = "second_factor", _("Every administrator signs in to Facebook with a second step.")
    RECOVERY = "recovery", _("Recovery phone and e-mail belong to the union and were tried.")
    APPS = "apps", _("The apps that may act for the Page were reviewed, and unknown ones removed.")


class SafetyPointQuerySet(models.QuerySet["SafetyPoint"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(unit__in=units_where(user, Permission.POST_READ))


class SafetyPoint(models.Model):
    """One point attested by one person at one time; earlier ones stay as the record."""

    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="safety_points")
    item = models.CharField(max_length=20, choices=SafetyItem)
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attested_at = models.DateTimeField()

    objects = SafetyPointQuerySet.as_manager()

    class Meta:
        ordering = ["-attested_at", "-pk"]
        indexes = [models.Index(fields=["unit", "item", "-attested_at"], name="safety_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.item}"
