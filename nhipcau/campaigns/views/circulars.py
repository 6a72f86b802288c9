"""A circular comes in, and the officer confirms what was read."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, require, units_where
from nhipcau.campaigns import actions
from nhipcau.campaigns.draft import draft_of, not_made_into_tasks
from nhipcau.campaigns.forms import CircularForm, DeadlineFormSet, HeadForm, StepFormSet, TextForm
from nhipcau.campaigns.intake import MOST_BYTES, Unreadable, read_bytes
from nhipcau.campaigns.models import Circular
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit

SHOWN_IN_THE_BROWSER = {".pdf": "application/pdf"}
TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain; charset=utf-8",
}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Upload a circular, paste it, or begin one by hand."""
    units = units_where(request.user, Permission.CAMPAIGN_MANAGE)
    if not units.exists():
        return redirect("campaigns:owed")
    form = CircularForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        upload: UploadedFile | None = values["original"]
        if upload is not None and upload.size is not None and upload.size > MOST_BYTES:
            form.add_error(
                "original", _("The file is larger than 20 MB. Send a smaller copy, or paste the text.")
            )
        else:
            text, refusal, data = values["text"], "", None
            if upload is not None:
                data = upload.read()
                if not text.strip():
                    text, refusal = _read(data, upload.name or "")
            circular = actions.keep_circular(
                unit=values["unit"], by=request.user, submit_key=values["submit_key"], text=text, data=data,
                filename=(upload.name or "") if upload else "", refusal=refusal,
            )  # fmt: skip
            return redirect(circular)
    return render(request, "campaigns/new.html", {"form": form}, status=422 if form.errors else 200)


def _read(data: bytes, name: str) -> tuple[str, str]:
    """The text of an upload, or the code why there is none. Before any transaction."""
    try:
        return read_bytes(data, name=name).text, ""
    except Unreadable as refused:
        return "", refused.code


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Each proposed value beside its line; nothing is a campaign before this is confirmed."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, circular.unit)
    if hasattr(circular, "campaign"):
        return redirect(circular.campaign)
    if request.method == "POST":
        return _confirm(request, circular)
    draft = draft_of(circular)
    head = HeadForm(initial=draft.head | {"submit_key": uuid.uuid4()}, desk=circular.unit)
    steps = StepFormSet(initial=draft.steps, prefix="step")
    deadlines = DeadlineFormSet(initial=draft.deadlines, prefix="deadline")
    return _page(request, circular, head, steps, deadlines, draft=draft)


def _confirm(request: HttpRequest, circular: Circular) -> HttpResponse:
    head = HeadForm(request.POST, desk=circular.unit)
    steps = StepFormSet(request.POST, prefix="step")
    deadlines = DeadlineFormSet(request.POST, prefix="deadline")
    valid = [head.is_valid(), steps.is_valid(), deadlines.is_valid()]
    if all(valid) and _check_deadlines(deadlines, steps):
        values = dict(head.cleaned_data)
        key, branch, kinds = values.pop("submit_key"), values.pop("branch"), values.pop("unit_kinds")
        units = list(addressed_units(circular.unit, branch, kinds))
        try:
            campaign = actions.confirm(
                circular,
                by=request.user,
                submit_key=key,
                head=values,
                steps=_step_data(steps, deadlines),
                units=units,
            )
        except Refusal as refused:
            head.add_error(None, " ".join(str(p) for p in (refused.reason, refused.remedy) if p))
        else:
            return redirect(campaign)
    return _page(request, circular, head, steps, deadlines, status=422)


def addressed_units(desk: Unit, branch: Unit, kinds: Any) -> Any:
    """The units of the chosen kinds at the branch and below that exist today; never the desk's own."""
    return (
        Unit.objects.below(branch)
        .filter(kind__in=kinds, pk__in=Unit.objects.as_of(clock.today()).values("pk"))
        .exclude(pk=desk.pk)
    )


def _kept_steps(steps: Any) -> dict[int, dict[str, Any]]:
    return {
        n: f.cleaned_data for n, f in enumerate(steps.forms, 1) if (f.cleaned_data.get("text") or "").strip()
    }


def _check_deadlines(deadlines: Any, steps: Any) -> bool:
    """A past deadline is kept as history or replaced; one without a day needs a rule; its step must be there."""
    kept, good = _kept_steps(steps), True
    today = clock.today()
    for form in deadlines.forms:
        values = form.cleaned_data
        if not (values.get("what") or "").strip():
            continue
        if not values.get("due_on") and not values.get("rule"):
            form.add_error("due_on", _("Write the day, or the rule by which it is found."))
            good = False
        elif values.get("due_on") and values["due_on"] < today and not values.get("keep_as_history"):
            form.add_error("due_on", _("This day is already past. Keep it as history, or write another day."))
            good = False
        if values.get("step") not in kept:
            form.add_error("step", _("Write the number of the step this deadline is for."))
            good = False
    return good


def _step_data(steps: Any, deadlines: Any) -> list[actions.StepData]:
    kept = _kept_steps(steps)
    data = {
        n: actions.StepData(
            text=v["text"], details=v["details"], responsible=v["responsible"], level=v["level"], for_desk=v["for_desk"],
            is_ongoing=v["is_ongoing"], hand_in="none" if v["is_ongoing"] else v["hand_in"],
        )
        for n, v in kept.items()
    }  # fmt: skip
    for form in deadlines.forms:
        v = form.cleaned_data
        if (v.get("what") or "").strip():
            data[v["step"]].deadlines.append({
                "what": v["what"], "due_on": v["due_on"], "due_time": v["due_time"], "is_inclusive": v["is_inclusive"],
                "rule": v["rule"], "is_history": v["keep_as_history"],
            })  # fmt: skip
    return list(data.values())


def _page(
    request: HttpRequest,
    circular: Circular,
    head: Any,
    steps: Any,
    deadlines: Any,
    *,
    draft: Any = None,
    status: int = 200,
) -> HttpResponse:
    draft = draft or draft_of(circular)
    fields = [
        (head[name], draft.sources.get(name, ""))
        for name in head.fields
        if name not in ("submit_key", "branch", "unit_kinds", "legal_ground")
    ]
    today = clock.today()
    for form in deadlines.forms:
        due = (
            form.initial.get("due_on")
            if not form.is_bound
            else (form.cleaned_data.get("due_on") if hasattr(form, "cleaned_data") else None)
        )
        form.is_past = bool(due and due < today)
    context = {
        "circular": circular, "head": head, "fields": fields, "steps": steps, "deadlines": deadlines, "draft": draft,
        "left_out": not_made_into_tasks(circular), "text_form": TextForm(initial={"text": circular.text}),
    }  # fmt: skip
    return render(request, "campaigns/confirm.html", context, status=status)


@require_POST
def keep_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a scan, pasted or typed."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, circular.unit)
    form = TextForm(request.POST)
    if form.is_valid():
        actions.keep_text(circular, form.cleaned_data["text"], by=request.user)
    return redirect(circular)


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as it came, or the pasted text; for the desk and for addressed units."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    if not circular.original:
        if not circular.text:
            raise Http404
        return HttpResponse(circular.text, content_type="text/plain; charset=utf-8")
    suffix = "." + circular.original.name.rpartition(".")[2]
    kind = TYPES.get(suffix) or SHOWN_IN_THE_BROWSER.get(suffix) or "application/octet-stream"
    response = FileResponse(
        circular.original.open("rb"),
        as_attachment=True,
        filename=circular.original_filename or "circular",
        content_type=kind,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
