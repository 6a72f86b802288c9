"""The one state machine of a post. Nothing else changes `Post.status`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from nhipcau.publishing.models import Post


class Status(models.TextChoices):
    """Where a post stands."""

    DRAFT = "draft", pgettext_lazy("post", "Draft")
    SCHEDULED = "scheduled", pgettext_lazy("post", "Scheduled")
    BY_HAND = "by_hand", pgettext_lazy("post", "To be posted by hand")
    PUBLISHING = "publishing", pgettext_lazy("post", "Being published")
    WAITING = "waiting", pgettext_lazy("post", "Waiting for another try")
    CHECKING = "checking", pgettext_lazy("post", "Being looked for on the Page")
    ASKED = "asked", pgettext_lazy("post", "Needs your decision")
    REFUSED = "refused", pgettext_lazy("post", "Refused")
    HANDED = "handed", pgettext_lazy("post", "Scheduled on Facebook")
    PUBLISHED = "published", pgettext_lazy("post", "Published")
    EDITED = "edited", pgettext_lazy("post", "Edited on Facebook")
    REMOVED = "removed", pgettext_lazy("post", "Removed on Facebook")
    TAKEN_DOWN = "taken_down", pgettext_lazy("post", "Taken down by us")
    CANCELLED = "cancelled", pgettext_lazy("post", "Called off")


class Reason(models.TextChoices):
    """Why a post or an attempt stands where it stands, beside the classes of `facebook.faults`."""

    NONE = "", _("No particular reason")
    LATE = "late", _("The hour of publishing passed more than an hour ago.")
    UNKNOWN = "unknown", _("Facebook gave no clear answer, and the post was not found on the Page.")
    OTHER_APP = "other_app", _("An identical post by someone else exists.")
    SEVERAL = "several", _("The Page shows this post more than once.")
    NOT_SENT = "not_sent", _("Facebook could not be reached.")
    INTERRUPTED = "interrupted", _("The program stopped before anything was sent.")
    APP_ROLES = "app_roles", _("Only people with a role on the app see it.")
    HIDDEN = "hidden", _("The Page is unpublished.")
    PROCESSING = "processing", _("Facebook is still preparing the video.")
    VIDEO = "video", _("Facebook did not accept the video.")
    RIGHTS = "rights", _("A photo or clip of it may not be shown any more.")
    NOT_NATIVE = "not_native", _("Facebook's own schedule did not take the post.")


S = Status
# docs/architecture.md draws this table; a house test holds the two equal.
# A queued post becomes published without a claim when the answer of an earlier attempt comes in late.
ALLOWED: dict[Status, frozenset[Status]] = {
    S.DRAFT: frozenset({S.SCHEDULED, S.BY_HAND, S.CANCELLED}),
    S.SCHEDULED: frozenset({S.SCHEDULED, S.PUBLISHING, S.ASKED, S.BY_HAND, S.CANCELLED, S.PUBLISHED}),
    S.WAITING: frozenset({S.SCHEDULED, S.PUBLISHING, S.ASKED, S.BY_HAND, S.CANCELLED, S.PUBLISHED}),
    S.BY_HAND: frozenset({S.SCHEDULED, S.PUBLISHED, S.CANCELLED}),
    S.PUBLISHING: frozenset({S.PUBLISHED, S.REFUSED, S.WAITING, S.CHECKING, S.HANDED}),
    S.CHECKING: frozenset({S.PUBLISHED, S.ASKED, S.WAITING, S.CHECKING, S.REFUSED}),
    S.HANDED: frozenset({S.PUBLISHED, S.ASKED, S.CANCELLED}),
    S.ASKED: frozenset({S.PUBLISHED, S.SCHEDULED, S.BY_HAND, S.CANCELLED}),
    S.REFUSED: frozenset({S.SCHEDULED, S.BY_HAND, S.CANCELLED}),
    S.PUBLISHED: frozenset({S.EDITED, S.REMOVED, S.TAKEN_DOWN}),
    S.EDITED: frozenset({S.PUBLISHED, S.EDITED, S.REMOVED, S.TAKEN_DOWN}),
    S.REMOVED: frozenset({S.PUBLISHED, S.EDITED, S.TAKEN_DOWN}),
    S.TAKEN_DOWN: frozenset(),
    S.CANCELLED: frozenset(),
}
# How a badge looks; see core/_badge.html.
TONES: dict[Status, str] = {
    S.SCHEDULED: "info",
    S.BY_HAND: "info",
    S.PUBLISHING: "info",
    S.WAITING: "warn",
    S.CHECKING: "warn",
    S.ASKED: "warn",
    S.REFUSED: "bad",
    S.HANDED: "info",
    S.PUBLISHED: "ok",
    S.EDITED: "warn",
    S.REMOVED: "bad",
}
QUEUED = frozenset({S.SCHEDULED, S.WAITING})
# Members can see it on the Page.
PUBLIC = frozenset({S.PUBLISHED, S.EDITED})
# It has been public once, and has its address and its time.
ON_RECORD = frozenset({S.PUBLISHED, S.EDITED, S.REMOVED, S.TAKEN_DOWN})
# The text may still be changed: nothing of it can be on its way.
EDITABLE = frozenset({S.DRAFT, S.SCHEDULED, S.BY_HAND, S.REFUSED})


def sources(target: Status) -> list[Status]:
    """The states from which `target` may be reached."""
    return [source for source, targets in ALLOWED.items() if target in targets]


def move(
    post: Post,
    to: Status,
    *,
    only_from: Collection[Status] | None = None,
    claimed_by: str | None = None,
    **changes: Any,
) -> bool:
    """Change the state by one UPDATE; False when the row had moved on meanwhile.

    With `claimed_by`, only the worker that holds the claim may do it.
    """
    from nhipcau.publishing.models import Post

    wanted = [one for one in sources(to) if only_from is None or one in only_from]
    rows = Post.objects.filter(pk=post.pk, status__in=wanted)
    if claimed_by is not None:
        rows = rows.filter(claimed_by=claimed_by)
    if to is not Status.PUBLISHING:
        changes = {"claimed_by": "", "claimed_until": None, **changes}
    if not rows.update(status=to, **changes):
        return False
    post.refresh_from_db()
    return True
