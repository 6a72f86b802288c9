"""`nhipcau init`: the top unit and the first officer of a new installation."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify

from nhipcau.accounts import links
from nhipcau.accounts.actions import add_person, appoint
from nhipcau.accounts.contact import e164
from nhipcau.accounts.permissions import Role
from nhipcau.core.text import fold
from nhipcau.organisations.actions import found
from nhipcau.organisations.models import Unit, UnitKind

QUESTIONS = {
    "unit": "Name of the unit at the top (for example: Công đoàn phường Hòa Sữa): ",
    "kind": "Its kind (for example: Công đoàn phường, xã): ",
    "officer": "Full name of the first officer: ",
    "email": "E-mail of the officer (empty if there is none): ",
    "phone": "Phone number of the officer (empty if there is none): ",
}


class Command(BaseCommand):
    help = "Ask for the top unit and the first officer, and print one link with which the officer signs in."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name}", help=question.rstrip(": "))

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if Unit.objects.exists():
            raise CommandError(
                "This installation has its units already. New links: nhipcau sign-in-link PERSON"
            )
        given = self._answers(options)
        phone = e164(given["phone"]) if given["phone"] else ""
        if given["phone"] and not phone:
            raise CommandError(f"“{given['phone']}” is no phone number. Write it like 0912 345 678.")
        if not given["email"] and not phone:
            raise CommandError("The officer needs an e-mail address or a phone number: --email or --phone.")
        path = _begin(given["unit"], given["kind"], given["officer"], given["email"], phone)
        self.stdout.write("Open this link and press the button. It signs the officer in once, for 14 days:")
        self.stdout.write(settings.SITE_URL + path)

    def _answers(self, options: dict[str, Any]) -> dict[str, str]:
        """Options first; what is missing is asked for when a person sits there."""
        given: dict[str, str] = {}
        for name, question in QUESTIONS.items():
            value = options.get(name)
            if value is None and sys.stdin.isatty() and not (name == "phone" and given.get("email")):
                value = input(question)
            given[name] = (value or "").strip()
            if name in ("unit", "kind", "officer") and not given[name]:
                raise CommandError(f"Missing: --{name}. Without a terminal all options must be given.")
        return given


@transaction.atomic
def _begin(unit_name: str, kind_name: str, officer: str, email: str, phone: str) -> str:
    code = slugify(fold(kind_name))[:50] or "top"
    kind, _made = UnitKind.objects.get_or_create(code=code, defaults={"name": kind_name, "rank": 1})
    unit = found(name=unit_name, kind=kind, by="command")
    person = add_person(full_name=officer, email=email, phone=phone, by="command")
    for role in (Role.DESK_OFFICER, Role.OPERATOR):
        appoint(person, role, unit, by="command")
    _link, path = links.issue("sign-in", user=person, unit=unit)
    return path
