"""A circular, the campaign made of it, what each unit owes and what it has done."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core import clock
from nhipcau.organisations.models import Unit


def original_name(_circular: "Circular", filename: str) -> str:
    """A name of ours; the sender's is kept beside it and only shown."""
    return f"circulars/{uuid.uuid4().hex}{_safe_suffix(filename)}"


def hand_in_name(_hand_in: "HandIn", filename: str) -> str:
    """A name of ours for a file handed in."""
    return f"hand-ins/{uuid.uuid4().hex}{_safe_suffix(filename)}"


def _safe_suffix(filename: str) -> str:
    suffix = "." + filename.rpartition(".")[2].lower()
    return suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ""


class CircularQuerySet(models.QuerySet["Circular"]):
    def visible_to(self, user: User) -> Self:
        """The desk's own, and for addressed units those that became a campaign of theirs."""
        addressed = Addressed.objects.filter(unit__in=units_where(user, Permission.TASK_READ)).values(
            "campaign__circular"
        )
        return self.filter(
            Q(unit__in=units_where(user, Permission.CAMPAIGN_MANAGE)) | Q(pk__in=addressed)
        ).distinct()

    def waiting(self) -> Self:
        return self.filter(campaign__isnull=True).order_by("-created_at")


class Circular(models.Model):
    """The document as it came, and its text. What it proposes is read from the text each time it is asked for."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    original = models.FileField(upload_to=original_name, blank=True)
    original_filename = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    submit_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CircularQuerySet.as_manager()

    def __str__(self) -> str:
        return self.original_filename or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:confirm", args=[self.pk])


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        """Campaigns of the desks this user may look into."""
        return self.filter(unit__in=units_where(user, Permission.CAMPAIGN_READ))

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-confirmed_at", "-pk")


class Campaign(models.Model):
    """A circular that was confirmed: who must do what by when."""

    class Kind(models.TextChoices):
        CONG_VAN = "cong_van", _("official letter")
        HUONG_DAN = "huong_dan", _("guidance")
        KE_HOACH = "ke_hoach", _("plan")
        THONG_BAO = "thong_bao", _("notice")
        QUYET_DINH = "quyet_dinh", _("decision")
        GIAY_MOI = "giay_moi", _("invitation letter")
        CHUONG_TRINH = "chuong_trinh", _("programme")
        OTHER = "khac", _("other document")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="campaigns")
    unit_path = models.CharField(max_length=255, db_index=True)
    circular = models.OneToOneField(Circular, on_delete=models.PROTECT, related_name="campaign")
    number = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CONG_VAN)
    issued_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=500)
    addressees = models.TextField(blank=True)
    legal_bases = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    legal_ground = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    submit_key = models.UUIDField(unique=True)

    objects = CampaignQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.number} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        return reverse("campaigns:board", args=[self.pk])


class Step(models.Model):
    """One piece of work of a campaign: for the desk itself or for each addressed unit."""

    class HandInKind(models.TextChoices):
        NONE = "none", _("nothing is handed in")
        CONFIRM = "confirm", _("the unit confirms that it is done")
        FILE = "file", _("a file")
        FORM01 = "form01", _("Form 01")
        PAGE = "page", _("the official page or account is named")
        COLLABORATOR = "collaborator", _("a collaborator is appointed")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=20, blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    details = models.TextField(blank=True)
    is_ongoing = models.BooleanField(default=False)
    for_desk = models.BooleanField(default=False)
    hand_in = models.CharField(max_length=15, choices=HandInKind.choices, default=HandInKind.CONFIRM)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="step_order_once")]

    def __str__(self) -> str:
        return self.text[:80]


class Deadline(models.Model):
    """By when something must be in; a past one kept as history makes nobody late."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="deadlines")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, blank=True, related_name="deadlines")
    due_on = models.DateField(null=True, blank=True)
    due_time = models.TimeField(null=True, blank=True)
    is_inclusive = models.BooleanField(default=True)
    rule = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=300)
    is_history = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.what

    @property
    def last_day(self) -> date | None:
        """The last full day on which the unit is still in time."""
        if self.due_on is None or self.is_inclusive:
            return self.due_on
        return self.due_on - timedelta(days=1)

    @property
    def counts(self) -> bool:
        """Reminders go out for it and a unit can be late by it."""
        return self.due_on is not None and not self.is_history


