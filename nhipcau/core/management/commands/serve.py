"""`nhipcau serve`: gunicorn with threads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

from nhipcau.core.ports import explain_taken


class Server(BaseApplication):
    """gunicorn with our settings instead of a file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return import_string(settings.WSGI_APPLICATION)


class Command(BaseCommand):
    help = "Serve the pages; TLS belongs in front of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)
        parser.add_argument("--processes", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        explain_taken(options["host"], options["port"])
        Server({
            "bind": f"{options['host']}:{options['port']}",
            "threads": options["threads"],
            "workers": options["processes"],
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "control_socket_disable": True,
        }).run()  # fmt: skip
