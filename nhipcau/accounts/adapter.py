"""How allauth behaves here: nobody signs up, people are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited."""
        return False


def client_ip(request: HttpRequest) -> str:
    """For counting failed passwords."""
    return str(request.META.get("REMOTE_ADDR", "")) or "unknown"


