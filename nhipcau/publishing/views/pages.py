"""The unit's own Pages: list, connect, connect again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.core.refusal import Refusal
from nhipcau.publishing import actions, health, words
from nhipcau.publishing.connection import is_open
from nhipcau.publishing.forms import AddPageForm, ConnectForm, TokenForm
from nhipcau.publishing.models import Page


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Every Page this user may see, and how its connection stands."""
    rows = [
        (
            page,
            words.of_page(page),
            may(request.user, Permission.PAGE_CONNECT, page.unit),
            health.ends_on(page) if page.is_connected and health.ends_soon(page) else None,
        )
        for page in Page.objects.visible_to(request.user).select_related("unit")
    ]
    return render(
        request,
        "publishing/pages.html",
        {
            "rows": rows,
            "may_connect": units_where(request.user, Permission.PAGE_CONNECT).exists(),
            "is_open": is_open(),
            "version": health.version_to_warn_of(),
            "version_ends": health.version_end(),
            "clock_minutes": health.wrong_minutes(),
        },
    )


def _only_page_admins(request: HttpRequest) -> None:
    unit = units_where(request.user, Permission.PAGE_CONNECT).first()
    if unit is None:
        from django.core.exceptions import PermissionDenied

        raise PermissionDenied
    require(request.user, Permission.PAGE_CONNECT, unit)


def connect(request: HttpRequest) -> HttpResponse:
    """Paste a token; it is proved before it is kept."""
    _only_page_admins(request)
    form = ConnectForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            proof = actions.prove(form.cleaned_data["token"], form.cleaned_data["page_number"].strip())
            page = actions.connect(
                form.cleaned_data["unit"], proof, by=request.user, submit_key=form.cleaned_data["submit_key"]
            )
        except Refusal as refusal:
            form.add_error("token", f"{refusal.reason} {refusal.remedy}".strip())
        else:
            return _connected(request, page)
    status = 422 if form.is_bound else 200
    return render(request, "publishing/connect.html", {"form": form, "page": None}, status=status)


def _connected(request: HttpRequest, page: Page) -> HttpResponse:
    messages.success(request, _("The Page “%(page)s” is connected.") % {"page": page.name})
    return redirect("publishing:pages")


def reconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """A new token for a known Page; its queue goes on in order."""
    page = get_object_or_404(Page.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.PAGE_CONNECT, page.unit)
    form = TokenForm(request.POST or None, initial={"page_number": page.page_id})
    if request.method == "POST" and form.is_valid():
        try:
            proof = actions.prove(form.cleaned_data["token"], form.cleaned_data["page_number"].strip())
            actions.connect(page.unit, proof, by=request.user, submit_key=page.submit_key, page=page)
        except Refusal as refusal:
            form.add_error("token", f"{refusal.reason} {refusal.remedy}".strip())
        else:
            return _connected(request, page)
    status = 422 if form.is_bound else 200
    return render(request, "publishing/connect.html", {"form": form, "page": page}, status=status)


def add(request: HttpRequest) -> HttpResponse:
    """A Page without a token: posts go out by hand."""
    _only_page_admins(request)
    form = AddPageForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        number, username = form.cleaned_data["address"]
        try:
            actions.add_page(
                form.cleaned_data["unit"],
                form.cleaned_data["name"],
                number,
                username,
                by=request.user,
                submit_key=form.cleaned_data["submit_key"],
            )
        except Refusal as refusal:
            form.add_error("address", f"{refusal.reason} {refusal.remedy}".strip())
        else:
            return redirect("publishing:pages")
    status = 422 if form.is_bound else 200
    return render(request, "publishing/add_page.html", {"form": form}, status=status)


@require_POST
def auto_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch the automatic resend on or off."""
    page = get_object_or_404(Page.objects.visible_to(request.user), pk=pk)
    actions.set_auto_resend(page, request.POST.get("wanted") == "1", by=request.user)
    return redirect("publishing:pages")
