"""`nhipcau demo-union`: make the demo's union when there is none yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nhipcau.demo import union


class Command(BaseCommand):
    help = "Make the demo union in an empty demo installation. Does nothing when it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo installation; start it with ./run demo.")
        if not union.is_there():
            self.stdout.write("Making the demo union: 60 units, their people, a campaign, stories …")
            union.make()
