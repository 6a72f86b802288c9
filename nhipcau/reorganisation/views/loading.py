"""“Tải danh sách đơn vị”: choose the file, look at every line, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts.by_hand import as_xlsx
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, may_somewhere, units_where
from nhipcau.core.refusal import Refusal
from nhipcau.formats import guarded
from nhipcau.organisations.models import Unit
from nhipcau.reorganisation import actions
from nhipcau.reorganisation.forms import ListForm
from nhipcau.reorganisation.planning import CHANGED, NEW, PROBLEM, UNCHANGED, Plan, plan
from nhipcau.reorganisation.reading import UnitRow, rows_of

_SALT = "nhipcau.list-of-units"
DAY = 86_400


def _officer(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not may_somewhere(user, Permission.UNIT_MANAGE):
        raise PermissionDenied
    return user


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Choose the file; the answer to it is the preview. Nothing is kept before it is confirmed."""
    user = _officer(request)
    form = ListForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid():
        rows = _read(form)
        if rows:
            return _preview(request, user, rows, plan(rows, form.cleaned_data["branch"]))
    return render(request, "reorganisation/load.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take in what the preview showed."""
    user = _officer(request)
    branch_pk, rows = _unpacked(request.POST.get("rows", ""), user)
    branch: Unit = get_object_or_404(units_where(user, Permission.UNIT_MANAGE), pk=branch_pk)
    done = actions.import_units(rows, branch=branch, by=user)
    counts = done.counts
    said = _("Taken in: %(new)d new units, %(changed)d changed, %(same)d as before, %(left)d left out.")
    messages.success(
        request,
        said
        % {
            "new": counts[NEW],
            "changed": counts[CHANGED],
            "same": counts[UNCHANGED],
            "left": counts[PROBLEM],
        },
    )
    return redirect("reorganisation:list")


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with the headings the page knows, and one example line."""
    _officer(request)
    headings = [_("Unit"), _("Upper unit"), _("Kind"), _("Code"), _("Chair"), _("Phone"), _("E-mail")]
    example = [
        _("Example: Hoa Sen primary school"),
        "",
        "",
        "VD-01",
        "Nguyễn Thị Mẫu",
        "0950 000 001",
        "mau@example.org",
    ]
    return as_xlsx(headings, [example], "danh-sach-don-vi.xlsx")


def _read(form: ListForm) -> list[UnitRow]:
    upload = form.cleaned_data["file"]
    if upload.size > guarded.MOST_BYTES:
        form.add_error("file", _("The file is larger than 20 MB. Send a smaller copy."))
        return []
    try:
        rows = rows_of(guarded.read(upload.read(), name=upload.name))
    except guarded.Refused as refused:
        form.add_error("file", _why(refused.code))
        return []
    if not rows:
        form.add_error(
            "file", _("No list was found: one row must hold the headings, among them “Đơn vị” and one more.")
        )
    return rows


def _why(code: str) -> str:
    return {
        "encrypted": _("The file is locked with a password. Save it without one and choose it again."),
        "corrupt": _("The file is damaged or empty. Save it afresh in Excel and choose it again."),
        "needs-typing": _("The file is a picture or a scan. Type the list into Excel first."),
        "format": _("This kind of file is not read here. Save the list as .xlsx or .csv."),
        "busy": _(
            "Other files are being read just now. Nothing is wrong with yours: send it again in a minute."
        ),
    }.get(code, _("The file could not be read safely. Save the list afresh as .xlsx or .csv."))


def _preview(request: HttpRequest, user: User, rows: list[UnitRow], planned: Plan) -> HttpResponse:
    packed = signing.dumps(
        [user.pk, planned.branch.pk, [row.packed() for row in rows]], salt=_SALT, compress=True
    )
    groups: list[tuple[str, Any]] = [
        (state, [line for line in planned.lines if line.state == state])
        for state in (PROBLEM, NEW, CHANGED, UNCHANGED)
    ]
    context = {"plan": planned, "groups": groups, "counts": planned.counts, "rows": packed}
    return render(request, "reorganisation/preview.html", context)


def _unpacked(value: str, user: User) -> tuple[int, list[UnitRow]]:
    try:
        owner, branch, rows = signing.loads(value, salt=_SALT, max_age=DAY)
    except signing.BadSignature as fault:
        raise Refusal(_("This preview is too old."), remedy=_("Choose the file again.")) from fault
    if owner != user.pk:
        raise PermissionDenied
    return branch, [UnitRow.unpacked(row) for row in rows]
