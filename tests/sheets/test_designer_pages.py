"""An officer designs a form on a page, makes it ready, copies it, and sends out its blank file."""

import io
import uuid

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhipcau.audit.models import Entry
from nhipcau.core.refusal import Refusal
from nhipcau.sheets import blank, designing
from nhipcau.sheets.designed import DesignedKind
from nhipcau.sheets.designing import DraftTable
from nhipcau.sheets.models import Form
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(union):
    return designing.begin(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="Danh sách trợ cấp",
        tables=[DraftTable(["Họ và tên", "Điện thoại", "Số tiền"])],
    )  # fmt: skip


@pytest.fixture
def officer(client, union):
    factories.sign_in(client, union.officer)
    return client


def typed(form, **changed):
    """What the page sends back as it stands."""
    data = {
        f"head-{name}": getattr(form, name) or "" for name in ("title", "guidance", "purpose", "legal_ground")
    }
    data["head-keep_until"] = f"{form.keep_until:%d/%m/%Y}" if form.keep_until else ""
    for table in form.tables.all():
        data |= {f"t{table.pk}-title": table.title, f"t{table.pk}-layout": table.layout}
        for c in table.columns.all():
            data |= {f"c{c.pk}-heading": c.heading, f"c{c.pk}-kind": c.kind, f"c{c.pk}-note": c.note}
            data[f"c{c.pk}-choices"] = "\n".join(c.choices)
    return data | changed


def columns(form):
    return list(form.tables.get().columns.all())


REASONS = {
    "head-purpose": "Chi trợ cấp khó khăn", "head-legal_ground": "Kế hoạch 12/KH-LĐLĐ", "head-keep_until": "31/12/2099",
}  # fmt: skip


def test_a_form_is_begun_on_a_page_and_kinds_are_guessed_from_a_file(officer, union):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["DANH SÁCH"], ["STT", "Họ tên", "SĐT", "Facebook", "Ngày sinh", "Mức hỗ trợ"], [1]):
        book.active.append(row)
    book.save(out)
    sent = {"title": "Danh sách", "unit": union.desk.pk, "submit_key": uuid.uuid4(), "file": SimpleUploadedFile("m.xlsx", out.getvalue())}  # fmt: skip
    answer = officer.post(reverse("sheets:new-form"), sent, follow=True)
    made = Form.objects.get()
    assert [(c.heading, c.kind) for c in columns(made)] == [
        ("Họ tên", "person"), ("SĐT", "phone"), ("Ngày sinh", "date"), ("Mức hỗ trợ", "money"),
    ]  # fmt: skip
    assert "Facebook" in answer.content.decode()


