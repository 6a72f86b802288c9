"""Roles that publish, export or administer sign in with an authenticator app, where the settings say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nhipcau.accounts.permissions import Permission as P
from nhipcau.accounts.permissions import may_somewhere

#: With one of these a person publishes, exports or administers.
STRONG = (
    P.POST_PUBLISH, P.STORY_APPROVE, P.PAGE_CONNECT, P.REGISTER_EXPORT, P.PERSON_MANAGE, P.UNIT_MANAGE, P.CAMPAIGN_MANAGE, P.OPERATE,
)  # fmt: skip

#: What setting the app up takes, and leaving.
OPEN = frozenset({
    "mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate",
    "account_reauthenticate", "accounts:again-code", "account_logout", "set_language",
})  # fmt: skip


def is_owed_by(user: Any) -> bool:
    """This person's roles ask for an app, and there is none yet."""
    if not settings.SECOND_FACTOR or not getattr(user, "is_authenticated", False):
        return False
    if not any(may_somewhere(user, permission) for permission in STRONG):
        return False
    return not is_mfa_enabled(user, types=[Authenticator.Type.TOTP])


class SecondFactorMiddleware:
    """Leads such a person to setting the app up, before any page that asks for sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _options: Any
    ) -> HttpResponse | None:
        """Public pages stay public."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not getattr(view, "login_required", True) or name in OPEN or not is_owed_by(request.user):
            return None
        target = reverse("mfa_activate_totp") + "?role=1"
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=403, headers={"HX-Redirect": target})
        return redirect(target)
