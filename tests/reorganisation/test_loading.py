"""A list of units is looked at, taken in once, and taken in again without a change."""

import io
import time

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from nhipcau.accounts.models import Appointment, User
from nhipcau.accounts.permissions import Role
from nhipcau.audit.models import Entry
from nhipcau.organisations.models import Unit, UnitAlias, UnitKind
from nhipcau.reorganisation.actions import import_units
from nhipcau.reorganisation.planning import plan
from nhipcau.reorganisation.reading import UnitRow
from tests.factories import sign_in

pytestmark = pytest.mark.django_db

HEADINGS = ["STT", "Tên đơn vị", "Đơn vị cấp trên", "Loại đơn vị", "Mã", "Chủ tịch", "Số điện thoại", "Email"]


def workbook(*lines, headings=HEADINGS):
    book = openpyxl.Workbook()
    book.active.append(["DANH SÁCH CÔNG ĐOÀN CƠ SỞ"])
    book.active.append([])
    book.active.append(headings)
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("don-vi.xlsx", out.getvalue())


def look(client, union, file):
    return client.post(
        reverse("reorganisation:load"),
        {"branch": union.desk.pk, "file": file, "submit_key": "3b0ad7c2-6f5e-4a0c-9d1e-000000000002"},
    )


@pytest.fixture
def desk(client, union):
    return sign_in(client, union.officer)


LINES = (
    [1, "Trường Tiểu học Vông Vang", "", "Công đoàn cơ sở", "VV-01", "Bùi Thị Sen", "0951 000 111", ""],
    [2, "Tổ may số 2", "Công ty TNHH May Bến Lở", "Công đoàn bộ phận", "", "", "", ""],
    [3, "Tổ 2A", "Tổ may số 2", "Công đoàn bộ phận", "", "Trần Văn Không Số", "", ""],
)


def test_a_list_is_shown_then_taken_in_then_changes_nothing(desk, union):
    page = look(desk, union, workbook(*LINES))
    assert page.status_code == 200
    assert page.context["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "problem": 0}
    assert not Unit.objects.filter(code="VV-01").exists()

    answer = desk.post(reverse("reorganisation:confirm"), {"rows": page.context["rows"]})

    assert answer.status_code == 302
    school = Unit.objects.get(code="VV-01")
    assert school.parent == union.desk
    assert school.kind == union.kind
    assert Unit.objects.get(name="Tổ 2A").parent == Unit.objects.get(name="Tổ may số 2")
    assert UnitKind.objects.filter(name="Công đoàn bộ phận").count() == 1
    chair = school.appointments.get().user
    assert (chair.full_name, chair.phone) == ("Bùi Thị Sen", "+84951000111")
    assert not User.objects.filter(full_name="Trần Văn Không Số").exists()
    assert mail.outbox == []
    before = (Unit.objects.count(), User.objects.count(), Appointment.objects.count(), Entry.objects.count())
    again = look(desk, union, workbook(*LINES))
    assert again.context["counts"] == {"new": 0, "changed": 0, "unchanged": 3, "problem": 0}
    desk.post(reverse("reorganisation:confirm"), {"rows": again.context["rows"]})
    assert before == (
        Unit.objects.count(),
        User.objects.count(),
        Appointment.objects.count(),
        Entry.objects.count(),
    )


def test_a_known_code_renames_the_unit_and_keeps_the_old_name(desk, union):
    import_units([UnitRow(2, "Trường Tiểu học Vông Vang", code="VV-01")], branch=union.desk, by=union.officer)
    done = import_units(
        [UnitRow(2, "Trường Tiểu học và THCS Vông Vang", code="VV-01")], branch=union.desk, by=union.officer
    )

    assert done.counts["changed"] == 1
    assert Unit.objects.get(code="VV-01").name == "Trường Tiểu học và THCS Vông Vang"
    assert UnitAlias.objects.get(unit__code="VV-01").name == "Trường Tiểu học Vông Vang"


def problems(union, *rows):
    return [line.problems for line in plan(list(rows), union.desk).lines]


def test_lines_that_cannot_be_taken_in_say_why(union):
    found = problems(
        union,
        UnitRow(2, "", parent="Trường THCS Diệu Cốc", chair="Ai"),
        UnitRow(3, "Tổ một", parent="Không có nơi này"),
        UnitRow(4, "Tổ hai", code="BX"),
        UnitRow(5, "Vòng A", parent="Vòng B"),
        UnitRow(6, "Vòng B", parent="Vòng A"),
        UnitRow(7, "Dưới tổ một", parent="Tổ một"),
        UnitRow(8, "Trường THCS Diệu Cốc", parent="Trạm Y tế Gò Mây"),
        UnitRow(9, "Hai lần", code="H2"),
        UnitRow(10, "Hai lần khác", code="H2"),
        UnitRow(11, union.foreign.name, parent=union.beside.name),
    )

    assert [bool(one) for one in found] == [True, True, True, True, True, True, True, False, True, True]


def test_units_beside_the_branch_are_not_touched(union):
    done = import_units([UnitRow(2, union.foreign.name)], branch=union.desk, by=union.officer)

    assert done.counts["new"] == 1
    assert Unit.objects.filter(name=union.foreign.name).count() == 2


def test_an_officer_of_another_branch_cannot_take_in_here(client, union):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        import_units([UnitRow(2, "Tổ một")], branch=union.desk, by=union.stranger)
    sign_in(client, union.officer)
    packed = look(client, union, workbook(LINES[0])).context["rows"]
    sign_in(client, union.stranger)
    assert client.post(reverse("reorganisation:confirm"), {"rows": packed}).status_code == 403


def test_a_bent_preview_is_refused(desk, union):
    packed = look(desk, union, workbook(LINES[0])).context["rows"]

    assert desk.post(reverse("reorganisation:confirm"), {"rows": packed[:-3]}).status_code == 409


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"PK\x03\x04nonsense"),
        ("a.csv", b""),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 90),
        ("a.csv", b"mot,hai\n1,2\n"),
    ],
)
def test_a_file_that_holds_no_list_is_told_in_words(desk, union, name, data):
    page = look(desk, union, SimpleUploadedFile(name, data))

    assert page.status_code == 422
    assert page.context["form"].errors["file"]


