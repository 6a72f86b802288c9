"""The files of many units at once: sent in together, read one after the other, each given to its unit by a person."""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from nhipcau.accounts.permissions import Permission, require
from nhipcau.campaigns import actions
from nhipcau.campaigns.kinds import ASKED, kind_of_step
from nhipcau.campaigns.models import Campaign, Step, Task
from nhipcau.campaigns.views.sheets import hand_in
from nhipcau.core.refusal import Refusal
from nhipcau.core.submits import SubmitKeyField
from nhipcau.core.typed import ManyFilesField
from nhipcau.formats import guarded
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.issues import refusal
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.matching import Match, UnitNames
from nhipcau.sheets.models import Proposal

A_PAGE = 50
State = Proposal.State


class InboxForm(forms.Form):
    """As many files as the mailbox holds."""

    submit_key = SubmitKeyField()
    uploads = ManyFilesField(
        label=gettext_lazy("The files of the units"),
        help_text=gettext_lazy("Choose all of them at once, as they came: Excel, OpenDocument, CSV, Word or PDF. At most 300."),
        error_messages={"required": gettext_lazy("Choose the files first.")},
    )  # fmt: skip


@dataclass
class Row:
    """One file on the page; `chosen` is the task that is proposed beforehand."""

    proposal: Proposal
    lines: int
    errors: int
    warnings: int
    matches: list[tuple[int, Match]]
    chosen: int | None
    why: str = ""
    is_second: bool = False
    is_again: bool = False

    @property
    def is_ready(self) -> bool:
        return (
            self.proposal.about_id is not None and bool(self.lines) and not self.errors and not self.is_second
        )


@require_http_methods(["GET", "POST"])
def inbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Send files in, see how far they are read, say whose they are, hand in what is in order."""
    seen = Campaign.objects.visible_to(request.user)
    asked = Step.objects.filter(campaign__in=seen, hand_in__in=ASKED, for_desk=False)
    step = get_object_or_404(asked.select_related("campaign__unit", "form"), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, step.campaign.unit)
    form = InboxForm()
    if request.method == "POST":
        if step.campaign.closed_at is not None:
            raise Refusal(_("This campaign is closed."), remedy=_("Open it again on its board first."))
        does = {"assign": _assign, "hand-in": _hand_in_ready}.get(request.POST.get("do", ""))
        if does is not None:
            does(request, step)
            return redirect(request.get_full_path())
        form = InboxForm(request.POST, request.FILES)
        if form.is_valid():
            _take_in(request, step, form)
            return redirect("campaigns:inbox", step.pk)
    is_part = bool(request.headers.get("HX-Request"))
    name = "campaigns/_inbox.html" if is_part else "campaigns/inbox.html"
    return render(request, name, _context(request, step, form), status=422 if form.errors else 200)


def _kind(step: Step) -> Kind:
    kind = kind_of_step(step)
    if kind is None:
        raise Http404
    return kind


def _take_in(request: HttpRequest, step: Step, form: InboxForm) -> None:
    """Every file is kept at once, at the desk's own unit; one that is too large is named and the others are kept."""
    kind, count = _kind(step), 0
    for n, upload in enumerate(form.cleaned_data["uploads"]):
        if not upload.size or upload.size > guarded.MOST_BYTES:
            said = _("The file “%(name)s” is empty.") if not upload.size else _("The file “%(name)s” is larger than 20 MB. Send a smaller copy.")  # fmt: skip
            messages.error(request, said % {"name": str(upload.name)[-200:]})
            continue
        sheets.receive(
            step.campaign.unit, kind.key, by=request.user, submit_key=uuid.uuid5(form.cleaned_data["submit_key"], str(n)), data=upload.read(),
            filename=upload.name or "", step_id=step.pk, is_of_inbox=True,
        )  # fmt: skip
        count += 1
    if count:
        said = ngettext("%(n)s file was taken in.", "%(n)s files were taken in.", count)
        messages.success(request, said % {"n": count})


def _of_step(request: HttpRequest, step: Step) -> Any:
    found = Proposal.objects.visible_to(request.user)
    return found.filter(pk__in=Proposal.objects.of_inbox(step.pk).values("pk")).select_related("unit")


def _context(request: HttpRequest, step: Step, form: InboxForm) -> dict[str, Any]:
    files = _of_step(request, step)
    counts = files.aggregate(
        all=Count("pk", distinct=True), waiting=Count("pk", filter=Q(state__in=(State.WAITING, State.READING)), distinct=True)
    )  # fmt: skip
    page = Paginator(files.order_by("pk"), A_PAGE).get_page(request.GET.get("page"))
    rows = _rows(step, page)
    return {
        "step": step, "campaign": step.campaign, "kind": _kind(step), "form": form, "page": page, "rows": rows,
        "all": counts["all"], "read": counts["all"] - counts["waiting"], "waiting": counts["waiting"],
        "is_page_read": all(row.proposal.state not in (State.WAITING, State.READING) for row in rows),
        "ready": sum(row.is_ready for row in rows), "to_assign": sum(bool(row.matches) for row in rows),
        "resend": InboxForm()["submit_key"].value(), "query": request.get_full_path(),
    }  # fmt: skip


