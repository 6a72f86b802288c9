"""`nhipcau doctor`: is this installation in order?"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseError

from nhipcau.formats import guarded

LEAST_FREE = 200 * 1024 * 1024


class Command(BaseCommand):
    help = "Look whether this installation is in order; exit status 1 when something has to be done."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for good, words in self._findings():
            self.stdout.write(f"{'ok  ' if good else 'TO DO'} {words}")
            faults += not good
        if faults:
            sys.exit(1)

    def _findings(self) -> Iterator[tuple[bool, str]]:
        yield True, f"Python {sys.version.split()[0]}"
        yield from self._data()
        yield from self._database()
        alone = guarded.is_alone()
        yield (
            alone or settings.DEMO or settings.LOCAL,
            "Files are read in a child process that is cut off from the network."
            if alone
            else "Files are read in a child process that this machine cannot cut off from the network.",
        )
        mail = settings.EMAIL_BACKEND.rpartition(".")[2]
        yield (
            settings.DEMO or mail != "FileBackend",
            f"Mail goes out by {mail}."
            if mail != "FileBackend"
            else f"Mail is only written into {settings.MAIL_DIR}; set EMAIL_URL to send it.",
        )
        yield (
            settings.HTTPS or settings.LOCAL,
            f"People reach this installation at {settings.SITE_URL}."
            if settings.HTTPS or settings.LOCAL
            else f"{settings.SITE_URL} is not encrypted; put TLS in front and set NHIPCAU_URL to https://…",
        )
        has_app = bool(settings.FACEBOOK_APP_ID and settings.FACEBOOK_APP_SECRET)
        yield True, "Posts go out through a Meta app." if has_app else "No Meta app: posts go out by hand."

    def _data(self) -> Iterator[tuple[bool, str]]:
        folder = Path(settings.DATA_DIR)
        free = shutil.disk_usage(folder).free
        yield free > LEAST_FREE, f"{folder} has {free // 1024 // 1024} MiB free."
        keys = folder / "keys"
        if keys.exists():
            private = not keys.stat().st_mode & 0o077
            yield private, f"{keys} is {'closed to others' if private else 'open to others: chmod 700 it'}."

    def _database(self) -> Iterator[tuple[bool, str]]:
        try:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as fault:
            yield False, f"The database does not answer: {fault}".strip()
            return
        yield (
            not waiting,
            f"Database: {connection.vendor}, all migrations done."
            if not waiting
            else f"{len(waiting)} migrations wait: nhipcau migrate",
        )
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
                sync = cursor.execute("PRAGMA synchronous").fetchone()[0]
            yield (
                (mode, sync) == ("wal", 2),
                f"SQLite: journal {mode}, synchronous {sync} (wal and 2 keep every row).",
            )
