"""Another day or hour for a post, and what is wanted each month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit
from nhipcau.publishing.actions.queue import check_in_reach, moved_on, post_by_hand, schedule
from nhipcau.publishing.models import Post, TopicPlan
from nhipcau.publishing.states import Status
from nhipcau.stories.models import Topic


@transaction.atomic
def move_to(post: Post, at: datetime, *, by: User, was: datetime | None) -> None:
    """Give the post this hour, when it still has the hour `was`: two editors never overwrite each other.

    On a connected Page the worker publishes it then; a post that goes out by hand keeps waiting for a person.
    """
    require(by, Permission.POST_PUBLISH, post.page.unit)
    post = Post.objects.select_for_update(of=("self",)).select_related("page__unit", "story").get(pk=post.pk)
    if post.due_at == at:
        return  # the same answer, sent twice
    if post.due_at != was:
        raise Refusal(
            _("Somebody else has given this post another hour meanwhile."),
            remedy=_("Open the calendar again to see where it stands, then move it if it is still needed."),
        )
    if at < clock.now():
        raise Refusal(_("This time has already passed."), remedy=_("Choose a later time, or publish it now."))
    check_in_reach(at)
    if post.status == Status.DRAFT and not post.page.is_connected:
        post_by_hand(post, by=by)
    if not post.is_by_hand:
        schedule(post, at, by=by)
        return
    if not Post.objects.filter(pk=post.pk, status=Status.BY_HAND).update(due_at=at):
        raise moved_on(post)
    trail.record("post.moved", post, by=by, unit=post.page.unit, fields=("due_at",))


@transaction.atomic
def set_plan(unit: Unit, wanted: Mapping[Topic, int], *, by: User) -> None:
    """Keep how many items a month are wanted on each topic; none takes the topic out of the plan."""
    require(by, Permission.POST_PUBLISH, unit)
    kept = {row.topic_id: row.a_month for row in TopicPlan.objects.filter(unit=unit)}
    changed = {topic: n for topic, n in wanted.items() if kept.get(topic.pk, 0) != n}
    for topic, n in changed.items():
        if n:
            TopicPlan.objects.update_or_create(unit=unit, topic=topic, defaults={"a_month": n})
        else:
            TopicPlan.objects.filter(unit=unit, topic=topic).delete()
    if changed:
        trail.record("plan.changed", unit, by=by, unit=unit, fields=("a_month",))
