"""What a person reads about the numbers of a post."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.facebook.figures import Why
from nhipcau.publishing.models import FigureSet


def name_of(metric: str) -> str:
    """A metric in plain words; one that is new here keeps Facebook's name."""
    return {
        "post_media_view": _("Times shown"),
        "post_total_media_view_unique": _("Viewers, as Facebook estimates them"),
        "post_clicks": _("Clicks"),
        "post_reactions_by_type_total": _("Reactions"),
        "post_video_views": _("Times the video was played"),
    }.get(metric, metric)


def age_of(row: FigureSet) -> str:
    """How old the post was."""
    return {
        1: _("After 1 day"),
        7: _("After 7 days"),
        28: _("After 28 days"),
    }.get(row.days, _("When last asked"))


def why_none(reason: str) -> str:
    """Why there is a dash instead of a number."""
    return {
        Why.RETIRED: _("Facebook no longer offers this number."),
        Why.NO_PERMISSION: _("The permission read_insights is missing; publishing works without it."),
        Why.TOO_FEW_FOLLOWERS: _("Facebook gives numbers only for Pages with at least 100 followers."),
        Why.NOT_THERE: _("Facebook did not say it."),
        Why.NO_BUDGET: _("Facebook's limit of calls was reached; it is asked later."),
        Why.GONE: _("The post is away, or the connection cannot see it."),
        Why.NO_CONNECTION: _("The Page must be connected again first."),
        Why.UNREACHABLE: _("Facebook could not be reached."),
    }.get(Why(reason) if reason in set(Why) else Why.REFUSED, _("Facebook did not give it."))
