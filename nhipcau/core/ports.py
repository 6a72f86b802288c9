"""Ports on this machine."""

import socket

from django.core.management.base import CommandError


def is_free(host: str, port: int) -> bool:
    """Could a server listen there now?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def explain_taken(host: str, port: int) -> None:
    """A sentence instead of a traceback when another program has the port."""
    if not is_free(host, port):
        raise CommandError(
            f"Port {port} on {host} is in use by another program. Choose another one with --port, "
            "or end the other program first."
        )
