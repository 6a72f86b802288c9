"""`nhipcau read-circular FILE|-`: what a circular proposes, as one JSON object."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.campaigns.intake import Unreadable, read_bytes, read_text


class Command(BaseCommand):
    help = "Read a circular (.docx, .txt, or - for pasted text) and print what it proposes as JSON. Exit 3 when it is refused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the circular, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        name = str(options["file"])
        try:
            if name == "-":
                proposal = read_text(sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")).proposal
            else:
                path = Path(name)
                if not path.is_file():
                    raise CommandError(f"There is no file {name}.", returncode=2)
                proposal = read_bytes(path.read_bytes(), name=path.name).proposal
        except Unreadable as refused:
            sys.stdout.write(json.dumps({"refusal": refused.code}) + "\n")
            sys.exit(3)
        sys.stdout.write(json.dumps(proposal, ensure_ascii=False, indent=1) + "\n")
