"""What a phone sends after the words: each announced photo or clip as a resumable upload of its own (tus)."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.accounts.permissions import Permission, may_somewhere, units_where
from nhipcau.core import clock
from nhipcau.media import tus, uploads
from nhipcau.media.models import Upload
from nhipcau.stories import actions
from nhipcau.stories.models import Announced


@require_safe
def sending(request: HttpRequest) -> HttpResponse:
    """Asked before anything kept on the phone is sent: who is signed in, the token, the units they may write for."""
    if not may_somewhere(request.user, Permission.STORY_SUBMIT):
        raise PermissionDenied
    units = units_where(request.user, Permission.STORY_SUBMIT).open().values_list("pk", "name")[:200]
    return JsonResponse({"user": request.user.pk, "token": get_token(request), "units": list(units)})


@require_http_methods(["POST", "OPTIONS"])
def begin(request: HttpRequest) -> HttpResponse:
    """Creation: only for a key that the sender's own story has announced."""
    if not may_somewhere(request.user, Permission.STORY_SUBMIT):
        raise PermissionDenied
    if request.method == "OPTIONS":
        return tus.options()
    if not tus.speaks_it(request):
        return tus.other_version()
    size, key = tus.length_of(request), tus.metadata_of(request).get("key", "")
    if size is None or not _is_key(key):
        return tus.refused("", 422)
    announced = get_object_or_404(_announced(request), key=key)
    try:
        upload = actions.begin(announced, size=size, by=request.user)
    except uploads.WrongSize as never:
        return tus.refused(f"{never.reason} {never.remedy}")
    except uploads.TooMany as later:
        return tus.refused(f"{later.reason} {later.remedy}", 429)
    if upload is None and not announced.is_settled:
        raise Http404
    return tus.begun(upload or _settled(announced), reverse("stories:upload", args=[announced.key]))


@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One upload of one's own: how much is here, more of it, or away with it."""
    announced = get_object_or_404(_announced(request), key=key)
    if not tus.speaks_it(request):
        return tus.other_version()
    if announced.is_settled:  # the answer to the last piece was lost
        return tus.stands(_settled(announced)) if request.method == "HEAD" else tus.refused("", 409)
    found = uploads.find(key, by=request.user)
    if found is None:
        raise Http404
    if request.method == "DELETE":
        uploads.remove(found)
        return tus.ended()
    answer = tus.append(request, found) if request.method == "PATCH" else tus.stands(found)
    if found.is_whole:
        actions.take_in(announced)
    return answer


def _announced(request: HttpRequest) -> QuerySet[Announced]:
    return Announced.objects.visible_to(request.user).select_related("story", "story__sender")


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _settled(announced: Announced) -> Upload:
    """As a whole upload, so that a phone that asks again stops sending."""
    size = announced.size or 1
    return Upload(key=announced.key, size=size, offset=size, expires_at=clock.now())
