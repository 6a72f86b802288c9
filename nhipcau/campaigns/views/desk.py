"""The desk's list of campaigns, and one unit's page within a campaign."""

from django.core.paginator import Paginator
from django.db.models.functions import Length
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.campaigns import actions
from nhipcau.campaigns.actions.handing_in import require_hand_in
from nhipcau.campaigns.forms import AnswerForm, CallForm, ReturnForm
from nhipcau.campaigns.models import (
    Addressed,
    Campaign,
    Circular,
    HandIn,
    HandInPhoto,
    HelpRequest,
    Step,
    Task,
)
from nhipcau.campaigns.own_days import own_days_of
from nhipcau.campaigns.people import chairs_of
from nhipcau.campaigns.progress import progress_of
from nhipcau.campaigns.relaying import from_above
from nhipcau.campaigns.why import explain
from nhipcau.core.refusal import Refusal
from nhipcau.media.serving import photo_response

A_PAGE = 30
WAITING = 20


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns and circulars that wait to be confirmed; a unit's people go to what they owe."""
    desks = units_where(request.user, Permission.CAMPAIGN_MANAGE)
    rows = Campaign.objects.visible_to(request.user).newest_first().select_related("unit")
    if not units_where(request.user, Permission.CAMPAIGN_READ).exists():
        return redirect("campaigns:owed")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    progress = progress_of(page)
    for campaign in page:
        campaign.progress = progress[campaign.pk]  # type: ignore[attr-defined]
    circulars = Circular.objects.filter(unit__in=desks).waiting()
    waiting = list(circulars.defer("text").annotate(length=Length("text"))[:WAITING])
    context = {
        "page": page, "waiting": waiting, "may_begin": desks.exists(), "from_above": from_above(request.user),  # type: ignore[arg-type]
        "more_waiting": circulars.count() - WAITING if len(waiting) == WAITING else 0,
    }  # fmt: skip
    return render(request, "campaigns/list.html", context)


def _addressed_for_desk(request: HttpRequest, pk: int) -> Addressed:
    rows = Addressed.objects.visible_to(request.user).select_related("campaign__unit", "unit")
    addressed = get_object_or_404(rows, pk=pk)
    require(request.user, Permission.CAMPAIGN_READ, addressed.campaign.unit)
    return addressed


@require_GET
def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What one unit was sent, owes and said; here the desk logs calls and answers."""
    return _unit_page(request, _addressed_for_desk(request, pk), CallForm())


def _unit_page(
    request: HttpRequest, addressed: Addressed, call_form: CallForm, status: int = 200
) -> HttpResponse:
    tasks = list(
        Task.objects.filter(campaign=addressed.campaign, unit=addressed.unit)
        .select_related("step", "campaign")
        .prefetch_related("hand_ins__by", "hand_ins__photos")
        .order_by("step__order")
    )
    explain(tasks, addressed.campaign)
    context = {
        "addressed": addressed, "campaign": addressed.campaign, "tasks": tasks, "call_form": call_form,
        "acknowledgement": getattr(addressed, "acknowledgement", None),
        "help_requests": addressed.help_requests.select_related("asked_by").prefetch_related("answers__by").order_by("asked_at", "pk"),
        "may_manage": may(request.user, Permission.CAMPAIGN_MANAGE, addressed.campaign.unit),
        "own_days": own_days_of(addressed), "may_say_day": may(request.user, Permission.CAMPAIGN_MANAGE, addressed.campaign.unit),
        "chairs": chairs_of([addressed.unit]).get(addressed.unit_id, []),
        "reminders": addressed.reminders.select_related("task__step", "by").order_by("-at"),
    }  # fmt: skip
    return render(request, "campaigns/unit.html", context, status=status)


@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a phone call in which the unit said that it has the circular."""
    addressed = _addressed_for_desk(request, pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _unit_page(request, addressed, form, status=422)
    try:
        actions.log_call(
            addressed,
            said_by=form.cleaned_data["said_by"],
            called_at=form.cleaned_data["called_at"],
            by=request.user,
        )
    except Refusal as refused:
        form.add_error("called_at", f"{refused.reason} {refused.remedy}".strip())
        return _unit_page(request, addressed, form, status=422)
    return redirect("campaigns:unit", addressed.pk)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a unit's call for help."""
    seen = Addressed.objects.visible_to(request.user)
    asked = get_object_or_404(
        HelpRequest.objects.filter(addressed__in=seen).select_related(
            "addressed__campaign__unit", "asked_by"
        ),
        pk=pk,
    )
    require(request.user, Permission.CAMPAIGN_MANAGE, asked.addressed.campaign.unit)
    form = AnswerForm(request.POST)
    if form.is_valid():
        actions.answer_help(asked, form.cleaned_data["answer"], by=request.user)
        return redirect(f"{reverse('campaigns:unit', args=[asked.addressed_id])}#help")
    return render(request, "campaigns/sentence.html", {"form": form, "back": asked.addressed.pk}, status=422)


@require_POST
def return_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a hand-in back with a reason."""
    row = get_object_or_404(
        HandIn.objects.visible_to(request.user).select_related("task__campaign__unit", "by", "unit"), pk=pk
    )
    require(request.user, Permission.CAMPAIGN_MANAGE, row.task.campaign.unit)
    addressed = get_object_or_404(Addressed, campaign=row.task.campaign, unit=row.unit)
    form = ReturnForm(request.POST)
    if form.is_valid():
        actions.return_hand_in(row, form.cleaned_data["reason"], by=request.user)
        return redirect("campaigns:unit", addressed.pk)
    return render(request, "campaigns/sentence.html", {"form": form, "back": addressed.pk}, status=422)


@require_GET
def hand_in_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was handed in. A Form 01 names personal accounts: for the unit and its direct superior alone."""
    rows = HandIn.objects.visible_to(request.user).select_related("task__campaign__unit", "task__unit")
    row = get_object_or_404(rows, pk=pk)
    if not row.file:
        raise Http404
    if row.kind == Step.HandInKind.FORM01:
        require_hand_in(row.task, request.user)
    return FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=row.filename or "file",
        content_type="application/octet-stream",
    )


@require_GET
def hand_in_photo(request: HttpRequest, pk: int, size: str) -> FileResponse:
    """One photo of a hand-in, for the desk and for the unit itself."""
    rows = HandIn.objects.visible_to(request.user)
    photo = get_object_or_404(HandInPhoto.objects.filter(hand_in__in=rows), pk=pk)
    if size not in ("large", "small"):
        raise Http404
    return photo_response(photo.file if size == "large" else photo.small, name=f"{photo.pk}.jpg")


@require_POST
def accept_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk has looked at it and it is right."""
    rows = HandIn.objects.visible_to(request.user).select_related("task__campaign__unit", "unit")
    row = get_object_or_404(rows, pk=pk)
    actions.accept(row, by=request.user)
    return redirect(
        "campaigns:unit", get_object_or_404(Addressed, campaign=row.task.campaign, unit=row.unit).pk
    )
