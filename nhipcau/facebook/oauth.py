"""The sign-in of a Page's officer: dialog, code, tokens, what was granted (contract, section 2).

The wizard goes: `dialog_url` -> the person comes back with a code -> `exchange_code` -> `long_lived` ->
`permissions` -> `client.accounts`, whose Page tokens then have no end -> `client.debug_token` of the chosen one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from nhipcau.facebook.answers import CREATING_TASKS, GraphError
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.reading import rows, whole
from nhipcau.facebook.wire import Request, Wire

REQUIRED_SCOPES = ("pages_show_list", "pages_read_engagement", "pages_manage_posts")
# Publishing works without them; `read_insights` is refused for some apps.
OPTIONAL_SCOPES = ("read_insights", "business_management")
NEEDED_TASKS = CREATING_TASKS


@dataclass(frozen=True)
class UserToken:
    """A person's token; `expires_in` seconds, None when not said."""

    token: str = field(repr=False)
    expires_in: int | None = None


@dataclass(frozen=True)
class Permissions:
    """What the person granted and declined in the dialog."""

    granted: frozenset[str]
    declined: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """Permissions without which nothing can be published."""
        return tuple(one for one in REQUIRED_SCOPES if one not in self.granted)

    @property
    def missing_optional(self) -> tuple[str, ...]:
        return tuple(one for one in OPTIONAL_SCOPES if one not in self.granted)


def dialog_url(client: Wire, redirect_uri: str, state: str, optional: Sequence[str] = OPTIONAL_SCOPES) -> str:
    """Where the person's browser goes; `state` is random, single-use and bound to the session."""
    asked = {
        "client_id": client.app_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "scope": ",".join([*REQUIRED_SCOPES, *optional]),
        "response_type": "code",
    }
    return f"{client.hosts.www}/{client.version}/dialog/oauth?{urlencode(asked)}"


def exchange_code(client: Wire, code: str, redirect_uri: str) -> UserToken:
    """The code that came back, for a short-lived token; a code works once. GraphError when it does not."""
    return _token(client, {"redirect_uri": redirect_uri, "code": code}, code)


def long_lived(client: Wire, token: str) -> UserToken:
    """A token of about 60 days for a short-lived one; the Page tokens taken with it have no end."""
    return _token(client, {"grant_type": "fb_exchange_token", "fb_exchange_token": token}, token)


def _token(client: Wire, asked: Mapping[str, str], secret: str) -> UserToken:
    # Documented as a GET with the secret among its parameters; there is no token yet for the header.
    body, answer = client.ask_for_token(asked, secret)
    token = body.get("access_token")
    if not isinstance(token, str) or not token.strip():
        raise GraphError(Fault.TEMPORARY, answer)
    return UserToken(token, whole(body.get("expires_in")))


def permissions(client: Wire, user_token: str) -> Permissions:
    """What the person granted; a person may decline any of them."""
    body, answer = client.read_as(Request("GET", "me/permissions", {}), user_token)
    data = body.get("data")
    if not isinstance(data, list):
        raise GraphError(Fault.TEMPORARY, answer)
    said: dict[str, Any] = {
        str(row.get("permission")): row.get("status") for row in rows(data) if isinstance(row, dict)
    }
    granted = frozenset(name for name, status in said.items() if status == "granted")
    return Permissions(granted, frozenset(said) - granted)
