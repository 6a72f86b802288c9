"""The consolidated Form 01 of a campaign as a workbook, missing and late units listed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns.models import Campaign, Task
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.formats.workbooks import XLSX_TYPE
from nhipcau.organisations.models import Unit
from nhipcau.register.consolidating import Owing, direct_paths, lines_of, workbook


@require_GET
def form01_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """For the desk, and for the level above; `?for=above` leaves out what only the direct superior may have."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("unit"), pk=pk)
    branch = _branch(request, campaign)
    require(request.user, Permission.REGISTER_EXPORT, branch)
    if not campaign.legal_ground:
        raise Refusal(
            _("The legal ground for passing on names and office contacts is not recorded yet."),
            remedy=_("The desk that sent the campaign records it once, on the campaign's page."),
        )
    direct = set() if request.GET.get("for") == "above" else direct_paths(request.user)
    data = workbook(
        branch, lines_of(branch, direct=direct), owing_of(campaign, branch), issuer=campaign.unit.name
    )
    trail.record("register.exported", campaign, by=request.user, unit=branch)
    response = HttpResponse(data, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="form01-{branch.pk}.xlsx"'
    return response


def _branch(request: HttpRequest, campaign: Campaign) -> Unit:
    wanted = request.GET.get("branch", "")
    if not wanted:
        return campaign.unit
    number = int(wanted) if wanted.isascii() and wanted.isdigit() else 0
    return get_object_or_404(Unit.objects.below(campaign.unit), pk=number)


def owing_of(campaign: Campaign, branch: Unit) -> list[Owing]:
    """Units of the branch whose form is not there, and those whose form came after the last day."""
    tasks = Task.objects.filter(
        campaign=campaign, step__hand_in="form01", unit__in=Unit.objects.below(branch)
    )
    out = []
    for task in tasks.select_related("unit", "step").order_by("unit__path"):
        due = f"{task.due_on:%d/%m/%Y}" if task.due_on else ""
        if task.done_at is None:
            out.append(
                Owing(task.unit.name, _("missing, late") if task.is_late else _("not handed in yet"), due)
            )
        elif task.due_on and clock.local(task.done_at).date() > task.due_on:
            out.append(
                Owing(task.unit.name, _("handed in late"), due, f"{clock.local(task.done_at):%d/%m/%Y %H:%M}")
            )
    return out
