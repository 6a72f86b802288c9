"""On the phone of a chair: what my unit owes, by when, and doing it; the circular itself; what was handed in."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.campaigns import actions
from nhipcau.campaigns.actions.handing_in import may_hand_in, require_hand_in
from nhipcau.campaigns.forms import HelpForm
from nhipcau.campaigns.hand_in_forms import HandInForm
from nhipcau.campaigns.models import Addressed, Circular, HandIn, Task
from nhipcau.campaigns.own_days import own_days_of
from nhipcau.campaigns.relaying import relay_choice
from nhipcau.campaigns.standing import say_when
from nhipcau.campaigns.why import explain
from nhipcau.core import clock
from nhipcau.sheets import blank
from nhipcau.sheets.models import Form

A_PAGE = 20


@require_GET
def owed(request: HttpRequest) -> HttpResponse:
    """Everything my unit was sent: what is late first, then what is owed, then what waits for a word."""
    rows: Any = Addressed.objects.of_units(request.user).for_board(clock.today()).most_pressing_first()
    page = Paginator(rows.select_related("campaign"), A_PAGE).get_page(request.GET.get("page"))
    _with_open_tasks(request, list(page.object_list))
    first = page.object_list[0] if page.number == 1 and page.object_list else None
    context = {
        "page": page, "today": clock.today(), "several_units": len({row.unit_id for row in page.object_list}) > 1,
        "first": first if first is not None and first.may_act and (first.open_tasks or first.may_acknowledge) else None,
        "all_done": page.number == 1 and page.object_list and not any(row.open_tasks or row.may_acknowledge for row in page.object_list),
    }  # fmt: skip
    return render(request, "campaigns/owed.html", context)


def _with_open_tasks(request: HttpRequest, rows: list[Any]) -> None:
    """What each row's unit has still to do, with the words that say by when; the same few queries for any page."""
    tasks = (
        Task.objects.for_units()
        .owed()
        .filter(campaign__in={row.campaign_id for row in rows}, unit__in={row.unit_id for row in rows})
        .filter(campaign__closed_at__isnull=True)
        .select_related("step", "unit")
        .prefetch_related("hand_ins")
        .order_by(F("due_on").asc(nulls_last=True), "step__order")
    )
    found: dict[tuple[int, int], list[Task]] = {}
    for task in say_when(tasks):
        task.way = _own_way(task) or task.get_absolute_url()  # type: ignore[attr-defined]
        found.setdefault((task.campaign_id, task.unit_id), []).append(task)
    for row in rows:
        row.open_tasks = found.get((row.campaign_id, row.unit_id), [])
        is_open = row.campaign.closed_at is None and row.left_on is None
        row.may_act = is_open and may(request.user, Permission.TASK_HAND_IN, row.unit)
        row.may_acknowledge = row.may_act and not row.is_acknowledged


@require_GET
def receipts(request: HttpRequest) -> HttpResponse:
    """Everything my unit has handed in, the newest first, each with its circular and its receipt."""
    rows = (
        HandIn.objects.filter(unit__in=units_where(request.user, Permission.TASK_READ), task__step__for_desk=False)
        .select_related("task__step", "task__campaign", "unit")
        .order_by("-at", "-pk")
    )  # fmt: skip
    return render(
        request,
        "campaigns/receipts.html",
        {"page": Paginator(rows, A_PAGE).get_page(request.GET.get("page"))},
    )


@require_GET
def circular_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of the circular, to be read on a phone that opens no Word file."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    campaign = getattr(circular, "campaign", None)
    own = Addressed.objects.of_units(request.user).filter(campaign=campaign).first() if campaign else None
    context = {"circular": circular, "campaign": campaign, "addressed": own}
    return render(request, "campaigns/circular_text.html", context)


def _own(request: HttpRequest, pk: int) -> Addressed:
    return get_object_or_404(
        Addressed.objects.visible_to(request.user).select_related("campaign__circular", "unit"), pk=pk
    )


