"""What waits for a person today: one block a sort of work, and only the sorts their appointments allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.officers import open_invitations
from nhipcau.accounts.permissions import Permission, may_somewhere, units_where
from nhipcau.campaigns.models import Campaign, Circular, HelpRequest, RollUp, Standing, Task
from nhipcau.core import clock
from nhipcau.notifications.models import Message
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import Status as PostStatus
from nhipcau.stories.models import Status as StoryStatus
from nhipcau.stories.models import Story

SHOWN = 6


@dataclass(frozen=True)
class Line:
    """One thing that waits."""

    text: str
    url: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Block:
    """A sort of work: how much of it waits, and the first lines of it."""

    title: str
    count: int
    url: str
    icon: str
    lines: list[Line] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.lines))


def blocks_for(user: User) -> list[Block]:
    """Only blocks in which something waits, the most pressing sort first."""
    today = clock.today()
    makers: Iterable[Callable[[User, date], Block | None]] = (
        _asked_posts, _stopped_pages, _help, _circulars, _late, _stories, _approved, _own_tasks, _by_hand, _invited,
    )  # fmt: skip
    made = (maker(user, today) for maker in makers)
    return [block for block in made if block is not None and block.count]


def unread(user: User) -> int:
    """Notices not seen yet."""
    return Message.objects.visible_to(user).notices().unread().count()


def _asked_posts(user: User, _today: date) -> Block | None:
    posts = Post.objects.visible_to(user).filter(page__unit__in=units_where(user, Permission.POST_PUBLISH))
    rows = posts.filter(
        Q(status__in=(PostStatus.ASKED, PostStatus.REFUSED))
        | Q(pk__in=posts.overdue(clock.now()).values("pk"))
    )
    lines = [
        Line(post.title, post.get_absolute_url(), str(post.get_status_display()), True)
        for post in rows.order_by("due_at", "pk")[:SHOWN]
    ]
    return Block(
        _("Posts that need your decision"), rows.count(), reverse("publishing:queue"), "alert-triangle", lines
    )


def _stopped_pages(user: User, _today: date) -> Block | None:
    rows = Page.objects.filter(unit__in=units_where(user, Permission.PAGE_CONNECT), stopped_at__isnull=False)
    lines = [
        Line(page.name, reverse("publishing:reconnect", args=[page.pk]), "", True) for page in rows[:SHOWN]
    ]
    return Block(
        _("Pages whose connection has stopped"),
        rows.count(),
        reverse("publishing:pages"),
        "alert-triangle",
        lines,
    )


def _help(user: User, _today: date) -> Block | None:
    desks = units_where(user, Permission.CAMPAIGN_MANAGE)
    rows = HelpRequest.objects.open().filter(addressed__campaign__unit__in=desks)
    shown = rows.select_related("addressed__unit").order_by("asked_at")[:SHOWN]
    lines = [
        Line(one.sentence, reverse("campaigns:unit", args=[one.addressed_id]), one.addressed.unit.name)
        for one in shown
    ]
    return Block(_("Units that ask for help"), rows.count(), reverse("campaigns:list"), "help-circle", lines)


def _circulars(user: User, _today: date) -> Block | None:
    desks = units_where(user, Permission.CAMPAIGN_MANAGE)
    rows = Circular.objects.filter(unit__in=desks).waiting()
    lines = [
        Line(
            one.original_filename or (_("Pasted text") if one.text else _("Filled in by hand")),
            one.get_absolute_url(),
            f"{clock.local(one.created_at):%d/%m/%Y}",
        )
        for one in rows[:SHOWN]
    ]
    return Block(_("Circulars to confirm"), rows.count(), reverse("campaigns:list"), "file-text", lines)


def _late(user: User, today: date) -> Block | None:
    """Late units by campaign; how many, and never a row of names here."""
    campaigns = Campaign.objects.visible_to(user).open()
    late = RollUp.objects.filter(campaign__in=campaigns.values("pk"), depth=0, standing=Standing.OWES)
    rows = (
        late.filter(day__lt=today, n__gt=0)
        .values("campaign")
        .annotate(units=Sum("n"))
        .order_by("-units", "campaign")
    )
    found = {row["campaign"]: row["units"] for row in rows}
    named = {campaign.pk: campaign for campaign in campaigns.filter(pk__in=list(found)[:SHOWN])}
    lines = [
        Line(
            str(named[pk]),
            reverse("campaigns:board", args=[pk]) + "?show=late",
            _("%(n)d late units") % {"n": units},
            True,
        )
        for pk, units in found.items()
        if pk in named
    ]
    return Block(_("Campaigns with late units"), len(found), reverse("campaigns:list"), "clock", lines)


def _stories(user: User, _today: date) -> Block | None:
    reviewed = units_where(user, Permission.STORY_REVIEW)
    rows = Story.objects.sent_to_desk_of(user).filter(unit__in=reviewed).awaiting_review()
    shown = rows.select_related("unit").defer("text")[:SHOWN]
    lines = [Line(one.title, reverse("stories:review", args=[one.pk]), one.unit.name) for one in shown]
    return Block(_("Stories to review"), rows.count(), reverse("stories:review-queue"), "news", lines)


def _approved(user: User, _today: date) -> Block | None:
    """Approved, and nobody has prepared a post of it yet."""
    units = units_where(user, Permission.POST_PUBLISH)
    rows = Story.objects.filter(unit__in=units, status=StoryStatus.APPROVED, posts__isnull=True)
    shown = rows.select_related("unit").defer("text").order_by("approved_at", "pk")[:SHOWN]
    lines = [Line(one.title, reverse("stories:review", args=[one.pk]), one.unit.name) for one in shown]
    url = reverse("stories:review-queue") + "?show=approved"
    return Block(_("Approved stories without a post"), rows.count(), url, "send", lines)


def _own_tasks(user: User, today: date) -> Block | None:
    desks = units_where(user, Permission.CAMPAIGN_MANAGE)
    rows = Task.objects.filter(step__for_desk=True, unit__in=desks, campaign__closed_at__isnull=True).owed()
    shown = rows.select_related("step", "campaign").order_by("due_on", "pk")[:SHOWN]
    lines = [
        Line(
            one.step.text,
            one.get_absolute_url(),
            _("by %(day)s") % {"day": f"{one.due_on:%d/%m/%Y}"} if one.due_on else "",
            bool(one.due_on and one.due_on < today),
        )
        for one in shown
    ]
    return Block(
        _("What the desk itself has to do"), rows.count(), reverse("campaigns:list"), "clipboard-check", lines
    )


def _by_hand(user: User, _today: date) -> Block | None:
    pages = units_where(user, Permission.POST_PUBLISH)
    rows = Post.objects.visible_to(user).filter(page__unit__in=pages, status=PostStatus.BY_HAND)
    lines = [Line(post.title, post.get_absolute_url()) for post in rows.order_by("pk")[:SHOWN]]
    return Block(_("Posts to post by hand"), rows.count(), reverse("publishing:queue"), "copy", lines)


def _invited(user: User, _today: date) -> Block | None:
    if not may_somewhere(user, Permission.PERSON_MANAGE):
        return None
    rows = open_invitations(user).filter(sent_by_hand_at__isnull=True)
    lines = [
        Line(one.user.full_name, reverse("people:invitations"), one.appointment.unit.name)
        for one in rows[:SHOWN]
    ]
    return Block(
        _("Invitations not passed on yet"), rows.count(), reverse("people:invitations"), "mail", lines
    )
