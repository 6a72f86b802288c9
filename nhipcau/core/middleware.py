"""What stands between every request and its view."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from nhipcau.core.onebyone import one_by_one
from nhipcau.core.refusal import Refusal

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class PlainQueryMiddleware:
    """A NUL in a query, which no database keeps, is taken out before anybody reads it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)


class SmallFilesMiddleware(GZipMiddleware):
    """Style sheets, scripts and drawings go compressed over weak networks; they hold no secret that sizes could betray."""

    def process_request(self, request: HttpRequest) -> None:
        """A compressed file's mark is weak (RFC 9110, 8.8.1); asked for again it is known, and not sent twice."""
        asked = request.META.get("HTTP_IF_NONE_MATCH", "")
        if request.path.startswith(settings.STATIC_URL) and asked.startswith("W/"):
            request.META["HTTP_IF_NONE_MATCH"] = asked.removeprefix("W/")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Only files of the product itself, whole ones."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if (
            response.status_code != 200
            or not request.path.startswith(settings.STATIC_URL)
            or kind not in _TEXT
        ):
            return response
        return super().process_response(request, response)


_TEXT = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


class OneByOneMiddleware:
    """A press sent twice at once: the second waits for the first, then is a resend like any other."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookies = request.COOKIES
        who = cookies.get(settings.SESSION_COOKIE_NAME) or cookies.get(settings.CSRF_COOKIE_NAME)
        if request.method != "POST" or not who:
            return self.get_response(request)
        with one_by_one(f"{who} {request.path}"):
            return self.get_response(request)


class RefusalMiddleware:
    """Shows a Refusal as a page, or as a fragment when htmx asked: above what was typed, never in its place."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        to_sign_in = response.headers.get("Location", "").startswith(f"{reverse(settings.LOGIN_URL)}?")
        return send_again(request) if to_sign_in and _is_part(request) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Anything but a Refusal is a bug and surfaces."""
        if not isinstance(exception, Refusal):
            return None
        if _is_part(request):
            return _said_above(request, exception, 409)
        return render(
            request, "core/refusal.html", {"refusal": exception, "back": _came_from(request)}, status=409
        )


def send_again(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signed out, or open for too long: the page for it, or its sentence where htmx waits for a part of a page."""
    if not _is_part(request):
        return csrf_failure(request, reason)
    refusal = Refusal(
        _("Please send it again"),
        remedy=_(
            "The page was open for too long, or you signed in or out in between. Go back, reload the page and send it again."
        ),
    )
    return _said_above(request, refusal, 403)


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _said_above(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    answer = render(request, "core/_refusal.html", {"refusal": refusal}, status=status)
    answer["HX-Reswap"] = "beforebegin"
    return answer


def _came_from(request: HttpRequest) -> str:
    """The page of this site where the button was pressed, as the browser tells; else nothing."""
    told = urlsplit(request.headers.get("Referer", ""))
    elsewhere = (
        told.netloc != request.get_host() or not told.path.startswith("/") or told.path.startswith("//")
    )
    if elsewhere or told.path == request.path:
        return ""
    return urlunsplit(("", "", told.path, told.query, ""))


class SecurityHeadersMiddleware:
    """No inline script or style, no frame, nothing from another host."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class LanguageMiddleware:
    """Vietnamese, unless the person chose another language; the browser's wish is not asked."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _chosen(self, request: HttpRequest) -> str:
        known = dict(settings.LANGUAGES)
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        return cookie if cookie in known else settings.LANGUAGE_CODE
