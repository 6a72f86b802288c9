"""Hand out a kept photo or clip: our type, our name, nothing to be guessed by a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

PUBLIC = "public, max-age=86400"
PRIVATE = "private, no-store"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_PIECE = 64 * 1024


def photo_response(file: FieldFile, *, name: str, public: bool = False) -> FileResponse:
    """The JPEG as it lies on the disk; 404 when it is no longer there."""
    response = FileResponse(_opened(file), filename=name, content_type="image/jpeg")
    _mark(response, public)
    return response


def clip_response(
    request: HttpRequest, file: FieldFile, *, name: str, content_type: str, public: bool = False
) -> HttpResponseBase:
    """The clip, or the part of it a player asks for (RFC 9110, 14: one range of bytes; iPhones play nothing without)."""
    content = _opened(file)
    size = file.size
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    response: HttpResponseBase
    if not found or found[0] == "bytes=-":
        response = FileResponse(content, filename=name, content_type=content_type)
    else:
        start, end = _bounds(found[1], found[2], size)
        if start >= end:
            content.close()
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            content.seek(start)
            response = StreamingHttpResponse(
                _piece(content, end - start), status=206, content_type=content_type
            )
            response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
            response.headers["Content-Length"] = str(end - start)
            response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Accept-Ranges"] = "bytes"
    _mark(response, public)
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First byte, and the one behind the last; the last `n` bytes where only an end was asked for."""
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


def _piece(content: IO[bytes], left: int) -> Iterator[bytes]:
    with content:
        while left > 0 and (piece := content.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece


def _opened(file: FieldFile) -> IO[bytes]:
    try:
        opened: IO[bytes] = file.open("rb")
    except (FileNotFoundError, ValueError):  # ValueError: there is no such file to this row
        raise Http404 from None
    return opened


def _mark(response: HttpResponseBase, public: bool) -> None:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = PUBLIC if public else PRIVATE
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
