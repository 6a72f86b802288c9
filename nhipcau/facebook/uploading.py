"""The two upload protocols for a clip behind one interface (contract, section 4)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nhipcau.facebook.answers import Answer, NotSent, Outcome, Refused, Unknown
from nhipcau.facebook.faults import Fault, stays_unknown
from nhipcau.facebook.reading import error_data, fault_of, is_digits, number_id, offset, succeeded
from nhipcau.facebook.videos import (
    CHUNKED,
    RESUMABLE,
    Clip,
    Moved,
    OnBytes,
    SessionLost,
    Step,
    Uploader,
    UploadState,
    about_to_finish,
)
from nhipcau.facebook.wire import Request, Wire

WRONG_OFFSET = 1363037
SESSION_ENDED = frozenset({1363041, 1363030})
MOST_CORRECTIONS = 5  # of the offset in a row, without a byte accepted
MOST_PIECE = 64 * 2**20  # in memory at once, whatever the server wants


def uploader(client: Wire, kind: str = CHUNKED) -> Uploader:
    """The uploader of a protocol; chunked is the default."""
    return ResumableUploader(client) if kind == RESUMABLE else ChunkedUploader(client)


class ChunkedUploader:
    """`POST /{page}/videos` on graph-video in three phases; the server dictates the bounds of every piece."""

    def __init__(self, client: Wire) -> None:
        self.client = client

    def start(self, page_id: str, token: str, clip: Clip) -> Step:
        """Open a session: video id, session id, the first bounds."""
        fields = {"upload_phase": "start", "file_size": str(clip.size)}
        body = _asked(self.client, _videos(self.client, page_id, fields), token)
        if not isinstance(body, _Body):
            return body
        session, video = body.said.get("upload_session_id"), body.said.get("video_id")
        if not isinstance(session, str) or not session or not isinstance(video, str) or not is_digits(video):
            return Unknown(body.answer)
        return _moved(UploadState(CHUNKED, clip.size, session, video), body.said, body.answer)

    def send(
        self, page_id: str, token: str, clip: Clip, state: UploadState, on_bytes: OnBytes | None = None
    ) -> Step:
        """Send the piece that the server asked for; a wrong offset is put right from its answer, for the next time."""
        if state.is_uploaded:
            return Moved(state)
        piece = clip.piece(state.offset, min(state.end - state.offset, MOST_PIECE))
        fields = {
            "upload_phase": "transfer",
            "upload_session_id": state.session_id,
            "start_offset": str(state.offset),
        }
        watched = _Watched(piece, state.offset, on_bytes)
        files = {"video_file_chunk": (clip.name, watched, "application/octet-stream")}
        request = _videos(self.client, page_id, fields, files, len(piece))
        body, answer, is_sent = self.client.ask(request, token)
        if body is not None and WRONG_OFFSET in (answer.subcode, answer.code):
            if state.corrections >= MOST_CORRECTIONS:
                return Refused(Fault.VIDEO, answer)
            return _moved(replace(state, corrections=state.corrections + 1), error_data(body), answer)
        failed = _failed(body, answer, is_sent)
        if failed is not None or body is None:
            return _lost(failed or Unknown(answer))
        return _moved(replace(state, corrections=0), body, answer)

    def finish(
        self, page_id: str, token: str, clip: Clip, state: UploadState, before: Callable[[UploadState], None]
    ) -> Outcome:
        """Publish the clip; Published carries the video's id."""
        about_to_finish(state, before)
        fields = {"upload_phase": "finish", "upload_session_id": state.session_id, "published": "true"}
        request = _videos(self.client, page_id, {**fields, **_words(clip)})
        return self.client.write(request, token, accept=lambda body: succeeded(body, state.video_id))


