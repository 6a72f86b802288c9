"""Time and reminders: a unit's own day, more time given, who was reminded of what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.campaigns.models.answers import Addressed, Task
from nhipcau.campaigns.models.documents import Deadline, Step
from nhipcau.organisations.models import Unit


class OwnDay(models.Model):
    """The day a unit has chosen (of its congress, say), from which a deadline follows."""

    addressed = models.ForeignKey(Addressed, on_delete=models.CASCADE, related_name="own_days")
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="own_days")
    day = models.DateField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["addressed", "deadline"], name="own_day_once")]

    def __str__(self) -> str:
        return f"{self.addressed_id} {self.day}"


class Extension(models.Model):
    """More time for one unit's task, or for all units of a step: who gave it, why, from which day to which."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    was = models.DateField(null=True, blank=True)
    now = models.DateField()
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submit_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.step_id} {self.was} → {self.now}"


class Reminder(models.Model):
    """A unit was reminded of one task: by the worker once a stage and due day, by hand as often as the desk says so."""

    class Stage(models.TextChoices):
        WEEK = "week", _("a week before the last day")
        SOON = "soon", _("three days before the last day")
        LATE = "late", _("the day after")
        LATER = "later", _("a week after")
        ABOVE = "above", _("the level above was told")
        HAND = "hand", _("sent by hand")

    addressed = models.ForeignKey(Addressed, on_delete=models.CASCADE, related_name="reminders")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submit_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "stage", "due_on"], condition=~Q(stage="hand"), name="reminder_once_a_stage"
            ),
            models.CheckConstraint(
                name="reminder_by_the_worker_names_its_task",
                condition=Q(stage="hand") | Q(task__isnull=False, due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressed_id} {self.stage}"
