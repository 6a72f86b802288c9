"""The story: what a unit sends up, and where it stands."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Permission, within
from nhipcau.core import clock
from nhipcau.core.text import slug
from nhipcau.organisations.models import Unit, after

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


MOST_CHARACTERS = 20_000


class TopicQuerySet(models.QuerySet["Topic"]):
    def open(self) -> Self:
        return self.filter(is_open=True)


class Topic(models.Model):
    """What a story is about; rows, so that a union may have its own."""

    key = models.SlugField(unique=True)
    label = models.CharField(_("topic"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft, not sent yet")
    SUBMITTED = "submitted", _("Received, waits for review")
    CLAIMED = "claimed", _("An editor is working on it")
    RETURNED = "returned", _("Returned to the sender")
    APPROVED = "approved", _("Approved, waits to be published")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Will not be published")


WRITABLE = (Status.DRAFT, Status.RETURNED)  # by the sender
IN_REVIEW = (Status.SUBMITTED, Status.CLAIMED)  # by the desk


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User) -> Self:
        """What the units this user reads or chairs have sent, and what the user has written; a draft is its writer's own."""
        return self.filter(
            (within(user, Permission.STORY_READ) | within(user, Permission.STORY_OF_UNIT))
            & ~Q(status=Status.DRAFT)
            | within(user, Permission.STORY_SUBMIT) & Q(sender=user)
        )

    def sent_to_desk_of(self, user: User) -> Self:
        """What this user's desk has been sent."""
        return self.filter(within(user, Permission.STORY_READ)).exclude(status=Status.DRAFT)

    def sent_by(self, user: User) -> Self:
        return self.filter(sender=user)

    def awaiting_review(self) -> Self:
        return self.filter(status__in=IN_REVIEW).order_by("submitted_at", "pk")

    def published(self) -> Self:
        """Official news: what has gone out."""
        return self.filter(status=Status.PUBLISHED)

    def of(self, unit: Unit) -> Self:
        """Stories of a unit and of the units below it."""
        return self.filter(unit_path__gte=unit.path, unit_path__lt=after(unit.path))


class Story(models.Model):
    """What a unit sends up: a text with photos, waiting to be published."""

    Status = Status

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stories", verbose_name=_("unit"))
    unit_path = models.CharField(max_length=255, editable=False)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stories")
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=MOST_CHARACTERS)
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("topic"),
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField(default=0)
    receipt = models.CharField(max_length=30, null=True, blank=True, unique=True)
    submit_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sender", "-created_at", "-id"], name="story_of_sender"),
            models.Index(fields=["unit", "-submitted_at", "-id"], name="story_of_unit"),
            models.Index(
                fields=["claimed_by", "status", "-submitted_at", "-id"],
                condition=Q(claimed_by__isnull=False),
                name="story_of_editor",
            ),
            # The path stands last, so that rows of other branches are passed over without a look at the table.
            models.Index(fields=["status", "-submitted_at", "-id", "unit_path"], name="story_by_status"),
            models.Index(
                fields=["status", "topic", "-submitted_at", "-id", "unit_path"], name="story_by_topic"
            ),
            models.Index(fields=["status", "-published_at", "-id", "unit_path"], name="story_news"),
        ]
        constraints = [
            models.CheckConstraint(
                name="story_submitted_is_whole",
                condition=Q(status=Status.DRAFT)
                | Q(submitted_at__isnull=False, receipt__isnull=False, topic__isnull=False)
                & ~Q(title="")
                & ~Q(text=""),
                violation_error_message=_(
                    "A story that was sent has a title, a text, a topic and a receipt."
                ),
            ),
            models.CheckConstraint(
                name="story_approved_has_an_approver",
                condition=~Q(status=Status.APPROVED)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                violation_error_message=_("An approved story names who approved it."),
            ),
            models.CheckConstraint(
                name="story_published_has_a_time",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                violation_error_message=_("A published story needs its time."),
            ),
            models.CheckConstraint(
                name="story_claimed_by_someone",
                condition=~Q(status=Status.CLAIMED) | Q(claimed_by__isnull=False),
                violation_error_message=_("A story under review names who is working on it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("stories:story", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.status == Status.SUBMITTED

    @property
    def is_claimed(self) -> bool:
        return self.status == Status.CLAIMED

    @property
    def is_returned(self) -> bool:
        return self.status == Status.RETURNED

    @property
    def is_declined(self) -> bool:
        return self.status == Status.DECLINED

    @property
    def is_approved(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_writable(self) -> bool:
        """The sender may still change it."""
        return self.status in WRITABLE

    @property
    def is_in_review(self) -> bool:
        return self.status in IN_REVIEW

    @property
    def media_announced(self) -> int:
        """How many photos and clips the sender's phone has said it will send, and that can be used."""
        return self.announced.filter(problem="").count()

    @property
    def media_arrived(self) -> int:
        """How many of them are here."""
        return self.announced.filter(arrived_at__isnull=False).count()

    @property
    def media_under_way(self) -> int:
        """How many are still to be expected: a phone without network sends them later."""
        return self.announced.under_way().count()

    @property
    def slug(self) -> str:
        """The title for an address; never empty."""
        return slug(self.title)[:80].strip("-") or "tin"


def receipt_number(story: Story, at: datetime) -> str:
    """Readable over the phone: the story's number and the day it came."""
    return f"TB-{story.pk}-{clock.local(at):%d%m%y}"
