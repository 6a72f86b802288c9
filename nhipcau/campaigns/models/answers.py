"""The units a campaign went to: what each owes, and what it has answered."""

import uuid
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.campaigns.models.counting import NEVER, NO_DAY, Standing
from nhipcau.campaigns.models.documents import Campaign, Step, safe_suffix
from nhipcau.core import clock
from nhipcau.organisations.models import Unit


def hand_in_name(_hand_in: "HandIn", filename: str) -> str:
    """A name of ours for a file handed in."""
    return f"hand-ins/{uuid.uuid4().hex}{safe_suffix(filename)}"


def desks_of(user: User) -> Any:
    """The units with units below them whose desk this person runs: they pass on what they are sent."""
    return units_where(user, Permission.CAMPAIGN_MANAGE).filter(numchild__gt=0)


class AddressedQuerySet(models.QuerySet["Addressed"]):
    def visible_to(self, user: User) -> Self:
        """For the desk of the campaign, for the unit itself, and for a desk that was sent it from above."""
        return self.filter(
            Q(campaign__unit__in=units_where(user, Permission.CAMPAIGN_READ))
            | Q(unit__in=units_where(user, Permission.TASK_READ))
            | Q(unit__in=desks_of(user))
        ).distinct()

    def of_units(self, user: User) -> Self:
        """What the units of this chair or collaborator were sent."""
        return self.filter(unit__in=units_where(user, Permission.TASK_READ))

    def most_pressing_first(self) -> Self:
        """By the next day that is owed, the late ones before all; then what waits for a word; the newest first."""
        own = Task.objects.owed().filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"))
        days = own.filter(due_on__isnull=False).order_by("due_on").values("due_on")
        closed = Q(campaign__closed_at__isnull=False)
        return self.annotate(next_day=Subquery(days[:1]), is_closed=closed).order_by(
            "is_closed", F("next_day").asc(nulls_last=True), "-owes", "is_acknowledged", "-sent_at", "-pk"
        )

    def counted(self, day: date) -> Self:
        """Each unit's state as last counted, for a board of any number of units: no task is looked at."""
        return self.annotate(
            is_acknowledged=F("has_acknowledged"),
            owes=Q(standing=Standing.OWES),
            is_late=Q(standing=Standing.OWES, day__lt=day),
            asked_for_help=Exists(HelpRequest.objects.open().filter(addressed=OuterRef("pk"))),
        ).select_related("unit", "acknowledgement")

    def moved(self) -> Any:
        """Rows whose unit has another path today than when they were counted: where it was, where it is."""
        rows = self.exclude(unit_path=F("unit__path")).order_by()
        return rows.values(
            "campaign",
            "campaign__unit_path",
            "unit_path",
            "unit__path",
            "standing",
            "day",
            "has_acknowledged",
        )

    def for_board(self, day: date) -> Self:
        """Each unit's state as columns, in one query whatever the number of units; from its tasks themselves."""
        tasks = Task.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"))
        return self.annotate(
            is_acknowledged=Exists(Acknowledgement.objects.filter(addressed=OuterRef("pk"))),
            owes=Exists(tasks.owed()),
            is_late=Exists(tasks.late(day)),
            asked_for_help=Exists(HelpRequest.objects.open().filter(addressed=OuterRef("pk"))),
        ).select_related("unit", "acknowledgement", "unit__kind")


