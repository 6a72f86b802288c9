"""The unit's own file goes back with its findings marked; corrected there, it comes in clean."""

import io
import re
import uuid
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhipcau.sheets.models import Proposal

FILES = Path(__file__).parents[1] / "samples/form01/files"


def upload(client, task, name, data):
    answer = client.post(
        reverse("campaigns:sheet-start", args=[task.pk]),
        {"how": "file", "file": SimpleUploadedFile(name, data), "submit_key": str(uuid.uuid4())},
    )
    assert answer.status_code == 302, answer.content.decode()
    return Proposal.objects.get(pk=int(re.search(r"sheets/(\d+)/", answer["Location"])[1]))


def sent_back(client, proposal):
    answer = client.get(reverse("campaigns:sheet-send-back", args=[proposal.pk]))
    assert answer.status_code == 200
    return answer, answer.content


def errors(proposal):
    return sorted(
        (line.key, i[0], i[2]) for line in proposal.lines.all() for i in line.issues if i[1] == "error"
    )


def a_book(rows):
    book = openpyxl.Workbook()
    book.active.append(["ĐƠN VỊ: Trường THCS Diệu Cốc"])
    book.active.append(["STT", "Họ tên", "Chức vụ", "Điện thoại", "Email"])
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_comes_back_marked_and_clean_once_corrected(chair, task_of):
    rows = [
        [1, "Nguyễn Thị Mai", "Kế toán", "0951200301", "mai@example.org"],
        [2, "Lê Văn Tám", "Bảo vệ", "0951", "tám@example.org"],
    ]
    proposal = upload(chair, task_of("form01"), "ds.xlsx", a_book(rows))
    answer, data = sent_back(chair, proposal)

    assert "xlsx" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["A1"].value == "ĐƠN VỊ: Trường THCS Diệu Cốc"
    phone, mail = sheet["D4"], sheet["E4"]
    assert phone.comment is not None and mail.comment is not None
    assert phone.fill.fgColor.rgb != "00000000"
    assert sheet["D3"].comment is None
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["D4"], book.active["E4"] = "0951200308", "tam@example.org"
    out = io.BytesIO()
    book.save(out)

    again = upload(chair, task_of("form01"), "ds-sua.xlsx", out.getvalue())

    assert errors(again) == []
    assert again.lines.count() == proposal.lines.count() == 2


@pytest.mark.parametrize("name", ["s06.xlsx"])
def test_every_error_of_a_sample_has_its_mark(chair, task_of, name):
    proposal = upload(chair, task_of("form01"), name, (FILES / name).read_bytes())
    _answer, data = sent_back(chair, proposal)

    marked = [
        c
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for c in row
        if c.comment
    ]

    assert len(marked) >= len(errors(proposal)) > 0
    again = upload(chair, task_of("form01"), name, data)
    assert errors(again) == errors(proposal)


def test_a_letter_comes_back_as_a_letter(chair, task_of):
    letter = docx.Document()
    table = letter.add_table(rows=0, cols=4)
    for row in (("STT", "Họ tên", "Điện thoại", "Email"), ("1", "Nguyễn Thị Mai", "0951", "mai@example.org")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    letter.save(out)
    proposal = upload(chair, task_of("form01"), "ds.docx", out.getvalue())

    answer, data = sent_back(chair, proposal)

    assert "docx" in answer["Content-Disposition"]
    again = upload(chair, task_of("form01"), "ds.docx", data)
    assert errors(again) == errors(proposal) != []
    assert again.lines.count() == 1


def test_any_other_file_comes_back_as_a_fresh_workbook(chair, task_of):
    text = "STT,Họ tên,Điện thoại,Email\n1,Nguyễn Thị Mai,0951,=1+1\n"
    proposal = upload(chair, task_of("form01"), "ds.csv", text.encode("utf-8-sig"))

    _answer, data = sent_back(chair, proposal)

    again = upload(chair, task_of("form01"), "ds.xlsx", data)
    assert again.lines.get().values["full_name"] == "Nguyễn Thị Mai"
    assert errors(again) == errors(proposal) != []
