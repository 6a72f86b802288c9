"""One row a message and person; the worker sends it."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.core import clock

LEASE = timedelta(minutes=10)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """A message is its receiver's own and nobody else's."""
        return self.filter(to=user)

    def due(self, now: datetime) -> Self:
        """Waiting and due, or claimed so long ago that the worker must have died."""
        return self.filter(
            Q(status=Message.Status.QUEUED, next_attempt_at__lte=now)
            | Q(status=Message.Status.SENDING, claimed_at__lt=now - LEASE)
        ).order_by("next_attempt_at", "pk")

    def notices(self) -> Self:
        return self.order_by("-queued_at", "-pk")

    def unread(self) -> Self:
        return self.filter(seen_at__isnull=True)


class Message(models.Model):
    """Something one person is told about their own task; unique by key and person, so it goes out once."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DESK_ONLY = "desk", _("shown on the desk only")
        FAILED = "failed", _("could not be sent")

    kind = models.CharField(max_length=80)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=120, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "to"], name="message_once_a_key_and_person")]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="message_due"),
            models.Index(fields=["to", "-queued_at"], name="message_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def gist(self) -> str:
        """The body without the address, which the page shows as a link."""
        lines = (line.strip() for line in self.body.splitlines())
        return "\n".join(line for line in lines if line and "://" not in line)

    def claim(self) -> bool:
        """Take this message for sending by one UPDATE; False when another worker was first."""
        now = clock.now()
        taken = (
            Message.objects.due(now)
            .filter(pk=self.pk)
            .order_by()
            .update(status=Message.Status.SENDING, claimed_at=now, attempts=models.F("attempts") + 1)
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)
