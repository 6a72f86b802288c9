"""Form 01 comes back: a file or typed lines, every finding shown and repaired, then one confirm for all."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, may
from nhipcau.campaigns import actions
from nhipcau.campaigns.actions.handing_in import require_hand_in
from nhipcau.campaigns.forms import KeyedForm
from nhipcau.campaigns.models import HandIn, Task
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.formats import guarded
from nhipcau.register.actions import keep_form01
from nhipcau.register.actions.keeping import sheet_rows
from nhipcau.register.form01 import FORM01
from nhipcau.register.forms import LineForm, UploadForm
from nhipcau.register.reading import Form01, find_in_file, of_found
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.finding import Found
from nhipcau.sheets.issues import refusal, sentence
from nhipcau.sheets.models import Proposal


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose: send a file, or type person by person."""
    task = get_object_or_404(_form01_tasks(request), pk=pk)
    form = UploadForm(request.POST if request.POST.get("how") == "file" else None, request.FILES or None)
    if request.method == "POST":
        require_hand_in(task, request.user)
        _open_or_refusal(task)
        if request.POST.get("how") == "type":
            return _begin_typing(request, task)
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            proposal = _read(request, task, form)
            if proposal is not None:
                return redirect("campaigns:form01-proposal", proposal.pk)
    context = {
        "task": task,
        "form": form,
        "typing": KeyedForm(),
        "waiting": Proposal.objects.visible_to(request.user)
        .filter(form=FORM01.key, about_id=task.pk)
        .order_by("-pk")
        .first(),
        "hand_ins": task.hand_ins.order_by("-at"),
    }
    return render(request, "campaigns/form01_start.html", context, status=422 if form.errors else 200)


def _form01_tasks(request: HttpRequest) -> Any:
    found = Task.objects.visible_to(request.user).filter(step__hand_in="form01")
    return found.select_related("step", "campaign__unit", "unit")


def _open_or_refusal(task: Task) -> None:
    if task.campaign.closed_at is not None:
        raise Refusal(_("This campaign is closed."), remedy=_("Ask the desk that sent it."))


def _begin_typing(request: HttpRequest, task: Task) -> HttpResponse:
    keyed = KeyedForm(request.POST)
    if not keyed.is_valid():
        return redirect("campaigns:form01", task.pk)
    proposal = sheets.propose(
        task.unit,
        FORM01.key,
        Found(),
        by=request.user,
        submit_key=keyed.cleaned_data["submit_key"],
        about_id=task.pk,
    )
    return redirect("campaigns:form01-add", proposal.pk)


def _read(request: HttpRequest, task: Task, form: UploadForm) -> Proposal | None:
    """The file through the guarded child; outside any transaction."""
    upload = form.cleaned_data["file"]
    if upload.size > guarded.MOST_BYTES:
        form.add_error("file", _("The file is larger than 20 MB. Send a smaller copy."))
        return None
    data = upload.read()
    try:
        found = find_in_file(data, name=upload.name)
    except guarded.Refused as refused:
        form.add_error("file", refusal(refused.code))
        return None
    if not found.rows:
        form.add_error("file", _("No person was found in this file. Is it the filled Form 01?"))
        return None
    return sheets.propose(
        task.unit, FORM01.key, found, by=request.user, submit_key=form.cleaned_data["submit_key"], about_id=task.pk, data=data,
        filename=upload.name,
    )  # fmt: skip


def _proposal(request: HttpRequest, pk: int) -> Proposal:
    return get_object_or_404(
        Proposal.objects.visible_to(request.user).filter(form=FORM01.key).select_related("unit"), pk=pk
    )


def _task_of(proposal: Proposal) -> Task:
    return get_object_or_404(
        Task.objects.select_related("step", "campaign__unit", "unit"), pk=proposal.about_id
    )


