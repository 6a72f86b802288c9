"""A list on its way in: a proposal that counts for nothing yet, and the sheet it becomes when it is confirmed."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.organisations.models import Unit


def original_name(_proposal: "Proposal", filename: str) -> str:
    """A name of ours; the sender's is kept beside it and only shown."""
    suffix = filename.rpartition(".")[2].lower()
    return f"proposals/{uuid.uuid4().hex}.{suffix if suffix.isalnum() and len(suffix) <= 5 else 'bin'}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        """For who may hand in for the unit, and for who keeps its register."""
        return self.filter(
            Q(unit__in=units_where(user, Permission.TASK_HAND_IN))
            | Q(unit__in=units_where(user, Permission.REGISTER_MANAGE))
        ).distinct()


class Proposal(models.Model):
    """What was read from a file or typed so far. `about_id` is the row it is meant for, in the package that asked."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=255, db_index=True)
    form = models.CharField(max_length=40)
    about_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    original = models.FileField(upload_to=original_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    named_unit = models.CharField(max_length=300, blank=True)
    was_converted = models.BooleanField(default=False)
    rows = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submit_key = models.UUIDField(unique=True)

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.form} #{self.pk}"

    @property
    def is_typed(self) -> bool:
        return not self.original

    def row(self, key: int) -> dict[str, Any] | None:
        return next((row for row in self.rows if row["key"] == key), None)


class Sheet(models.Model):
    """The rows of one confirmed hand-in; a later one of the same unit and form takes its place."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    unit_path = models.CharField(max_length=255, db_index=True)
    form = models.CharField(max_length=40)
    filename = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "form"], condition=Q(replaced_at__isnull=True), name="sheet_one_in_force"
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
