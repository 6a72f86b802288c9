"""A circular comes in: a file, a pasted text, or nothing but the officer's own words."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts.permissions import Permission, require, units_where
from nhipcau.campaigns import actions
from nhipcau.campaigns.forms import CircularForm, TextForm
from nhipcau.campaigns.intake import MOST_BYTES, Unreadable, read_bytes
from nhipcau.campaigns.models import Circular
from nhipcau.sheets.issues import refusal as said_of

SHOWN_IN_THE_BROWSER = {".pdf": "application/pdf"}
TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain; charset=utf-8",
}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Upload a circular, paste it, or begin one by hand."""
    units = units_where(request.user, Permission.CAMPAIGN_MANAGE).open().filter(numchild__gt=0)
    if not units.exists():
        messages.info(
            request, _("Campaigns are made by an officer of a union office that has units below it.")
        )
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
            if refusal == "busy":
                form.add_error("original", said_of(refusal))
                return _asked(request, form, units)
            circular = actions.keep_circular(
                unit=values["unit"], by=request.user, submit_key=values["submit_key"], text=text, data=data,
                filename=(upload.name or "") if upload else "", refusal=refusal,
            )  # fmt: skip
            return redirect(circular)
    return _asked(request, form, units)


def _asked(request: HttpRequest, form: CircularForm, units: Any) -> HttpResponse:
    context = {"form": form, "one_desk": len(units[:2]) == 1}
    return render(request, "campaigns/new.html", context, status=422 if form.errors else 200)


def _read(data: bytes, name: str) -> tuple[str, str]:
    """The text of an upload, or the code why there is none. Before any transaction."""
    try:
        return read_bytes(data, name=name).text, ""
    except Unreadable as refused:
        return "", refused.code


@require_POST
def keep_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a scan, pasted or typed."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.CAMPAIGN_MANAGE, circular.unit)
    form = TextForm(request.POST)
    if form.is_valid():
        actions.keep_text(circular, form.cleaned_data["text"], by=request.user)
    else:
        messages.error(request, _("Paste or type the text first."))
    return redirect(circular)


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """A circular that came in by mistake waits no longer; the original stays."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    actions.set_aside(circular, by=request.user)
    messages.success(request, _("The circular no longer waits to be confirmed."))
    return redirect("campaigns:list")


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The document as it came, or the pasted text; for the desk and for addressed units."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    if not circular.original:
        if not circular.text:
            raise Http404
        return HttpResponse(circular.text, content_type="text/plain; charset=utf-8")
    suffix = "." + str(circular.original.name).rpartition(".")[2]
    kind = TYPES.get(suffix) or SHOWN_IN_THE_BROWSER.get(suffix) or "application/octet-stream"
    response = FileResponse(
        circular.original.open("rb"),
        as_attachment=True,
        filename=circular.original_filename or "circular",
        content_type=kind,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
