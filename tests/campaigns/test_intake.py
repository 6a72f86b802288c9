"""A circular comes in as a file: read through the guarded child, or kept as the original and typed."""

import io
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from nhipcau.campaigns.intake import Unreadable, read_bytes, read_text
from nhipcau.campaigns.models import Campaign, Circular
from tests.campaigns.conftest import TEXT
from tests.campaigns.test_pages import fields_of

SAMPLES = Path(__file__).parents[1] / "samples/circulars"


def as_docx(text):
    """The text in Word, its tab tables as real tables."""
    document, rows = docx.Document(), []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, cells, strict=False):
                    cell.text = value
            rows = []
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_scan():
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    return out.getvalue()


def a_sheet():
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["STT", "Họ tên"], ["1", "Nguyễn Thị Hoa"]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


LOCKED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
)
BAD_FILES = [
    (a_scan, "scan.pdf", {"needs-typing"}),
    (lambda: LOCKED, "khoa.docx", {"encrypted"}),
    (lambda: b"PK\x03\x04" + bytes(range(256)) * 20, "hong.docx", {"corrupt", "format", "unsafe"}),
    (lambda: b"\x89\x12\xff\xfe\x01" * 900, "rac.docx", {"corrupt", "format"}),
    (lambda: b"", "rong.docx", {"corrupt"}),
    (a_sheet, "danh-sach.xlsx", {"format"}),
    (lambda: b"MZ\x90\0" + b"\0" * 400, "la.exe", {"corrupt", "format", "unsafe"}),
]


def test_113_in_word_gives_the_same_as_its_text():
    word, plain = read_bytes(as_docx(TEXT), name="113.docx").proposal, read_text(TEXT).proposal

    for name in ("number", "date", "subject", "issuer", "addressees"):
        assert word[name] == plain[name]
    for name, count in (("steps", 7), ("deadlines", 1), ("legal_bases", 1), ("contact", 1)):
        assert len(word[name]) == len(plain[name]) == count
    assert [len(table["headers"]) for table in word["forms"][0]["tables"]] == [8, 8]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/circular.docx")), ids=lambda p: p.parent.name)
def test_the_stored_text_of_a_word_file_proposes_what_the_file_did(path):
    got = read_bytes(path.read_bytes(), name=path.name)
    again = read_text(got.text).proposal

    assert got.proposal["number"]
    for name in ("number", "date", "issuer", "subject", "addressees", "recipients", "signer"):
        assert got.proposal[name] == again[name]
    assert [s["text"] for s in got.proposal["steps"]] == [s["text"] for s in again["steps"]]
    assert [(d["date"], d["recurrence"]) for d in got.proposal["deadlines"]] == [
        (d["date"], d["recurrence"]) for d in again["deadlines"]
    ]


@pytest.mark.parametrize(
    ("make", "name", "codes"), BAD_FILES, ids=[name for _make, name, _codes in BAD_FILES]
)
def test_a_file_that_gives_no_text_says_why(make, name, codes):
    with pytest.raises(Unreadable) as refused:
        read_bytes(make(), name=name)

    assert refused.value.code in codes


def upload(client, union, name, data):
    file = SimpleUploadedFile(name, data)
    return client.post(
        reverse("campaigns:new"), {"unit": union.desk.pk, "original": file, "submit_key": str(uuid.uuid4())}
    )


@pytest.mark.parametrize(
    ("make", "name", "_codes"),
    [b for b in BAD_FILES if b[1] != "rong.docx"],
    ids=[b[1] for b in BAD_FILES if b[1] != "rong.docx"],
)
def test_an_unreadable_file_is_kept_and_the_page_offers_to_paste_or_type(
    client, union, clock, make, name, _codes
):
    clock.set("2020-10-05 09:00")
    client.force_login(union.officer)
    data = make()

    answer = upload(client, union, name, data)

    circular = Circular.objects.get()
    assert answer.url == circular.get_absolute_url() and circular.refusal
    page = client.get(answer.url).content.decode()
    assert reverse("campaigns:keep-text", args=[circular.pk]) in page and name in page
    original = client.get(reverse("campaigns:original", args=[circular.pk]))
    assert b"".join(original.streaming_content) == data

    client.post(reverse("campaigns:keep-text", args=[circular.pk]), {"text": TEXT})
    assert "113/LĐLĐ" in client.get(answer.url).content.decode()
    assert not Campaign.objects.exists()


def test_a_word_file_is_uploaded_and_proposed(client, union, clock):
    clock.set("2020-10-05 09:00")
    client.force_login(union.officer)

    answer = upload(client, union, "Công văn 113.docx", as_docx(TEXT))

    page = client.get(answer.url).content.decode()
    assert 'value="113/LĐLĐ"' in page and 'value="21/09/2020"' in page and 'value="10/10/2020"' in page
    original = client.get(reverse("campaigns:original", args=[Circular.objects.get().pk]))
    assert b"".join(original.streaming_content)[:2] == b"PK"


def test_an_addressed_unit_opens_the_original_as_it_came(client, union, clock):
    clock.set("2020-10-05 09:00")
    client.force_login(union.officer)
    data = as_docx(TEXT)
    page = upload(client, union, "Công văn 113.docx", data).url
    circular = Circular.objects.get()
    original = reverse("campaigns:original", args=[circular.pk])
    client.force_login(union.chairs[0])
    assert client.get(original).status_code == 404, "not before it was sent"

    client.force_login(union.officer)
    assert client.post(page, fields_of(client.get(page).content.decode())).status_code == 302
    client.force_login(union.chairs[0])
    answer = client.get(original)
    assert b"".join(answer.streaming_content) == data and "attachment" in answer["Content-Disposition"]
    client.force_login(union.stranger)
    assert client.get(original).status_code == 404


def read_circular(*arguments, **options):
    """Without a database, in an empty folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NHIPCAU_", "DATABASE_URL", "PYTEST"))
    }
    return subprocess.run(
        [sys.executable, "-m", "nhipcau", "read-circular", *arguments], capture_output=True, check=False,
        env=kept | {"NHIPCAU_DATA": "/nonexistent/none", "DATABASE_URL": "postgres://nobody:none@127.0.0.1:1/none"}, **options,
    )  # fmt: skip


def test_the_command_reads_without_a_database(tmp_path):
    done = read_circular("-", input=TEXT.encode())
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["number"] == "113/LĐLĐ"

    menu = read_circular("-", input="Thực đơn: cơm, cá.".encode())
    assert (menu.returncode, json.loads(menu.stdout)) == (0, {"is_circular": False})

    (tmp_path / "khoa.docx").write_bytes(LOCKED)
    locked = read_circular(str(tmp_path / "khoa.docx"))
    assert (locked.returncode, json.loads(locked.stdout)) == (3, {"refusal": "encrypted"})

    missing = read_circular(str(tmp_path / "none.docx"))
    assert (missing.returncode, missing.stdout) == (2, b"")
    assert read_circular().returncode == 2