def _rows(step: Step, page: Page) -> list[Row]:
    proposals = list(page.object_list)
    kept = Q(lines__state="kept")
    counts = {
        pk: (lines, errors, warnings)
        for pk, lines, errors, warnings in Proposal.objects.filter(pk__in=[p.pk for p in proposals])
        .annotate(
            n=Count("lines", filter=kept), wrong=Count("lines", filter=kept & Q(lines__has_error=True)),
            doubtful=Count("lines", filter=kept & Q(lines__has_warning=True)),
        ).values_list("pk", "n", "wrong", "doubtful")
    }  # fmt: skip
    tasks = {unit_id: (task_id, done) for task_id, unit_id, done in _tasks(step)}
    done = {task_id for task_id, at in tasks.values() if at is not None}
    names = UnitNames.of(actions.units_of(step.pk))
    twice = _twice(step)
    rows = []
    for proposal in proposals:
        matches, chosen = [], None
        if proposal.state == State.OPEN and proposal.about_id is None:
            said = proposal.named_unit or proposal.filename.rpartition(".")[0].replace("_", " ")
            matches = [(tasks[m.unit_id][0], m) for m in names.ranked(said)]
            alone = names.chosen_beforehand(said)
            chosen = tasks[alone.unit_id][0] if alone is not None else None
        why = refusal(proposal.refusal) if proposal.state == State.UNREADABLE else ""
        about = proposal.about_id
        rows.append(Row(proposal, *counts[proposal.pk], matches, chosen, why, about in twice, about in done))
    return rows


def _tasks(step: Step) -> Any:
    return Task.objects.of_those_addressed().filter(step=step).values_list("pk", "unit_id", "done_at")


def _twice(step: Step) -> set[int]:
    """Tasks for which two files lie here: one of them must go first, lest it silently takes the other's place."""
    given = (
        Proposal.objects.of_inbox(step.pk).filter(about_id__isnull=False).values_list("about_id", flat=True)
    )
    return {about_id for about_id, n in Counter(given).items() if about_id is not None and n > 1}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _assign(request: HttpRequest, step: Step) -> None:
    """Give each file to the unit that was chosen for it on the page; what was left open stays so."""
    chosen = {
        _number(name.removeprefix("task-")): _number(str(value))
        for name, value in request.POST.items()
        if name.startswith("task-") and value
    }
    tasks = Task.objects.filter(step=step, pk__in=chosen.values()).select_related(
        "unit", "campaign__unit", "step"
    )
    by_pk = {task.pk: task for task in tasks}
    count = 0
    for proposal in _of_step(request, step).filter(pk__in=chosen, state=State.OPEN):
        task = by_pk.get(chosen[proposal.pk])
        if task is not None:
            actions.assign(proposal, task, by=request.user)
            count += 1
    said = ngettext("%(n)s file has its unit.", "%(n)s files have their unit.", count) % {"n": count}
    messages.success(request, said) if count else messages.warning(request, _("No unit was chosen."))


def _hand_in_ready(request: HttpRequest, step: Step) -> None:
    """Hand in the lists named on the page that have their unit and no error; each by itself, so that one never holds up the rest."""
    wanted = [_number(value) for value in request.POST.getlist("ready")[:A_PAGE]]
    form = InboxForm({"submit_key": request.POST.get("submit_key", "")})
    form.is_valid()
    key = form.cleaned_data.get("submit_key") or uuid.uuid4()
    kind, count = _kind(step), 0
    found = _of_step(request, step).filter(pk__in=wanted, state=State.OPEN, about_id__isnull=False)
    for proposal in found.exclude(about_id__in=_twice(step)):
        task = (
            Task.objects.select_related("unit", "campaign__unit", "step__form")
            .filter(pk=proposal.about_id)
            .first()
        )
        try:
            if task is not None:
                hand_in(proposal, kind, task, uuid.uuid5(key, str(proposal.pk)), request.user)
                count += 1
        except Refusal as refused:
            messages.error(request, f"{proposal.filename}: {refused}")
    said = ngettext("%(n)s list was handed in.", "%(n)s lists were handed in.", count)
    if count:
        messages.success(request, said % {"n": count})
    else:
        messages.warning(request, _("No list here can be handed in yet. Look at what each one still needs."))
