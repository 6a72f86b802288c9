"""The trail: ids, verbs and field names; never a value that says something about a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One act. Rows are only added, each carries the hash of the one before it."""

    class Actor(models.TextChoices):
        USER = "user", _("a person")
        LINK = "link", _("a one-time link")
        IMPORT = "import", _("an import")
        WORKER = "worker", _("the worker")
        COMMAND = "command", _("a command of the operator")

    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10, choices=Actor.choices)
    actor_id = models.BigIntegerField(null=True, blank=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True, blank=True)
    unit_path = models.CharField(max_length=255, blank=True)
    fields = models.JSONField(default=list)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["unit_path", "-id"], name="audit_by_unit"),
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"
