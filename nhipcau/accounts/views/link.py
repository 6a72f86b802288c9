"""The page of a one-time link: opening it changes nothing, its button acts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nhipcau.accounts import links
from nhipcau.accounts.models import OneTimeLink


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Say what the link does; do it when the button was pressed."""
    found = links.find(secret)
    if found is None:
        return render(request, "core/link.html", {"state": "unknown"}, status=404)
    if request.method == "POST":
        return _act(request, found)
    words = links.words_of(found) if found.is_usable else None
    if words is None:
        return render(request, "core/link.html", {"state": _state(found)}, status=410)
    return render(
        request,
        "core/link.html",
        {"state": "ready", "title": words.title, "text": words.text, "button": words.button},
    )


def _act(request: HttpRequest, found: OneTimeLink) -> HttpResponseBase:
    words = links.words_of(found) if found.is_usable else None
    answer = links.act(found, request)
    if isinstance(answer, HttpResponseBase):
        return answer
    return render(
        request, "core/link.html", {"state": "done", "title": words.title if words else "", "message": answer}
    )


def _state(found: OneTimeLink) -> str:
    return "used" if found.uses_left == 0 else "expired"
