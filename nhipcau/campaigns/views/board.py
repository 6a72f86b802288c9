"""The board of a campaign: on the page, printed, as CSV and as XLSX; and the desk's own part of it."""

import csv
import io
import uuid
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts.by_hand import as_xlsx
from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.campaigns import actions
from nhipcau.campaigns.board import (
    ALWAYS,
    FILTERS,
    ORDERS,
    SORTS,
    Board,
    board_of,
    done_by_step,
    finished,
    headings,
    lines,
)
from nhipcau.campaigns.chart import chart_of
from nhipcau.campaigns.due import period_of
from nhipcau.campaigns.forms import LegalGroundForm
from nhipcau.campaigns.models import Campaign, Task
from nhipcau.campaigns.progress import Branch, branches_of
from nhipcau.campaigns.relaying import upper_and_corrections
from nhipcau.campaigns.why import Letters
from nhipcau.core import clock
from nhipcau.formats.harmless import harmless
from nhipcau.organisations.models import Unit

A_PAGE = 100
BRANCHES = 400


@dataclass(frozen=True)
class Asked:
    """What stands in the board's address: a filter, words, a branch, an order."""

    shown: str = ""
    q: str = ""
    branch: Unit | None = None
    sort: str = "state"

    def link(self, **changes: Any) -> str:
        """The same board with one thing changed, without the page."""
        with_changes = replace(self, **changes)
        said = {
            "show": with_changes.shown, "q": with_changes.q, "branch": getattr(with_changes.branch, "pk", with_changes.branch) or "",
            "sort": "" if with_changes.sort == "state" else with_changes.sort,
        }  # fmt: skip
        return urlencode({key: value for key, value in said.items() if value})


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    seen = Campaign.objects.visible_to(request.user).select_related("unit", "circular")  # type: ignore[arg-type]
    return get_object_or_404(seen, pk=pk)


def _asked(request: HttpRequest, campaign: Campaign) -> Asked:
    """What is unknown counts as not said; a branch that is not below the desk is 404."""
    shown, sort, branch = (request.GET.get(name, "") for name in ("show", "sort", "branch"))
    found: Unit | None = None
    if branch:
        number = int(branch) if branch.isascii() and branch.isdigit() and len(branch) < 19 else 0
        readable = units_where(request.user, Permission.CAMPAIGN_READ)  # type: ignore[arg-type]
        found = get_object_or_404(readable.below(campaign.unit), pk=number)
    return Asked(
        shown if shown in FILTERS else "", request.GET.get("q", "").strip()[:100],
        None if found == campaign.unit else found, sort if sort in SORTS else "state",
    )  # fmt: skip


