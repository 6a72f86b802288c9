"""The menu of the desk."""

from typing import Any

from django.http import HttpRequest


def menu(_request: HttpRequest) -> dict[str, Any]:
    """What this person may open."""
    return {"menu": []}
