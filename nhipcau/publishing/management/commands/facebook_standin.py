"""`nhipcau facebook-standin --port N`: play Facebook's server for tests and the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.core import clock
from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.server import StandIn


class Command(BaseCommand):
    help = "Play Facebook's server on 127.0.0.1, for tests and the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8099)
        parser.add_argument("--state", type=Path, default=None, help="Keep posts and photos in this file.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            standin = StandIn(options["port"], VirtualClock(clock.now), options["state"])
        except OSError as error:
            raise CommandError(f"Port {options['port']} cannot be used: {error.strerror}.") from None
        self.stdout.write(f"{standin.base}/www/congdoanhoasua")
        self.stdout.flush()
        try:
            standin.serve_forever()
        except KeyboardInterrupt:
            pass
