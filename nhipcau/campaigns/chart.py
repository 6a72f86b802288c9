"""Deliveries by day against the deadline, drawn on the server; and how many had delivered last time by the same day.

Units are counted, never named or put in an order of merit.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.accounts.models import User
from nhipcau.campaigns.models import NO_DAY, Addressed, Campaign, Deadline, Standing
from nhipcau.campaigns.progress import Progress, area_rows, as_of, itself
from nhipcau.core import clock
from nhipcau.organisations.models import Unit, after

WIDE, HIGH = 480, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 470, 14, 160
APART = 56  # between two labels of days, so that they do not run into each other


@dataclass
class Deliveries:
    """A campaign's, or those of one branch: how many units had delivered all on which day."""

    campaign: Campaign
    first: date
    last_day: date | None
    by_day: list[tuple[date, int]]  # rising days

    def until(self, day: date) -> int:
        """Delivered by the end of that day."""
        return sum(n for on, n in self.by_day if on <= day)


@dataclass
class Comparison:
    """The same number of days before the last day, this time and last time."""

    before: Deliveries
    now: int
    asked: int
    then: int
    asked_then: int
    days: int  # before the last day; behind it when negative

    @property
    def sentence(self) -> str:
        """In words."""
        n = abs(self.days)
        if self.days == 0:
            text = _(
                "On the last day %(now)d of %(asked)d units have delivered; last time it was %(then)d of %(asked_then)d."
            )
        elif self.days > 0:
            text = ngettext(
                "%(n)d day before the last day %(now)d of %(asked)d units have delivered; last time it was %(then)d of %(asked_then)d.",
                "%(n)d days before the last day %(now)d of %(asked)d units have delivered; last time it was %(then)d of %(asked_then)d.",
                n,
            )
        else:
            text = ngettext(
                "%(n)d day after the last day %(now)d of %(asked)d units have delivered; last time it was %(then)d of %(asked_then)d.",
                "%(n)d days after the last day %(now)d of %(asked)d units have delivered; last time it was %(then)d of %(asked_then)d.",
                n,
            )
        return text % {
            "n": n, "now": self.now, "asked": self.asked, "then": self.then, "asked_then": self.asked_then
        }  # fmt: skip


@dataclass
class Label:
    """A day below the chart, or a number beside it."""

    x: str
    text: str
    anchor: str = "middle"
    y: str = ""


@dataclass
class Chart:
    """What the template draws: paths, lines, labels, and the same as rows of a table."""

    asked: int
    delivered: int
    line: str
    ground: str
    earlier: str = ""
    deadlines: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    numbers: list[Label] = field(default_factory=list)
    rows: list[tuple[date, int, int]] = field(default_factory=list)
    comparison: Comparison | None = None
    box: str = f"0 0 {WIDE} {HIGH}"


def chart_of(campaign: Campaign, branch: Unit | None, progress: Progress, *, user: User) -> Chart | None:
    """None when nothing is asked of anybody here. Six queries at most."""
    if not progress.asked:
        return None
    own, today = deliveries_of(campaign, branch), as_of(campaign)
    compared = _comparison(own, branch, today, progress.asked, user)
    days = _last_days(campaign)
    first, last = own.first, max([today, own.first, *days, *(day for day, _n in own.by_day)])
    last = last if last > first else first + timedelta(days=1)
    most = max(progress.asked, compared.then if compared else 0)
    scale = _Scale(first, last, most)
    line = scale.steps(own.by_day, until=today)
    chart = Chart(
        progress.asked, own.until(last), line, f"{line}V{BOTTOM}H{LEFT}Z", comparison=compared, rows=_table(own.by_day)
    )  # fmt: skip
    if compared and own.last_day and compared.before.last_day:
        shift = own.last_day - compared.before.last_day
        chart.earlier = scale.steps([(day + shift, n) for day, n in compared.before.by_day], until=last)
    chart.deadlines = [scale.x(day + timedelta(days=1)) for day in days]
    chart.labels = scale.labels([*reversed(days), first, today if today < last else last])
    chart.numbers = [
        Label(str(LEFT - 5), "0", "end", scale.y(0)),
        Label(str(LEFT - 5), str(most), "end", scale.y(most)),
    ]
    return chart


