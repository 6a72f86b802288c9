"""Who publishes shows again that it is them, when they last did so a while ago (NHIPCAU_AGAIN_AFTER, minutes).

allauth sets the request aside, asks for the password, the app's code or a code by e-mail, and then goes on with the
request as it was sent, so that nothing typed is lost.
"""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nhipcau.accounts.codes import Codes
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal

CODES = Codes("again")


def require_recent(request: HttpRequest) -> None:
    """Go on, or ask who it is first. Called after the rights were looked at, before anything is changed."""
    if is_recent(request):
        return
    if not get_adapter().get_reauthentication_methods(request.user):
        raise Refusal(
            _(
                "Before something is published you are asked who you are, and your account has nothing to answer with."
            ),
            remedy=_("Set a password under “My account”, or sign in again, then do it once more."),
        )
    request.session.pop(STATE_SESSION_KEY, None)  # an earlier press that was given up is not done now
    raise ReauthenticationRequired


def is_recent(request: HttpRequest) -> bool:
    """Signed in, or asked again, within the time the settings give; by whichever way."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    if not records:
        return False
    seconds = clock.now().timestamp() - float(records[-1]["at"])
    return seconds < app_settings.REAUTHENTICATION_TIMEOUT
