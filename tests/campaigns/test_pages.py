"""The pages once each: upload, confirm, board, exports, the unit's phone page."""

import io
import re
import uuid
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhipcau.campaigns.models import Campaign, Circular, HandIn, Step, Task

TEXT = (Path(__file__).parents[1] / "samples/circulars/r113/circular.txt").read_text(encoding="utf-8")


@pytest.fixture
def officer(client, union):
    client.force_login(union.officer)
    return client


def fields_of(html):
    """What a browser would send back from the confirm form."""
    data = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if not name or (kind and kind.group(1) in ("checkbox", "radio") and "checked" not in tag):
            continue
        data[name.group(1)] = (
            value.group(1) if value else ("on" if kind and kind.group(1) == "checkbox" else "")
        )
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', html, re.S):
        data[name] = body
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        first = re.search(r'value="([^"]*)"', body)
        data[name] = chosen.group(1) if chosen else first.group(1) if first else ""
    data.pop("csrfmiddlewaretoken", None)
    import html as h

    return {k: h.unescape(v) for k, v in data.items()}


def test_113_is_pasted_confirmed_and_followed(officer, union, clock):
    clock.set("2020-10-05 09:00")
    key = str(uuid.uuid4())
    for _resend in range(2):
        answer = officer.post(
            reverse("campaigns:new"), {"unit": union.desk.pk, "text": TEXT, "submit_key": key}
        )
    circular = Circular.objects.get()
    page = officer.get(answer.url)
    html = page.content.decode()
    assert "113/LĐLĐ" in html and "10/10/2020" in html and "nắm bắt dư luận" in html
    assert not Campaign.objects.exists()

    data = fields_of(html)
    answer = officer.post(circular.get_absolute_url(), data | {"unit_kinds": []})
    assert answer.status_code == 422, "no kind of unit was chosen"

    assert data["unit_kinds"] == str(union.kind.pk), "the only kind below the desk"
    answer = officer.post(circular.get_absolute_url(), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    campaign = Campaign.objects.get()
    assert campaign.number == "113/LĐLĐ"
    assert campaign.addressed.count() == 3

    board = officer.get(campaign.get_absolute_url()).content.decode()
    assert union.units[0].name in board
    assert officer.get(reverse("campaigns:board-csv", args=[campaign.pk])).content.decode().count("\r\n") == 4
    book = openpyxl.load_workbook(
        io.BytesIO(officer.get(reverse("campaigns:board-xlsx", args=[campaign.pk])).content)
    )
    assert book.active.max_row == 4
    for name in ("board-print", "by-hand"):
        assert officer.get(reverse(f"campaigns:{name}", args=[campaign.pk])).status_code == 200
    assert officer.get(reverse("campaigns:list")).status_code == 200


def test_what_falls_outside_is_refused_when_an_officer_types_it(officer, union, circular):
    data = fields_of(officer.get(circular.get_absolute_url()).content.decode())
    data["unit_kinds"] = [str(union.kind.pk)]
    data["step-0-text"] = "Vận động đoàn viên thích, chia sẻ bài của trang."

    answer = officer.post(circular.get_absolute_url(), data)

    assert answer.status_code == 422
    assert "thích, chia sẻ bài của trang" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_past_deadline_must_be_kept_as_history_or_replaced(officer, union, circular, clock):
    clock.set("2020-10-20 09:00")
    page = officer.get(circular.get_absolute_url()).content.decode()
    data = fields_of(page) | {"unit_kinds": [str(union.kind.pk)]}
    assert "text-danger" in page
    assert officer.post(circular.get_absolute_url(), data).status_code == 422

    answer = officer.post(circular.get_absolute_url(), data | {"deadline-0-keep_as_history": "on"})

    assert answer.status_code == 302
    assert not Task.objects.exclude(due_on=None).exists()


def test_a_scan_is_kept_as_the_original_and_a_campaign_is_made_by_hand(officer, union, clock, monkeypatch):
    clock.set("2020-10-05 09:00")
    from nhipcau.campaigns.intake import Unreadable
    from nhipcau.campaigns.views import circulars

    def unreadable(_data, *, name):
        raise Unreadable("needs-typing")

    monkeypatch.setattr(circulars, "read_bytes", unreadable)
    upload = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 scan")
    answer = officer.post(
        reverse("campaigns:new"), {"unit": union.desk.pk, "original": upload, "submit_key": str(uuid.uuid4())}
    )
    circular = Circular.objects.get()
    assert answer.url == circular.get_absolute_url()
    assert circular.refusal == "needs-typing"

    form = fields_of(officer.get(answer.url).content.decode())
    form |= {
        "number": "9/X",
        "subject": "Gửi danh sách",
        "unit_kinds": [str(union.kind.pk)],
        "step-0-text": "Gửi danh sách.",
        "step-0-hand_in": "file",
        "step-0-for_desk": "",
    }
    form |= {"deadline-0-what": "Danh sách", "deadline-0-due_on": "20/10/2020", "deadline-0-step": "1"}
    assert officer.post(circular.get_absolute_url(), form).status_code == 302

    original = officer.get(reverse("campaigns:original", args=[circular.pk]))
    assert b"".join(original.streaming_content) == (b"%PDF-1.4 scan")
    assert "attachment" in original["Content-Disposition"]


def test_the_chair_acknowledges_asks_for_help_and_hands_in_on_the_phone(client, campaign, addressed, union):
    client.force_login(union.chairs[0])
    own = addressed[0]
    assert campaign.subject in client.get(reverse("campaigns:owed")).content.decode()
    assert client.get(own.get_absolute_url()).status_code == 200
    client.post(reverse("campaigns:acknowledge", args=[own.pk]))
    client.post(
        reverse("campaigns:ask-for-help", args=[own.pk]),
        {"sentence": "Chưa có biểu mẫu.", "submit_key": str(uuid.uuid4())},
    )
    assert own.help_requests.count() == 1 and own.acknowledgement

    task = Task.objects.get(unit=own.unit, step__hand_in="form01")
    Step.objects.filter(pk=task.step_id).update(hand_in="file")
    assert client.get(task.get_absolute_url()).status_code == 200
    upload = SimpleUploadedFile("bieu-mau.xlsx", b"file")
    client.post(task.get_absolute_url(), {"file": upload, "submit_key": str(uuid.uuid4())})
    assert HandIn.objects.get(task=task).receipt in client.get(task.get_absolute_url()).content.decode()
    assert client.get(reverse("campaigns:original", args=[campaign.circular_id])).status_code == 200
    assert client.get(campaign.get_absolute_url()).status_code == 404
    assert client.get(addressed[1].get_absolute_url()).status_code == 404


def test_the_desk_logs_a_call_answers_and_returns(officer, campaign, addressed, union):
    from nhipcau.campaigns import actions

    asked = actions.ask_for_help(addressed[0], "Cần biểu mẫu.", by=union.chairs[0], submit_key=uuid.uuid4())
    task = Task.objects.get(unit=addressed[0].unit, step__hand_in="form01")
    row = actions.hand_in(task, by=union.chairs[0], submit_key=uuid.uuid4(), data=b"x", filename="a.xlsx")
    page = reverse("campaigns:unit", args=[addressed[0].pk])
    assert officer.get(page).status_code == 200

    assert officer.post(reverse("campaigns:call", args=[addressed[0].pk]), {"said_by": ""}).status_code == 422
    early = {"said_by": "Chị Văn thư", "called_at": "05/10/2030 08:00"}
    answer = officer.post(reverse("campaigns:call", args=[addressed[0].pk]), early)
    assert answer.status_code == 422 and "Chị Văn thư" in answer.content.decode()
    officer.post(
        reverse("campaigns:call", args=[addressed[0].pk]),
        {"said_by": "Chị Văn thư", "called_at": "05/10/2020 08:00"},
    )
    officer.post(reverse("campaigns:answer-help", args=[asked.pk]), {"answer": "Đã gửi qua thư."})
    officer.post(reverse("campaigns:return-hand-in", args=[row.pk]), {"reason": "Thiếu trang 2."})

    shown = officer.get(page).content.decode()
    assert "Chị Văn thư" in shown and "Đã gửi qua thư." in shown and "Thiếu trang 2." in shown
    picked = {"unit": [addressed[1].pk], "do": "links"}
    assert "/l/" in officer.post(reverse("campaigns:by-hand", args=[campaign.pk]), picked).content.decode()
    officer.post(reverse("campaigns:by-hand", args=[campaign.pk]), picked | {"do": "sent"})
    assert addressed[1].reminders.get().stage == "hand"
    assert officer.post(reverse("campaigns:links-xlsx", args=[campaign.pk])).status_code == 200


def test_the_page_of_a_task_offers_the_doing_to_the_unit_and_to_the_desk(client, campaign, union):
    for task in campaign.tasks.filter(unit=union.units[0], step__is_ongoing=False, step__for_desk=False):
        for user in (union.chairs[0], union.officer):
            client.force_login(user)
            page = client.get(reverse("campaigns:task", args=[task.pk])).content.decode()
            assert 'name="submit_key"' in page or "btn-wide" in page, (task.step.hand_in, user)
