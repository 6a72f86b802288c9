"""Hand out a kept photo: our type, our name, nothing to be guessed by a browser."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

PUBLIC = "public, max-age=86400"
PRIVATE = "private, no-store"


def photo_response(file: FieldFile, *, name: str, public: bool = False) -> FileResponse:
    """The JPEG as it lies on the disk; 404 when it is no longer there."""
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, filename=name, content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = PUBLIC if public else PRIVATE
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
