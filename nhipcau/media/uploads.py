"""Files that come in pieces: begun, continued, called off, forgotten. Knows nothing of HTTP.

What has been acknowledged lies on the disk: bytes are synced before the row that counts them is committed.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from datetime import timedelta
from functools import partial
from typing import Protocol

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.media.models import Upload, folder

KEPT_FOR = timedelta(days=7)  # since its last piece
MOST_UNDER_WAY = 600_000_000  # bytes a person may have announced and not finished
PIECE = 64 * 1024  # lost at most where a connection breaks off
ACKNOWLEDGED = 256 * 1024  # so often what came is made safe and counted
A_RUN = 200


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes: ...


class WrongSize(Refusal):
    """More bytes than a file may have, or none: it will never come."""


class TooMany(Refusal):
    """More than may be on its way at the same time; later there is room again."""


class NoRoom(Exception):
    """The disk takes no more now; what was counted before stays safe."""


class WrongOffset(Exception):
    """The bytes do not follow what is here; `offset` says where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def begin(key: uuid.UUID, *, size: int, most: int, by: User) -> Upload | None:
    """Room for a file of `size` bytes; the same key is the same upload. None when the key is somebody else's."""
    if not 0 < size <= most:
        raise WrongSize(
            _("This file is larger than %(n)s MB.") % {"n": most // 1_000_000}
            if size > 0
            else _("This file is empty."),
            remedy=_("Choose another file, or a smaller copy of this one."),
        )
    known = Upload.objects.filter(key=key).first()
    if known is not None:
        return known if known.owner_id == by.pk and known.size == size else None
    waiting = Upload.objects.visible_to(by).unfinished().aggregate(sum=Sum("size"))["sum"] or 0
    if waiting + size > MOST_UNDER_WAY:
        raise TooMany(
            _("Too many files are on their way from you at the same time."),
            remedy=_("Wait until the others have arrived; this one is kept on the phone and sent then."),
        )
    now = clock.now()
    upload, _is_new = Upload.objects.get_or_create(
        key=key, defaults={"owner": by, "size": size, "touched_at": now, "expires_at": now + KEPT_FOR}
    )
    return upload if upload.owner_id == by.pk else None


def find(key: uuid.UUID, *, by: User) -> Upload | None:
    """This person's upload; one whose bytes are gone (restored from a backup without them) begins anew."""
    upload = Upload.objects.visible_to(by).filter(key=key).first()
    if upload is not None and upload.offset and not _has_bytes(upload):
        upload.delete()
        return None
    return upload


def _has_bytes(upload: Upload) -> bool:
    try:
        return upload.path.stat().st_size >= upload.offset
    except FileNotFoundError:
        return False


def append(upload: Upload, offset: int, source: Source) -> int:
    """Write what comes from `source` behind `offset`; returns the offset that is safe now.

    The newest request is the one writer: an older one, whose connection may be dead, stops at its next piece.
    Where the source breaks off, what came before it is kept.
    """
    writer = uuid.uuid4()
    if not Upload.objects.filter(pk=upload.pk, offset=offset).update(writer=writer):
        raise WrongOffset(_offset_of(upload))
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(upload.path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        is_open = True
        while is_open and offset < upload.size:
            data, is_open = _collect(source, min(ACKNOWLEDGED, upload.size - offset))
            if data:
                _make_safe(upload, file, data, offset, writer)
                offset += len(data)
    finally:
        os.close(file)
    upload.offset = offset
    return offset


def _collect(source: Source, most: int) -> tuple[bytes, bool]:
    """Up to so many bytes, and whether more may follow."""
    data = bytearray()
    while len(data) < most:
        try:
            piece = source.read(min(PIECE, most - len(data)))
        except OSError:  # the connection broke off
            piece = b""
        if not piece:
            return bytes(data), False
        data += piece
    return bytes(data), True


def _make_safe(upload: Upload, file: int, data: bytes, offset: int, writer: uuid.UUID) -> None:
    """On the disk first, then counted; under the file's lock, so that two requests never write at once."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        mine = Upload.objects.filter(pk=upload.pk, writer=writer, offset=offset)
        if not mine.exists():
            raise WrongOffset(_offset_of(upload))
        at = _write(file, data, offset)
        now = clock.now()
        if not mine.update(offset=at, touched_at=now, expires_at=now + KEPT_FOR):
            raise WrongOffset(_offset_of(upload))
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _write(file: int, data: bytes, at: int) -> int:
    """Behind `at`, synced; where it ends."""
    view = memoryview(data)
    try:
        while view:
            written = os.pwrite(file, view, at)
            view, at = view[written:], at + written
        os.fsync(file)
    except OSError as fault:
        raise NoRoom from fault
    return at


def _offset_of(upload: Upload) -> int:
    return Upload.objects.filter(pk=upload.pk).values_list("offset", flat=True).first() or 0


def remove(upload: Upload) -> None:
    """The row first: a file without one is swept away, a row without its file would be believed."""
    path = upload.path
    upload.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True), robust=True)


def forget_old() -> None:
    """What nobody has continued for a week, and files that no row knows."""
    for upload in Upload.objects.expired(clock.now())[:A_RUN]:
        remove(upload)
    lying = [path.name for path in folder().iterdir()] if folder().exists() else []
    known = {key.hex for key in Upload.objects.values_list("key", flat=True)}
    for name in lying:
        if name not in known:
            (folder() / name).unlink(missing_ok=True)
