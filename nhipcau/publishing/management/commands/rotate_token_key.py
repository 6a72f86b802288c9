"""`nhipcau rotate-token-key`: a new key for Page tokens, every token sealed anew, the old key forgotten."""

from __future__ import annotations

import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.core.management.base import BaseCommand
from django.db import transaction

from nhipcau.audit import trail
from nhipcau.publishing import tokens
from nhipcau.publishing.models import Page


class Command(BaseCommand):
    help = "Make a new key for Page tokens and seal every token anew. Web and worker may go on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Cut at any moment, both keys still open what either has sealed; running it again ends it."""
        keys = [Fernet.generate_key().decode(), *tokens.kept_keys()]
        _replace(keys)
        done = lost = 0
        for page in Page.objects.exclude(sealed_token="").select_related("unit"):
            with transaction.atomic():
                locked = Page.objects.select_for_update().get(pk=page.pk)
                try:
                    sealed = tokens.reseal(locked.sealed_token)
                except InvalidToken:
                    lost += 1
                    continue
                Page.objects.filter(pk=page.pk).update(sealed_token=sealed)
                trail.record(
                    "page.token_resealed", page, by="command", unit=page.unit, fields=("sealed_token",)
                )
                done += 1
        _replace(keys[:1])
        self.stdout.write(
            f"{done} tokens sealed with the new key; {lost} could not be opened and must be connected anew."
        )


def _replace(keys: list[str]) -> None:
    """The file whole or not at all, readable by its owner alone."""
    file = tokens.key_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_suffix(f".{secrets.token_hex(4)}")
    beside.touch(mode=0o600)
    beside.write_text("\n".join(keys))
    beside.replace(file)
