"""The stock tus client in a real browser, over a network that is cut by bytes, to a server that is killed midway."""

import io
import os
import signal
import socket
import subprocess
import sys

import pytest
from django.db import connection
from PIL import Image
from playwright.sync_api import Error

from nhipcau.accounts.permissions import Role
from nhipcau.stories.models import Story
from tests import factories
from tests.browser.cutting import WeakNetwork
from tests.browser.people import PHONE
from tests.browser.test_phone import SENT, cookie_of, fill, has_arrived, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEGABYTE = 1_000_000


class Server:
    """gunicorn as an installation runs it, on the test's own database; killed and started again on the same port."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder, self.process = folder, None
        self.start()

    def start(self):
        environment = {
            **os.environ,
            "NHIPCAU_DATA": str(self.folder),
            "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
            "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
        }
        command = [sys.executable, "-m", "nhipcau", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self):
        """-9 for the whole group, then a new one."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def again(self):
        self.kill()
        self.start()


@pytest.fixture
def server(transactional_db, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("one database file is what the test and the killed server share")
    server = Server(tmp_path / "data")
    yield server
    server.kill()


def noise(side, n):
    """A JPEG that cannot be made smaller: about 1.1 bytes a pixel, another one for each n."""
    out = io.BytesIO()
    Image.frombytes("L", (side, side), os.urandom(side * side)).save(
        out, "JPEG", quality=93, comment=b"%d" % n
    )
    return out.getvalue()


def play(people, server, files, **network):
    """The photos sent at full size over such a network; the story, and what went over the wire for a byte of them."""
    collaborator = factories.make_user("Vũ Thị Cộng Tác", Role.COLLABORATOR, factories.make_union().units[0])
    weak = WeakNetwork(server.port, **network)
    try:
        page = people.window(None, PHONE, service_workers="block")
        page.set_default_timeout(300_000)
        page.context.add_cookies([cookie_of(collaborator, people.server) | {"url": weak.url}])
        _open(page, weak.url + "/stories/new/")
        fill(page)
        page.check("[name=original]")
        given = [
            {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": file} for n, file in enumerate(files)
        ]
        page.set_input_files("[name=photos]", given)
        page.locator("[data-chosen] li").nth(len(files) - 1).wait_for()
        page.check("[name=shown][value=nobody]")
        before = weak.sent
        send(page)
        page.wait_for_url(SENT)
        has_arrived(page, len(files))
        ratio = (weak.sent - before) / sum(map(len, files))
    finally:
        weak.close()
    return Story.objects.get(), ratio, weak


def _open(page, address):
    """Until the server has started."""
    for _try in range(100):
        try:
            page.goto(address)
            return
        except Error:
            page.wait_for_timeout(200)
    raise AssertionError("the server did not start")


def told(capsys, what, files, ratio, weak):
    with capsys.disabled():
        megabytes = sum(map(len, files)) / MEGABYTE
        print(
            f"\n{what}: {megabytes:.1f} MB, {weak.cuts} cuts, bytes sent / bytes of the files = {ratio:.3f}"
        )


def test_what_is_cut_off_goes_on_where_it_stopped(people, server, capsys):
    files = [noise(1400, n) for n in range(2)]

    story, ratio, weak = play(people, server, files, cut_every=1_300_000, rate=1_500_000)

    told(capsys, "cut by bytes", files, ratio, weak)
    assert story.photos.count() == 2 and story.media_under_way == 0
    assert weak.cuts >= 2
    assert (ratio - 1) * sum(
        map(len, files)
    ) < weak.cuts * 400_000  # from the start again would cost 1.3 MB a cut


def test_a_server_that_is_killed_midway_goes_on_after_its_start(people, server, capsys):
    files = [noise(1400, n) for n in range(2)]

    story, ratio, weak = play(people, server, files, rate=1_500_000, at={1_500_000: server.again})

    told(capsys, "server killed", files, ratio, weak)
    assert story.photos.count() == 2 and Story.objects.count() == 1
    assert not weak.at


@pytest.mark.slow
def test_fifty_megabytes_over_a_slow_network_that_is_cut(people, server, capsys):
    files = [noise(3800, n) for n in range(4)]
    assert sum(map(len, files)) >= 50 * MEGABYTE

    story, ratio, weak = play(
        people, server, files, rate=500_000, cut_every=3 * MEGABYTE, at={20 * MEGABYTE: server.again}
    )

    told(capsys, "500 kB/s", files, ratio, weak)
    assert story.photos.count() == 4 and story.media_under_way == 0
    assert weak.cuts >= 15
    assert ratio < 1.10
