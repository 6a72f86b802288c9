"""The page of a one-time link."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nhipcau.accounts import links


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET says what the button will do and changes nothing; POST does it once."""
    found = links.find(secret)
    if found is None:
        return render(request, "core/link.html", {"state": "unknown"}, status=404)
    if not found.is_usable:
        return render(request, "core/link.html", {"state": "used" if found.used_at else "expired"}, status=410)
    words = links.words_of(found)
    shown = {"title": words.title, "text": words.text, "button": words.button, "link": found}
    if request.method != "POST":
        return render(request, "core/link.html", {**shown, "state": "ready"})
    answer = links.act(found, request)
    if isinstance(answer, HttpResponse):
        return answer
    return render(request, "core/link.html", {**shown, "state": "done", "message": answer})
