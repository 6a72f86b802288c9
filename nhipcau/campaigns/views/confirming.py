"""The officer sees each proposed value beside its line, corrects it, chooses the units, and confirms."""

import re
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nhipcau.accounts.permissions import Permission, require
from nhipcau.campaigns import actions, attached, unfinished
from nhipcau.campaigns.amending import amended_by
from nhipcau.campaigns.confirming import Addressing, ConfirmPage, addressed_units
from nhipcau.campaigns.copying import draft_of_campaign
from nhipcau.campaigns.draft import draft_of
from nhipcau.campaigns.evidence import Lines
from nhipcau.campaigns.forms import (
    ByHandStepFormSet,
    DeadlineFormSet,
    HeadForm,
    StepFormSet,
    TextForm,
    step_choices,
)
from nhipcau.campaigns.forms.happening import events_form, events_of
from nhipcau.campaigns.models import Campaign, Circular, Step
from nhipcau.campaigns.relaying import draft_of_relay, relayed_already, upper_days, upper_of
from nhipcau.campaigns.rules import clash_of
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.sheets.models import Form
from nhipcau.sheets.views import left_out_of_form


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Each proposed value beside its line; nothing is a campaign before this is confirmed."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, circular.unit)
    if hasattr(circular, "campaign"):
        return redirect(circular.campaign)
    if circular.applied_at is not None and circular.amends is not None:
        return redirect(circular.amends)
    upper = _upper(request, circular)
    if request.method == "GET" and upper is not None and (known := relayed_already(upper, circular.unit)):
        messages.info(
            request, _("Your unit has passed this circular on already. This is what was made of it.")
        )
        return redirect(known)
    if request.method == "POST" and request.POST.get("do") == "count":
        return _count(request, circular)
    if request.method == "POST" and request.POST.get("do", "").startswith("make-form:"):
        return _make_form(request, circular)
    if request.method == "POST":
        return _confirm(request, circular)
    typed = unfinished.typed_before(request, circular) if "read-again" not in request.GET else None
    if typed is not None:
        _ask_for(request, circular, typed)
        return _page(request, circular, *_bound(request, circular, typed), is_unfinished=True)
    copied = _copied(request)
    if upper is not None:
        draft = draft_of_relay(upper)
    else:
        draft = draft_of_campaign(copied) if copied is not None else draft_of(circular)
    head = HeadForm(initial=draft.head | {"submit_key": uuid.uuid4()}, desk=circular.unit)
    made: Any = StepFormSet if draft.steps else ByHandStepFormSet
    steps = made(initial=draft.steps, prefix="step", form_kwargs={"ready": _ready(request, circular)})
    deadlines = DeadlineFormSet(
        initial=draft.deadlines, prefix="deadline", form_kwargs={"steps": step_choices(steps)}
    )
    return _page(request, circular, head, steps, deadlines)


def _copied(request: HttpRequest) -> Campaign | None:
    """The campaign of which this is a copy: its address says so, before and after it is sent."""
    number = request.GET.get("copy", "")
    seen = Campaign.objects.visible_to(request.user)  # type: ignore[arg-type]
    return seen.filter(pk=number).first() if re.fullmatch("[0-9]{1,15}", number) else None


def _upper(request: HttpRequest, circular: Circular) -> Campaign | None:
    """The campaign from above that is passed on here, as the circular or else its address says."""
    if circular.relayed_from is not None:
        return circular.relayed_from
    number = request.GET.get("relay", "")
    return upper_of(circular, int(number)) if re.fullmatch("[0-9]{1,15}", number) else None


def _ready(request: HttpRequest, circular: Circular) -> Any:
    """The forms that a step may ask for: of the desk, and of the campaign from above that is passed on here."""
    own = Form.objects.visible_to(request.user).values("pk")  # type: ignore[arg-type]
    upper = Step.objects.filter(campaign=_upper(request, circular), form__isnull=False).values("form")
    return Form.objects.filter(Q(pk__in=own) | Q(pk__in=upper)).ready().order_by("title", "pk")


