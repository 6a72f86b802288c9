"""The phone page for the time without a connection, and the QR code that leads to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from nhipcau.accounts import qr
from nhipcau.accounts.permissions import Permission, may_somewhere
from nhipcau.core.templatetags.look import ICONS
from nhipcau.stories.forms import StoryForm

FILES = [
    "core/css/lean.css", "core/icon.svg", ICONS, "core/js/copy.js", "core/js/once.js", "core/js/draft.js", "core/js/file.js",
    "stories/stories.css", "stories/send.js", "stories/waiting.js", "stories/outbox.js", "stories/store.js", "stories/shrink.js",
    "stories/uploading.js",
]  # fmt: skip


@login_not_required
@gzip_page
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The form as anybody may see it: it is kept on phones, so it names nobody, whoever is signed in.

    It holds no secret that its compressed length could betray.
    """
    request.user = AnonymousUser()
    return render(request, "stories/offline.html", {"form": StoryForm(user=request.user)})


@login_not_required
@gzip_page
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it lies here because its place decides which pages it serves."""
    answer = render(
        request, "stories/worker.js", {"files": FILES}, content_type="text/javascript; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """A sheet with the QR code of the form, to be put up or handed out; it carries the address and nothing else."""
    may = (Permission.STORY_READ, Permission.STORY_SUBMIT, Permission.STORY_OF_UNIT)
    if not any(may_somewhere(request.user, one) for one in may):
        raise PermissionDenied
    address = settings.SITE_URL + reverse("stories:new")
    return render(request, "stories/qr.html", {"address": address, "qr": mark_safe(qr.svg(address))})