def _checked(proposal: Proposal) -> tuple[Form01, list[int]]:
    found, keys = sheets.found_of(proposal)
    return of_found(found), keys


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line with its findings; nothing is in the register yet."""
    return _preview(request, _proposal(request, pk))


def _preview(request: HttpRequest, proposal: Proposal, status: int = 200) -> HttpResponse:
    task = _task_of(proposal)
    checked, keys = _checked(proposal)
    lines = [
        (key, person, [(i.severity, sentence(i.code)) for i in person.issues])
        for key, person in zip(keys, checked.rows, strict=True)
    ]
    others = (
        Task.objects.filter(step=task.step)
        .exclude(unit=proposal.unit)
        .select_related("unit")
        .order_by("unit__path")
    )
    context = {
        "proposal": proposal,
        "task": task,
        "tables": [(n, [line for line in lines if line[1].table == n]) for n in (1, 2)],
        "dropped": [row for row in proposal.rows if row["dropped"]],
        "file_issues": [sentence(i.code) for i in checked.file_issues],
        "errors": sum(1 for person in checked.rows if person.has_error),
        "warnings": sum(1 for person in checked.rows if person.issues and not person.has_error),
        "count": len(lines),
        "names_another_unit": _names_another(proposal),
        "others": others[:600] if may(request.user, Permission.CAMPAIGN_MANAGE, task.campaign.unit) else [],
        "form": KeyedForm(),
    }
    return render(request, "campaigns/form01_preview.html", context, status=status)


def _names_another(proposal: Proposal) -> bool:
    from nhipcau.sheets.cleaners.unit import unit_key

    return bool(proposal.named_unit) and unit_key(proposal.named_unit) != unit_key(proposal.unit.name)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more person, on a phone."""
    proposal = _proposal(request, pk)
    table = 2 if request.GET.get("table") == "2" else 1
    form = LineForm(request.POST or None, initial={"table": table, "unit": proposal.unit.name})
    if request.method == "POST" and form.is_valid():
        sheets.add_line(
            proposal,
            form.cells(),
            table=form.cleaned_data["table"],
            by=request.user,
            line_key=form.cleaned_data["line_key"],
        )
        if request.POST.get("then") == "another":
            messages.success(request, _("Kept. Now the next person."))
            return redirect(f"{request.path}?table={form.cleaned_data['table']}")
        return redirect("campaigns:form01-proposal", proposal.pk)
    context = {
        "proposal": proposal,
        "form": form,
        "task": _task_of(proposal),
        "is_new": True,
        "count": len(proposal.rows),
    }
    return render(request, "campaigns/form01_person.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Retype the cells of one line."""
    proposal = _proposal(request, pk)
    row = proposal.row(key)
    if row is None:
        return redirect("campaigns:form01-proposal", proposal.pk)
    initial = {name: text or link or "" for name, (text, link) in row["cells"].items()} | {
        "table": row["table"]
    }
    if request.method == "POST":
        form = LineForm(request.POST)
        if form.is_valid():
            sheets.retype(proposal, key, form.cells(), table=form.cleaned_data["table"], by=request.user)
            return redirect("campaigns:form01-proposal", proposal.pk)
    else:
        form = LineForm(initial=initial)
    context = {
        "proposal": proposal,
        "form": form,
        "task": _task_of(proposal),
        "row": row,
        "findings": _findings(proposal, key),
    }
    return render(request, "campaigns/form01_person.html", context, status=422 if form.errors else 200)


def _findings(proposal: Proposal, key: int) -> list[tuple[str, str]]:
    checked, keys = _checked(proposal)
    found = next((p for k, p in zip(keys, checked.rows, strict=True) if k == key), None)
    return [(i.severity, sentence(i.code)) for i in found.issues] if found else []


@require_POST
def drop(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Leave a line out, or take it in again."""
    proposal = _proposal(request, pk)
    sheets.drop_line(proposal, key, by=request.user, back=request.POST.get("back") == "yes")
    return redirect("campaigns:form01-proposal", proposal.pk)


@require_POST
def choose_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk says whose list it is; only units that were asked for it."""
    proposal = _proposal(request, pk)
    task = _task_of(proposal)
    wanted = request.POST.get("task", "")
    if not (wanted.isascii() and wanted.isdigit()):
        return redirect("campaigns:form01-proposal", proposal.pk)
    other = get_object_or_404(
        Task.objects.visible_to(request.user).select_related("unit", "campaign__unit"),
        step=task.step, pk=int(wanted),
    )  # fmt: skip
    require_hand_in(other, request.user)
    sheets.choose_unit(proposal, other.unit, about_id=other.pk, by=request.user)
    return redirect("campaigns:form01-proposal", proposal.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the proposal away."""
    proposal = _proposal(request, pk)
    task = _task_of(proposal)
    sheets.discard(proposal, by=request.user)
    return redirect("campaigns:form01", task.pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Sheet, register and hand-in in one transaction; the receipt says when."""
    keyed = KeyedForm(request.POST)
    if keyed.is_valid():
        known = (
            HandIn.objects.visible_to(request.user)
            .filter(submit_key=keyed.cleaned_data["submit_key"])
            .first()
        )
        if known is not None:
            return redirect("campaigns:form01", known.task_id)
    proposal = _proposal(request, pk)
    task = _task_of(proposal)
    require_hand_in(task, request.user)
    if not keyed.is_valid():
        return _preview(request, proposal, status=422)
    row = _hand_in(proposal, task, keyed.cleaned_data["submit_key"], request.user)
    messages.success(
        request,
        _("Handed in on %(at)s. Receipt %(receipt)s.")
        % {"at": f"{clock.local(row.at):%d/%m/%Y %H:%M}", "receipt": row.receipt},
    )
    return redirect("campaigns:form01", task.pk)


def _hand_in(proposal: Proposal, task: Task, submit_key: Any, by: Any) -> HandIn:
    data = proposal.original.read() if proposal.original else None
    filename = proposal.filename
    with transaction.atomic():
        locked = (
            Proposal.objects.select_for_update(of=("self",))
            .filter(pk=proposal.pk)
            .select_related("unit")
            .first()
        )
        if locked is None:
            raise Refusal(
                _("This list has been handed in or thrown away already."),
                remedy=_("Open the task to see where it stands."),
            )
        checked, _keys = _checked(locked)
        if not checked.rows or any(person.has_error for person in checked.rows):
            raise Refusal(
                _("The list still has lines that cannot stay so.")
                if checked.rows
                else _("There is nobody in the list."),
                remedy=_("Correct the lines marked in red, or leave them out."),
            )
        sheet = sheets.confirm(proposal, sheet_rows(checked), by=by)
        keep_form01(sheet, by=by)
        return actions.hand_in(
            task, by=by, submit_key=submit_key, kind="form01", data=data, filename=filename, sheet_id=sheet.pk
        )
