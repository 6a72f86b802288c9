"""A circular, and the campaign made of it: its steps and deadlines."""

import uuid
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.organisations.models import Unit
from nhipcau.sheets.models import Form


def original_name(_circular: "Circular", filename: str) -> str:
    """A name of ours; the sender's is kept beside it and only shown."""
    return f"circulars/{uuid.uuid4().hex}{safe_suffix(filename)}"


def safe_suffix(filename: str) -> str:
    """The end of a file name when it looks like one."""
    suffix = "." + filename.rpartition(".")[2].lower()
    return suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ""


class CircularQuerySet(models.QuerySet["Circular"]):
    def visible_to(self, user: User) -> Self:
        """The desk's own; once they are campaigns, also for addressed units and for who follows the campaign."""
        from nhipcau.campaigns.models.answers import Addressed, desks_of

        units = Q(unit__in=units_where(user, Permission.TASK_READ)) | Q(unit__in=desks_of(user))
        addressed = Addressed.objects.filter(units).values("campaign__circular")
        return self.filter(
            Q(unit__in=units_where(user, Permission.CAMPAIGN_MANAGE))
            | Q(campaign__unit__in=units_where(user, Permission.CAMPAIGN_READ))
            | Q(pk__in=addressed)
            | Q(applied_at__isnull=False, amends__circular__in=addressed)
        ).distinct()

    def waiting(self) -> Self:
        """Neither confirmed nor applied to another nor set aside, the newest first."""
        return self.filter(
            campaign__isnull=True, applied_at__isnull=True, set_aside_at__isnull=True
        ).order_by("-created_at", "-pk")


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
    set_aside_at = models.DateTimeField(null=True, blank=True)
    relayed_from = models.ForeignKey(
        "Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on"
    )  # the campaign from above that this is the unit's own copy of
    amends = models.ForeignKey(
        "Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    applied_at = models.DateTimeField(null=True, blank=True)  # what it changes in that campaign was applied
    changes = models.JSONField(default=list)  # {what, was, now} of each day and fact that was changed

    objects = CircularQuerySet.as_manager()

    def __str__(self) -> str:
        return self.original_filename or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:confirm", args=[self.pk])

    @property
    def changes_shown(self) -> list[dict[str, Any]]:
        """What this correction changed and added, its days and facts as people read them."""
        named = {"subject": _("subject"), "contact": _("contact")}
        return [
            {
                "what": str(named.get(c["what"], c["what"])),
                "was": _as_day(c["was"]),
                "now": _as_day(c["now"]),
                "is_new": bool(c.get("is_new")),
            }
            for c in self.changes
        ]


def _as_day(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


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
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # it was sent by mistake: nobody owes anything
    withdrawn_why = models.CharField(max_length=300, blank=True)
    reminders_stopped_at = models.DateTimeField(null=True, blank=True)
    escalates = models.BooleanField(default=False)  # after two misses the level above the unit is told
    relayed_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="relays"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    guidance = models.TextField(blank=True)
    counted_on = models.DateField(null=True, blank=True, editable=False)  # its counters were last compared
    submit_key = models.UUIDField(unique=True)

    objects = CampaignQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.number} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        return reverse("campaigns:board", args=[self.pk])


class Step(models.Model):
    """One piece of work of a campaign: for the desk itself or for each addressed unit."""

    class HandInKind(models.TextChoices):
        NONE = "none", _("nothing, it is for information")
        CONFIRM = "confirm", _("the unit confirms that it is done")
        FILE = "file", _("a file")
        FORM01 = "form01", _("Form 01")
        FORM = "form", _("a form of the desk")
        PAGE = "page", _("the official page or account is named")
        SAFETY = "safety", _("the safety of the official Page is attested")
        COLLABORATOR = "collaborator", _("a collaborator is appointed")
        NUMBERS = "numbers", _("numbers")
        SUM = "sum", _("a sum of money")
        PHOTOS = "photos", _("photos")
        LINK = "link", _("the link of the unit’s own Page or of a post of it")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=20, blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    details = models.TextField(blank=True)
    is_ongoing = models.BooleanField(default=False)
    for_desk = models.BooleanField(default=False)
    hand_in = models.CharField(max_length=15, choices=HandInKind.choices, default=HandInKind.CONFIRM)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    asks = models.JSONField(default=list)  # the names of the numbers or of the sum that are asked for
    repeats = models.CharField(
        max_length=40, blank=True
    )  # `monthly:20` and the like; its periods are steps of their own
    repeated_from = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="periods"
    )
    period_ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["campaign", "order"], name="step_order_once"),
            models.CheckConstraint(
                name="step_with_a_form_names_it", condition=~Q(hand_in="form") | Q(form__isnull=False)
            ),
            models.UniqueConstraint(fields=["repeated_from", "period_ends_on"], name="step_once_a_period"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def wants_lists(self) -> bool:
        """A form is handed in, shipped or the desk's own."""
        return self.hand_in in (self.HandInKind.FORM01, self.HandInKind.FORM)

    @property
    def can_be_done(self) -> bool:
        """An ongoing step and one for information have no end, so nobody is late with them."""
        return not self.is_ongoing and self.hand_in != self.HandInKind.NONE and not self.repeats


class Deadline(models.Model):
    """By when something must be in; a past one kept as history makes nobody late."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="deadlines")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, blank=True, related_name="deadlines")
    due_on = models.DateField(null=True, blank=True)
    due_time = models.TimeField(null=True, blank=True)
    is_inclusive = models.BooleanField(default=True)
    rule = models.CharField(max_length=200, blank=True)
    relative = models.JSONField(
        null=True, blank=True
    )  # {direction, days, unit, anchor}: it follows from each unit's own day
    what = models.CharField(max_length=300)
    is_history = models.BooleanField(default=False)
    said_in = models.ForeignKey(
        Circular, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the letter that names it, where it is another than the campaign's own: a correction
    said_on_line = models.PositiveIntegerField(
        null=True, blank=True
    )  # of that letter's text; none: a person wrote it

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
