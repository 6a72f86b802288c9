"""Files that come in pieces: what was acknowledged is there, nobody else's, never more than announced."""

import uuid

import pytest

from nhipcau.media import jobs, uploads
from nhipcau.media.models import Upload, folder
from tests import factories

MOST = 1_000_000


class Wire:
    """A connection that delivers these bytes and then ends, or breaks off."""

    def __init__(self, data, breaks=False, between=None):
        self.data, self.breaks, self.between = data, breaks, between

    def read(self, size):
        if not self.data:
            if self.breaks:
                raise ConnectionResetError
            return b""
        if self.between is not None:
            self.between()
        piece, self.data = self.data[:size], self.data[size:]
        return piece


@pytest.fixture
def sender(db):
    return factories.make_user("Vũ Thị Gửi")


@pytest.fixture
def upload(sender):
    return uploads.begin(uuid.uuid4(), size=300_000, most=MOST, by=sender)


def test_what_came_before_the_connection_broke_is_kept_and_continued(upload, sender):
    content = bytes(range(256)) * 1200
    content = content[:300_000]
    uploads.append(upload, 0, Wire(content[:200_001], breaks=True))

    again = uploads.find(upload.key, by=sender)
    assert again.offset == 200_001
    uploads.append(again, again.offset, Wire(content[again.offset :]))

    assert uploads.find(upload.key, by=sender).is_whole
    assert upload.path.read_bytes() == content


def test_bytes_that_do_not_follow_are_refused(upload):
    uploads.append(upload, 0, Wire(b"a" * 100))

    for offset in (0, 50, 101):
        with pytest.raises(uploads.WrongOffset) as told:
            uploads.append(upload, offset, Wire(b"b" * 10))
        assert told.value.offset == 100
    assert upload.path.read_bytes() == b"a" * 100


def test_the_newest_request_is_the_one_writer(upload):
    def overtake():
        slow.between = None
        uploads.append(Upload.objects.get(), 0, Wire(b"new" * 10))

    slow = Wire(b"old" * 10, between=overtake)

    with pytest.raises(uploads.WrongOffset):
        uploads.append(upload, 0, slow)
    assert upload.path.read_bytes() == b"new" * 10
    assert Upload.objects.get().offset == 30


def test_never_more_than_announced(upload, sender):
    uploads.append(upload, 0, Wire(b"x" * 400_000))
    assert upload.path.stat().st_size == upload.size == 300_000

    for size in (0, -1, MOST + 1):
        with pytest.raises(uploads.WrongSize):
            uploads.begin(uuid.uuid4(), size=size, most=MOST, by=sender)
    with pytest.raises(uploads.TooMany):
        uploads.begin(uuid.uuid4(), size=uploads.MOST_UNDER_WAY + 1, most=10**12, by=sender)


def test_a_key_is_one_upload_of_one_person(upload, sender):
    other = factories.make_user("Hồ Văn Khác")

    assert uploads.begin(upload.key, size=300_000, most=MOST, by=sender) == upload
    assert uploads.begin(upload.key, size=300_000, most=MOST, by=other) is None
    assert uploads.begin(upload.key, size=299_999, most=MOST, by=sender) is None
    assert uploads.find(upload.key, by=other) is None


def test_bytes_that_are_gone_are_sent_anew(upload, sender):
    uploads.append(upload, 0, Wire(b"x" * 1000))
    upload.path.write_bytes(b"x" * 999)

    assert uploads.find(upload.key, by=sender) is None
    assert not Upload.objects.exists()


def test_what_nobody_continues_is_forgotten_and_so_are_files_without_a_row(upload, sender, clock):
    clock.set("2026-11-01 09:00")
    old = uploads.begin(uuid.uuid4(), size=10, most=MOST, by=sender)
    uploads.append(old, 0, Wire(b"x"))
    clock.set("2026-11-05 09:00")
    uploads.append(upload, 0, Wire(b"x"))
    (folder() / "left-over").write_bytes(b"x")
    clock.set("2026-11-09 09:01")

    jobs.forget_old_uploads.call()

    assert list(Upload.objects.all()) == [upload]
    assert [path.name for path in folder().iterdir()] == [upload.path.name]
