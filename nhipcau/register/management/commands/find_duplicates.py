"""`nhipcau find-duplicates`: compare the whole register by blocks and lay the proposals before the desk."""

from typing import Any

from django.core.management.base import BaseCommand

from nhipcau.register import duplicates


class Command(BaseCommand):
    help = "Find people of the register who may be one; somebody decides on the page of duplicates."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{duplicates.find_all()} new proposals.")
