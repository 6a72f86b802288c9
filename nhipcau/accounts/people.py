"""Find the person an operator means."""

from django.core.management.base import CommandError
from django.db.models import Q

from nhipcau.accounts.models import User
from nhipcau.core.text import fold


def find_person(words: str) -> User:
    """By e-mail, phone, or a name that only one person has; a CommandError says what to do otherwise."""
    found = User.objects.active().filter(Q(email=words.strip().lower()) | Q(phone=words.strip())).first()
    if found is not None:
        return found
    several = list(User.objects.active().filter(search_name__contains=fold(words))[:6])
    if len(several) == 1:
        return several[0]
    if not several:
        raise CommandError(f"Nobody here is called “{words}”. Give the e-mail or the phone number (+84…).")
    names = "; ".join(f"{user.full_name} ({user.contact})" for user in several)
    raise CommandError(f"Several people are called “{words}”: {names}. Give the e-mail or the phone number.")
