"""My own account: name and contacts, password, a greeting on the first day."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nhipcau.accounts import actions_own as actions
from nhipcau.accounts.forms import PasswordForm, ProfileForm
from nhipcau.accounts.models import User


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """My name, contacts, language, and what I am appointed to."""
    user = _me(request)
    form = ProfileForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(user, form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:profile")
    held = user.appointments.today().select_related("unit")
    context = {"form": form, "appointments": held}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set or change my password; other devices are signed out by it."""
    user = _me(request)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.set_password(user, form.cleaned_data["new"])
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)
        messages.success(request, _("Your password is saved. Other devices have been signed out."))
        return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET"])
def welcome(request: HttpRequest) -> HttpResponse:
    """After an invitation: set a password now, or later."""
    held = _me(request).appointments.today().select_related("unit")
    return render(request, "accounts/welcome.html", {"appointments": held})
