"""My own account: name, e-mail address, password, a greeting on the first day."""

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
from nhipcau.accounts import new_email
from nhipcau.accounts.forms import EmailCodeForm, NewEmailForm, PasswordForm, ProfileForm
from nhipcau.accounts.models import User


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """My name and language, how I am reached, and what I am appointed to."""
    user = _me(request)
    now = {"full_name": user.full_name, "language": user.language}
    form = ProfileForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(user, form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:profile")
    held = user.appointments.today().select_related("unit")
    context = {"form": form, "appointments": held}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """A new address: a code is mailed to it, nothing is kept yet."""
    user = _me(request)
    form = NewEmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["email"] == user.email:
            form.add_error("email", _("This is your e-mail address already."))
        else:
            new_email.ask(request, user, **form.cleaned_data)
            return redirect("accounts:email-code")
    return render(request, "accounts/email.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def email_code(request: HttpRequest) -> HttpResponse:
    """The code that was mailed to the new address; only now it is kept."""
    user = _me(request)
    address = new_email.waiting(request)
    if not address:  # kept already by the press before, or never asked for
        return redirect("accounts:profile")
    form = EmailCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if new_email.is_right(request, user, form.cleaned_data["code"]):
            new_email.forget(request)
            actions.keep_email(user, address)
            messages.success(request, _("Your e-mail address is kept."))
            return redirect("accounts:profile")
        form.add_error(
            "code", _("This code is not right. Look at the newest message, or ask for a new code.")
        )
    context = {"form": form, "email": address, "minutes": new_email.MINUTES}
    return render(request, "accounts/email_code.html", context, status=422 if form.errors else 200)


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
