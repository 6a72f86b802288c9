"""What the desk keeps beside a story: its checklist, its approvals, its own notes, and marks of the wording."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.core import clock
from nhipcau.organisations.models import STEP, Unit
from nhipcau.stories.models.story import Story

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


class Item(models.TextChoices):
    """What somebody at the desk has looked at before a story is approved: all that apply are required."""

    NAMES = "names", _("Names of people and units are spelt right")
    SOURCE = "source", _("Figures, dates and quoted rules have a source that was looked at")
    RIGHTS = "rights", _("The people in the photos may be shown")
    ALT = "alt", _("Every photo has a description for people who cannot see it")


OF_WORDS = (Item.NAMES, Item.SOURCE)  # looked at anew when the wording has changed


class Tick(models.Model):
    """One line of a story's checklist, ticked by a person."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="ticks")
    item = models.CharField(max_length=10, choices=Item)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "item"], name="story_ticked_once")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.item}"


class Approval(models.Model):
    """One person's approval of the story as it now reads; gone when the wording or a photo changes."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "by"],
                name="story_approved_once_a_person",
                violation_error_message=_("This person has approved the story already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.by_id}"


class DeskRuleQuerySet(models.QuerySet["DeskRule"]):
    def for_unit(self, unit: Unit) -> DeskRule | None:
        """The rule of the nearest desk at this unit or above it."""
        paths = [unit.path[:end] for end in range(STEP, len(unit.path) + 1, STEP)]
        return self.filter(unit__path__in=paths).select_related("unit").order_by("-unit__path").first()


APPROVALS = [(1, _("One person")), (2, _("Two different people"))]


class DeskRule(models.Model):
    """How many people approve a story of this unit and of those below it; without a rule it is one."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="desk_rule")
    approvals = models.PositiveSmallIntegerField(choices=APPROVALS)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    objects = DeskRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desk_rule_is_one_or_two",
                condition=models.Q(approvals__in=[1, 2]),
                violation_error_message=_("One person approves a story, or two."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.approvals}"


class StoryNoteQuerySet(models.QuerySet["StoryNote"]):
    def visible_to(self, user: User) -> Self:
        """Notes on what this desk was sent; never on one's own story, also for a sender who works at the desk."""
        return self.filter(story__in=Story.objects.sent_to_desk_of(user)).exclude(story__sender=user)


class StoryNote(models.Model):
    """What the desk says to itself about a story: shown on the desk's own page of it and nowhere else."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField(max_length=2_000)
    submit_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = StoryNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.story_id} #{self.pk}"


class StoryMark(models.Model):
    """A number that texts saying the same have in common; see likeness.py."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    mark = models.BigIntegerField()
    at = models.DateTimeField()  # when the story was sent

    class Meta:
        indexes = [
            models.Index(fields=["mark", "at", "story"], name="story_mark_by_number"),
            models.Index(fields=["at", "id"], name="story_mark_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.mark}"
