"""One clip, by either upload protocol of Facebook; resumable, and made public once (contract, section 4).

The caller keeps `UploadState.to_json()` after every step. `start` and `send` change nothing that anybody can see and
may be repeated freely; `finish` is what makes the clip public. It hands the state marked `is_finish_sent` to
the caller to be stored first, and refuses to run for a state that is so marked: after that only `video_state`, or the
Page's list when there is no video id yet, says what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Protocol

from nhipcau.facebook.answers import Answer, GraphError, NotSent, Outcome, Refused, Unknown
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.reading import absolute, truth, whole
from nhipcau.facebook.wire import Wire

CHUNKED, RESUMABLE = "chunked", "resumable"
BLOCK = 64 * 2**10
OnBytes = Callable[[int], None]


@dataclass(frozen=True)
class Clip:
    """One clip to send, read piece by piece from where it lies."""

    path: Path
    size: int
    name: str = "clip.mp4"
    mime: str = "video/mp4"
    title: str = ""
    description: str = ""

    def piece(self, start: int, length: int) -> bytes:
        """So many bytes from there on; the file must still be the one that was begun with."""
        with self.path.open("rb") as file:
            file.seek(start)
            piece = file.read(length)
        if len(piece) != min(length, self.size - start):
            raise ClipChanged(f"{self.name} is not as long as it was")
        return piece

    def rest(self, start: int, on_bytes: OnBytes | None) -> Iterator[bytes]:
        """Everything from there on, block by block; `on_bytes` hears how far it has been taken."""
        while start < self.size:
            piece = self.piece(start, BLOCK)
            start += len(piece)
            yield piece
            if on_bytes is not None:
                on_bytes(start)


class ClipChanged(Exception):
    """The file is not the one whose upload was begun."""


class FinishMaybeSent(Exception):
    """`finish` may have reached Facebook before; ask what became of the clip instead of sending it again."""


@dataclass(frozen=True)
class UploadState:
    """How far an upload is; plain data. Bytes from `offset` to `end` are wanted next."""

    protocol: str
    size: int
    session_id: str
    video_id: str = ""
    offset: int = 0
    end: int = 0
    handle: str = ""
    is_uploaded: bool = False
    is_finish_sent: bool = False
    corrections: int = 0

    @property
    def percent(self) -> int:
        """Of the bytes that Facebook has accepted."""
        return 100 if self.is_uploaded else min(99, 100 * self.offset // max(self.size, 1))

    def to_json(self) -> dict[str, Any]:
        """What is stored after every step."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> UploadState:
        """Back from what was stored."""
        names = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in names})


@dataclass(frozen=True)
class Moved:
    """A step went well; `state` is to be stored."""

    state: UploadState
    answer: Answer = field(default_factory=Answer)


@dataclass(frozen=True)
class SessionLost:
    """Facebook no longer knows this upload: start anew, once. Nothing was published by it."""

    answer: Answer = field(default_factory=Answer)


Step = Moved | SessionLost | Refused | NotSent | Unknown


class Uploader(Protocol):
    """Both protocols alike. A Step that is NotSent or Unknown may be repeated with the same state."""

    def start(self, page_id: str, token: str, clip: Clip) -> Step:
        """Open an upload."""

    def send(
        self, page_id: str, token: str, clip: Clip, state: UploadState, on_bytes: OnBytes | None = None
    ) -> Step:
        """Send one piece; `on_bytes` hears which byte of the clip has left. Done when the state `is_uploaded`."""

    def finish(
        self, page_id: str, token: str, clip: Clip, state: UploadState, before: Callable[[UploadState], None]
    ) -> Outcome:
        """Make the uploaded clip public; `before` stores the state that says so. Published carries the video's id."""


def about_to_finish(state: UploadState, before: Callable[[UploadState], None]) -> None:
    """Let the caller store that `finish` goes out now; raises when it may have gone out before."""
    if state.is_finish_sent:
        raise FinishMaybeSent(state.session_id)
    if not state.is_uploaded:
        raise ValueError("the clip is not uploaded yet")
    before(replace(state, is_finish_sent=True))


def may_finish_again(outcome: Outcome) -> bool:
    """A `finish` that did not reach Facebook, or that Facebook clearly refused: the mark may be taken off the state.
    After Fault.VIDEO_LATER wait VIDEO_AGAIN_AFTER and ask `video_state` first."""
    return isinstance(outcome, NotSent | Refused)


@dataclass(frozen=True)
class VideoState:
    """Where Facebook is with a clip. Done is: processed and published; `ready` alone is not enough."""

    status: str
    is_done: bool
    is_failed: bool
    error: str = ""
    post_id: str = ""
    permalink: str = ""
    published: bool | None = None
    bytes_received: int | None = None
    answer: Answer = field(default_factory=Answer)


def video_state(client: Wire, video_id: str, token: str) -> VideoState:
    """Ask for a clip by its own id; to be asked again until it is done or failed. GraphError as any read."""
    asked = {"fields": "status,permalink_url,post_id,published,length"}
    body, answer = client.read(video_id, token, asked)
    status = body.get("status")
    if not isinstance(status, dict):
        raise GraphError(Fault.TEMPORARY, answer)
    name = str(status.get("video_status") or "")
    processing, publishing = _phase(status, "processing_phase"), _phase(status, "publishing_phase")
    published = truth(body.get("published"))
    is_processed = processing.get("status") == "complete" or (not processing and name == "ready")
    is_public = published is True or str(publishing.get("publish_status") or "").lower() == "published"
    phases = [processing, publishing, _phase(status, "uploading_phase")]
    is_failed = name in ("error", "expired", "upload_failed") or any(
        phase.get("status") == "error" for phase in phases
    )
    post = str(body.get("post_id") or "")
    return VideoState(
        status=name,
        is_done=is_processed and is_public and not is_failed,
        is_failed=is_failed,
        error=next((text for phase in phases if (text := _error(phase))), ""),
        post_id=post,
        permalink=absolute(body.get("permalink_url")),
        published=published,
        bytes_received=whole(_phase(status, "uploading_phase").get("bytes_transfered")),
        answer=answer,
    )


def _phase(status: dict[str, Any], name: str) -> dict[str, Any]:
    phase = status.get(name)
    return phase if isinstance(phase, dict) else {}


def _error(phase: dict[str, Any]) -> str:
    error = phase.get("error") or phase.get("errors")
    if isinstance(error, list):
        error = error[0] if error else None
    return str(error.get("message") or "")[:300] if isinstance(error, dict) else ""