def deliveries_of(campaign: Campaign, branch: Unit | None) -> Deliveries:
    """From the standing of the units, in the order of an index; two queries."""
    done = Addressed.objects.filter(campaign=campaign, standing=Standing.DELIVERED, day__lt=NO_DAY)
    if branch is not None:
        done = done.filter(unit_path__gte=branch.path, unit_path__lt=after(branch.path))
    by_day = list(done.order_by("day").values_list("day").annotate(n=Count("pk")))
    days = _last_days(campaign)
    first = clock.local(campaign.confirmed_at).date()
    return Deliveries(campaign, first, days[-1] if days else None, by_day)


def _last_days(campaign: Campaign) -> list[date]:
    """The last days that count for units, the last one last."""
    rows = Deadline.objects.filter(campaign=campaign, due_on__isnull=False, is_history=False)
    rows = rows.filter(Q(step__isnull=True) | Q(step__for_desk=False))
    return sorted({row.last_day for row in rows if row.last_day is not None})


def previous_of(campaign: Campaign, user: User) -> Campaign | None:
    """The campaign it was copied from, else the one the same desk sent before; with a last day, and not taken back."""
    dated = Deadline.objects.filter(due_on__isnull=False, is_history=False).exclude(step__for_desk=True)
    seen = Campaign.objects.visible_to(user).filter(
        withdrawn_at__isnull=True, pk__in=dated.values("campaign")
    )
    if campaign.copied_from_id is not None:
        copied = seen.filter(pk=campaign.copied_from_id).first()
        if copied is not None:
            return copied
    before = seen.filter(unit=campaign.unit_id, confirmed_at__lt=campaign.confirmed_at)
    return before.order_by("-confirmed_at", "-pk").first()


def _comparison(
    own: Deliveries, branch: Unit | None, today: date, asked_now: int, user: User
) -> Comparison | None:
    if own.last_day is None:
        return None
    previous = previous_of(own.campaign, user)
    if previous is None:
        return None
    before = deliveries_of(previous, branch)
    if before.last_day is None:
        return None
    asked = Progress()
    for row in [
        *area_rows(previous, branch).values_list("standing", "day", "n", "acknowledged"), *itself(previous, branch)
    ]:  # fmt: skip
        asked.add(as_of(previous), *row)
    if not asked.asked:
        return None
    left = own.last_day - today
    then = before.until(before.last_day - left)
    return Comparison(before, own.until(today), asked_now, then, asked.asked, left.days)


def _table(by_day: list[tuple[date, int]]) -> list[tuple[date, int, int]]:
    together, rows = 0, []
    for day, n in by_day:
        together += n
        rows.append((day, n, together))
    return rows


class _Scale:
    """Days and numbers as places in the drawing; a day is as wide as it is long, what happens on it stands at its end."""

    def __init__(self, first: date, last: date, most: int) -> None:
        self.first, self.last, self.most = first, last, most
        self.days = (last - first).days + 1

    def at(self, day: date) -> float:
        days = min(max((day - self.first).days, 0), self.days)
        return LEFT + (RIGHT - LEFT) * days / self.days

    def x(self, day: date) -> str:
        return f"{self.at(day):.1f}"

    def y(self, n: int) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * n / max(self.most, 1):.1f}"

    def steps(self, by_day: list[tuple[date, int]], *, until: date) -> str:
        """A line that rises with each day's deliveries and goes on to the end of `until`."""
        path, together = f"M{LEFT} {BOTTOM}", 0
        for day, n in by_day:
            if day > until:
                break
            together += n
            path += f"H{self.x(day)}V{self.y(together)}"
        return f"{path}H{self.x(until + timedelta(days=1))}"

    def labels(self, days: list[date]) -> list[Label]:
        """The important ones first; one that would run into another is left out."""
        kept: dict[float, Label] = {}
        for day in days:
            at = (self.at(day) + self.at(day + timedelta(days=1))) / 2
            if any(abs(at - other) < APART for other in kept):
                continue
            anchor = "start" if at < LEFT + APART / 2 else "end" if at > RIGHT - APART / 2 else "middle"
            x = {"start": float(LEFT), "end": float(RIGHT), "middle": at}[anchor]
            kept[at] = Label(f"{x:.1f}", f"{day:%d/%m}", anchor, str(BOTTOM + 20))
        return list(kept.values())
