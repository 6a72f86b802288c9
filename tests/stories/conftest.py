"""A collaborator at a school, an editor and an approver at the ward union, and photos."""

import functools
import io
import uuid

import pytest
from PIL import Image

from nhipcau import media
from nhipcau.accounts.permissions import Role
from nhipcau.stories import actions, topics
from nhipcau.stories.models import Rights, Topic
from tests import factories

TITLE = "Hội thao công đoàn trường"
TEXT = "Sáng 08/10, 45 đoàn viên tham gia hội thao.\nĐội kéo co giành giải nhất."


@functools.cache
def jpeg(n=0, size=(640, 480)):
    out = io.BytesIO()
    Image.new("RGB", size, (n * 40 % 256, 90, 120)).save(out, "JPEG")
    return out.getvalue()


@functools.cache
def kept(n=0):
    return media.keep(jpeg(n))


@pytest.fixture(autouse=True)
def _now_and_topics(db, clock):
    topics.lay_down(Topic)
    clock.set("2020-10-08 09:00")


@pytest.fixture
def topic(db):
    topics.lay_down(Topic)
    return Topic.objects.get(key="hoat-dong-cong-doan")


@pytest.fixture
def collaborator(union):
    return factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, union.units[0])


@pytest.fixture
def other_collaborator(union):
    return factories.make_user("Hồ Văn Nhà Máy", Role.COLLABORATOR, union.units[1])


@pytest.fixture
def editor(union):
    return factories.make_user("Đinh Thị Biên Tập", Role.EDITOR, union.desk)


@pytest.fixture
def colleague(union):
    return factories.make_user("Mai Văn Duyệt", Role.APPROVER, union.desk)


@pytest.fixture
def foreign_editor(union):
    return factories.make_user("Tạ Thị Bên Cạnh", Role.EDITOR, union.beside)


@pytest.fixture
def draft(union, collaborator, topic):
    def make(title=TITLE, text=TEXT, photos=0, **changes):
        values = {
            "unit": union.units[0], "title": title, "text": text, "topic": topic, "by": collaborator,
            "photos": [kept(n) for n in range(photos)], "rights": Rights("adults", agreed=True) if photos else None, "submit_key": uuid.uuid4(), **changes,
        }  # fmt: skip
        return actions.write(**values)

    return make


@pytest.fixture
def story(draft, collaborator):
    """Sent, and waiting at the desk."""
    return actions.submit(draft(), by=collaborator)
