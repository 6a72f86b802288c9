"""One publication on one Page, with its pictures."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core import clock
from nhipcau.facebook.matching import fingerprint
from nhipcau.publishing.models.pages import Page
from nhipcau.publishing.states import EDITABLE, ON_RECORD, PUBLIC, QUEUED, TONES, Status

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


LATE_AFTER = timedelta(hours=1)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(page__unit__in=units_where(user, Permission.POST_READ))

    def due(self, now: datetime, skew: timedelta = timedelta()) -> Self:
        """Whose hour has come, on Pages that may work, in the order they were promised.

        A promised hour is one of the true clock, which is Facebook's; the next try is counted on our own.
        """
        comes = Q(status=Status.SCHEDULED, next_attempt_at__lte=now + skew)
        comes |= Q(status=Status.WAITING, next_attempt_at__lte=now)
        return self.filter(
            comes, due_at__gt=now + skew - LATE_AFTER, page__in=Page.objects.open_to_posts(now)
        ).order_by("due_at", "pk")

    def handed(self, now: datetime) -> Self:
        """In Facebook's own schedule, and it should be public by now."""
        return self.filter(
            status=Status.HANDED, next_attempt_at__lte=now, page__in=Page.objects.open_to_work(now)
        )

    def public(self) -> Self:
        """What members can see on the Page."""
        return self.filter(status__in=PUBLIC)

    def live(self) -> Self:
        """Not called off."""
        return self.exclude(status=Status.CANCELLED)

    def overdue(self, now: datetime) -> Self:
        """Still queued more than an hour after their hour: a person must be asked."""
        return self.filter(status__in=QUEUED, due_at__lte=now - LATE_AFTER)

    def abandoned(self, now: datetime) -> Self:
        """Claimed by a worker that has not come back."""
        return self.filter(status=Status.PUBLISHING, claimed_until__lt=now)


class Post(models.Model):
    """One publication on one Page."""

    Status = Status

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="posts")
    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    text = models.TextField(_("text"))
    link = models.CharField(_("link"), max_length=500, blank=True)
    is_native = models.BooleanField(_("let Facebook's own schedule publish it"), default=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    reason = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=36, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=80, blank=True)
    permalink = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    confirmation = models.CharField(max_length=10, blank=True)  # call, found, person
    looked_at = models.DateTimeField(null=True, blank=True)  # when Facebook last showed it, or showed it gone
    remote_text = models.TextField(blank=True)  # only where the Page shows another text than ours
    take_down_reason = models.CharField(_("reason"), max_length=300, blank=True)
    take_down_at = models.DateTimeField(null=True, blank=True)  # the intent, stored before the call
    take_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    submit_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="publishing_post_due"),
            models.Index(fields=["page", "-due_at", "-id"], name="publishing_post_by_page"),
            models.Index(fields=["page", "-published_at"], name="publishing_post_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="post_published_has_an_address",
                condition=~Q(status__in=sorted(ON_RECORD)) | ~Q(permalink="") & Q(published_at__isnull=False),
                violation_error_message=_("A published post needs its address and its time."),
            ),
            models.CheckConstraint(
                name="post_taken_down_has_a_reason",
                condition=~Q(status="taken_down") | ~Q(take_down_reason="") & Q(take_down_at__isnull=False),
                violation_error_message=_("A post that was taken down says why."),
            ),
            models.CheckConstraint(
                name="post_queued_has_a_time",
                condition=~Q(status__in=["scheduled", "waiting"])
                | Q(due_at__isnull=False, next_attempt_at__isnull=False),
                violation_error_message=_("A scheduled post needs its time."),
            ),
            models.UniqueConstraint(
                fields=["remote_id"],
                condition=~Q(remote_id=""),
                name="post_remote_id_once",
                violation_error_message=_("This post on the Page already belongs to another publication."),
            ),
            models.UniqueConstraint(
                fields=["story", "page"],
                condition=~Q(status="cancelled"),
                name="post_story_once_a_page",
                violation_error_message=_("This story already has a post for this Page."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publishing:post", args=[self.pk])

    @property
    def title(self) -> str:
        """The first line of the text, cut to what a list can show."""
        first = self.text.strip().partition("\n")[0]
        return first if len(first) <= 80 else first[:79] + "…"

    @property
    def tone(self) -> str:
        return TONES.get(Status(self.status), "")

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_queued(self) -> bool:
        return self.status in QUEUED

    @property
    def is_asked(self) -> bool:
        return self.status == Status.ASKED

    @property
    def is_by_hand(self) -> bool:
        return self.status == Status.BY_HAND

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def is_published(self) -> bool:
        return self.status in PUBLIC

    @property
    def is_on_record(self) -> bool:
        """It has been public once."""
        return self.status in ON_RECORD

    @property
    def is_edited(self) -> bool:
        return self.status == Status.EDITED

    @property
    def is_removed(self) -> bool:
        return self.status == Status.REMOVED

    @property
    def is_taken_down(self) -> bool:
        return self.status == Status.TAKEN_DOWN

    @property
    def is_handed(self) -> bool:
        return self.status == Status.HANDED

    @property
    def fingerprint(self) -> str:
        digests = [photo.digest for photo in self.photos.all()]
        clip = getattr(self, "clip", None)
        return fingerprint(self.page.page_id, self.text, [*digests, *([clip.digest] if clip else [])])


def photo_path(photo: PostPhoto, _name: str) -> str:
    """A name of ours, never the sender's."""
    return f"posts/{uuid.uuid4().hex}.jpg"


class PostPhoto(models.Model):
    """A picture of a post, in the order it is shown; re-encoded before it came here."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=photo_path)
    digest = models.CharField(max_length=64)
    alt_text = models.CharField(_("description of the picture"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["post", "position"], name="post_photo_position_once")]
