"""A Page's token is in no page, row, message, mail, log line or recorded request; only sealed, and only in its column."""

import logging
import os
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from nhipcau.core.redacting import RedactingFilter
from nhipcau.notifications import jobs as messages
from nhipcau.publishing import actions, jobs
from nhipcau.publishing.models import Page, Post
from tests import factories
from tests.publishing.conftest import PAGE_ID
from tests.publishing.test_kill import database_url  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "EAAcanary0123456789abcdefXYZ"


@pytest.fixture
def logged():
    """Every line any logger of the product writes, behind the filter that the settings put before each handler."""
    lines = []

    class Keeper(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    keeper = Keeper()
    keeper.addFilter(RedactingFilter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(keeper)
    root.setLevel(level)


def whole_database():
    """Every row of every table as text, and on SQLite the file's bytes as well."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield f"{table}: {row}"
    if connection.vendor == "sqlite":
        yield connection.connection.serialize().decode("latin-1")


def pages_of(client, post, page):
    for name, args in (
        ("queue", ()),
        ("new", ()),
        ("post", (post.pk,)),
        ("attempts", (post.pk,)),
        ("correct", (post.pk,)),
        ("take-down", (post.pk,)),
        ("pages", ()),
        ("page-check", (page.pk,)),
        ("connect", ()),
        ("reconnect", (page.pk,)),
    ):
        yield client.get(reverse(f"publishing:{name}", args=args)).content.decode()
    for name in ("notifications:notices", "desk:audit"):
        yield client.get(reverse(name)).content.decode()


def test_the_token_is_nowhere(client, standin, union, publisher, work, clock, logged, tmp_path):
    clock.set("2020-10-08 09:00")
    factories.sign_in(client, publisher)
    standin.control("token", page=PAGE_ID, value=CANARY)
    form = {"unit": union.desk.pk, "token": CANARY, "submit_key": str(uuid.uuid4())}
    shown = [client.post(reverse("publishing:connect"), form).content.decode()]
    page = Page.objects.get()
    post = actions.prepare(page, "Tin của công đoàn", by=publisher, submit_key=uuid.uuid4())
    # Facebook itself may put a token into its words; the answer is kept for the operator.
    body = {"error": {"code": 1, "message": f"Error validating {CANARY}", "error_user_msg": CANARY}}
    standin.fault("status_body", r"/feed$", status=500, body=body)
    standin.fault("status_body", r"/published_posts", method="GET", times=2, body=f"<html>{CANARY}")
    actions.publish_now(post, by=publisher)
    work(200)
    shown += pages_of(client, post, page)
    actions.publish_again(post, by=publisher)
    standin.control("token", page=PAGE_ID, subcode=460)
    work(30)
    refused = {"token": CANARY, "page_number": ""}
    shown.append(client.post(reverse("publishing:reconnect", args=[page.pk]), refused).content.decode())
    shown += pages_of(client, post, page)
    clock.advance(25 * 3600)
    jobs.check_pages.call()
    messages.send_due_messages.call()
    logging.getLogger("nhipcau").warning("a careless line with %s in it", CANARY)

    page.refresh_from_db()
    assert page.token == CANARY and page.is_stopped
    assert Post.objects.get().attempts.count() >= 2
    mails = [str(one.message()) for one in mail.outbox]
    mails += [file.read_text() for file in tmp_path.rglob("*.eml")]
    assert mails and logged
    places = {
        "page": shown,
        "database": list(whole_database()),
        "mail": mails,
        "log": logged,
        "recorded request": [str(one) for one in standin.control("state")["requests"]],
        "repr": [repr(page), repr(post), repr(actions.pages.Proof), str(page.__dict__ | {"_state": ""})],
    }
    assert [name for name, texts in places.items() if any(CANARY in text for text in texts)] == []
    assert not any(one["token_in_address"] for one in standin.control("state")["requests"])


def test_the_token_is_in_no_file_that_an_installation_leaves_behind(tmp_path, database_url):  # noqa: F811
    """Database, WAL, backup, mails, logs, media and temp files of a process that ended as in a crash."""
    if connection.vendor != "sqlite":
        pytest.skip("every row of PostgreSQL is searched by the test above; its files are not ours")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    temp = tmp_path / "temp"
    temp.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.publishing.canary_driver", CANARY, str(tmp_path / "backup.sqlite3")],
        cwd=Path(__file__).resolve().parents[2],
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings",
            "KILL_PORT": str(port),
            "FACEBOOK_BASE_URL": f"http://127.0.0.1:{port}",
            "FACEBOOK_APP_ID": "900000000000001",
            "FACEBOOK_APP_SECRET": "standin-app-secret",
            "NHIPCAU_DATA": str(tmp_path),
            "TMPDIR": str(temp),
        },
        capture_output=True,
        check=False,
    )
    (tmp_path / "log.txt").write_bytes(done.stdout + done.stderr)
    assert done.stdout.splitlines()[-1:] == [b"published True True"], done.stderr[-3000:]
    assert b"a careless line" in done.stderr  # the log was written, behind its filter

    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    kinds = {file.name for file in files}
    assert {"kill.sqlite3", "kill.sqlite3-wal", "backup.sqlite3", "page_token_keys", "log.txt"} <= kinds
    assert any(file.suffix == ".eml" for file in files)
    for name in ("kill.sqlite3-wal", "backup.sqlite3"):  # the search would find what is there
        assert "Tin của công đoàn".encode() in (tmp_path / name).read_bytes()
    assert [str(file) for file in files if CANARY.encode() in file.read_bytes()] == []
