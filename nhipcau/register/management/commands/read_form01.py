"""`nhipcau read-form01 FILE`: what a filled Form 01 holds, as one JSON object."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.formats.guarded import Refused
from nhipcau.register.printing import printed, refused
from nhipcau.register.reading import read_file


class Command(BaseCommand):
    help = "Read a filled Form 01 (xlsx, xls, ods, csv, docx, text PDF) and print it as JSON. Exit 3 when it is refused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the filled form")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(str(options["file"]))
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        try:
            answer, status = printed(read_file(path.read_bytes(), name=path.name)), 0
        except Refused as refusal:
            answer, status = refused(refusal.code), 3
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
        sys.stdout.flush()
        if status:
            sys.exit(status)