def _board(request: HttpRequest, pk: int) -> tuple[Campaign, Board, Asked]:
    campaign = _campaign(request, pk)
    asked = _asked(request, campaign)
    return campaign, board_of(campaign, asked.shown, asked.q, branch=asked.branch, sort=asked.sort), asked


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Per unit and branch: acknowledged, delivered, owing, late, asked for help."""
    campaign, got, asked = _board(request, pk)
    return _shown(request, campaign, got, asked, LegalGroundForm())


def _shown(
    request: HttpRequest,
    campaign: Campaign,
    got: Board,
    asked: Asked,
    ground: LegalGroundForm,
    status: int = 200,
) -> HttpResponse:
    steps = list(campaign.steps.select_related("form").prefetch_related("deadlines__said_in"))
    done = done_by_step(steps)
    for step in steps:
        step.units_done = done.get(step.pk)  # type: ignore[attr-defined]
        missed = actions.missed_periods(step) if step.repeats else []
        step.missed = [(day, period_of(step.repeats, day)) for day in missed]  # type: ignore[attr-defined]
    user, today = request.user, clock.today()
    may_read = may(user, Permission.REGISTER_READ, campaign.unit)
    page = ORDERS[asked.sort].page(got.found, request.GET, A_PAGE)
    finished(campaign, page.rows)
    context = {
        **upper_and_corrections(campaign),
        "campaign": campaign, "board": got, "asked": asked, "shown": asked.shown, "q": asked.q, "page": page, "kept": asked.link(),
        **_choices(campaign, got, asked), **_figures(request, campaign, got, asked),
        "steps": steps, "today": today, "legal_form": ground,
        "deadlines": _deadlines(campaign, steps),
        "list_steps": [step for step in steps if may_read and step.wants_lists and not step.for_desk],
        "may_manage": may(user, Permission.CAMPAIGN_MANAGE, campaign.unit), "copy_key": uuid.uuid4(),
        "may_read_lists": may_read,
        "desk_tasks": Task.objects.filter(campaign=campaign, step__for_desk=True)
        .select_related("step", "campaign", "done_by").order_by("step__order"),
    }  # fmt: skip
    return render(request, "campaigns/board.html", context, status=status)


def _choices(campaign: Campaign, got: Board, asked: Asked) -> dict[str, Any]:
    """Filters, orders and branches, each with its link that keeps the others."""
    counts = got.counts
    return {
        "filters": [
            (key, name, counts[key], asked.link(shown=key))
            for key, name in FILTERS.items()
            if key in ALWAYS or counts[key] or key == asked.shown
        ],
        "all_link": asked.link(shown=""),
        "all_branches": asked.link(branch=None),
        **{f"by_{key}": asked.link(sort=key) for key in SORTS},
        "sorts": [(key, name, asked.link(sort=key)) for key, name in SORTS.items()],
        "choice": list(
            Unit.objects.below(campaign.unit).filter(numchild__gt=0).exclude(pk=campaign.unit_id)[:BRANCHES]
        ),
    }


def _figures(request: HttpRequest, campaign: Campaign, got: Board, asked: Asked) -> dict[str, Any]:
    """The branches right below with their sums, and the chart."""
    rows = branches_of(campaign, asked.branch)
    rest = got.progress
    for row in rows:
        rest = rest.less(row.progress)
        row.link = asked.link(branch=row.unit_id)
    above = Unit.objects.above(asked.branch).filter(path__gt=campaign.unit.path) if asked.branch else []
    for unit in above:
        unit.link = asked.link(branch=unit.pk)
    if rows and rest.sent > 0:
        rows.append(Branch(None, "", progress=rest))
    return {
        "branches": rows,
        "chart": chart_of(campaign, asked.branch, got.progress, user=request.user),  # type: ignore[arg-type]
        "above": above,
    }


def _deadlines(campaign: Campaign, steps: list[Any]) -> list[Any]:
    """Those that count, the next one first; the desk's own say so. Each with why it is that day."""
    found, letters = [], Letters(campaign)
    for step in steps:
        for deadline in step.deadlines.all():
            deadline.why = letters.why(deadline)
            if deadline.counts:
                deadline.for_desk = step.for_desk
                found.append(deadline)
    return sorted(found, key=lambda deadline: deadline.last_day)


@require_GET
def board_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    campaign, got, asked = _board(request, pk)
    context = {
        "campaign": campaign, "board": got, "asked": asked, "shown": FILTERS.get(asked.shown, ""), "sorted_by": SORTS[asked.sort],
        "now": clock.local(clock.now()), "kept": asked.link(), **_figures(request, campaign, got, asked),
    }  # fmt: skip
    return render(request, "campaigns/board_print.html", context)


@require_GET
def board_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """For Excel: UTF-8 with a mark; no cell begins like a formula."""
    campaign, got, _said = _board(request, pk)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    writer.writerows([harmless(cell) for cell in line] for line in lines(got.rows))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.csv"'
    return response


@require_GET
def board_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Text cells only, never a formula."""
    campaign, got, _said = _board(request, pk)
    return as_xlsx(headings(), list(lines(got.rows)), f"campaign-{campaign.pk}.xlsx")


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the desk's own steps is done, or is open again."""
    seen = Task.objects.visible_to(request.user).select_related("step", "campaign__unit", "unit")  # type: ignore[arg-type]
    task = get_object_or_404(seen, pk=pk)
    actions.tick(task, is_done=request.POST.get("done") == "1", by=request.user)  # type: ignore[arg-type]
    return redirect(task)


@require_POST
def legal_ground(request: HttpRequest, pk: int) -> HttpResponse:
    """The document that allows the lists to be passed on, when it was not known at confirmation."""
    campaign = _campaign(request, pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit)  # type: ignore[arg-type]
    form = LegalGroundForm(request.POST)
    if not form.is_valid():
        return _shown(request, campaign, board_of(campaign), Asked(), form, status=422)
    actions.record_legal_ground(campaign, form.cleaned_data["legal_ground"], by=request.user)  # type: ignore[arg-type]
    return redirect(campaign)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the campaign, or open it again."""
    campaign = _campaign(request, pk)
    if request.POST.get("do") == "reopen":
        actions.reopen(campaign, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The campaign is open again."))
        if any(actions.missed_periods(step) for step in campaign.steps.exclude(repeats="")):
            messages.info(
                request,
                _("Of what comes again only the period that runs now was opened. Those that ended meanwhile are listed with their step; open them there if you want them."),
            )  # fmt: skip
    else:
        actions.close(campaign, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The campaign is closed. Nobody is reminded any more."))
    return redirect(campaign)
