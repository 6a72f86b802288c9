"""Whole numbers of one post, as Facebook counts them: after one, seven and 28 days, and when somebody asks.

They stand on the post's own page. They are never added up, put in an order or exported; nobody who read, liked or shared
is asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.budget import PUBLISH_ONLY_AT
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.figures import Figures, post_figures
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import DeadMetric, FigureSet, Page, PageQuerySet, Post
from nhipcau.publishing.outcomes import note_answer
from nhipcau.publishing.states import PUBLIC

METRICS = ("post_media_view", "post_total_media_view_unique", "post_clicks", "post_reactions_by_type_total")
VIDEO_METRICS = (*METRICS, "post_video_views")
AGES = (1, 7, 28)  # days after publication
ASKED = 0
MOST_ROUNDS = 4  # a day and Page
ROUNDS_OF_THE_WORKER = 2  # so that a person can still ask
SLACK = timedelta(days=2)  # a number of a much later day is not the number of that day


def due_age(post: Post, now: datetime) -> int | None:
    """The age whose figures are due now and not kept yet."""
    if post.published_at is None:
        return None
    kept = {one.days for one in post.figures.all()}
    for days in AGES:
        moment = post.published_at + timedelta(days=days)
        if days not in kept and moment <= now <= moment + SLACK:
            return days
    return None


def due_posts(now: datetime) -> list[Post]:
    """Public posts that are 1, 7 or 28 days old."""
    spans = [(now - timedelta(days=days) - SLACK, now - timedelta(days=days)) for days in AGES]
    posts: list[Post] = []
    for oldest, newest in spans:
        rows = Post.objects.public().filter(published_at__gte=oldest, published_at__lte=newest)
        posts += rows.exclude(remote_id="").prefetch_related("figures").order_by("pk")
    return [post for post in posts if due_age(post, now) is not None]


def pages_with_due_posts(now: datetime) -> PageQuerySet:
    """Pages that may be asked for figures now."""
    pages = {post.page_id for post in due_posts(now)}
    return Page.objects.open_to_work(now).filter(pk__in=pages).select_related("unit")


def take_round(page: Page, most: int) -> bool:
    """Count one round of asking for today; False when today's rounds are over or the budget is used up."""
    with transaction.atomic():
        row = Page.objects.select_for_update().get(pk=page.pk)
        rounds = row.figures_rounds if row.figures_on == clock.today() else 0
        if rounds >= most or is_used_up(row):
            return False
        Page.objects.filter(pk=page.pk).update(figures_on=clock.today(), figures_rounds=rounds + 1)
    return True


def is_used_up(page: Page) -> bool:
    """From ninety percent of the call budget on only publishing goes on, for the hour it counts."""
    is_fresh = page.answered_at is not None and page.answered_at > clock.now() - timedelta(hours=1)
    return is_fresh and (page.usage_percent or 0) >= PUBLISH_ONLY_AT


def fetch_round(page: Page, client: GraphClient) -> None:
    """Every due post of the Page, until the budget is used up."""
    if not take_round(page, ROUNDS_OF_THE_WORKER):
        return
    now = clock.now()
    for post in due_posts(now):
        if post.page_id != page.pk:
            continue
        age = due_age(post, now)
        if age is not None:
            post.page = page
            fetch(post, age, client)
        page.refresh_from_db()
        if is_used_up(page):
            return


def fetch(post: Post, days: int, client: GraphClient) -> FigureSet:
    """Ask once and keep what came, with a reason for what did not."""
    dead = set(DeadMetric.objects.values_list("name", flat=True))
    names = [one for one in (VIDEO_METRICS if hasattr(post, "clip") else METRICS) if one not in dead]
    found = post_figures(client, post.remote_id, post.page.token, names)
    with transaction.atomic():
        note_answer(post.page, found.answer, clock.now())
        for name in found.retired:
            DeadMetric.objects.get_or_create(name=name, defaults={"found_at": clock.now()})
        return _keep(post, days, found, dead)


def _keep(post: Post, days: int, found: Figures, dead: set[str]) -> FigureSet:
    values: dict[str, dict[str, object]] = {
        name: {"value": one.value, "why": str(one.reason or ""), "period": one.period}
        for name, one in found.figures.items()
    }
    has_any = any(one.value is not None for one in found.figures.values())
    row, _created = FigureSet.objects.update_or_create(
        post=post,
        days=days,
        defaults={
            "fetched_at": clock.now(),
            "values": values,
            "reason": "" if has_any else str(found.fault_reason or ""),
        },
    )
    return row


def ask_now(post: Post, *, by: User) -> FigureSet:
    """A person wants to see the numbers of this moment."""
    require(by, Permission.POST_READ, post.page.unit)
    if post.status not in PUBLIC or not post.remote_id or not post.page.is_connected:
        raise Refusal(
            _("Facebook has no numbers for this post."),
            remedy=_("Numbers exist for public posts of a connected Page."),
        )
    if not take_round(post.page, MOST_ROUNDS):
        raise Refusal(
            _("The numbers of this Page were asked for often enough today."),
            remedy=_("Facebook counts every question; ask again tomorrow."),
        )
    with graph_client() as client:
        return fetch(post, ASKED, client)
