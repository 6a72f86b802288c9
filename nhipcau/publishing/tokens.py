"""Page tokens are stored sealed; the key lies outside the database and outside its backup."""

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core.refusal import Refusal


def seal(token: str) -> str:
    """What may be stored."""
    return _fernet().encrypt(token.encode()).decode()


def unseal(sealed: str) -> str:
    """The token itself; an empty text when the key no longer fits, which means: connect again."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    key = getattr(settings, "TOKEN_KEY", "")
    try:
        return Fernet(key)
    except (ValueError, TypeError):
        raise Refusal(
            _("This installation has no key to keep Page tokens with."),
            remedy=_("Ask the operator to set the key for tokens, then connect the Page again."),
        ) from None
