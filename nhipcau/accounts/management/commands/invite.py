"""`nhipcau invite`: an invitation from the command line, to be sent by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.accounts import actions
from nhipcau.accounts.permissions import Role
from nhipcau.core.refusal import Refusal
from nhipcau.organisations.models import Unit


class Command(BaseCommand):
    help = "Appoint a person at a unit and print the address of their invitation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="full name")
        parser.add_argument("--email", default="")
        parser.add_argument("--phone", default="", help="as +84…")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--unit", default="", help="code or name; the top unit when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = self._unit(options["unit"])
        try:
            _invitation, path = actions.invite(
                full_name=options["name"],
                email=options["email"],
                phone=options["phone"],
                role=options["role"],
                unit=unit,
                by="command",
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{settings.SITE_URL}{path}")

    def _unit(self, words: str) -> Unit:
        if not words:
            top: Unit | None = Unit.objects.filter(depth=1).first()
            if top is None:
                raise CommandError("There is no unit yet. Begin with: nhipcau init")
            return top
        exact = Unit.objects.open().filter(code__iexact=words).first()
        found = [exact] if exact else list(Unit.objects.open().named(words)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(f"No unit is called “{words}”. Give its code or its name.")
        names = "; ".join(unit.name for unit in found)
        raise CommandError(f"Several units match “{words}”: {names}. Give the code or the whole name.")
