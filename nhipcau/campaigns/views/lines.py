"""The lines of a list, mended one by one or all like cases at once; with htmx in place, without scripts by a plain POST."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.campaigns.lines import LineForm, alike_counts, are_alike, shown
from nhipcau.campaigns.views.sheets import proposal_and_kind, summary
from nhipcau.sheets import actions as sheets
from nhipcau.sheets.issues import sentence
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Proposal, ProposalLine
from nhipcau.sheets.sending_back import file_for


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _back(request: HttpRequest, proposal: Proposal, key: int | None = None) -> HttpResponse:
    """To the page of the list from which the button was pressed."""
    query = request.POST.get("at") or request.GET.get("at", "")
    safe = query if query.startswith("?") and len(query) < 60 else ""
    anchor = f"#line-{key}" if key is not None else ""
    return redirect(reverse("campaigns:sheet", args=[proposal.pk]) + safe + anchor)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more line, on a phone."""
    proposal, kind = proposal_and_kind(request, pk)
    wanted = _number(request.POST.get("table") or request.GET.get("table"), kind.tables[0].number)
    number = kind.table(wanted).number
    form = LineForm(
        request.POST or None, kind=kind, number=number, unit_name=proposal.unit.name,
        initial={"unit": proposal.unit.name, "table": number},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        sheets.add_line(
            proposal, form.cells(), table=form.table, kind=kind, by=request.user, line_key=form.cleaned_data["line_key"]
        )  # fmt: skip
        if request.POST.get("then") == "another":
            messages.success(request, _("Kept. Now the next person."))
            return redirect(f"{request.path}?table={form.table}")
        return redirect("campaigns:sheet", proposal.pk)
    context = {
        "proposal": proposal, "kind": kind, "form": form, "is_new": True, "count": proposal.lines.count(),
        "is_record": kind.table(number).is_record, "table_title": kind.table(number).title, "number": number, "others": [] if are_alike(kind) else kind.tables,
    }  # fmt: skip
    return render(request, "campaigns/sheet_line.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Retype the cells of one line."""
    proposal, kind = proposal_and_kind(request, pk)
    found = proposal.lines.filter(key=key).first()
    if found is None:
        return redirect("campaigns:sheet", proposal.pk)
    if request.method == "POST":
        form = LineForm(request.POST, kind=kind, number=found.table, unit_name=proposal.unit.name)
        if form.is_valid():
            version = form.cleaned_data["version"] or found.version
            try:
                sheets.retype(
                    proposal, key, form.cells(), table=form.table, kind=kind, version=version, by=request.user
                )
            except sheets.Stale as stale:
                return _stale(request, proposal, kind, stale.line, form.cells())
            return _back(request, proposal, key)
    else:
        texts = {name: parts[0] or parts[1] or "" for name, parts in found.cells.items()}
        form = LineForm(
            kind=kind, number=found.table, unit_name=proposal.unit.name,
            initial=texts | {"table": found.table, "version": found.version},
        )  # fmt: skip
    context = {
        "proposal": proposal, "kind": kind, "form": form, "line": found,
        "findings": [(severity, sentence(code)) for _field, severity, code in found.issues],
    }  # fmt: skip
    return render(request, "campaigns/sheet_line.html", context, status=422 if form.errors else 200)


def _stale(
    request: HttpRequest, proposal: Proposal, kind: Kind, now: ProposalLine, typed: dict[str, str]
) -> HttpResponse:
    """Both values side by side; the person chooses which one counts."""
    rows = [
        (column, now.cells.get(column.key, [""])[0], typed[column.key])
        for column in kind.table(now.table).columns
        if column.key in typed and now.cells.get(column.key, [""])[0].strip() != typed[column.key].strip()
    ]
    context = {
        "proposal": proposal,
        "line": now,
        "rows": rows,
        "typed": typed,
        "at": request.POST.get("at") or request.GET.get("at", ""),
    }
    name = (
        "campaigns/_sheet_stale.html" if request.headers.get("HX-Request") else "campaigns/sheet_stale.html"
    )
    return render(request, name, context, status=409)


@require_POST
def cell(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """One cell, or several after a conflict; checked again at once. `alike` does the same for every like case."""
    proposal, kind = proposal_and_kind(request, pk)
    found = get_object_or_404(proposal.lines, key=key)
    columns = {c.key for c in kind.table(found.table).columns}
    cells = {
        name.removeprefix("cell-"): str(text)[:2000].replace("\0", "")
        for name, text in request.POST.items()
        if name.removeprefix("cell-") in columns and name.startswith("cell-")
    }
    alike = [name for name in request.POST.getlist("alike") if name in cells]
    version = _number(request.POST.get("version"), found.version)
    try:
        changed = sheets.retype(
            proposal, key, cells, kind=kind, version=version, by=request.user, alike=alike
        )
    except sheets.Stale as stale:
        return _stale(request, proposal, kind, stale.line, cells)
    if not request.headers.get("HX-Request"):
        return _back(request, proposal, key)
    if alike:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    return _line_fragment(request, proposal, kind, changed)


def _line_fragment(
    request: HttpRequest, proposal: Proposal, kind: Kind, changed: ProposalLine
) -> HttpResponse:
    proposal.refresh_from_db()
    context = summary(proposal, kind) | {
        "row": shown(kind, [changed], alike_counts(proposal, [changed]), proposal.unit)[0], "at": request.POST.get("at", ""),
        "with_summary": True,
    }  # fmt: skip
    return render(request, "campaigns/_sheet_line.html", context)


@require_POST
def leave_out(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Leave a line out, with its reason; or take it in again."""
    proposal, kind = proposal_and_kind(request, pk)
    get_object_or_404(proposal.lines, key=key)
    if request.POST.get("back") == "yes":
        sheets.take_in(proposal, key, kind=kind, by=request.user)
    else:
        reason = request.POST.get("reason", "").replace("\0", "").strip() or str(
            _("left out by the person who checked the list")
        )
        sheets.leave_out(proposal, [key], reason, kind=kind, by=request.user)
    return _back(request, proposal)


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge one repeated line, or all of them, into the line that they repeat."""
    proposal, kind = proposal_and_kind(request, pk)
    key = _number(request.POST.get("key")) or None
    count = sheets.merge_repeats(proposal, kind=kind, by=request.user, key=key)
    messages.success(
        request,
        ngettext("%(n)s repeated line was merged.", "%(n)s repeated lines were merged.", count)
        % {"n": count},
    )
    return _back(request, proposal)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what the last change did."""
    proposal, kind = proposal_and_kind(request, pk)
    change = sheets.undo(proposal, kind=kind, by=request.user)
    messages.success(request, _("The last change was undone.") if change else _("There is nothing to undo."))
    return _back(request, proposal)


@require_POST
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters as in the file, or turned into Unicode."""
    proposal, kind = proposal_and_kind(request, pk)
    sheets.turn_letters(proposal, raw=request.POST.get("raw") == "yes", kind=kind, by=request.user)
    return _back(request, proposal)


@require_GET
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's own file with the findings marked in their cells."""
    proposal, kind = proposal_and_kind(request, pk)
    data, filename, content_type = file_for(proposal, kind)
    answer: Any = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
