"""The tus protocol 1.0.0 (core, creation, termination, expiration): https://tus.io/protocols/resumable-upload.

Only the talk: whose upload it is and what it is for is the caller's business; the bytes are `uploads.py`'s.
"""

from __future__ import annotations

import base64
import threading

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from nhipcau.media import uploads
from nhipcau.media.models import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PIECES = "application/offset+octet-stream"
AT_ONCE = threading.BoundedSemaphore(4)  # half of the server's threads: pages answer while phones send slowly


def options() -> HttpResponse:
    """What this server can."""
    return _answer(204, {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS})


def speaks_it(request: HttpRequest) -> bool:
    """Whether the client's version is ours."""
    return request.headers.get("Tus-Resumable", VERSION) == VERSION


def other_version() -> HttpResponse:
    """The answer to a client of another version."""
    return _answer(412, {"Tus-Version": VERSION})


def length_of(request: HttpRequest) -> int | None:
    """How large the file will be; None when the client does not say."""
    return _number(request.headers.get("Upload-Length", ""))


def metadata_of(request: HttpRequest) -> dict[str, str]:
    """What the client says about the file; what cannot be read is left out."""
    told = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _blank, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except ValueError:  # not base64, not UTF-8, letters that no header carries
            continue
    return told


def begun(upload: Upload, location: str) -> HttpResponse:
    """201: where the pieces go."""
    return _answer(201, {"Location": location, **_of(upload)})


def stands(upload: Upload) -> HttpResponse:
    """HEAD: how much is here."""
    return _answer(200, {"Upload-Length": str(upload.size), "Cache-Control": "no-store", **_of(upload)})


def ended() -> HttpResponse:
    """DELETE: it is gone."""
    return _answer(204)


def refused(sentence: str, status: int = 413) -> HttpResponse:
    """It may not come; the sentence is for the person."""
    return _answer(status, sentence=sentence)


def append(request: HttpRequest, upload: Upload) -> HttpResponse:
    """PATCH: the next bytes; 204 says how much is safe now."""
    offset, length = (
        _number(request.headers.get("Upload-Offset", "")),
        _number(request.headers.get("Content-Length", "")),
    )
    if request.content_type != PIECES:
        return _answer(415)
    if offset is None or length is None:
        return _answer(422)
    if offset != upload.offset:
        return _answer(409, _of(upload))
    if offset + length > upload.size:
        return _answer(413)
    if not AT_ONCE.acquire(blocking=False):
        return _answer(503, {"Retry-After": "2"})
    try:
        uploads.append(upload, offset, request)
    except uploads.WrongOffset as where:
        return _answer(409, {"Upload-Offset": str(where.offset)})
    except uploads.NoRoom:
        return _answer(507, {"Retry-After": "60"})
    finally:
        AT_ONCE.release()
    return _answer(204, _of(upload))


def _of(upload: Upload) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _answer(status: int, headers: dict[str, str] | None = None, sentence: str = "") -> HttpResponse:
    content = {"content_type": "text/plain; charset=utf-8"} if sentence else {}
    return HttpResponse(
        sentence, status=status, headers={"Tus-Resumable": VERSION, **(headers or {})}, **content
    )
