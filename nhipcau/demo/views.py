"""The demo's own page: files to try, the mail that was written, the stand-in's Page. Nowhere but in the demo."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

FOLDER = Path(__file__).parent / "files"
FILES = {
    "cong-van-113.txt": _("Circular 113 of 2020, to be made into a campaign"),
    "bieu-mau-01-mau.xlsx": _("A filled Form 01, as a unit would send it"),
    "bieu-mau-01-loi.docx": _("A filled Form 01 with mistakes, to be repaired"),
}


@login_not_required
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Where a visitor begins."""
    _only_in_the_demo()
    there = [(name, words) for name, words in FILES.items() if (FOLDER / name).exists()]
    return render(request, "demo/welcome.html", {"files": there, "page_url": settings.FACEBOOK_BASE_URL})


@login_not_required
@require_GET
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file to try."""
    _only_in_the_demo()
    if name not in FILES or not (FOLDER / name).exists():
        raise Http404
    return FileResponse((FOLDER / name).open("rb"), as_attachment=True, filename=name)


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