class ResumableUploader:
    """`POST /{app}/uploads`, `POST /upload:…`, then `POST /{page}/videos` with the handle. There is no video id before
    that last call: when it stays unknown, the clip is looked for in the Page's list by its text."""

    def __init__(self, client: Wire) -> None:
        self.client = client

    def start(self, page_id: str, token: str, clip: Clip) -> Step:
        """Open a session."""
        fields = {"file_name": clip.name, "file_length": str(clip.size), "file_type": clip.mime}
        body = _asked(self.client, Request("POST", f"{self.client.app_id}/uploads", fields), token)
        if not isinstance(body, _Body):
            return body
        session = body.said.get("id")
        if not isinstance(session, str) or not session.startswith("upload:"):
            return Unknown(body.answer)
        return Moved(UploadState(RESUMABLE, clip.size, session), body.answer)

    def send(
        self, page_id: str, token: str, clip: Clip, state: UploadState, on_bytes: OnBytes | None = None
    ) -> Step:
        """Ask how far the clip has come, and send the rest in one go."""
        if state.is_uploaded:
            return Moved(state)
        authorization = {"Authorization": f"OAuth {token}"}
        body = _asked(self.client, Request("GET", state.session_id, {}, headers=authorization), token)
        if not isinstance(body, _Body):
            return _lost(body)
        start = offset(body.said.get("file_offset"))
        if start is None or start > clip.size:
            return Unknown(body.answer)
        body = _asked(self.client, self._rest(clip, state, start, authorization, on_bytes), token)
        if not isinstance(body, _Body):
            return _lost(body)
        handle = body.said.get("h")
        if not isinstance(handle, str) or not handle:
            return SessionLost(body.answer) if start == clip.size else Unknown(body.answer)
        return Moved(replace(state, offset=clip.size, handle=handle, is_uploaded=True), body.answer)

    def _rest(
        self, clip: Clip, state: UploadState, start: int, headers: dict[str, str], on_bytes: OnBytes | None
    ) -> Request:
        about = {
            "file_offset": str(start),
            "Content-Type": "application/octet-stream",
            "Content-Length": str(clip.size - start),
        }
        content = clip.rest(start, on_bytes)
        headers = {**headers, **about}
        return Request(
            "POST", state.session_id, {}, content=content, headers=headers, upload_bytes=clip.size - start
        )

    def finish(
        self, page_id: str, token: str, clip: Clip, state: UploadState, before: Callable[[UploadState], None]
    ) -> Outcome:
        """Publish the clip; Published carries the video's id."""
        about_to_finish(state, before)
        fields = {"fbuploader_video_file_chunk": state.handle, **_words(clip)}
        return self.client.write(_videos(self.client, page_id, fields), token, accept=number_id)


class _Watched(io.BytesIO):
    """A piece of the clip that tells how far it has been taken."""

    def __init__(self, content: bytes, start: int, on_bytes: OnBytes | None) -> None:
        super().__init__(content)
        self._start, self._on_bytes = start, on_bytes

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if piece and self._on_bytes is not None:
            self._on_bytes(self._start + self.tell())
        return piece


def _videos(client: Wire, page_id: str, fields: dict[str, str], files: Any = None, size: int = 0) -> Request:
    host = client.hosts.graph_video
    return Request("POST", f"{page_id}/videos", fields, files=files, host=host, upload_bytes=size)


def _words(clip: Clip) -> dict[str, str]:
    said = {"title": clip.title, "description": clip.description}
    return {name: text for name, text in said.items() if text}


@dataclass(frozen=True)
class _Body:
    """An answer that is to be read further."""

    said: dict[str, Any]
    answer: Answer


def _asked(client: Wire, request: Request, token: str) -> _Body | NotSent | Unknown | Refused:
    """The body, or what the step ends with."""
    body, answer, is_sent = client.ask(request, token)
    failed = _failed(body, answer, is_sent)
    if body is None or failed is not None:
        return failed or Unknown(answer)
    return _Body(body, answer)


def _failed(body: dict[str, Any] | None, answer: Answer, is_sent: bool) -> NotSent | Unknown | Refused | None:
    """What a step ends with when its answer brings nothing; None when the body is to be read further."""
    if not is_sent:
        return NotSent(answer)
    if body is None:
        return Unknown(answer)
    if "error" in body:
        fault = fault_of(body)
        return Unknown(answer) if stays_unknown(fault) else Refused(fault, answer)
    return None if answer.status == 200 else Unknown(answer)


def _moved(state: UploadState, body: dict[str, Any], answer: Answer) -> Step:
    """The state with the bounds that the server named; Unknown when they make no sense for this file."""
    start, end = offset(body.get("start_offset")), offset(body.get("end_offset"))
    if start is None or end is None or not start <= end <= state.size or (start == end != state.size):
        return Unknown(answer)
    return Moved(replace(state, offset=start, end=end, is_uploaded=start == end), answer)


def _lost(step: Step) -> Step:
    """A session that Facebook no longer knows; a refusal of the file itself or of the token says nothing of that."""
    if not isinstance(step, Refused):
        return step
    is_over = step.fault in (Fault.GONE, Fault.PARAMETER) or step.answer.subcode in SESSION_ENDED
    return SessionLost(step.answer) if is_over else step
