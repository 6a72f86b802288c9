"""The topic plan against one month: what is still missing, in sentences. About topics, never about persons or units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.organisations.models import Unit
from nhipcau.publishing import calendar
from nhipcau.publishing.models import Page, TopicPlan


@dataclass(frozen=True)
class Line:
    """One topic of the plan in one month."""

    topic: str
    wanted: int
    have: int
    month: date

    @property
    def is_gap(self) -> bool:
        return self.have < self.wanted

    @property
    def sentence(self) -> str:
        values = {
            "topic": self.topic,
            "wanted": self.wanted,
            "have": self.have,
            "month": f"{self.month:%m/%Y}",
        }
        if not self.is_gap:
            return _("“%(topic)s”: %(have)s of %(wanted)s items in %(month)s.") % values
        if not self.have:
            return _("No item on “%(topic)s” in %(month)s; the plan has %(wanted)s.") % values
        missing = self.wanted - self.have
        return ngettext(
            "One more item on “%(topic)s” is missing in %(month)s; the plan has %(wanted)s.",
            "%(n)s more items on “%(topic)s” are missing in %(month)s; the plan has %(wanted)s.",
            missing,
        ) % {**values, "n": missing}


def lines(unit: Unit, first: date) -> list[Line]:
    """Each topic of the unit's plan with the stories that are placed or published in the month of `first`."""
    wanted = list(TopicPlan.objects.filter(unit=unit).select_related("topic"))
    if not wanted:
        return []
    pages = list(Page.objects.filter(unit=unit).values_list("pk", flat=True))
    have = Counter(calendar.topics_placed(pages, first))
    return [Line(str(row.topic), row.a_month, have[row.topic_id], first) for row in wanted]