def test_a_csv_with_english_headings_and_bare_phone_numbers(desk, union):
    text = "unit,parent unit,chair,phone\nTổ kho,Công ty TNHH May Bến Lở,Đặng Văn Kho,951222333\n"
    page = look(desk, union, SimpleUploadedFile("units.csv", text.encode("utf-8-sig")))

    desk.post(reverse("reorganisation:confirm"), {"rows": page.context["rows"]})

    assert User.objects.get(full_name="Đặng Văn Kho").phone == "+84951222333"


def test_six_hundred_units_are_quick(union):
    rows = [
        UnitRow(n, f"Đơn vị số {n}", code=f"D{n}", chair=f"Người {n}", phone=f"0951{n:06d}")
        for n in range(600)
    ]
    begun = time.perf_counter()
    import_units(rows, branch=union.desk, by=union.officer)
    taken = time.perf_counter() - begun

    assert Unit.objects.below(union.desk).count() == 604
    assert taken < 30, taken
    begun = time.perf_counter()
    assert import_units(rows, branch=union.desk, by=union.officer).counts["unchanged"] == 600
    assert time.perf_counter() - begun < 5


def test_the_empty_list_can_be_loaded_again(desk, union):
    file = desk.get(reverse("reorganisation:template"))

    page = look(desk, union, SimpleUploadedFile("mau.xlsx", file.content))

    assert page.context["counts"]["new"] == 1


@pytest.mark.parametrize("text", ["dieu coc", "DIỆU CỐC", "thcs"])
def test_units_are_found_without_accents(desk, union, text):
    rows = desk.get(reverse("reorganisation:list"), {"q": text}).context["rows"]

    assert [unit.name for unit, _depth, _chairs in rows] == ["Trường THCS Diệu Cốc"]


def test_a_foreign_unit_is_not_there(desk, union):
    assert desk.get(reverse("reorganisation:unit", args=[union.foreign.pk])).status_code == 404
    page = desk.get(reverse("reorganisation:unit", args=[union.units[0].pk]))
    assert page.status_code == 200
    assert union.chairs[0].full_name in page.content.decode()
    assert union.city.name not in page.content.decode()


def test_a_chair_sees_no_people_and_loads_nothing(client, union):
    sign_in(client, union.chairs[0])

    page = client.get(reverse("reorganisation:unit", args=[union.units[0].pk]))
    assert "people:person" not in page.content.decode()
    assert client.get(reverse("reorganisation:load")).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_init_makes_the_top_unit_and_its_officer_once(client, capsys):
    given = (
        "--unit",
        "Công đoàn phường Hòa Sữa",
        "--kind",
        "Công đoàn phường, xã",
        "--officer",
        "Lê Thị Văn Phòng",
    )
    with pytest.raises(CommandError):
        call_command("init", *given)
    call_command("init", *given, "--email", "vp@example.org")

    link = capsys.readouterr().out.strip().splitlines()[-1]
    client.post("/l/" + link.partition("/l/")[2])
    user = User.objects.get(email="vp@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert {one.role for one in user.appointments.all()} == {Role.DESK_OFFICER, Role.OPERATOR}
    with pytest.raises(CommandError):
        call_command("init", *given, "--email", "khac@example.org")
