"""What stands between every request and its view."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

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
    """Shows a Refusal as a page, or as a fragment when htmx asked."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Anything but a Refusal is a bug and surfaces."""
        if not isinstance(exception, Refusal):
            return None
        fragment = request.headers.get("HX-Request") == "true"
        template = "core/_refusal.html" if fragment else "core/refusal.html"
        return render(request, template, {"refusal": exception, "back": _came_from(request)}, status=409)


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