class Addressed(models.Model):
    """One unit to which a campaign was sent."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="addressed", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=255)
    unit_name = models.CharField(
        max_length=200, editable=False, default=""
    )  # the unit's `search_name`, to sort by
    reminded_at = models.DateTimeField(default=NEVER, editable=False)  # the last time, of whichever task
    sent_at = models.DateTimeField()
    is_for_information = models.BooleanField(default=False)  # it is told, and owes nothing
    left_on = models.DateField(null=True, blank=True)  # it belongs to the campaign no more; its history stays
    # Where it stands, as last counted; only `counters` writes these three. The day is the next one owed, or of delivery.
    standing = models.SmallIntegerField(choices=Standing.choices, default=Standing.UNCOUNTED, editable=False)
    day = models.DateField(default=NO_DAY, editable=False)
    has_acknowledged = models.BooleanField(default=False, editable=False)

    objects = AddressedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="addressed_once")]
        indexes = [
            models.Index(fields=["campaign", "standing", "day", "id"], name="addressed_by_standing"),
            models.Index(fields=["campaign", "unit_path"], name="addressed_by_path"),
            models.Index(fields=["campaign", "unit_name", "id"], name="addressed_by_name"),
            models.Index(fields=["campaign", "reminded_at", "id"], name="addressed_by_reminder"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.unit_id}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:owed-one", args=[self.pk])


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(unit__in=units_where(user, Permission.TASK_READ))
            | Q(campaign__unit__in=units_where(user, Permission.CAMPAIGN_READ))
            | Q(unit__in=desks_of(user))
        ).distinct()

    def for_units(self) -> Self:
        return self.filter(step__for_desk=False)

    def owed(self) -> Self:
        """Not done, of a kind that can be done (neither ongoing nor for information only), by a unit that is still asked."""
        can_be_done = self.filter(done_at__isnull=True, step__is_ongoing=False)
        return can_be_done.exclude(step__hand_in=Step.HandInKind.NONE).of_those_addressed()

    def of_those_addressed(self) -> Self:
        """Without those of units that belong to the campaign no more: what such a unit got back stays as its history."""
        return self.exclude(_has_left())

    def asked_or_done(self) -> Self:
        """Of a unit that belongs to the campaign no more only what it has done."""
        return self.filter(Q(done_at__isnull=False) | ~_has_left())

    def late(self, day: date) -> Self:
        return self.owed().filter(due_on__lt=day)


def _has_left() -> Exists:
    """Of a task: its unit belongs to the campaign no more."""
    gone = Addressed.objects.filter(left_on__isnull=False)
    return Exists(gone.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit")))


class Task(models.Model):
    """One step for one unit."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tasks")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    unit_path = models.CharField(max_length=255, db_index=True)
    due_on = models.DateField(null=True, blank=True)  # the last day in time; empty when nobody can be late
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "unit"], name="task_once_a_step_and_unit")]
        indexes = [models.Index(fields=["campaign", "unit"], name="task_campaign_unit")]

    def __str__(self) -> str:
        return f"{self.step_id}/{self.unit_id}"

    def get_absolute_url(self) -> str:
        if self.step.for_desk:
            return reverse("campaigns:board", args=[self.campaign_id]) + "#desk-work"
        return reverse("campaigns:task", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        """Still owed after its last day; an ongoing step is never late."""
        return (
            self.step.can_be_done
            and not self.is_done
            and self.due_on is not None
            and self.due_on < clock.today()
        )


class Acknowledgement(models.Model):
    """The unit has said that it has the circular; never set by an opened page or mail."""

    class How(models.TextChoices):
        ACCOUNT = "account", _("in its own account")
        LINK = "link", _("through its one-time link")
        PHONE = "phone", _("on the phone")

    addressed = models.OneToOneField(Addressed, on_delete=models.CASCADE, related_name="acknowledgement")
    how = models.CharField(max_length=10, choices=How.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said_by = models.CharField(max_length=120, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="phone_acknowledgement_names_who_said_so",
                condition=~Q(how="phone") | (~Q(said_by="") & Q(called_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressed_id} {self.how}"


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def open(self) -> Self:
        return self.filter(answered_at__isnull=True)


class HelpRequest(models.Model):
    """A unit asks the desk for help in one sentence."""

    addressed = models.ForeignKey(Addressed, on_delete=models.CASCADE, related_name="help_requests")
    sentence = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)  # for the first time; then it waits no longer
    submit_key = models.UUIDField(unique=True)

    objects = HelpRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.addressed_id} #{self.pk}"


class HelpAnswer(models.Model):
    """What the desk answered to one question; it may add to it as often as it wants."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="answers")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("request", "at", "pk")

    def __str__(self) -> str:
        return f"{self.request_id} {self.text[:40]}"


class HandInQuerySet(models.QuerySet["HandIn"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(task__in=Task.objects.visible_to(user).values("pk"))


class HandIn(models.Model):
    """What a unit handed in for a task: when, by whom, with which receipt."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned for correction")
        TAKEN_BACK = "taken_back", _("taken back")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="hand_ins")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Step.HandInKind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_by_desk = models.BooleanField(default=False)  # a desk above did it for the unit
    receipt = models.CharField(max_length=30, unique=True)
    file = models.FileField(upload_to=hand_in_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    sheet_id = models.BigIntegerField(null=True, blank=True)
    values = models.JSONField(default=list)  # [name, value] of numbers, of the sum, or the link
    submit_key = models.UUIDField(unique=True)

    objects = HandInQuerySet.as_manager()

    def __str__(self) -> str:
        return self.receipt


class HandInPhoto(models.Model):
    """One photo of a hand-in, re-encoded, without anything hidden in it."""

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=hand_in_name)
    small = models.FileField(upload_to=hand_in_name)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("hand_in", "position")
        constraints = [models.UniqueConstraint(fields=["hand_in", "digest"], name="hand_in_photo_once")]

    def __str__(self) -> str:
        return f"{self.hand_in_id}.{self.position}"


def receipt_number(task: Task, at: datetime, key: Any) -> str:
    """Readable over the phone: campaign, unit, day and six signs of the submit's own key."""
    return f"{task.campaign_id}-{task.unit_id}-{at:%d%m%y}-{str(key)[:6].upper()}"
