"""The stand-in on loopback, a client that speaks to it, and a clip."""

import pytest

from nhipcau.facebook.client import GraphClient, Hosts, Timeouts
from nhipcau.facebook.standin.server import StandIn
from nhipcau.facebook.standin.world import APP_ID, APP_SECRET
from nhipcau.facebook.videos import Clip

PAGE, TOKEN, USER_TOKEN = "100000000000001", "EAApagestandin0001", "EAAuserstandin0001"


def make_client(standin, **more):
    timeouts = more.pop("timeouts", Timeouts(connect=3, read=1.2, write=3, whole=3.5))
    return GraphClient(
        app_id=APP_ID,
        app_secret=more.pop("secret", APP_SECRET),
        hosts=Hosts.on(standin.base),
        timeouts=timeouts,
        **more,
    )


@pytest.fixture
def standin():
    with StandIn() as server:
        yield server


@pytest.fixture
def client(standin):
    with make_client(standin) as one:
        yield one


@pytest.fixture
def clip(tmp_path):
    content = bytes(range(256)) * 40  # 10,240 bytes
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    return Clip(path, len(content), description="Hội thao công đoàn phường")
