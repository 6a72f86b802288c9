"""The confirm page: each value beside its line, the units counted first, nothing kept before."""

import re
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from nhipcau.campaigns import actions
from nhipcau.campaigns.confirming import ConfirmPage
from nhipcau.campaigns.doubting import doubts_of_due
from nhipcau.campaigns.draft import draft_of, guess_hand_in
from nhipcau.campaigns.evidence import Lines, marked, shortened, ways_to_write
from nhipcau.campaigns.forms import DeadlineFormSet, HeadForm, StepFormSet
from nhipcau.campaigns.intake import read_text
from nhipcau.campaigns.models import Addressed, Campaign, Deadline, Step, Task
from nhipcau.campaigns.rules import rule_in_words
from nhipcau.core.refusal import Refusal
from nhipcau.sheets import designing
from tests import factories
from tests.campaigns.test_pages import fields_of


@pytest.fixture
def officer(client, union):
    client.force_login(union.officer)
    return client


def shown(circular):
    draft = draft_of(circular)
    head = HeadForm(initial=draft.head, desk=circular.unit)
    steps = StepFormSet(initial=draft.steps, prefix="step")
    return ConfirmPage(
        circular, head, steps, DeadlineFormSet(initial=draft.deadlines, prefix="deadline")
    ).context()


def said(evidence):
    return [(line.number, [part.text for part in line.parts if part.kind == "hit"]) for line in evidence]


def test_every_value_of_113_stands_beside_its_line(circular):
    page = shown(circular)
    facts = {fact.field.name: said(fact.evidence) for fact in page["facts"]}

    assert facts["number"] == [(1, ["113/LĐLĐ"])]
    assert facts["issued_on"] == [(3, ["21 tháng 9 năm 2020"])]
    assert facts["place"] == [(3, ["Long Biên"])]
    assert facts["subject"][0][0] == 5 and facts["addressees"][0][0] == 8
    assert facts["legal_bases"][0] == (11, ["17/HD-LĐLĐ", "LĐLĐ Thành phố Hà Nội"])
    assert facts["contact"][0][1] == ["Nguyễn Thị A", "chuyên viên LĐLĐ Quận", "0900.000.113"]
    assert page["missing"] == 0
    assert [form.evidence[0].number for form in page["step_forms"]] == [37, 39, 41, 45, 47, 65, 67]
    assert said(page["deadline_forms"][0].evidence) == [(69, ["10/10/2020"])]
    assert (page["for_units"], page["for_desk"]) == (4, 3)


def test_what_became_nothing_is_struck_out_in_its_line_and_listed_with_the_reason(circular, officer):
    page = shown(circular)
    struck = [part.text for part in page["step_forms"][5].evidence[0].parts if part.kind == "out"]

    assert any("đấu tranh phản bác" in text for text in struck)
    assert len(page["left_out"]) >= 10 and all(piece.reason and piece.number for piece in page["left_out"])
    html = officer.get(circular.get_absolute_url()).content.decode()
    assert "<del>" in html and "nắm bắt dư luận xã hội tại CĐCS" in html


def test_both_tables_of_the_form_are_shown(circular, officer):
    html = officer.get(circular.get_absolute_url()).content.decode()

    assert html.count("STT · Họ tên · Đơn vị · Chức vụ · Điện thoại · Email") == 2


def test_a_value_that_was_not_found_is_asked_for(union, clock):
    clock.set("2020-10-05 09:00")
    text = "CÔNG ĐOÀN PHƯỜNG\nKính gửi: Các công đoàn cơ sở\nV/v gửi danh sách\n1. Gửi danh sách trước ngày 20/10/2020.\nNơi nhận:\n- Như trên.\nSố:     /CV ngày   tháng   năm 2020"
    circular = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=text)
    page = shown(circular)

    if page["draft"].is_circular:
        assert page["missing"] > 0


def test_a_long_line_keeps_what_was_read_and_its_surroundings():
    line = "a " * 400 + "ngày 10/10/2020 " + "b " * 400

    parts = shortened(marked(line, ways_to_write(draft_day()), []))

    assert [part.text for part in parts if part.kind] == ["10/10/2020"]
    assert sum(len(part.text) for part in parts) < 300


def draft_day():
    from datetime import date

    return date(2020, 10, 10)


def test_lines_are_numbered_as_the_text_has_them():
    assert Lines("một\n\nba").numbered() == [(1, "một"), (3, "ba")]


def test_rules_without_a_day_are_words():
    assert "25" in rule_in_words("monthly:25", None)
    assert (
        rule_in_words("weekly:4", None)
        and rule_in_words("quarterly:first:10", None)
        and rule_in_words("yearly:11-20", None)
    )
    relative = {"direction": "before", "days": 15, "unit": "working_day", "anchor": "đại hội"}
    assert "15" in rule_in_words(None, relative) and "đại hội" in rule_in_words(None, relative)
    assert rule_in_words(None, None) == ""


