"""The board of a campaign: on the page, printed, as CSV and as XLSX."""

import csv
import io

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nhipcau.accounts.permissions import Permission, may
from nhipcau.campaigns.board import FILTERS, Board, board_of, headings, lines
from nhipcau.campaigns.models import Campaign, Task

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _board(request: HttpRequest, pk: int) -> tuple[Campaign, Board, str]:
    campaign = get_object_or_404(
        Campaign.objects.visible_to(request.user).select_related("unit", "circular"), pk=pk
    )
    shown = request.GET.get("show", "")
    shown = shown if shown in FILTERS else ""
    return campaign, board_of(campaign, shown, request.GET.get("q", "")[:100]), shown


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Per unit: sent, acknowledged, delivered, late, asked for help."""
    campaign, got, shown = _board(request, pk)
    context = {
        "campaign": campaign, "board": got, "shown": shown, "q": request.GET.get("q", ""), "filters": [(k, v, got.counts[k]) for k, v in FILTERS.items()],
        "steps": campaign.steps.prefetch_related("deadlines"), "may_manage": may(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit),
        "desk_tasks": Task.objects.filter(campaign=campaign, step__for_desk=True).select_related("step", "campaign"),
    }  # fmt: skip
    return render(request, "campaigns/board.html", context)


@require_GET
def board_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    campaign, got, shown = _board(request, pk)
    return render(
        request,
        "campaigns/board_print.html",
        {"campaign": campaign, "board": got, "shown": FILTERS.get(shown, "")},
    )


@require_GET
def board_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """For Excel: UTF-8 with a mark; no cell begins like a formula."""
    campaign, got, _shown = _board(request, pk)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    writer.writerows([_harmless(cell) for cell in line] for line in lines(got.rows))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.csv"'
    return response


def _harmless(cell: str) -> str:
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@require_GET
def board_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Text cells only, never a formula."""
    campaign, got, _shown = _board(request, pk)
    response = HttpResponse(sheet_bytes([headings(), *lines(got.rows)]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.xlsx"'
    return response


def sheet_bytes(rows: list[list[str]]) -> bytes:
    """A plain sheet of texts with a bold first line."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True})
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write_string(r, c, cell, bold if r == 0 else None)
    sheet.set_column(0, 0, 45)
    sheet.set_column(1, 8, 18)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
