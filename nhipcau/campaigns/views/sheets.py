"""A filled form comes back: a file or typed lines, every finding shown and repaired, then one confirm for all."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, may
from nhipcau.campaigns import actions
from nhipcau.campaigns.actions.handing_in import require_asked, require_hand_in
from nhipcau.campaigns.kinds import ASKED, kind_of, kind_of_step
from nhipcau.campaigns.lines import alike_counts, shown
from nhipcau.campaigns.models import HandIn, Step, Task
from nhipcau.core import clock
from nhipcau.core.onebyone import one_by_one
from nhipcau.core.refusal import Refusal
from nhipcau.core.typed import KeyedForm
from nhipcau.formats import guarded
from nhipcau.register.forms import UploadForm
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.cleaners.unit import unit_key
from nhipcau.sheets.issues import refusal, sentence
from nhipcau.sheets.kinds import Kind, ShownTable
from nhipcau.sheets.matching import Match, UnitNames
from nhipcau.sheets.models import Proposal

A_PAGE = 50
MOST_CHOICES = 20
MOST_WAITING = 20
READ_AT_ONCE = 400_000  # bytes; a larger file is read while its page shows the progress
FILTERS = {
    "errors": Q(state="kept", has_error=True),
    "warnings": Q(state="kept", has_warning=True),
    "duplicates": Q(state="kept", is_duplicate=True),
    "units": Q(state="kept", is_unmatched=True),
    "left-out": ~Q(state="kept"),
}


def names_of_filters() -> dict[str, str]:
    return {
        "errors": _("To correct"), "warnings": _("To check"), "duplicates": _("Repeated"),
        "units": _("Unit not clear"), "left-out": _("Merged or left out"),
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose: send a file, or type line by line."""
    tasks = Task.objects.visible_to(request.user).filter(step__hand_in__in=ASKED)
    task = get_object_or_404(tasks.select_related("step__form", "campaign__unit", "unit"), pk=pk)
    form = UploadForm()
    if request.method == "POST":
        require_hand_in(task, request.user)
        require_asked(task)
        if request.POST.get("how") == "type":
            return _begin_typing(request, task)
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            proposal = _take_in(request, task, form)
            if proposal is not None:
                return redirect("campaigns:sheet", proposal.pk)
    mine = Proposal.objects.visible_to(request.user).filter(about_id=task.pk, form=_kind(task.step).key)
    context = {
        "task": task, "kind": _kind(task.step), "form": form, "typing": KeyedForm(),
        "waiting": mine.exclude(state="confirmed").order_by("-pk")[:MOST_WAITING],
        "confirmed": {p.sheet_id: p for p in mine.filter(state="confirmed")},
        "hand_ins": [(row, _to_take_back(row, mine)) for row in task.hand_ins.order_by("-at")],
    }  # fmt: skip
    return render(request, "campaigns/sheet_start.html", context, status=422 if form.errors else 200)


def _to_take_back(row: HandIn, mine: Any) -> Proposal | None:
    """The list of a hand-in that can still be taken back."""
    if row.state != HandIn.State.RECEIVED or row.sheet_id is None:
        return None
    since = clock.now() - sheets.UNDONE_WITHIN
    found: Proposal | None = mine.filter(
        state="confirmed", sheet_id=row.sheet_id, sheet__replaced_at__isnull=True, confirmed_at__gte=since
    ).first()
    return found


def _kind(step: Step) -> Kind:
    kind = kind_of_step(step)
    if kind is None:
        raise Http404
    return kind


def _begin_typing(request: HttpRequest, task: Task) -> HttpResponse:
    keyed = KeyedForm(request.POST)
    if not keyed.is_valid():
        return redirect("campaigns:sheet-start", task.pk)
    proposal = sheets.begin(
        task.unit, _kind(task.step), by=request.user, submit_key=keyed.cleaned_data["submit_key"],
        step_id=task.step_id, about_id=task.pk,
    )  # fmt: skip
    return redirect("campaigns:sheet-add", proposal.pk)


def _take_in(request: HttpRequest, task: Task, form: UploadForm) -> Proposal | None:
    """The file is kept first, so that it can be left and come back to; then it is read."""
    upload = form.cleaned_data["file"]
    if upload.size > guarded.MOST_BYTES:
        form.add_error("file", _("The file is larger than 20 MB. Send a smaller copy."))
        return None
    kind = _kind(task.step)
    proposal = sheets.receive(
        task.unit, kind.key, by=request.user, submit_key=form.cleaned_data["submit_key"], data=upload.read(),
        filename=upload.name, step_id=task.step_id, about_id=task.pk,
    )  # fmt: skip
    if upload.size <= READ_AT_ONCE:
        proposal = sheets.read_waiting(proposal, kind)
    if proposal.state == Proposal.State.UNREADABLE:
        form.add_error("file", refusal(proposal.refusal))
        sheets.discard(proposal, by=request.user)
        return None
    return proposal


