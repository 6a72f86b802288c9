"""A Page's token is in no page, row, message, mail, log line or recorded request; only sealed, and only in its column."""

import logging
import uuid

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
        ("pages", ()),
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
