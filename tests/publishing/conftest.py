"""The cast of the publishing tests: one Page on the stand-in, one officer, a clock both follow."""

import io
import uuid
from datetime import timedelta

import pytest
from PIL import Image

from nhipcau.core import clock as product_clock
from nhipcau.facebook.standin.clock import VirtualClock
from nhipcau.facebook.standin.server import StandIn
from nhipcau.publishing import actions, jobs
from nhipcau.publishing.actions.queue import Picture
from tests.browser.people import people  # noqa: F401

PAGE_ID, TOKEN = "100000000000001", "EAApagestandin0001"
OTHER_PAGE_ID, OTHER_TOKEN = "100000000000002", "EAApagestandin0002"
JPEG = b"\xff\xd8\xff\xe0" + b"picture"
START = "2020-10-08 09:00"


def jpeg(n=0):
    """A real picture, large enough to be made smaller."""
    made = io.BytesIO()
    Image.effect_noise((1800, 1200), 60 + n).convert("RGB").save(made, "JPEG", quality=92)
    return made.getvalue()


@pytest.fixture
def standin(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with StandIn(clock=VirtualClock(product_clock.now)) as server:
        settings.FACEBOOK_BASE_URL = server.base
        settings.FACEBOOK_TIMEOUTS = {"connect": 4, "read": 2, "write": 4, "whole": 8}
        yield server


@pytest.fixture
def page(db, standin, clock, union, publisher):
    clock.set(START)
    return actions.connect(union.desk, actions.prove(TOKEN), by=publisher, submit_key=uuid.uuid4())


@pytest.fixture
def make_post(page, publisher):
    def make(text="Công đoàn phường tổ chức hội thảo an toàn lao động.", photos=0, pictures=None, **more):
        pictures = pictures or [Picture(JPEG + bytes([n]), f"Ảnh {n}") for n in range(photos)]
        return actions.prepare(page, text, pictures, by=publisher, submit_key=uuid.uuid4(), **more)

    return make


@pytest.fixture
def work(clock):
    """Let the worker's tick run for some seconds of the product's clock."""

    def run(seconds=0, step=5):
        def tick():
            jobs.probe_open_attempts.call()
            jobs.publish_due_posts.call()

        tick()
        for _ in range(0, seconds, step):
            clock.advance(step)
            tick()

    return run


@pytest.fixture
def later(clock):
    def moment(minutes):
        return product_clock.now() + timedelta(minutes=minutes)

    return moment