def test_each_button_keeps_what_was_typed_and_does_its_own(officer, form):
    first, second, _third = columns(form)
    url = form.get_absolute_url()
    officer.post(url, typed(form, **{f"c{first.pk}-note": "Ghi đủ họ", "do": f"down:{first.pk}"}))
    assert [c.heading for c in columns(form)] == ["Điện thoại", "Họ và tên", "Số tiền"]
    assert columns(form)[1].note == "Ghi đủ họ"
    officer.post(url, typed(form, do=f"remove:{second.pk}"))
    officer.post(url, typed(form, do=f"add-column:{form.tables.get().pk}"))
    assert [c.heading for c in columns(form)] == ["Họ và tên", "Số tiền", ""]
    officer.post(url, typed(form, do="add-table"))
    assert form.tables.count() == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [("heading", "Tài khoản Facebook"), ("choices", "Zalo\nTikTok"), ("note", "Ghi link fb cá nhân")],
)
def test_a_column_that_asks_for_an_account_is_refused_and_what_was_typed_stays(officer, form, name, text):
    column = columns(form)[0]
    answer = officer.post(
        form.get_absolute_url(), typed(form, **{f"c{column.pk}-{name}": text, "head-title": "Tên khác"})
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Tên khác" in page and text.split("\n")[0] in page
    assert Form.objects.get().title == "Danh sách trợ cấp"


@pytest.mark.parametrize(
    "heading", ["Danh sách đoàn viên có quan điểm sai trái", "Yêu cầu đoàn viên like, share bài viết"]
)
def test_a_heading_outside_the_boundary_is_refused(officer, form, heading):
    column = columns(form)[0]
    answer = officer.post(form.get_absolute_url(), typed(form, **{f"c{column.pk}-heading": heading}))
    assert answer.status_code == 422


def test_a_form_with_persons_is_ready_only_with_purpose_ground_and_end(officer, form):
    url = form.get_absolute_url()
    officer.post(url, typed(form, do="ready"))
    assert not Form.objects.get().is_ready
    officer.post(url, typed(form, **REASONS | {"head-keep_until": "01/01/2001"}, do="ready"))
    assert not Form.objects.get().is_ready
    officer.post(url, typed(form, **REASONS, do="ready"))
    assert Form.objects.get().is_ready
    assert officer.post(url, typed(form)).status_code == 409


def test_a_ready_form_stays_and_its_copy_is_a_draft(officer, form, union):
    officer.post(form.get_absolute_url(), typed(form, **REASONS, do="ready"))
    form.refresh_from_db()
    with pytest.raises(Refusal):
        designing.add_table(form, by=union.officer)
    officer.post(reverse("sheets:copy-form", args=[form.pk]), {"submit_key": uuid.uuid4()})
    copy = Form.objects.exclude(pk=form.pk).get()
    assert not copy.is_ready and copy.keep_until is None
    assert [c.heading for c in columns(copy)] == [c.heading for c in columns(form)]


def test_a_draft_is_thrown_away_and_a_ready_form_stays(officer, form, union):
    draft = designing.begin(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="Nháp")
    assert officer.post(draft.get_absolute_url(), {"do": "discard"}).status_code == 302
    assert not Form.objects.filter(pk=draft.pk).exists()
    assert Entry.objects.filter(verb="form.discarded", object_id=str(draft.pk)).exists()

    officer.post(form.get_absolute_url(), typed(form, **REASONS, do="ready"))
    assert officer.post(form.get_absolute_url(), {"do": "discard"}).status_code == 409
    assert Form.objects.filter(pk=form.pk).exists()


FILLED = ["Nguyễn Văn Thử", "0951234567", "1.500.000"]


def read(form, data, name):
    kind = DesignedKind(form)
    return [list(line.values.values()) for line in kind.check(kind.find(data, name=name)).lines]


@pytest.mark.parametrize("is_record", [False, True])
def test_the_blank_workbook_reads_back_empty_and_then_what_was_filled_in(union, is_record):
    form = designing.begin(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="Phiếu trợ cấp",
        tables=[DraftTable(["Họ và tên", "Điện thoại", "Số tiền"], is_record=is_record)],
    )  # fmt: skip
    form.tables.get().columns.filter(order=1).update(is_required=True, note="Chữ thường")
    assert read(form, blank.xlsx(form), "b.xlsx") == []
    book = openpyxl.load_workbook(io.BytesIO(blank.xlsx(form)))
    sheet = book["Bảng 1"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Họ và tên *")
    for n, text in enumerate(FILLED):
        sheet.cell(head.row + (n if is_record else 1), 2 if is_record else head.column + n).value = text
    out = io.BytesIO()
    book.save(out)
    assert read(form, out.getvalue(), "b.xlsx") == [["Nguyễn Văn Thử", "+84951234567", 1_500_000]]


@pytest.mark.parametrize("is_record", [False, True])
def test_the_blank_word_file_reads_back_empty_and_then_what_was_filled_in(union, is_record):
    form = designing.begin(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="Phiếu trợ cấp",
        tables=[DraftTable(["Họ và tên", "Điện thoại", "Số tiền"], is_record=is_record)],
    )  # fmt: skip
    assert read(form, blank.docx_file(form), "b.docx") == []
    paper, out = docx.Document(io.BytesIO(blank.docx_file(form))), io.BytesIO()
    for n, text in enumerate(FILLED):
        (paper.tables[0].cell(n, 1) if is_record else paper.tables[0].cell(1, n + 1)).text = text
    paper.save(out)
    assert read(form, out.getvalue(), "b.docx") == [["Nguyễn Văn Thử", "+84951234567", 1_500_000]]


def test_pages_of_forms_open(officer, form):
    assert "Danh sách trợ cấp" in officer.get(reverse("sheets:forms")).content.decode()
    assert officer.get(form.get_absolute_url()).status_code == 200
    assert officer.get(reverse("sheets:new-form")).status_code == 200
    for name in ("blank-xlsx", "blank-docx"):
        assert officer.get(reverse(f"sheets:{name}", args=[form.pk])).status_code == 200


@pytest.mark.parametrize("do", ["remove", "up", "down", "add-column", "remove-table"])
def test_a_button_of_what_is_not_there_keeps_nothing_of_the_page(officer, form, union, do):
    other = designing.begin(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="Khác")
    number = other.tables.get().pk if "table" in do or do == "add-column" else columns(other)[0].pk
    first = columns(form)[0]

    answer = officer.post(
        form.get_absolute_url(), typed(form, **{f"c{first.pk}-note": "Mới", "head-title": "Mới", "do": f"{do}:{number}"})
    )  # fmt: skip

    assert answer.status_code == 404
    assert (Form.objects.get(pk=form.pk).title, columns(form)[0].note) == ("Danh sách trợ cấp", "")
    assert len(columns(form)) == 3 and other.tables.get().columns.count() == 1


def test_the_last_table_stays_and_the_page_says_so_with_what_was_typed(officer, form):
    answer = officer.post(
        form.get_absolute_url(), typed(form, **{"head-title": "Tên vừa gõ", "do": f"remove-table:{form.tables.get().pk}"})
    )  # fmt: skip

    assert answer.status_code == 409
    assert "Tên vừa gõ" in answer.content.decode()
    assert form.tables.count() == 1 and Form.objects.get().title == "Danh sách trợ cấp"


def test_a_table_takes_as_many_columns_as_it_may_and_says_so(officer, form, monkeypatch):
    monkeypatch.setattr(designing, "MOST_COLUMNS", 3)
    url = form.get_absolute_url()

    answer = officer.post(url, typed(form, do=f"add-column:{form.tables.get().pk}"))

    assert answer.status_code == 409 and len(columns(form)) == 3
    assert "add-column:" not in officer.get(url).content.decode()


@pytest.mark.parametrize(
    "heading", ["=Tổng số", "+84", "-", "@nhóm", "=1+1", '=HYPERLINK("https://example.org")']
)
def test_a_heading_stands_in_the_blank_files_as_it_was_typed(union, heading):
    form = designing.begin(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="=Phiếu", tables=[DraftTable([heading, "Loại", "Số con"])],
    )  # fmt: skip
    form.tables.get().columns.filter(order=2).update(kind="choice", choices=["=a", "-b"])

    book = openpyxl.load_workbook(io.BytesIO(blank.xlsx(form)))
    cells = {str(c.value): c.data_type for sheet in book for row in sheet.iter_rows() for c in row if c.value}
    paper = docx.Document(io.BytesIO(blank.docx_file(form)))

    assert [cells[text] for text in (heading, "=Phiếu", "=a", "-b")] == ["s"] * 4
    assert "f" not in cells.values() and not any(text.startswith("'") for text in cells)
    assert paper.tables[0].cell(0, 1).text == heading and paper.paragraphs[0].text == "=Phiếu"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Đồng chí", "text"), ("Hợp đồng lao động", "text"), ("Đồng phục", "text"), ("Giá trị (đồng)", "money"),
        ("Số tiền", "money"), ("Mức trợ cấp", "money"), ("Kinh phí (ĐVT: đồng)", "money"), ("Thành tiền", "money"),
        ("Đơn vị tính", "text"), ("Đơn vị đo", "text"), ("Đơn vị", "unit"), ("Tên đơn vị", "unit"), ("Đơn vị công tác", "unit"),
        ("Số điện thoại", "phone"), ("SĐT", "phone"), ("Điện thoại di động", "phone"), ("Email", "email"), ("E-mail", "email"),
        ("Ngày sinh", "date"), ("Ngày, tháng, năm sinh", "date"), ("Số ngày nghỉ", "number"), ("Số con", "number"), ("Tổng số", "number"),
        ("Số tài khoản", "text"), ("Số hợp đồng", "text"), ("Ghi chú", "text"), ("Họ và tên", "person"), ("Người phụ trách", "person"),
    ],
)  # fmt: skip
def test_the_kind_of_a_column_is_guessed_by_its_heading(heading, kind):
    assert designing.guess(heading) == kind


