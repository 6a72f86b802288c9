"""allauth's pages for signing in, with the answers our pages give: bad input is 422."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

from nhipcau.accounts.views.again import CodeAgainView

View = Callable[..., HttpResponseBase]


def _answering(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    return answer


def _activating(view: View) -> View:
    @wraps(view)
    def activate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The code just typed proves who it is: the emergency codes are shown without asking for it again."""
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 302:
            record_authentication(request, request.user, method="mfa", type="totp", reauthenticated=True)  # type: ignore[arg-type]
        return response

    return activate


login = _answering(account.login)
request_login_code = _answering(account.request_login_code)
confirm_login_code = _answering(account.confirm_login_code)
reauthenticate = _answering(account.reauthenticate)
inactive = login_not_required(account.account_inactive)
logout = login_not_required(account.logout)
again_code = _answering(CodeAgainView.as_view())
second_factor = _answering(mfa.authenticate)
second_factor_again = _answering(mfa.reauthenticate)
security = mfa.index
activate_app = _activating(_answering(totp.activate_totp))
deactivate_app = _answering(totp.deactivate_totp)
emergency_codes = recovery.view_recovery_codes
new_emergency_codes = _answering(recovery.generate_recovery_codes)
devices = _answering(sessions.list_usersessions)
