"""A unit's own Page on Facebook."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.publishing import tokens

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


LEAST_SKEW = 60  # seconds


class PageQuerySet(models.QuerySet["Page"]):
    def visible_to(self, user: User) -> Self:
        """Pages of the units whose posts this user may see."""
        return self.filter(unit__in=units_where(user, Permission.POST_READ))

    def publishable_by(self, user: User) -> Self:
        """Pages on which this user may let posts out."""
        return self.filter(unit__in=units_where(user, Permission.POST_PUBLISH))

    def open_to_work(self, now: datetime) -> Self:
        """Connected, not stopped and not told to wait."""
        return self.exclude(sealed_token="").filter(
            Q(paused_until__isnull=True) | Q(paused_until__lte=now), stopped_at__isnull=True
        )

    def skew(self, now: datetime) -> timedelta:
        """Facebook's clock minus ours as the last answer of a day showed it; less than a minute is none."""
        last = self.filter(answered_at__gt=now - timedelta(days=1)).order_by("-answered_at")
        seconds = last.values_list("skew_seconds", flat=True).first() or 0
        return timedelta(seconds=seconds if abs(seconds) >= LEAST_SKEW else 0)

    def open_to_posts(self, now: datetime) -> Self:
        """Open to work, and not one that waits because its Page is unpublished."""
        return self.open_to_work(now).exclude(is_hidden=True, waits_when_hidden=True)


class Page(models.Model):
    """A unit's own Facebook Page; without a token, posts go out by hand."""

    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="facebook_pages")
    name = models.CharField(_("name"), max_length=200)
    page_id = models.CharField(_("number of the Page"), max_length=40, blank=True)
    username = models.CharField(_("short name in the address"), max_length=80, blank=True)
    sealed_token = models.TextField(blank=True, editable=False)
    auto_resend = models.BooleanField(_("send again by itself when the post is not found"), default=False)
    last_checked_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_reason = models.CharField(max_length=40, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    lock_by = models.CharField(max_length=36, blank=True)
    lock_until = models.DateTimeField(null=True, blank=True)
    connected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token_ends_at = models.DateTimeField(null=True, blank=True)  # None: never, as a Page's token should
    data_access_ends_at = models.DateTimeField(null=True, blank=True)
    checks = models.JSONField(default=list)  # [{"step", "ok", "note"}] of the last look at the connection
    answered_at = models.DateTimeField(null=True, blank=True)
    skew_seconds = models.IntegerField(default=0)  # Facebook's clock minus ours, at the last answer
    usage_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    app_is_in_development = models.BooleanField(
        default=False
    )  # a signed-out look did not find a published post
    is_hidden = models.BooleanField(default=False)  # the Page itself is unpublished
    waits_when_hidden = models.BooleanField(_("posts wait while the Page is unpublished"), default=False)
    figures_on = models.DateField(null=True, blank=True)
    figures_rounds = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)  # the daily look at what became of its posts
    submit_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["page_id"],
                condition=~Q(page_id=""),
                name="publishing_page_once",
                violation_error_message=_("This Page is already known here."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_connected(self) -> bool:
        return bool(self.sealed_token)

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None

    @property
    def holds_posts(self) -> bool:
        """Unpublished itself, and its unit wants posts to wait."""
        return self.is_hidden and self.waits_when_hidden

    @property
    def token(self) -> str:
        """Only for calls; never shown."""
        return tokens.unseal(self.sealed_token) if self.sealed_token else ""

    @property
    def address(self) -> str:
        from nhipcau.publishing.connection import hosts

        return f"{hosts().www}/{self.username or self.page_id}"