def _bound(request: HttpRequest, circular: Circular, typed: Any = None) -> tuple[Any, Any, Any]:
    data = request.POST if typed is None else typed
    steps = StepFormSet(data, prefix="step", form_kwargs={"ready": _ready(request, circular)})
    deadlines = DeadlineFormSet(data, prefix="deadline", form_kwargs={"steps": step_choices(steps)})
    return HeadForm(data, desk=circular.unit), steps, deadlines


def _make_form(request: HttpRequest, circular: Circular) -> HttpResponse:
    """The designer opens with a table of the circular; what was typed here waits until its officer is back."""
    try:
        key = uuid.UUID(request.POST.get("submit_key", ""))
    except ValueError:
        key = uuid.uuid4()
    which = request.POST["do"].removeprefix("make-form:")
    made = attached.make_form(circular, which, by=request.user, key=key)  # type: ignore[arg-type]
    if made is None:
        raise Http404
    form, left_out = made
    unfinished.keep(request, circular)
    if left_out:
        messages.warning(request, left_out_of_form(left_out))
    back = f"{circular.get_absolute_url()}?form={form.pk}"
    return redirect(f"{form.get_absolute_url()}?{urlencode({'next': back})}")


def _ask_for(request: HttpRequest, circular: Circular, typed: Any) -> None:
    """Back from the designer: the step that wants a file asks for the new form; the officer sees which."""
    number = request.GET.get("form", "")
    form = (
        _ready(request, circular).filter(pk=number).first() if re.fullmatch("[0-9]{1,15}", number) else None
    )
    if form is None:
        return
    step = unfinished.asked_by_one_step(typed, form)
    if step is None:
        text = _("“%(title)s” is ready. Choose it at the step that asks for it.")
    else:
        text = _("Step %(step)s now asks for “%(title)s”. Look at it before you send.")
    messages.info(request, text % {"title": form.title, "step": step})


def _count(request: HttpRequest, circular: Circular) -> HttpResponse:
    """How many units the choice reaches; changes nothing. A fragment for the script, else the whole page."""
    head, steps, deadlines = _bound(request, circular)
    if request.headers.get("HX-Request") == "true":
        return render(
            request, "campaigns/_addressed.html", {"addressing": Addressing.of(circular.unit, head)}
        )
    return _page(request, circular, head, steps, deadlines)


def _confirm(request: HttpRequest, circular: Circular) -> HttpResponse:
    head, steps, deadlines = _bound(request, circular)
    events = events_form(request.POST, [])
    valid = [
        head.is_valid(),
        steps.is_valid(),
        deadlines.is_valid(),
        not events.is_bound or events.is_valid(),
    ]
    if all(valid) and _check_deadlines(deadlines, steps):
        values = dict(head.cleaned_data)
        key, branch, kinds = values.pop("submit_key"), values.pop("branch"), values.pop("unit_kinds")
        named, informed = values.pop("named_units"), values.pop("informed_units")
        units = named or list(addressed_units(circular.unit, branch, kinds))
        if request.POST.get("counted") != str(len(units)):
            head.add_error(
                "unit_kinds", _("The number of units has changed. Look at it once more, then confirm.")
            )
            return _page(request, circular, head, steps, deadlines, status=422)
        try:
            campaign = actions.confirm(
                circular,
                by=request.user,
                submit_key=key,
                head=values,
                steps=_step_data(steps, deadlines, circular),
                units=units,
                informed=informed,
                copied_from=_copied(request),
                relayed_from=_upper(request, circular),
                events=events_of(events),
            )
        except Refusal as refused:
            head.add_error(None, " ".join(str(p) for p in (refused.reason, refused.remedy) if p))
        else:
            unfinished.forget(request)
            n = campaign.addressed.count()
            messages.success(request, ngettext("Sent to %(n)s unit.", "Sent to %(n)s units.", n) % {"n": n})
            return redirect(campaign)
    return _page(request, circular, head, steps, deadlines, status=422)


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
        _complete(values, kept)
        if not (values.get("what") or "").strip():
            continue
        if values.get("due_on") and (values.get("repeats") or values.get("relative")):
            form.add_error("due_on", _("Either a fixed day or a rule; take one of them out."))
            good = False
        if not values.get("due_on") and not values.get("rule"):
            form.add_error("due_on", _("Write the day, or the rule by which it is found."))
            good = False
        elif values.get("due_on") and values["due_on"] < today and not values.get("keep_as_history"):
            form.add_error("due_on", _("This day is already past. Keep it as history, or write another day."))
            good = False
        if values.get("step") not in kept:
            form.add_error("step", _("Choose the step this deadline is for."))
            good = False
    return _check_rules(deadlines) and good


