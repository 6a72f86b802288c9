"""Connect a Page by signing in with Facebook: the way there, the way back, the choice, and what was tried."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.accounts.again import require_recent
from nhipcau.accounts.permissions import Permission, may_somewhere, require
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.oauth import dialog_url
from nhipcau.publishing import actions, words
from nhipcau.publishing.connection import graph_client, is_open
from nhipcau.publishing.forms import ChooseForm
from nhipcau.publishing.models import Page
from nhipcau.publishing.steps import steps_of
from nhipcau.publishing.words.steps import of_step, title_of

STATE_LASTS = timedelta(minutes=15)
STATE, OFFERED = "facebook_state", "facebook_pages"


def _redirect_uri() -> str:
    return settings.SITE_URL + reverse("publishing:signed-in")


def _require_page_admin(request: HttpRequest) -> None:
    if not may_somewhere(request.user, Permission.PAGE_CONNECT):
        raise PermissionDenied


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """A link, not a form: form-action 'self' would stop a POST that leads to Facebook."""
    _require_page_admin(request)
    require_recent(request)
    if not is_open():
        raise Refusal(
            _("This installation has no Meta app yet, so Pages cannot be connected."),
            remedy=_("Post by hand until the operator has entered the app's number and secret."),
        )
    state = secrets.token_urlsafe(32)
    request.session[STATE] = {
        "value": state,
        "at": clock.now().isoformat(),
        "page": _number(request.GET.get("page")),
    }
    request.session.pop(OFFERED, None)
    with graph_client() as client:
        return redirect(dialog_url(client, _redirect_uri(), state))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Back from Facebook. The state fits once, in this session alone; the code is used and not kept."""
    _require_page_admin(request)
    kept = request.session.pop(STATE, None)  # whatever comes, it is spent
    if not _fits(kept, request.GET.get("state", "")):
        return _failed(
            request,
            _("This way back from Facebook does not belong to a sign-in begun here."),
            _("Start again with “Sign in with Facebook”, in the same browser."),
        )
    if "error" in request.GET or not request.GET.get("code"):
        return _failed(
            request,
            _("The sign-in was broken off in Facebook's dialog, so nothing was connected."),
            _("Start again, and leave every tick in Facebook's dialog as it is."),
        )
    try:
        pages, missing = actions.collect(request.GET["code"], _redirect_uri())
    except Refusal as refusal:
        return _failed(request, str(refusal.reason), str(refusal.remedy))
    if missing:
        return _failed(
            request,
            _("Permissions were declined in Facebook's dialog: %(missing)s.")
            % {"missing": ", ".join(missing)},
            _("Without them nothing can be published. Start again, and leave every tick as it is."),
        )
    request.session[OFFERED] = {"pages": actions.sealed(pages), "page": kept["page"]}
    return redirect("publishing:choose")


def _fits(kept: dict[str, Any] | None, given: str) -> bool:
    if not kept or not hmac.compare_digest(str(kept["value"]).encode(), given.encode()):
        return False
    return clock.now() - datetime.fromisoformat(kept["at"]) <= STATE_LASTS


def _failed(request: HttpRequest, reason: str, remedy: str) -> HttpResponse:
    return render(request, "publishing/sign_in_failed.html", {"reason": reason, "remedy": remedy}, status=422)


def choose(request: HttpRequest) -> HttpResponse:
    """The Pages of the person who signed in; those that cannot be used are grey, with the reason."""
    _require_page_admin(request)
    kept = request.session.get(OFFERED)
    if kept is None:
        return redirect("publishing:pages")
    offered = actions.unsealed(kept["pages"])
    known = Page.objects.visible_to(request.user).filter(pk=kept["page"]).first() if kept["page"] else None
    form = ChooseForm(request.POST or None, user=request.user, offered=offered, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            page = actions.connect_offered(
                known.unit if known else form.cleaned_data["unit"],
                form.cleaned_data["page"],
                by=request.user,
                submit_key=form.cleaned_data["submit_key"],
                page=known,
            )
        except Refusal as refusal:
            form.add_error("page", f"{refusal.reason} {refusal.remedy}".strip())
        else:
            request.session.pop(OFFERED, None)
            messages.success(request, _("The Page “%(page)s” is connected.") % {"page": page.name})
            return redirect("publishing:page-check", page.pk)
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "offered": [(one, words.unusable(one.unusable)) for one in offered],
        "known": known,
    }
    return render(request, "publishing/choose.html", context, status=status)


def _own(request: HttpRequest, pk: int) -> Page:
    page = get_object_or_404(Page.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, Permission.PAGE_CONNECT, page.unit)
    return page


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Each step as it was last tried; POST tries them all again."""
    page = _own(request, pk)
    if request.method == "POST":
        if not page.is_connected:
            raise Refusal(_("The Page is not connected."), remedy=_("Connect it first."))
        actions.try_again(page, by=request.user)
        return redirect("publishing:page-check", page.pk)
    steps = [(title_of(one.step), one.ok, of_step(one)) for one in steps_of(page)]
    return render(
        request, "publishing/check.html", {"page": page, "words": words.of_page(page), "steps": steps}
    )


@require_POST
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the token."""
    page = _own(request, pk)
    actions.disconnect(page, by=request.user)
    messages.success(
        request, _("The token of “%(page)s” is forgotten; its posts go out by hand.") % {"page": page.name}
    )
    return redirect("publishing:pages")


@require_POST
def hidden(request: HttpRequest, pk: int) -> HttpResponse:
    """Do posts wait while the Page is unpublished?"""
    page = _own(request, pk)
    actions.set_waits_when_hidden(page, request.POST.get("wanted") == "1", by=request.user)
    return redirect("publishing:pages")
