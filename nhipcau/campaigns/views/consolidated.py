"""A form of a campaign put together: the page, and the same as XLSX, DOCX and CSV in the form's own layout."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.audit import trail
from nhipcau.campaigns.consolidated_paper import paper_of
from nhipcau.campaigns.consolidating import FILTERS, Consolidated, consolidated
from nhipcau.campaigns.kinds import ASKED
from nhipcau.campaigns.lines import display
from nhipcau.campaigns.models import Campaign, Step
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.core.text import slug
from nhipcau.core.typed import day_field
from nhipcau.organisations.models import Unit
from nhipcau.sheets.writing import WRITERS

A_PAGE = 100
LINES_A_PAGE = 50
VIEWS = ("units", "branches", "lines")


class AsOfForm(forms.Form):
    """The day at whose end the list is wanted."""

    day = day_field(label=gettext_lazy("As of the end of"), required=False)

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("That day is still to come. Choose today or an earlier day."))
        return day


def _asked(request: HttpRequest, pk: int) -> tuple[Step, Unit, AsOfForm]:
    """The step, the branch and the day that were asked for; 404 for what this person cannot see."""
    seen = Campaign.objects.visible_to(request.user)  # type: ignore[arg-type]
    steps = Step.objects.filter(campaign__in=seen, hand_in__in=ASKED, for_desk=False)
    step = get_object_or_404(steps.select_related("form", "campaign__unit"), pk=pk)
    branch, wanted = step.campaign.unit, request.GET.get("branch", "")
    if wanted:
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
        readable = units_where(request.user, Permission.REGISTER_READ)
        branch = get_object_or_404(readable.below(step.campaign.unit), pk=number)
    require(request.user, Permission.REGISTER_READ, branch)  # type: ignore[arg-type]
    form = AsOfForm({"day": request.GET.get("day", "") or f"{clock.today():%d/%m/%Y}"})
    return step, branch, form


@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has sent, who is missing or late, what it comes to, and the lines."""
    step, branch, form = _asked(request, pk)
    day = form.cleaned_data["day"] if form.is_valid() else clock.today()
    got = consolidated(step, branch, day, user=request.user)
    view = request.GET.get("view", "")
    view = view if view in VIEWS and (view != "branches" or got.parts) else "units"
    shown = request.GET.get("show", "")
    shown = shown if shown in FILTERS else ""
    counts = got.counts
    context = {
        "got": got, "step": step, "campaign": step.campaign, "branch": branch, "form": form, "day": day, "view": view, "shown": shown,
        "filters": [(key, name, counts[key]) for key, name in FILTERS.items() if counts[key] or key == shown],
        "branches": _branches(request, step.campaign), "page": _page_of(request, got, view, shown),
        "kept": urlencode({"branch": branch.pk, "day": f"{day:%d/%m/%Y}"}),
        "query": urlencode({"branch": branch.pk, "day": f"{day:%d/%m/%Y}", "view": view, "show": shown}) + "&",
        "totals": [(c.label, display(c, got.totals.get(c.key, 0))) for c in got.totalled],
        "may_export": may(request.user, Permission.REGISTER_EXPORT, branch), "has_ground": _has_ground(got),
        "says_who": got.has_several and not got.kind.is_shared,
        "for_above": got.kind.is_shared and may(request.user, Permission.CAMPAIGN_MANAGE, step.campaign.unit),
    }  # fmt: skip
    context["view_template"] = f"campaigns/_consolidated_{view}.html"
    context |= _table_of(got, context["page"], view)
    return render(request, "campaigns/consolidated.html", context, status=200 if form.is_valid() else 422)


def _branches(request: HttpRequest, campaign: Campaign) -> list[Unit]:
    """Units with units below them, the campaign's own first."""
    readable = units_where(request.user, Permission.REGISTER_READ).below(campaign.unit)
    return list(readable.filter(numchild__gt=0).order_by("path")[:400])


def _page_of(request: HttpRequest, got: Consolidated, view: str, shown: str) -> Page[Any]:
    if view == "lines":
        return Paginator(got.found.lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    rows: list[Any] = got.parts if view == "branches" else got.units
    if view == "units" and shown:
        rows = [unit for unit in got.units if shown in unit.passes]
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def _table_of(got: Consolidated, page: Page[Any], view: str) -> dict[str, Any]:
    """The rows of the page with their cells as people read them."""
    if view != "lines":
        return {
            "rows": [
                (row, [(c.label, display(c, row.totals.get(c.key))) for c in got.totalled]) for row in page
            ]
        }
    tables: list[tuple[Any, list[Any]]] = []
    for n, line in enumerate(page, page.start_index()):
        table = got.kind.table(line.table)
        if not tables or tables[-1][0] is not table:
            tables.append((table, []))
        cells = [(c, c.label, display(c, line.values.get(c.value_key or c.key))) for c in table.columns]
        tables[-1][1].append((n, got.names.get(line.unit_id, ""), cells))
    return {"tables": tables}


def _has_ground(got: Consolidated) -> bool:
    """Form 01 goes out under the campaign's legal ground, a form of the desk under its own."""
    return bool(got.step.campaign.legal_ground) or not got.kind.is_shared


@require_GET
def file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The form's own layout; `?for=above` leaves out of Form 01 what only the direct superior may have."""
    if ending not in WRITERS:
        raise Http404
    step, branch, form = _asked(request, pk)
    require(request.user, Permission.REGISTER_EXPORT, branch)  # type: ignore[arg-type]
    if not form.is_valid():
        raise Refusal(
            _("That is no day for which there is a list."), remedy=_("Choose today or an earlier day.")
        )
    for_above = request.GET.get("for") == "above"
    got = consolidated(step, branch, form.cleaned_data["day"], user=request.user, for_above=for_above)
    if not _has_ground(got):
        raise Refusal(
            _("The legal ground for passing on names and office contacts is not recorded yet."),
            remedy=_("The desk that sent the campaign records it once, on the campaign's page."),
        )
    write, content_type = WRITERS[ending]
    response = HttpResponse(write(paper_of(got)), content_type=content_type)
    with transaction.atomic():
        trail.record("sheet.exported", step.campaign, by=request.user, unit=branch)
    name = f"{slug(str(got.kind.title))[:60] or 'danh-sach'}-{branch.pk}-{got.day:%Y%m%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def form01_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of the campaign's Form 01, for the desk and for the level above."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]
    steps = campaign.steps.filter(hand_in=Step.HandInKind.FORM01, for_desk=False)
    first = steps.order_by("order").first()
    if first is None:
        raise Http404
    return file(request, first.pk, "xlsx")