def proposal_and_kind(request: HttpRequest, pk: int) -> tuple[Proposal, Kind]:
    """The list this person may see, and its form; 404 otherwise."""
    found = Proposal.objects.visible_to(request.user).select_related("unit", "sheet")
    proposal = get_object_or_404(found, pk=pk)
    kind = kind_of(proposal.form)
    if kind is None:
        raise Http404
    return proposal, kind


def task_of(proposal: Proposal) -> Task:
    return get_object_or_404(
        Task.objects.select_related("step__form", "campaign__unit", "unit"), pk=proposal.about_id or 0
    )


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line with its findings; nothing counts yet."""
    proposal, kind = proposal_and_kind(request, pk)
    if proposal.state == Proposal.State.OPEN:
        return page_of(request, proposal, kind)
    context = {
        "proposal": proposal, "kind": kind, "task": Task.objects.filter(pk=proposal.about_id or 0).first(),
        "why": refusal(proposal.refusal),
    }  # fmt: skip
    name = (
        "campaigns/_sheet_waiting.html"
        if request.headers.get("HX-Request")
        else "campaigns/sheet_waiting.html"
    )
    if proposal.state == Proposal.State.CONFIRMED:
        context |= {
            "account": sheets.account_of(proposal),
            "left_out": proposal.lines.filter(state="refused"),
        }
        name = "campaigns/sheet_done.html"
    return render(request, name, context)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file that waits, now; whoever was first has it."""
    proposal, kind = proposal_and_kind(request, pk)
    sheets.read_waiting(proposal, kind)
    answer: HttpResponse = redirect("campaigns:sheet", proposal.pk)
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
    return answer


def page_of(request: HttpRequest, proposal: Proposal, kind: Kind, *, status: int = 200) -> HttpResponse:
    """One page of lines, the filters with their numbers, the account."""
    if proposal.checked_at is None:
        with transaction.atomic():
            sheets.recheck(proposal, kind)
    wanted = request.GET.get("show", "")
    lines = proposal.lines.filter(FILTERS.get(wanted, Q(state="kept")))
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    of_page = list(page.object_list)
    task = (
        Task.objects.filter(pk=proposal.about_id or 0)
        .select_related("step", "campaign__unit", "unit")
        .first()
    )
    context = summary(proposal, kind) | {
        "task": task, "page": page, "kept_query": f"show={wanted}&" if wanted in FILTERS else "", "shown": wanted if wanted in FILTERS else "", "at": f"?show={wanted if wanted in FILTERS else ''}&page={page.number}",
        "lines": shown(kind, of_page, alike_counts(proposal, of_page), proposal.unit),
        "file_issues": [(code, sentence(code)) for code in proposal.file_codes if code != "no-rows"],
        "names_another_unit": task is not None
        and bool(proposal.named_unit)
        and unit_key(proposal.named_unit) != unit_key(proposal.unit.name),
        "choices": choices_of(request, proposal, task), "empty": empty_records(proposal, kind), "addable": tables_to_add_to(proposal, kind), "q": request.GET.get("q", ""), "form": KeyedForm(), "last": proposal.changes.order_by("-pk").first(),
    }  # fmt: skip
    return render(request, "campaigns/sheet.html", context, status=status)


def empty_records(proposal: Proposal, kind: Kind) -> list[ShownTable]:
    """Records of which something must be filled in, and of which there is nothing yet. A list may stay empty."""
    return [
        table for table in tables_to_add_to(proposal, kind)
        if table.is_record and any(column.is_required for column in table.columns)
    ]  # fmt: skip


def tables_to_add_to(proposal: Proposal, kind: Kind) -> list[ShownTable]:
    """Lists take one more line at any time, a record only its first."""
    filled = set(proposal.lines.kept().values_list("table", flat=True))
    return [table for table in kind.tables if not table.is_record or table.number not in filled]


def summary(proposal: Proposal, kind: Kind) -> dict[str, Any]:
    """The account and the number of lines behind each filter, in one query each."""
    counts = proposal.lines.aggregate(
        **{key.replace("-", "_"): Count("pk", filter=condition) for key, condition in FILTERS.items()}
    )
    names = names_of_filters()
    return {
        "proposal": proposal, "kind": kind, "account": sheets.account_of(proposal), "errors": counts["errors"],
        "warnings": counts["warnings"], "repeats": counts["duplicates"],
        "filters": [(key, names[key], counts[key.replace("-", "_")]) for key in FILTERS],
    }  # fmt: skip


