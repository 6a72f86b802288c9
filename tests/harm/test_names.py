"""Files under hostile names go through the real pages: each is taken in or answered with a sentence, and stays in its folder."""

import io
import re
import uuid
from pathlib import Path

import pytest
from django.urls import reverse

from nhipcau.campaigns.models import Circular
from nhipcau.formats import guarded
from nhipcau.formats.places import Places
from nhipcau.sheets.models import Proposal
from tests import factories
from tests.harm.honest import HEADINGS, PERSON, letter, separated, workbook
from tests.register.conftest import campaign, chair, task_of

__all__ = ["campaign", "chair", "task_of"]

MARK = "between-the-parts"
HOSTILE = {
    "a way out": "../../../../etc/cron.d/x.xlsx",
    "a way out of Windows": "..\\..\\windows\\system32\\x.xlsx",
    "an absolute way": "/etc/passwd.xlsx",
    "a way out in percent": "..%2f..%2fx.xlsx",
    "NUL": "a\0.xlsx",
    "4,000 letters": "x" * 4_000 + ".xlsx",
    "4,000 letters without an ending": "Ờ" * 4_000,
    "backwards": "bieu\u202excod.xlsx",
    "only dots": "......",
    "one dot": ".",
    "two dots": "..",
    "nothing": "",
    "blanks": "   ",
    "an option": "-rf --help.xlsx",
    "a command": "$(reboot);`id`|x.xlsx",
    "a page": "<img src=x onerror=alert(1)>.xlsx",
    "two lines": "a\rX-Evil: 1\n.xlsx",
    "a device of Windows": "CON.xlsx",
    "a hidden file": ".htaccess",
    "a question to the database": "'; DROP TABLE sheets;--.xlsx",
    "places for values": "%s %(name)s {0} {{ x }}.xlsx",
    "letters of their own": "biểu mẫu 01 – đã ký (bản 2) 📎.xlsx",
    "half a pair": b"a\xed\xa0\x80\xff\xfe.xlsx".decode("latin-1"),
    "another coat": "danh sach.pdf.exe.png",
}


def post(client, url, name, data, field, **fields):
    """As a program sends it that has no manners: the name as it stands."""
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    head = b'Content-Disposition: form-data; name="%s"; filename="' % field.encode() + name.encode(
        "utf-8", "surrogatepass"
    )
    parts.append(head + b'"\r\nContent-Type: application/octet-stream\r\n\r\n' + data + b"\r\n")
    edge = f"--{MARK}".encode()
    body = b"".join(edge + b"\r\n" + part for part in parts) + edge + b"--\r\n"
    return client.generic("POST", url, body, content_type=f"multipart/form-data; boundary={MARK}")


def send_list(client, task, name, data):
    url = reverse("campaigns:sheet-start", args=[task.pk])
    return post(client, url, name, data, "file", how="file", submit_key=uuid.uuid4())


def stands_inside(settings, file):
    folder = Path(settings.MEDIA_ROOT).resolve()
    return Path(file.path).resolve().is_relative_to(folder) and Path(file.path).is_file()


def shown(client, answer):
    """The page that follows, as text."""
    return (client.get(answer["Location"]) if answer.status_code == 302 else answer).content.decode()


def says_why(page):
    return re.search(r'class="[^"]*(?:error|invalid|alert-danger)[^"]*"|<h1>Không nhận được', page)


WORKBOOK = workbook(bool)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_list_under_a_hostile_name_is_taken_in_or_answered(chair, task_of, settings, name):
    answer = send_list(chair, task_of("form01"), name, WORKBOOK)

    assert answer.status_code in ((302, 422) if len(name) < 1_000 else (400,))
    page = shown(chair, answer)
    assert "<img src=x" not in page
    if answer.status_code != 302:
        assert says_why(page)
        assert not Proposal.objects.exists()
    else:
        proposal = Proposal.objects.get()
        assert proposal.lines.count() == 1
        assert stands_inside(settings, proposal.original)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_circular_under_a_hostile_name_is_taken_in_or_answered(client, union, settings, name):
    desk = factories.sign_in(client, union.officer)
    fields = {"unit": union.desk.pk, "submit_key": uuid.uuid4(), "text": ""}

    answer = post(desk, reverse("campaigns:new"), name, letter(False), "original", **fields)

    assert answer.status_code in ((302, 422) if len(name) < 1_000 else (400,))
    page = shown(desk, answer)
    assert "<img src=x" not in page
    circular = Circular.objects.first()
    assert circular is None or not circular.original or stands_inside(settings, circular.original)
    assert circular is not None or says_why(page)


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0.csv",
        "--output=x.csv",
        "$(id).csv",
        "Biểu mẫu 01 (bản cuối).v2.final.csv",
        "virus.exe.csv",
    ],
)
def test_an_honest_list_under_a_name_that_looks_hostile_is_read(chair, task_of, name):
    answer = send_list(chair, task_of("form01"), name, separated([HEADINGS, PERSON], ",", "utf-8"))

    assert answer.status_code == 302
    assert Proposal.objects.get().lines.count() == 1


@pytest.fixture
def taken(monkeypatch, tmp_path):
    """Another file is being read, and nobody waits."""
    places = Places(folder=tmp_path / "run", patience=0)
    monkeypatch.setattr(guarded, "places", places)
    return places


def test_a_list_that_comes_while_others_are_read_is_kept_and_read_later(chair, task_of, taken):
    with taken.one():
        answer = send_list(chair, task_of("form01"), "a.xlsx", WORKBOOK)
        proposal = Proposal.objects.get()
        assert (answer.status_code, proposal.state, proposal.claimed_at) == (302, "waiting", None)
        assert "<progress" in shown(chair, answer)
        assert chair.post(reverse("campaigns:sheet-read", args=[proposal.pk])).status_code == 302
    chair.post(reverse("campaigns:sheet-read", args=[proposal.pk]))

    proposal.refresh_from_db()
    assert (proposal.state, proposal.lines.count()) == ("open", 1)


def test_the_worker_leaves_a_file_that_finds_no_place_for_its_next_turn(chair, task_of, taken):
    from nhipcau.campaigns.jobs import read_waiting_files

    with taken.one():
        send_list(chair, task_of("form01"), "a.xlsx", WORKBOOK)
        read_waiting_files.func()
    assert Proposal.objects.get().state == "waiting"
    read_waiting_files.func()
    assert Proposal.objects.get().state == "open"


def test_a_circular_that_comes_while_others_are_read_is_asked_for_again(client, union, taken):
    desk = factories.sign_in(client, union.officer)
    fields = {"unit": union.desk.pk, "submit_key": uuid.uuid4(), "text": ""}

    with taken.one():
        answer = post(desk, reverse("campaigns:new"), "a.docx", letter(False), "original", **fields)
    assert answer.status_code == 422
    assert says_why(answer.content.decode())
    assert not Circular.objects.exists()
    assert (
        post(desk, reverse("campaigns:new"), "a.docx", letter(False), "original", **fields).status_code == 302
    )


def test_a_marked_file_that_is_asked_for_meanwhile_is_a_refusal(chair, task_of, taken):
    send_list(chair, task_of("form01"), "a.xlsx", WORKBOOK)
    url = reverse("campaigns:sheet-send-back", args=[Proposal.objects.get().pk])

    with taken.one():
        assert chair.get(url).status_code == 409
    answer = chair.get(url)
    assert answer.status_code == 200
    assert b"".join(answer) if answer.streaming else io.BytesIO(answer.content)
