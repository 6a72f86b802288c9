"""Pages on which an officer designs forms; every one works without scripts."""

import re
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, may, may_somewhere, require, units_where
from nhipcau.core.refusal import Refusal
from nhipcau.formats import guarded
from nhipcau.sheets import blank, designing
from nhipcau.sheets.drafting import drafts_in
from nhipcau.sheets.forms import ColumnForm, HeadForm, NewForm, TableForm
from nhipcau.sheets.issues import refusal
from nhipcau.sheets.models import Form, FormColumn, FormTable

HEAD = ("title", "guidance", "purpose", "legal_ground", "keep_until")
COLUMN = ("heading", "kind", "choices", "note", "is_required", "has_total")


@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """Drafts and ready forms, and how many campaigns ask for each."""
    if not may_somewhere(request.user, Permission.CAMPAIGN_READ):
        raise PermissionDenied
    found = list(
        Form.objects.visible_to(request.user).select_related("unit").prefetch_related("steps__campaign")[:200]
    )
    may_begin = may_somewhere(request.user, Permission.CAMPAIGN_MANAGE)
    return render(request, "sheets/forms.html", {"forms": found, "may_begin": may_begin})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A title, or the tables of a file as the beginning."""
    units = units_where(request.user, Permission.CAMPAIGN_MANAGE).open().filter(numchild__gt=0)
    if not units.exists():
        raise PermissionDenied
    form = NewForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        drafts = _drafts(form) if values["file"] else []
        if drafts is not None:
            made = designing.begin(
                unit=values["unit"], by=request.user, submit_key=values["submit_key"], title=values["title"], tables=drafts
            )  # fmt: skip
            left_out = [heading for draft in drafts for heading in draft.left_out]
            if left_out:
                messages.warning(request, left_out_of_form(left_out))
            return redirect(made)
    one = len(units[:2]) == 1
    return render(
        request, "sheets/new.html", {"form": form, "one_desk": one}, status=422 if form.errors else 200
    )


def left_out_of_form(headings: list[str]) -> str:
    """Which columns of a file a form of the desk does not take over, in a sentence."""
    return _("Left out, because a form of the desk does not ask for it: %(headings)s") % {
        "headings": "; ".join(headings)
    }


def _drafts(form: NewForm) -> list[designing.DraftTable] | None:
    upload = form.cleaned_data["file"]
    if upload.size > guarded.MOST_BYTES:
        form.add_error("file", refusal("unsafe"))
        return None
    try:
        found = drafts_in(guarded.read(upload.read(), name=upload.name or ""))
    except guarded.Refused as refused:
        form.add_error("file", refusal(refused.code))
        return None
    if not found:
        form.add_error("file", _("No table with headings was found in this file."))
        return None
    return found


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole form on one page; each button keeps what was typed and does its own, both or neither."""
    found = get_object_or_404(Form.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if request.method != "POST":
        return _page(request, Page(found))
    require(request.user, Permission.CAMPAIGN_MANAGE, found.unit)
    page = Page(found, request.POST)
    wanted = request.POST.get("do", "save")
    if wanted == "discard":
        designing.discard(found, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The draft was thrown away."))
        return redirect(_back(request) or "sheets:forms")
    if not page.is_valid(gone=wanted):
        return _page(request, page, status=422)
    do, _colon, number = wanted.partition(":")
    try:
        with transaction.atomic():
            designing.change(found, by=request.user, rows=page.rows(), fields=HEAD)
            place = _do(request, found, do, int(number) if re.fullmatch("[0-9]{1,15}", number) else 0)
    except Refusal as refused:
        if found.is_ready:
            raise
        page.refused = refused
        return _page(request, page, status=409)
    back = _back(request)
    if back and (found.is_ready or do == "back"):
        return redirect(back)
    query = f"?{urlencode({'next': back})}" if back else ""
    return redirect(f"{found.get_absolute_url()}{query}#{place}")


def _do(request: HttpRequest, found: Form, do: str, number: int) -> str:
    """What the button says beyond keeping; answers where on the page one goes on."""
    user: Any = request.user
    if do == "ready":
        if not designing.missing_for_ready(found):
            designing.make_ready(found, by=user)
            messages.success(request, _("The form is ready. It can now be chosen in a campaign."))
        return "ready"
    if do == "add-table":
        return f"t{designing.add_table(found, by=user).pk}"
    if do == "add-column":
        return f"c{designing.add_column(_own(found.tables, number), by=user).pk}"
    if do == "remove-table":
        designing.remove_table(_own(found.tables, number), by=user)
        return "tables"
    if do in ("remove", "up", "down"):
        column = _own(FormColumn.objects.filter(table__form=found), number)
        if do == "remove":
            designing.remove_column(column, by=user)
            return f"t{column.table_id}"
        designing.move_column(column, by=user, up=do == "up")
        return f"c{column.pk}"
    messages.success(request, _("Kept."))
    return "ready"


def _own(rows: Any, number: int) -> Any:
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def _back(request: HttpRequest) -> str:
    """The page of a circular from which the form was begun; nothing outside this site."""
    back = request.GET.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if is_ours else ""


class Page:
    """The head, the tables and the columns as forms, bound when something was sent."""

    refused: Refusal | None = None
    gone = ""

    def __init__(self, form: Form, data: Any = None) -> None:
        self.form = form
        self.head = HeadForm(data, prefix="head", initial={name: getattr(form, name) for name in HEAD})
        self.tables: list[tuple[FormTable, TableForm, list[tuple[FormColumn, ColumnForm]]]] = []
        for table in form.tables.prefetch_related("columns"):
            initial = {"title": table.title, "layout": table.layout}
            columns = [
                (c, ColumnForm(data, prefix=f"c{c.pk}", initial=_initial(c))) for c in table.columns.all()
            ]
            self.tables.append((table, TableForm(data, prefix=f"t{table.pk}", initial=initial), columns))

    def is_valid(self, *, gone: str = "") -> bool:
        """What is being removed is not looked at."""
        self.gone = gone
        wrong = [f for _row, f in self._kept() if not f.is_valid()]
        return not wrong

    def _kept(self) -> list[tuple[Any, Any]]:
        found: list[tuple[Any, Any]] = [(self.form, self.head)]
        for table, table_form, columns in self.tables:
            if self.gone != f"remove-table:{table.pk}":
                found.append((table, table_form))
                found += [pair for pair in columns if self.gone != f"remove:{pair[0].pk}"]
        return found

    def wrong(self) -> list[Any]:
        """The fields with something wrong, for links from the top of the page."""
        return [field for _row, form in self._kept() for field in form if field.errors]

    def rows(self) -> list[Any]:
        """The rows with the values that were typed."""
        found = []
        for row, form in self._kept():
            for name, value in form.cleaned_data.items():
                setattr(row, name, value)
            found.append(row)
        return found


def _initial(column: FormColumn) -> dict[str, Any]:
    return {name: getattr(column, name) for name in COLUMN} | {"choices": "\n".join(column.choices)}


def _page(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    user: Any = request.user
    context = {
        "form": page.form, "head": page.head, "tables": page.tables, "copy_key": uuid.uuid4(),
        "may_change": may(user, Permission.CAMPAIGN_MANAGE, page.form.unit) and not page.form.is_ready,
        "may_copy": may(user, Permission.CAMPAIGN_MANAGE, page.form.unit),
        "missing": [] if page.form.is_ready else designing.missing_for_ready(page.form), "wrong": page.wrong() if status == 422 else [], "refused": page.refused, "back": _back(request),
        "may_add_table": len(page.tables) < designing.MOST_TABLES, "most_columns": designing.MOST_COLUMNS,
    }  # fmt: skip
    return render(request, "sheets/form.html", context, status=status)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of the same columns."""
    found = get_object_or_404(Form.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, found.unit)
    try:
        key = uuid.UUID(request.POST.get("submit_key", ""))
    except ValueError:
        key = uuid.uuid4()
    return redirect(designing.copy(found, by=request.user, submit_key=key))


@require_GET
def blank_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to fill in, as a workbook."""
    return blank.xlsx_response(get_object_or_404(Form.objects.visible_to(request.user), pk=pk))


@require_GET
def blank_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same to print or to fill in by hand."""
    return blank.docx_response(get_object_or_404(Form.objects.visible_to(request.user), pk=pk))