def choices_of(request: HttpRequest, proposal: Proposal, task: Task | None) -> list[tuple[int, Match]] | None:
    """The units whose list it may be, for the desk that may say so: by what the file says, or by what was looked for."""
    step = Step.objects.filter(pk=proposal.step_id or 0).select_related("campaign__unit").first()
    if step is None or not may(request.user, Permission.CAMPAIGN_MANAGE, step.campaign.unit):
        return None
    tasks = dict(Task.objects.filter(step=step).values_list("unit_id", "pk"))
    units, typed = actions.units_of(step.pk), request.GET.get("q", "").strip()[:100]
    ranked = UnitNames.of(units).ranked(typed or proposal.named_unit, MOST_CHOICES)
    if typed and len(ranked) < MOST_CHOICES:
        known = {match.unit_id for match in ranked}
        named = units.named(typed).exclude(pk__in=known).values_list("pk", "name")[:MOST_CHOICES]
        ranked += [Match(pk, name, 0, "words-in") for pk, name in named]
    own = task.unit_id if task is not None else None
    return [(tasks[match.unit_id], match) for match in ranked if match.unit_id != own]


@require_POST
def choose_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk says whose list it is; only units that were asked for it."""
    proposal, _found = proposal_and_kind(request, pk)
    wanted = request.POST.get("task", "")
    if not re.fullmatch("[0-9]{1,18}", wanted):
        return redirect("campaigns:sheet", proposal.pk)
    other = get_object_or_404(
        Task.objects.visible_to(request.user).select_related("unit", "campaign__unit", "step"),
        step_id=proposal.step_id or 0, step__for_desk=False, pk=int(wanted),
    )  # fmt: skip
    actions.assign(proposal, other, by=request.user)
    return redirect("campaigns:sheet", proposal.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the list away."""
    proposal, _kind = proposal_and_kind(request, pk)
    about_id, step_id = proposal.about_id, proposal.step_id
    sheets.discard(proposal, by=request.user)
    if proposal.is_of_inbox and step_id:
        return redirect("campaigns:inbox", step_id)
    return redirect("campaigns:sheet-start", about_id) if about_id else redirect("campaigns:list")


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Sheet, register and hand-in in one transaction; the receipt says when."""
    keyed = KeyedForm(request.POST)
    proposal, kind = proposal_and_kind(request, pk)
    if not keyed.is_valid():
        return page_of(request, proposal, kind, status=422)
    submit_key = keyed.cleaned_data["submit_key"]
    with one_by_one(f"confirm {submit_key}"):
        known = HandIn.objects.visible_to(request.user).filter(submit_key=submit_key).first()
        if known is not None:
            return redirect("campaigns:sheet-start", known.task_id)
        task = task_of(proposal)
        require_hand_in(task, request.user)
        row = hand_in(proposal, kind, task, submit_key, request.user)
    messages.success(
        request,
        _("Handed in on %(at)s. Receipt %(receipt)s.")
        % {"at": f"{clock.local(row.at):%d/%m/%Y %H:%M}", "receipt": row.receipt},
    )
    return redirect("campaigns:sheet-start", task.pk)


def hand_in(proposal: Proposal, kind: Kind, task: Task, submit_key: Any, by: Any) -> HandIn:
    """Sheet and hand-in in one transaction; a record that was left empty holds the whole back."""
    if empty := empty_records(proposal, kind):
        raise Refusal(
            _("“%(title)s” is not filled in yet.") % {"title": empty[0].title},
            remedy=_("Fill it in, then hand the list in."),
        )
    data = proposal.original.read() if proposal.original else None
    keep_until = task.step.form.keep_until if task.step.form is not None else None
    with transaction.atomic():
        sheet = sheets.confirm(proposal, kind=kind, by=by, keep_until=keep_until)
        return actions.hand_in(
            task, by=by, submit_key=submit_key, data=data, filename=proposal.filename, sheet_id=sheet.pk
        )


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the hand-in within a day; the list is open again as it was."""
    proposal, kind = proposal_and_kind(request, pk)
    task = task_of(proposal)
    require_hand_in(task, request.user)
    require_asked(task)  # or it could never be handed in again
    with transaction.atomic():
        sheet = sheets.take_back(proposal, kind=kind, by=request.user)
        actions.take_back_hand_in(sheet.pk, by=request.user)
    messages.success(request, _("Taken back. The list is open again; nothing of it counts."))
    return redirect("campaigns:sheet", proposal.pk)
