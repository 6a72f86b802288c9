"""What a unit handed in and somebody confirmed: the sheet in force, and the earlier ones."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core import clock
from nhipcau.organisations.models import Unit


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, user: User) -> Self:
        """For the unit itself, and for who reads the register above it."""
        return self.filter(
            Q(unit__in=units_where(user, Permission.TASK_HAND_IN))
            | Q(unit__in=units_where(user, Permission.REGISTER_READ))
        ).distinct()

    def of(self, form: str, about_id: int = 0) -> Self:
        """Of one form; a form of the desk counts for each step apart, Form 01 for all together."""
        return self.filter(form=form, about_id=about_id)

    def in_force(self) -> Self:
        return self.filter(replaced_at__isnull=True)

    def as_of(self, day: date) -> Self:
        """In force at the end of that day in Việt Nam; what was taken back never counted."""
        end = clock.end_of(day)
        later = Q(replaced_at__isnull=True) | Q(replaced_at__gte=end)
        return self.filter(later, is_taken_back=False, confirmed_at__lt=end)


class Sheet(models.Model):
    """The rows of one confirmed hand-in; a later one of the same unit, form and step takes its place.

    The account closes: `lines_read` = rows kept + `lines_merged` + the lines of `left_out`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    unit_path = models.CharField(max_length=255, db_index=True)
    form = models.CharField(max_length=40)
    about_id = models.BigIntegerField(default=0)  # the step it answers; 0 for a form that the register keeps
    filename = models.CharField(max_length=200, blank=True)
    named_unit = models.CharField(max_length=300, blank=True)
    lines_read = models.PositiveIntegerField(default=0)
    lines_merged = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(
        default=list
    )  # [{"where": {...}, "reason": code or words}], no personal values
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    is_taken_back = models.BooleanField(default=False)
    keep_until = models.DateField(null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "form", "about_id"],
                condition=Q(replaced_at__isnull=True),
                name="sheet_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.unit_id}"


class SheetRow(models.Model):
    """One line as it was confirmed: the values, and the findings that were known and left."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    table = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveIntegerField()
    values = models.JSONField()
    issues = models.JSONField(default=list)

    class Meta:
        ordering = ("table", "order")
        constraints = [models.UniqueConstraint(fields=["sheet", "table", "order"], name="sheet_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.table}.{self.order}"
