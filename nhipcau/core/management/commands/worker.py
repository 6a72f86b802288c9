"""`nhipcau worker`: what is not done in a page."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nhipcau.core.worker import Worker
from nhipcau.formats import guarded


class Command(BaseCommand):
    help = "Publish due posts, send reminders and mail, until stopped with Ctrl-C or TERM."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("The worker is at work. Ctrl-C ends it.")
        self.stdout.flush()
        guarded.share_places(settings.DATA_DIR / "run", count=settings.READERS, patience=guarded.PATIENCE)
        Worker().run()
