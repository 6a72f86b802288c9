"""A table of a circular becomes a form of the desk, and nothing typed on the circular's page is lost on the way."""

import re
import uuid
from pathlib import Path

import pytest
from django.urls import reverse

from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Step
from nhipcau.core import clock as product_clock
from nhipcau.sheets.models import Form, FormColumn
from tests import factories

SAMPLES = Path(__file__).parents[1] / "samples/circulars"


@pytest.fixture
def officer(client, union):
    return factories.sign_in(client, union.officer)


@pytest.fixture
def two_forms(union, clock):
    """A circular with a form of labels down the side, and one with a table."""
    text = (SAMPLES / "s10/circular.txt").read_text(encoding="utf-8")
    return actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=text)


def fields(page):
    """What a browser would send of the page as it stands."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        is_tick = kind is not None and kind[1] in ("radio", "checkbox")
        if name and (not is_tick or "checked" in tag):
            found.setdefault(name[1], value[1] if value else "on" if is_tick else "")
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = body.strip("\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def headings(form):
    return [(c.heading, c.kind) for c in FormColumn.objects.filter(table__form=form).order_by("table__order", "order")]  # fmt: skip


def press(officer, circular, which, **typed):
    page = officer.get(circular.get_absolute_url()).content.decode()
    assert f'value="make-form:{which}"' in page
    return officer.post(circular.get_absolute_url(), fields(page) | {"do": f"make-form:{which}", **typed})


def test_a_table_opens_the_designer_with_its_columns(officer, two_forms):
    answer = press(officer, two_forms, "1.0")

    form = Form.objects.get()
    assert answer["Location"].startswith(form.get_absolute_url())
    assert form.title == "Bảng tổng hợp đoàn viên theo độ tuổi"
    assert headings(form)[0] == ("Đơn vị", "unit") and ("Tổng cộng", "number") in headings(form)
    page = officer.get(answer["Location"]).content.decode()
    assert "Độ tuổi - Dưới 30" in page
    back = officer.post(answer["Location"], fields(page) | {"head-title": "Tên mới", "do": "back"})
    assert back["Location"] == f"{two_forms.get_absolute_url()}?form={form.pk}"
    assert Form.objects.get().title == "Tên mới"


def test_labels_down_the_side_become_a_record(officer, two_forms):
    press(officer, two_forms, "0.0")

    form = Form.objects.get()
    assert form.tables.get().layout == "record"
    assert [heading for heading, _kind in headings(form)] == [
        "Tên đơn vị", "Địa chỉ", "Số lao động", "Số đoàn viên", "Người phụ trách",
    ]  # fmt: skip


def test_both_tables_become_one_form_without_the_accounts_of_persons(officer, circular):
    answer = press(officer, circular, "0.all")

    form = Form.objects.get()
    assert form.tables.count() == 2 and not any("Facebook" in heading for heading, _kind in headings(form))
    assert form.title == "Mẫu 1"  # its own title names accounts of persons
    page = officer.get(answer["Location"]).content.decode()
    assert "Đường link tài khoản Facebook cá nhân" in page


def test_the_same_button_of_the_same_page_gives_one_form(officer, two_forms):
    page = fields(officer.get(two_forms.get_absolute_url()).content.decode())
    for _press in range(2):
        officer.post(two_forms.get_absolute_url(), page | {"do": "make-form:1.0"})

    assert Form.objects.count() == 1


@pytest.mark.parametrize("which", ["9.0", "0.9", "x", "", "0", "-1.0", "1.0.0", "99999999.1"])
def test_a_table_that_is_not_there_is_not_found(officer, two_forms, which):
    answer = officer.post(two_forms.get_absolute_url(), {"do": f"make-form:{which}", "submit_key": "x"})

    assert answer.status_code == 404 and not Form.objects.exists()


def ready(form):
    Form.objects.filter(pk=form.pk).update(ready_at=product_clock.now())


def test_what_was_typed_is_there_again_and_the_step_asks_for_the_form(officer, two_forms):
    page = fields(officer.get(two_forms.get_absolute_url()).content.decode())
    steps = [n for n in range(int(page["step-TOTAL_FORMS"])) if page.get(f"step-{n}-text")]
    only = {f"step-{n}-hand_in": "confirm" for n in steps} | {
        f"step-{steps[0]}-hand_in": "file", f"step-{steps[0]}-for_desk": "", f"step-{steps[0]}-text": "Gửi bảng vừa gõ",
    }  # fmt: skip
    page.pop(f"step-{steps[0]}-is_ongoing", None)
    answer = officer.post(two_forms.get_absolute_url(), page | only | {"do": "make-form:1.0"})
    form = Form.objects.get()
    ready(form)

    back = officer.get(f"{two_forms.get_absolute_url()}?form={form.pk}").content.decode()

    assert answer.status_code == 302 and "Gửi bảng vừa gõ" in back
    again = fields(back)
    assert (again[f"step-{steps[0]}-hand_in"], again[f"step-{steps[0]}-form"]) == ("form", str(form.pk))
    assert "Gửi bảng vừa gõ" not in officer.get(f"{two_forms.get_absolute_url()}?read-again").content.decode()


def test_what_was_typed_is_forgotten_once_it_is_confirmed_or_read_anew(officer, two_forms):
    press(officer, two_forms, "1.0", subject="Chủ đề vừa gõ")
    assert "Chủ đề vừa gõ" in officer.get(two_forms.get_absolute_url()).content.decode()

    two_forms.text += "\nThêm một dòng."
    two_forms.save()

    assert "Chủ đề vừa gõ" not in officer.get(two_forms.get_absolute_url()).content.decode()


def test_the_way_back_leads_nowhere_else(officer, two_forms):
    press(officer, two_forms, "1.0")
    form = Form.objects.get()

    for next_page in ("https://vidu.example/", "//vidu.example/", "javascript:alert(1)"):
        page = officer.get(form.get_absolute_url(), {"next": next_page}).content.decode()
        assert f'href="{next_page}' not in page


def test_a_unit_gets_the_blank_files_of_the_form_its_task_asks_for(client, campaign, union):
    from tests.campaigns.test_forms_of_the_desk import form as make

    form = make.__wrapped__(union)
    step = Step.objects.create(campaign=campaign, order=90, text="Gửi danh sách", hand_in="form", form=form)
    task = campaign.tasks.create(step=step, unit=union.units[0], unit_path=union.units[0].path)
    factories.sign_in(client, union.chairs[0])

    page = client.get(task.get_absolute_url()).content.decode()
    for ending in ("xlsx", "docx"):
        url = reverse(f"campaigns:task-blank-{ending}", args=[task.pk])
        assert url in page
        assert client.get(url)["Content-Disposition"].endswith(f'.{ending}"')
    assert client.get(reverse("sheets:blank-xlsx", args=[form.pk])).status_code == 404
