"""What several steps end in: a post is public, a Page has to stop, a person has to be asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from nhipcau.accounts.models import Appointment, User
from nhipcau.accounts.permissions import GRANTS, Permission, may, roles_with
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.facebook.answers import Answer
from nhipcau.notifications import queue
from nhipcau.publishing.channels.portal import PortalChannel
from nhipcau.publishing.models import Attempt, Page, Post
from nhipcau.publishing.states import Status, move
from nhipcau.stories import actions as stories


def tell_story(post: Post) -> None:
    """The sender of the story sees where it stands on the Page; the portal shows the story from now on."""
    if post.story is not None:
        stories.mark_published(post.story, post.permalink, post.published_at)
        PortalChannel().publish(post, ())


def note_answer(page: Page, answer: Answer, now: datetime) -> None:
    """Keep what every answer says beside its content: Facebook's clock, and how much of the budget is used."""
    changes: dict[str, object] = {}
    if answer.served_at is not None:
        changes["answered_at"] = now
        changes["skew_seconds"] = round((answer.served_at - now).total_seconds())
    if answer.usage.percent is not None:
        changes["usage_percent"] = min(answer.usage.percent, 30_000)
    if changes:
        Page.objects.filter(pk=page.pk).update(**changes)


@transaction.atomic
def save_published(attempt: Attempt, remote_id: str, permalink: str, *, how: str, now: datetime) -> None:
    """The post is public; `how` we know it: by the call's answer or found on the Page."""
    post = attempt.post
    if not permalink:
        permalink = f"{post.page.address.rsplit('/', 1)[0]}/{remote_id}"
    if Post.objects.filter(remote_id=remote_id).exclude(pk=post.pk).exists():
        remote_id = ""  # somebody gave this post's address to another publication: do not fail over it
    attempt.outcome = Attempt.Outcome.PUBLISHED if how == "call" else Attempt.Outcome.FOUND
    attempt.ended_at, attempt.next_probe_at = now, None
    attempt.save()
    moved = move(
        post,
        Status.PUBLISHED,
        reason="",
        remote_id=remote_id,
        permalink=permalink,
        published_at=now,
        confirmation=how,
    )
    if moved:
        trail.record("post.published", post, by="worker", unit=post.page.unit, fields=("status", "permalink"))
        tell_story(post)


def stop_page(page: Page, reason: str, now: datetime) -> None:
    """Stop the Page's queue and tell its administrators, once."""
    stopped = Page.objects.filter(pk=page.pk, stopped_at__isnull=True)
    if not stopped.update(stopped_at=now, stopped_reason=reason):
        return
    page.refresh_from_db()
    trail.record("page.stopped", page, by="worker", unit=page.unit, fields=("stopped_at",))
    for user in responsible(page, Permission.PAGE_CONNECT):
        key = f"page-stopped:{page.pk}:{now.isoformat()}"
        queue("publishing/page_stopped", page, to=user, key=key, path=reverse("publishing:pages"))


def operators() -> list[User]:
    """Who looks after this installation."""
    held = Appointment.objects.today().filter(role__in=roles_with(Permission.OPERATE))
    return list(User.objects.filter(appointments__in=held, is_active=True).distinct())


def tell_of_odd_calls(page: Page, now: datetime) -> None:
    """Facebook finds the pattern of our calls odd (613/1996): the operators hear it, once a day."""
    for user in operators():
        key = f"odd-calls:{clock.local(now).date().isoformat()}"
        queue("publishing/odd_calls", page, to=user, key=key, path=reverse("publishing:pages"))


def ask(post: Post, reason: str, now: datetime) -> bool:
    """Leave it to a person: is it there, or shall it be published?"""
    if not move(post, Status.ASKED, reason=reason):
        return False
    trail.record("post.asked", post, by="worker", unit=post.page.unit, fields=("status",))
    for user in responsible(post.page, Permission.POST_PUBLISH):
        key = f"post-asked:{post.pk}:{now.isoformat()}"
        queue("publishing/asked", post, to=user, key=key, path=post.get_absolute_url())
    return True


def responsible(page: Page, permission: Permission) -> list[User]:
    """Who may act for this Page."""
    roles = [role for role, granted in GRANTS.items() if permission in granted]
    people = User.objects.filter(appointments__role__in=roles, is_active=True).distinct()
    return [user for user in people if may(user, permission, page.unit)]
