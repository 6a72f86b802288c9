"""What units send up: the story, its photos, its earlier wordings, and what happened to it."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core import clock
from nhipcau.core.text import slug
from nhipcau.media.intake import own_name
from nhipcau.organisations.models import Unit, after

if TYPE_CHECKING:
    from nhipcau.accounts.models import User

MOST_PHOTOS = 10
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
        """What the units this user may read have sent, and what the user has written; a draft is its writer's own."""
        return self.filter(
            Q(unit__in=units_where(user, Permission.STORY_READ)) & ~Q(status=Status.DRAFT)
            | Q(unit__in=units_where(user, Permission.STORY_SUBMIT), sender=user)
        )

    def sent_to_desk_of(self, user: User) -> Self:
        """What this user's desk has been sent."""
        return self.filter(unit__in=units_where(user, Permission.STORY_READ)).exclude(status=Status.DRAFT)

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
            models.Index(fields=["status", "-submitted_at", "-id"], name="story_by_status"),
            models.Index(fields=["-submitted_at", "-id"], name="story_newest"),
            models.Index(fields=["status", "-published_at", "-id"], name="story_news"),
            models.Index(fields=["unit_path", "status"], name="story_by_path"),
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
    def slug(self) -> str:
        """The title for an address; never empty."""
        return slug(self.title)[:80].strip("-") or "tin"


def photo_name(_photo: StoryPhoto, _name: str) -> str:
    """A name of ours, never the sender's."""
    return own_name("stories")


class StoryPhotoQuerySet(models.QuerySet["StoryPhoto"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(story__in=Story.objects.visible_to(user))

    def public(self) -> Self:
        """Photos of official news whose picture rights were confirmed."""
        return self.filter(has_rights=True, story__status=Status.PUBLISHED)


class StoryPhoto(models.Model):
    """A photo of a story in its order; re-encoded, without anything hidden in it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=photo_name)  # the large size
    medium = models.FileField(upload_to=photo_name)
    small = models.FileField(upload_to=photo_name)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    has_rights = models.BooleanField(default=False)

    objects = StoryPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "digest"],
                name="story_photo_once",
                violation_error_message=_("This photo is already in the story."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.position}"

    def remove(self) -> None:
        """The row now, and its files once that is certain."""
        files = [(one.storage, str(one.name)) for one in (self.file, self.medium, self.small)]
        self.delete()
        for storage, name in files:
            transaction.on_commit(partial(storage.delete, name), robust=True)

    def of_size(self, size: str) -> FieldFile:
        """The file of one of the three sizes; a size that is none is the small one."""
        return {"large": self.file, "medium": self.medium}.get(size, self.small)


class StoryVersion(models.Model):
    """A wording of the story: the sender's first, then one for every change after it was sent."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-n"]
        constraints = [models.UniqueConstraint(fields=["story", "n"], name="story_version_once")]

    def __str__(self) -> str:
        return f"{self.story_id} v{self.n}"


class StoryEvent(models.Model):
    """One thing that happened to a story, as its sender reads it."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Sent and received")
        CLAIMED = "claimed", _("An editor took it up")
        RELEASED = "released", _("Put back among the waiting stories")
        EDITED = "edited", _("The wording was edited")
        RETURNED = "returned", _("Returned to the sender")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("It will not be published")
        PUBLISHED = "published", _("Published on the Page")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    permalink = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}"


def receipt_number(story: Story, at: datetime) -> str:
    """Readable over the phone: the story's number and the day it came."""
    return f"TB-{story.pk}-{clock.local(at):%d%m%y}"