def test_units_are_chosen_by_kind_and_branch_and_counted_before(officer, union, circular):
    zone_kind = factories.make_kind("zone", "Công đoàn khu", 3)
    zone = factories.make_unit("Công đoàn khu Bến", union.desk, zone_kind)
    below = [factories.make_unit(f"Xưởng {n}", zone) for n in range(2)]
    url = circular.get_absolute_url()

    def count(branch, kinds):
        data = {"do": "count", "branch": branch.pk, "unit_kinds": [kind.pk for kind in kinds]}
        fragment = officer.post(url, data, HTTP_HX_REQUEST="true").content.decode()
        return int(re.search(r'name="counted" value="(\d+)"', fragment).group(1))

    assert count(union.desk, [union.kind]) == 5
    assert count(zone, [union.kind]) == len(below)
    assert count(union.desk, [union.kind, zone_kind]) == 6
    assert count(union.desk, []) == 0
    assert count(union.beside, [union.kind]) == 0, "a branch of another desk"
    page = officer.post(
        url,
        fields_of(officer.get(url).content.decode())
        | {"do": "count", "branch": zone.pk, "unit_kinds": [union.kind.pk]},
    )
    assert page.status_code == 200 and 'name="counted" value="2"' in page.content.decode(), (
        "without a script, too"
    )
    assert not Campaign.objects.exists()


def test_a_count_that_was_not_seen_is_shown_before_anything_goes_out(officer, union, circular):
    url = circular.get_absolute_url()
    data = fields_of(officer.get(url).content.decode())
    factories.make_unit("Trường mới thành lập", union.desk)

    again = officer.post(url, data)
    assert again.status_code == 422 and not Campaign.objects.exists()

    data["counted"] = fields_of(again.content.decode())["counted"]
    assert officer.post(url, data).status_code == 302
    assert Addressed.objects.count() == 4


def test_nothing_of_a_campaign_is_kept_before_it_is_confirmed(officer, circular):
    officer.get(circular.get_absolute_url())
    officer.post(circular.get_absolute_url(), {"do": "count"})

    for model in (Campaign, Step, Deadline, Task, Addressed):
        assert not model.objects.exists()


def test_a_circular_that_came_in_by_mistake_is_set_aside(officer, circular, union):
    officer.post(reverse("campaigns:set-aside", args=[circular.pk]))
    officer.post(reverse("campaigns:set-aside", args=[circular.pk]))

    assert not type(circular).objects.waiting().exists()
    assert officer.get(circular.get_absolute_url()).status_code == 200, "it can still be confirmed"


def test_a_confirmed_circular_is_not_set_aside(campaign, union):
    with pytest.raises(Refusal):
        actions.set_aside(campaign.circular, by=union.officer)


SAMPLES = sorted((Path(__file__).parents[1] / "samples/circulars").glob("*/circular.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=[path.parent.name for path in SAMPLES])
def test_every_sample_is_confirmed_on_its_day_as_it_was_proposed(path, officer, union, clock):
    text = path.read_text(encoding="utf-8")
    proposal = read_text(text).proposal
    if not proposal["is_circular"] or not proposal["steps"] + proposal["deadlines"]:
        pytest.skip("asks nothing of anybody")
    clock.set(f"{proposal['date']} 08:00")
    circular = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=text)
    data = fields_of(officer.get(circular.get_absolute_url()).content.decode())

    answer = officer.post(circular.get_absolute_url(), data)

    errors = re.findall(r'invalid-feedback"[^>]*>(.*?)</div>', answer.content.decode(), re.S)
    assert answer.status_code == 302, errors
    campaign = Campaign.objects.get()
    assert campaign.number == proposal["number"] and campaign.steps.count() >= len(proposal["steps"])
    days = {d["date"] for d in proposal["deadlines"] if d["date"]}
    fixed = Deadline.objects.filter(due_on__isnull=False, step__repeated_from__isnull=True)
    assert {f"{d.due_on}" for d in fixed} == days
    again = sum(bool(d["recurrence"]) for d in proposal["deadlines"])
    assert campaign.steps.exclude(repeats="").exists() == bool(again)


def test_a_campaign_by_hand_takes_one_page(officer, union, clock):
    clock.set("2020-10-05 09:00")
    answer = officer.post(reverse("campaigns:new"), {"unit": union.desk.pk, "submit_key": str(uuid.uuid4())})
    page = fields_of(officer.get(answer.url).content.decode())
    page |= {
        "subject": "Gửi danh sách dự hội thao",
        "step-0-text": "Gửi danh sách.",
        "step-0-hand_in": "file",
        "step-0-for_desk": "",
    }
    page |= {"deadline-0-due_on": "20/10/2020"}

    assert officer.post(answer.url, page).status_code == 302
    assert Task.objects.filter(due_on="2020-10-20").count() == 3
    assert Deadline.objects.get().what == "Gửi danh sách."


def test_a_page_sent_back_still_offers_to_keep_a_past_day_as_history(officer, union, circular, clock):
    clock.set("2020-10-20 09:00")
    data = fields_of(officer.get(circular.get_absolute_url()).content.decode())

    refused = officer.post(circular.get_absolute_url(), data | {"unit_kinds": [str(union.kind.pk)]})

    assert refused.status_code == 422
    assert 'name="deadline-0-keep_as_history"' in refused.content.decode()


def test_a_step_asks_for_a_ready_form_of_the_desk(officer, union, circular):
    form = designing.begin(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), title="Thống kê đoàn viên",
        tables=[designing.DraftTable(["Số đoàn viên"])],
    )  # fmt: skip
    url = circular.get_absolute_url()
    assert "Thống kê đoàn viên" not in officer.get(url).content.decode(), "a draft cannot go out"
    designing.make_ready(form, by=union.officer)
    data = fields_of(officer.get(url).content.decode()) | {
        "step-1-hand_in": "form",
        "unit_kinds": [union.kind.pk],
    }
    data |= {"step-1-for_desk": "", "counted": "3"}
    data.pop("step-1-is_ongoing", None)

    refused = officer.post(url, data)
    assert refused.status_code == 422 and not Campaign.objects.exists()

    answer = officer.post(url, data | {"step-1-form": form.pk})
    assert answer.status_code == 302
    assert Step.objects.get(hand_in="form").form == form


