"""The board of a campaign: on the page, printed, as CSV and as XLSX; and the desk's own part of it."""

import csv
import io
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts.by_hand import as_xlsx
from nhipcau.accounts.permissions import Permission, may, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.board import FILTERS, Board, board_of, done_by_step, headings, lines
from nhipcau.campaigns.forms import LegalGroundForm
from nhipcau.campaigns.models import Campaign, Task
from nhipcau.core import clock
from nhipcau.formats.harmless import harmless

A_PAGE = 100


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    seen = Campaign.objects.visible_to(request.user).select_related("unit", "circular")  # type: ignore[arg-type]
    return get_object_or_404(seen, pk=pk)


def _board(request: HttpRequest, pk: int) -> tuple[Campaign, Board, str]:
    campaign = _campaign(request, pk)
    shown = request.GET.get("show", "")
    shown = shown if shown in FILTERS else ""
    return campaign, board_of(campaign, shown, request.GET.get("q", "").strip()[:100]), shown


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Per unit: sent, acknowledged, delivered, late, asked for help."""
    campaign, got, shown = _board(request, pk)
    return _shown(request, campaign, got, shown, LegalGroundForm())


def _shown(
    request: HttpRequest,
    campaign: Campaign,
    got: Board,
    shown: str,
    ground: LegalGroundForm,
    status: int = 200,
) -> HttpResponse:
    done = done_by_step(campaign)
    steps = list(campaign.steps.select_related("form").prefetch_related("deadlines"))
    for step in steps:
        step.units_done = done.get(step.pk)  # type: ignore[attr-defined]
    user, today = request.user, clock.today()
    may_read = may(user, Permission.REGISTER_READ, campaign.unit)
    context = {
        "campaign": campaign, "board": got, "shown": shown, "q": request.GET.get("q", ""),
        "page": Paginator(got.rows, A_PAGE).get_page(request.GET.get("page")),
        "filters": [(key, name, got.counts[key]) for key, name in FILTERS.items()],
        "steps": steps, "today": today, "kept": _kept(show=shown, q=request.GET.get("q", "")), "legal_form": ground,
        "deadlines": _deadlines(steps),
        "list_steps": [step for step in steps if may_read and step.wants_lists and not step.for_desk],
        "may_manage": may(user, Permission.CAMPAIGN_MANAGE, campaign.unit), "copy_key": uuid.uuid4(),
        "may_read_lists": may_read,
        "desk_tasks": Task.objects.filter(campaign=campaign, step__for_desk=True)
        .select_related("step", "campaign", "done_by").order_by("step__order"),
    }  # fmt: skip
    return render(request, "campaigns/board.html", context, status=status)


def _deadlines(steps: list[Any]) -> list[Any]:
    """Those that count, the next one first; the desk's own say so."""
    found = []
    for step in steps:
        for deadline in step.deadlines.all():
            if deadline.counts:
                deadline.for_desk = step.for_desk
                found.append(deadline)
    return sorted(found, key=lambda deadline: deadline.last_day)


def _kept(**values: str) -> str:
    """What stands in the address besides the page."""
    said = urlencode({key: value for key, value in values.items() if value})
    return f"{said}&" if said else ""


@require_GET
def board_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    campaign, got, shown = _board(request, pk)
    context = {
        "campaign": campaign,
        "board": got,
        "shown": FILTERS.get(shown, ""),
        "now": clock.local(clock.now()),
    }
    return render(request, "campaigns/board_print.html", context)


@require_GET
def board_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """For Excel: UTF-8 with a mark; no cell begins like a formula."""
    campaign, got, _shown_now = _board(request, pk)
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
    campaign, got, _shown_now = _board(request, pk)
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
        return _shown(request, campaign, board_of(campaign), "", form, status=422)
    actions.record_legal_ground(campaign, form.cleaned_data["legal_ground"], by=request.user)  # type: ignore[arg-type]
    return redirect(campaign)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the campaign, or open it again."""
    campaign = _campaign(request, pk)
    if request.POST.get("do") == "reopen":
        actions.reopen(campaign, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The campaign is open again."))
    else:
        actions.close(campaign, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The campaign is closed. Nobody is reminded any more."))
    return redirect(campaign)
