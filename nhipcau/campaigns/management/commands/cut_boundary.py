"""`nhipcau cut-boundary`: one text a line on standard input, one JSON object a line on standard output."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from nhipcau.core.boundary import cut


class Command(BaseCommand):
    help = "Cut each line of standard input at the boundary and print what remains as JSON."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        text = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
        lines = text.split("\n")
        if lines and not lines[-1]:
            lines.pop()
        for line in lines:
            result = cut(line)
            sys.stdout.write(
                json.dumps({"kept": result.kept, "left_out": result.left_out}, ensure_ascii=False) + "\n"
            )