DOUBTED = """LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LÀNH
CÔNG ĐOÀN XÃ LÀNH HẠ
Số: 7/CĐX
Số: 8/CĐX
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Lành Hạ, ngày 05 tháng 10 năm 2020
Lành Hạ, ngày 06 tháng 10 năm 2020
V/v gửi danh sách
Kính gửi: Công đoàn cơ sở trực thuộc
Danh sách quà gửi chậm nhất ngày 15/10.
Hồ sơ gửi chậm nhất ngày 17/10/2020 (mùng 1 tháng 9 âm lịch).
Báo cáo gửi chậm nhất ngày 01/10/2020.
Báo cáo tháng gửi về chậm nhất ngày 20 hằng tháng.
Nơi nhận:
- Như trên."""


def test_doubt_is_said_beside_the_value_and_decides_nothing(union, officer, clock):
    clock.set("2020-10-06 09:00")
    circular = actions.keep_circular(unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text=DOUBTED)
    page = shown(circular)
    facts = {fact.field.name: " ".join(fact.doubts) for fact in page["facts"]}
    days = [" ".join(form.doubts) for form in page["deadline_forms"]]

    assert "8/CĐX" in facts["number"] and "06/10/2020" in facts["issued_on"]
    assert "15/10/2020" in days[0] and len(days[0]) and "âm lịch" not in days[0]
    assert "âm lịch" in days[1] and "Bộ luật Dân sự" in days[1]
    assert days[2] and days[2] != days[0]
    assert said(page["deadline_forms"][3].evidence)[0][1] == ["ngày 20 hằng tháng"]
    assert all(
        doubt in officer.get(circular.get_absolute_url()).content.decode()
        for doubt in page["facts"][0].doubts
    )


@pytest.mark.parametrize(
    ("is_inclusive", "next_day"), [(False, None), (True, "07/12/2026")], ids=["before it", "to its end"]
)
def test_the_last_day_in_time_is_looked_at_for_rest_and_not_the_day_before_which_it_is_due(
    is_inclusive, next_day
):
    said = doubts_of_due(date(2026, 12, 5), "trước ngày 05/12/2026", None, is_inclusive=is_inclusive)

    assert (len(said) == 1 and next_day in said[0]) if next_day else said == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Công đoàn cơ sở nộp lệ phí thi đấu", "sum"),
        ("Nộp báo cáo quyết toán kinh phí", "file"),
        ("Gửi 03 ảnh hoạt động", "photos"),
        ("Gửi hồ sơ kèm hình ảnh", "file"),
        ("Gửi thư cảm ơn anh chị em", "file"),
        ("Gửi về danh sách đóng kinh phí", "file"),
    ],
)
def test_what_comes_back_is_guessed_by_the_words(text, kind):
    assert guess_hand_in(text, []) == kind


def test_every_value_that_was_read_is_marked_in_its_line(circular):
    page = shown(circular)
    values = (
        [fact for fact in page["facts"] if fact.field.value()] + page["step_forms"] + page["deadline_forms"]
    )

    unmarked = [
        v for v in values if not any(part.kind == "hit" for line in v.evidence for part in line.parts)
    ]
    assert [getattr(v, "field", v) for v in unmarked] == []


def test_the_place_of_issue_is_not_called_by_the_word_for_an_order(officer, circular):
    page = officer.get(circular.get_absolute_url()).content.decode()

    label = re.search(r'<label[^>]*for="id_place"[^>]*>\s*(.*?)\s*<', page)
    assert label is not None and label[1] == "Nơi ban hành"