@pytest.mark.parametrize("labels", [["Người lập phiếu"], ["Người lập phiếu", "Chức vụ", "Ghi chú"]])
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_record_behind_a_list_is_read_back(union, ending, labels):
    form = designing.begin(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="Danh sách trợ cấp",
        tables=[DraftTable(["Họ và tên", "Số tiền"]), DraftTable(labels, is_record=True)],
    )  # fmt: skip
    out, record = io.BytesIO(), [f"Giá trị {n}" for n in range(len(labels))]
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(blank.xlsx(form)))
        head, label = (
            next(c for row in book[name].iter_rows() for c in row if c.value == text)
            for name, text in (("Bảng 1", "Họ và tên"), ("Bảng 2", labels[0]))
        )
        for n, text in enumerate(FILLED[::2]):
            book["Bảng 1"].cell(head.row + 1, head.column + n).value = text
        for n, text in enumerate(record):
            book["Bảng 2"].cell(label.row + n, 2).value = text
        book.save(out)
    else:
        paper = docx.Document(io.BytesIO(blank.docx_file(form)))
        for n, text in enumerate(FILLED[::2], 1):
            paper.tables[0].cell(1, n).text = text
        for n, text in enumerate(record):
            paper.tables[1].cell(n, 1).text = text
        paper.save(out)

    assert read(form, out.getvalue(), f"b.{ending}") == [["Nguyễn Văn Thử", 1_500_000], record]
