"""`nhipcau sign-in-link PERSON`: for somebody who has lost every other way in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from nhipcau.accounts import links
from nhipcau.accounts.people import find_person
from nhipcau.audit import trail


class Command(BaseCommand):
    help = "Print an address that signs one person in once. It is good for a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", metavar="PERSON", help="e-mail, phone (+84…) or name")

    def handle(self, *args: Any, person: str, **options: Any) -> None:
        user = find_person(person)
        link, path = links.issue("sign-in", user=user, days=1)
        trail.record("sign_in_link.issued", link, by="command")
        self.stdout.write(f"{settings.SITE_URL}{path}")