def _check_rules(deadlines: Any) -> bool:
    """Deadlines that cannot stand on one step are named at the later of them."""
    by_step: dict[Any, list[Any]] = {}
    good = True
    for form in deadlines.forms:
        values = form.cleaned_data
        if not (values.get("what") or "").strip() or values.get("step") is None:
            continue
        own = by_step.setdefault(values["step"], [])
        own.append(values)
        if clash := clash_of(own):
            own.pop()
            form.add_error("step", clash)
            good = False
    return good


def _complete(values: dict[str, Any], kept: dict[int, dict[str, Any]]) -> None:
    """Of one step the deadline can only be its own; a day that was added without words is for the step's words."""
    added = values.get("due_on") and not values.get("source")
    if values.get("step") is None and len(kept) == 1 and (added or values.get("what")):
        values["step"] = next(iter(kept))
    if added and not (values.get("what") or "").strip() and values.get("step") in kept:
        values["what"] = kept[values["step"]]["text"][:300]


def _step_data(steps: Any, deadlines: Any, circular: Circular) -> list[actions.StepData]:
    kept, lines = _kept_steps(steps), Lines(circular.text).at
    data = {
        n: actions.StepData(
            text=v["text"], details=v["details"], responsible=v["responsible"], level=v["level"], for_desk=v["for_desk"],
            is_ongoing=v["is_ongoing"], hand_in=_hand_in(v), form=v.get("form"), asks=v.get("asks", []),
        )
        for n, v in kept.items()
    }  # fmt: skip
    for form in deadlines.forms:
        v = form.cleaned_data
        if (v.get("what") or "").strip():
            data[v["step"]].deadlines.append({
                "what": v["what"], "due_on": v["due_on"], "due_time": v["due_time"], "is_inclusive": v["is_inclusive"],
                "rule": v["rule"], "is_history": v["keep_as_history"], "relative": v["relative"],
                "repeats": v["repeats"], "said_on_line": lines.get(v["source"]),
            })  # fmt: skip
            if v["repeats"]:
                data[v["step"]].is_ongoing = False
    return list(data.values())


def _hand_in(values: dict[str, Any]) -> str:
    """The desk's own steps are ticked off; an ongoing one brings nothing back."""
    if values["is_ongoing"]:
        return "none"
    return "confirm" if values["for_desk"] else str(values["hand_in"])


def _page(
    request: HttpRequest,
    circular: Circular,
    head: Any,
    steps: Any,
    deadlines: Any,
    *,
    status: int = 200,
    is_unfinished: bool = False,
) -> HttpResponse:
    page, upper = ConfirmPage(circular, head, steps, deadlines), _upper(request, circular)
    context = page.context() | {
        "text_form": TextForm(initial={"text": circular.text}), "is_unfinished": is_unfinished,
        "upper": upper, "upper_days": upper_days(upper) if upper else [],
        "corrects": None if upper else amended_by(circular, request.user),  # type: ignore[arg-type]
    }  # fmt: skip
    return render(request, "campaigns/confirm.html", context, status=status)