@require_GET
def owed_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign for one unit: acknowledge, do the steps, ask for help, open the original."""
    return _owed_one(request, _own(request, pk), HelpForm())


def _owed_one(
    request: HttpRequest, addressed: Addressed, help_form: HelpForm, status: int = 200
) -> HttpResponse:
    campaign = addressed.campaign
    tasks = list(
        Task.objects.for_units()
        .filter(campaign=campaign, unit=addressed.unit)
        .select_related("step", "unit")
        .prefetch_related("hand_ins")
        .order_by("step__order")
    )
    say_when(tasks)
    explain(tasks, campaign)
    for task in tasks:
        task.way = _own_way(task) or task.get_absolute_url()  # type: ignore[attr-defined]
        task.submit_key = uuid.uuid4()  # type: ignore[attr-defined]
    open_tasks = [task for task in tasks if task.is_asked and task.step.can_be_done and not task.is_done]  # type: ignore[attr-defined]
    context = {
        "addressed": addressed, "campaign": campaign, "help_form": help_form, "today": clock.today(),
        "open_tasks": sorted(open_tasks, key=lambda t: (t.due_on is None, t.due_on or clock.today())),
        "other_tasks": [task for task in tasks if task not in open_tasks],
        "may_act": campaign.closed_at is None and addressed.left_on is None and may(request.user, Permission.TASK_HAND_IN, addressed.unit),
        "own_days": own_days_of(addressed), "may_say_day": campaign.closed_at is None and may(request.user, Permission.TASK_HAND_IN, addressed.unit),
        "acknowledgement": getattr(addressed, "acknowledgement", None), "help_requests": addressed.help_requests.prefetch_related("answers").order_by("asked_at", "pk"),
        "notes": campaign.notes.order_by("at", "pk"), "has_guidance": bool(campaign.guidance) or campaign.guidance_files.exists(),
        "events": campaign.events.filter(Q(on__gte=clock.today()) | Q(ends_on__gte=clock.today())),
        **relay_choice(addressed, request.user),  # type: ignore[arg-type]
        "handed_in": HandIn.objects.filter(task__in=tasks).select_related("task__step").order_by("-at", "-pk"),
    }  # fmt: skip
    return render(request, "campaigns/owed_one.html", context, status=status)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit has it; one tap."""
    addressed = _own(request, pk)
    actions.acknowledge(addressed, by=request.user)
    return redirect(addressed)


@require_POST
def ask_for_help(request: HttpRequest, pk: int) -> HttpResponse:
    """One sentence to the desk."""
    addressed = _own(request, pk)
    require(request.user, Permission.TASK_HAND_IN, addressed.unit)
    form = HelpForm(request.POST)
    if not form.is_valid():
        return _owed_one(request, addressed, form, status=422)
    actions.ask_for_help(
        addressed, form.cleaned_data["sentence"], by=request.user, submit_key=form.cleaned_data["submit_key"]
    )
    return redirect(f"{addressed.get_absolute_url()}#help")


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one step: send a file, or say that it is done. The desk may do so for a unit."""
    found = get_object_or_404(
        Task.objects.visible_to(request.user).select_related(
            "step", "campaign__unit", "campaign__circular", "unit"
        ),
        pk=pk,
    )
    form = HandInForm(request.POST or None, request.FILES or None, task=found)
    own_way = _own_way(found)
    if request.method == "POST":
        require_hand_in(found, request.user)
        if own_way:
            return redirect(own_way)
        if form.is_valid():
            upload = form.cleaned_data.get("file")
            actions.hand_in(
                found, by=request.user, submit_key=form.cleaned_data["submit_key"], data=upload.read() if upload else None,
                filename=upload.name if upload else "", note=form.cleaned_data["note"], values=form.values, photos=form.photos,
            )  # fmt: skip
            return redirect(found)
    addressed = Addressed.objects.filter(campaign=found.campaign, unit=found.unit).first()
    say_when([found])
    explain([found], found.campaign)
    context = {
        "task": found,
        "step": found.step,
        "campaign": found.campaign,
        "form": form,
        "addressed": addressed,
        "own_way": own_way,
        "may_act": found.campaign.closed_at is None and found.is_asked and may_hand_in(found, request.user),  # type: ignore[attr-defined]
        "hand_ins": found.hand_ins.prefetch_related("photos").order_by("-at"),
    }
    return render(request, "campaigns/task.html", context, status=422 if form.errors else 200)


def _asked_form(request: HttpRequest, pk: int) -> Form:
    """The form of the desk that a task of one's own asks for, also where the desk's pages of forms are not for one."""
    tasks = Task.objects.visible_to(request.user).filter(step__form__isnull=False)  # type: ignore[arg-type]
    step = get_object_or_404(tasks.select_related("step__form"), pk=pk).step
    return step.form  # type: ignore[return-value]


@require_GET
def blank_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to fill in, as a workbook."""
    return blank.xlsx_response(_asked_form(request, pk))


@require_GET
def blank_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same to print or to fill in by hand."""
    return blank.docx_response(_asked_form(request, pk))


def _own_way(found: Task) -> str:
    """Forms, the Page and the collaborator have pages of their own."""
    names = {
        "form01": "campaigns:sheet-start",
        "form": "campaigns:sheet-start",
        "page": "campaigns:own-page",
        "collaborator": "campaigns:collaborator",
    }
    name = names.get(found.step.hand_in)
    if name is None:
        return ""
    return reverse(name, args=[found.pk if name == "campaigns:sheet-start" else found.unit_id])