class AddressedQuerySet(models.QuerySet["Addressed"]):
    def visible_to(self, user: User) -> Self:
        """For the desk of the campaign and for the unit itself."""
        return self.filter(
            Q(campaign__unit__in=units_where(user, Permission.CAMPAIGN_READ))
            | Q(unit__in=units_where(user, Permission.TASK_READ))
        ).distinct()

    def of_units(self, user: User) -> Self:
        """What the units of this chair or collaborator were sent."""
        return self.filter(unit__in=units_where(user, Permission.TASK_READ))

    def for_board(self, day: date) -> Self:
        """Each unit's state as columns, in one query whatever the number of units."""
        tasks = Task.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"))
        return self.annotate(
            is_acknowledged=Exists(Acknowledgement.objects.filter(addressed=OuterRef("pk"))),
            owes=Exists(tasks.owed()),
            is_late=Exists(tasks.late(day)),
            asked_for_help=Exists(HelpRequest.objects.open().filter(addressed=OuterRef("pk"))),
        ).select_related("unit", "acknowledgement", "unit__kind")


class Addressed(models.Model):
    """One unit to which a campaign was sent."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="addressed")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=255, db_index=True)
    sent_at = models.DateTimeField()

    objects = AddressedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="addressed_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.unit_id}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:owed-one", args=[self.pk])


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(unit__in=units_where(user, Permission.TASK_READ))
            | Q(campaign__unit__in=units_where(user, Permission.CAMPAIGN_READ))
        ).distinct()

    def for_units(self) -> Self:
        return self.filter(step__for_desk=False)

    def owed(self) -> Self:
        """Not done, and of a kind that can be done."""
        return self.filter(done_at__isnull=True, step__is_ongoing=False)

    def late(self, day: date) -> Self:
        return self.owed().filter(due_on__lt=day)


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
        return reverse("campaigns:task", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        """Still owed after its last day; an ongoing step is never late."""
        return (
            not self.step.is_ongoing
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
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submit_key = models.UUIDField(unique=True)

    objects = HelpRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.addressed_id} #{self.pk}"


class HandInQuerySet(models.QuerySet["HandIn"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(task__in=Task.objects.visible_to(user).values("pk"))


class HandIn(models.Model):
    """What a unit handed in for a task: when, by whom, with which receipt."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        RETURNED = "returned", _("returned for correction")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="hand_ins")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Step.HandInKind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=30, unique=True)
    file = models.FileField(upload_to=hand_in_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    sheet_id = models.BigIntegerField(null=True, blank=True)
    submit_key = models.UUIDField(unique=True)

    objects = HandInQuerySet.as_manager()

    def __str__(self) -> str:
        return self.receipt


class Reminder(models.Model):
    """A unit was reminded of a deadline: by the worker at most once a stage, by hand as often as the desk says so."""

    class Stage(models.TextChoices):
        SOON = "soon", _("before the deadline")
        LATE = "late", _("after the deadline")
        HAND = "hand", _("sent by hand")

    addressed = models.ForeignKey(Addressed, on_delete=models.CASCADE, related_name="reminders")
    deadline = models.ForeignKey(
        Deadline, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    stage = models.CharField(max_length=10, choices=Stage.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["addressed", "deadline", "stage"],
                condition=~Q(stage="hand"),
                name="reminder_once_a_stage",
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressed_id} {self.stage}"


def receipt_number(task: Task, at: datetime, key: Any) -> str:
    """Readable over the phone: campaign, unit, day and four signs of the submit's own key."""
    return f"{task.campaign_id}-{task.unit_id}-{at:%d%m%y}-{str(key)[:4].upper()}"
