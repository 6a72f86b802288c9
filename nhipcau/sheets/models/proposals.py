"""A list on its way in: a proposal that counts for nothing yet, its lines, and what was changed on them."""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core import clock
from nhipcau.organisations.models import Unit
from nhipcau.sheets.models.sheets import Sheet

LEASE = timedelta(minutes=2)  # a reader that has not answered by then is dead; the file is read again


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

    def to_be_read(self) -> Self:
        """Files that nobody reads: they wait, or their reader has not answered within its lease."""
        dead = Q(state=Proposal.State.READING, claimed_at__lt=clock.now() - LEASE)
        return self.filter(Q(state=Proposal.State.WAITING) | dead)

    def of_inbox(self, step_id: int) -> Self:
        """The files that the desk took in for this step and has not handed in yet."""
        return self.filter(is_of_inbox=True, step_id=step_id).exclude(state=Proposal.State.CONFIRMED)


class Proposal(models.Model):
    """What was read from a file or typed so far, for one form.

    `step_id` and `about_id` are the step and the task it is meant for, in the package that asked. A file that the
    desk took in for a whole branch stands at the desk's own unit with `about_id` empty until its unit is chosen.
    A confirmed one is kept for a day, so that confirming can be undone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READING = "reading", _("being read")
        OPEN = "open", _("to be checked")
        UNREADABLE = "unreadable", _("could not be read")
        CONFIRMED = "confirmed", _("handed in")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=255, db_index=True)
    form = models.CharField(max_length=40)
    step_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    about_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    claimed_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    original = models.FileField(upload_to=original_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    named_unit = models.CharField(max_length=300, blank=True)
    was_converted = models.BooleanField(default=False)  # letters of an old font were turned into Unicode
    is_raw = models.BooleanField(default=False)  # somebody undid that
    file_codes = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True, blank=True)
    is_of_inbox = models.BooleanField(default=False)  # one of many files that a desk took in at once
    sheet = models.ForeignKey(Sheet, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submit_key = models.UUIDField(unique=True)

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.form} #{self.pk}"


class LineQuerySet(models.QuerySet["ProposalLine"]):
    def kept(self) -> Self:
        return self.filter(state=ProposalLine.State.KEPT)


class ProposalLine(models.Model):
    """One line that was read or typed: its cells as written, what became of them, what was found.

    `cells` is {column key: [text, link, raw]}, `values` {column key: cleaned value}, `issues`
    [[column key or "row", "error" or "warning", code]]. `at` is {column key: [columns in the file's sheet, from 0]}.
    `version` grows with every change, so that two people never overwrite each other.
    """

    class State(models.TextChoices):
        KEPT = "kept", _("kept")
        MERGED = "merged", _("merged with another line")
        REFUSED = "refused", _("left out")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    key = models.PositiveIntegerField()
    table = models.PositiveSmallIntegerField(default=1)
    where = models.JSONField(default=dict)
    at = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)
    is_hidden = models.BooleanField(default=False)
    group = models.CharField(max_length=300, null=True, blank=True)  # noqa: DJ001 - no group is not an empty one
    values = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    has_error = models.BooleanField(default=False)
    has_warning = models.BooleanField(default=False)
    is_duplicate = models.BooleanField(default=False)
    is_unmatched = models.BooleanField(default=False)
    same_as = models.PositiveIntegerField(null=True, blank=True)  # the key of the line it repeats
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    merged_into = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    line_key = models.UUIDField(null=True, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ("proposal", "table", "key")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "key"], name="proposal_line_once"),
            models.UniqueConstraint(fields=["proposal", "line_key"], name="proposal_line_typed_once"),
            models.CheckConstraint(
                name="proposal_line_left_out_for_a_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="proposal_line_merged_into_one",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.table}.{self.key}"


class ProposalChange(models.Model):
    """One act on the lines, with how they stood before, so that it can be undone."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=30)  # retype, retype-all, leave-out, merge, take-in, add, letters
    lines = models.PositiveIntegerField(default=1)
    before = models.JSONField(default=list)
    submit_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ("proposal", "pk")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.what}"
