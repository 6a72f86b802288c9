"""Page tokens are stored sealed; the keys lie outside the database and outside its backup.

The first key seals, every key opens: so a new key can be made while old rows are still sealed with the last one.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core.refusal import Refusal


def seal(token: str) -> str:
    """What may be stored."""
    return _lock(_keys()).encrypt(token.encode()).decode()


def unseal(sealed: str) -> str:
    """The token itself; an empty text when no key fits any more, which means: connect again."""
    try:
        return _lock(_keys()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def reseal(sealed: str) -> str:
    """The same token under the first key. InvalidToken when no key fits."""
    return _lock(_keys()).rotate(sealed.encode()).decode()


def key_file() -> Path:
    """Keys made by `rotate-token-key`, the newest first, one a line; before the first rotation there is none."""
    return Path(settings.DATA_DIR) / "keys" / "page_token_keys"


def kept_keys() -> list[str]:
    """Read anew each time, so that web and worker know a new key without being started again."""
    try:
        return key_file().read_text().split()
    except OSError:
        return []


def _keys() -> list[str]:
    """The installation's own key opens too what was sealed before the first rotation."""
    own = getattr(settings, "TOKEN_KEY", "")
    return [*kept_keys(), *([own] if own else [])]


def _lock(keys: list[str]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except (ValueError, TypeError):
        raise Refusal(
            _("This installation has no key to keep Page tokens with."),
            remedy=_("Ask the operator to set the key for tokens, then connect the Page again."),
        ) from None
