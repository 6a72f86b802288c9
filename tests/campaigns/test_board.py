"""The board by branch: sums, order, pages, the chart of deliveries, the paper."""

import re
import uuid
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.campaigns import actions, counters
from nhipcau.campaigns.board import FILTERS, ORDERS, SORTS, board_of
from nhipcau.campaigns.chart import chart_of, previous_of
from nhipcau.campaigns.models import Task
from nhipcau.campaigns.progress import as_of, branches_of, by_area, progress_in, progress_of
from nhipcau.campaigns.views import board as board_views
from nhipcau.organisations import actions as organisations
from tests import factories

START = date(2026, 3, 2)


@pytest.fixture
def city(db, clock):
    """A city desk, three wards with schools below, a school right below the desk; no two names in the order of the tree."""
    clock.set(f"{START} 09:00")
    top = factories.make_unit("Liên đoàn Lao động thành phố Sông Biếc", code="SB")
    wards = [
        factories.make_unit(name, top) for name in ("Phường Vạn Thắng", "Phường An Hòa", "Phường Lạc Long")
    ]
    schools = [
        factories.make_unit(f"Trường {name}", wards[n % 3])
        for n, name in enumerate(("Mơ", "Bàng", "Sen", "Đào", "Trúc", "Ổi", "Lựu", "Cam"))
    ]
    alone = factories.make_unit("Trạm Y tế Gò Mây", top)
    officer = factories.make_user("Lê Thị Văn Phòng", "desk_officer", top)
    return {"top": top, "wards": wards, "schools": schools, "alone": alone, "officer": officer}


def due(day):
    return {
        "what": "Nộp",
        "due_on": day,
        "due_time": None,
        "is_inclusive": True,
        "rule": "",
        "is_history": False,
    }


def send(city, units=None, last_day=START + timedelta(days=9), **more):
    circular = actions.keep_circular(
        unit=city["top"], by=city["officer"], submit_key=uuid.uuid4(), text="Công văn"
    )
    steps = [actions.StepData("Xác nhận đã làm.", deadlines=[due(last_day)] if last_day else [])]
    units = units or [*city["wards"], *city["schools"], city["alone"]]
    return actions.confirm(
        circular, by=city["officer"], submit_key=uuid.uuid4(), head={"subject": "Thử"}, steps=steps, units=units, **more
    )  # fmt: skip


def deliver(city, campaign, *units):
    for unit in units:
        task = Task.objects.select_related("step", "campaign__unit", "unit").get(campaign=campaign, unit=unit)
        actions.hand_in(task, by=city["officer"], submit_key=uuid.uuid4())


@pytest.fixture
def sent(city):
    return send(city)


@pytest.fixture
def officer(client, city):
    return factories.sign_in(client, city["officer"])


def test_each_branch_is_summed_with_its_own_unit_and_stands_by_name(city, sent, clock):
    deliver(city, sent, city["wards"][1], city["schools"][1], city["schools"][0])
    clock.set(f"{START + timedelta(days=12)} 09:00")

    rows = branches_of(sent)

    assert [row.name for row in rows] == ["Phường An Hòa", "Phường Lạc Long", "Phường Vạn Thắng"]
    assert [(r.progress.sent, r.progress.delivered, r.progress.owes, r.progress.late) for r in rows] == [
        (4, 2, 0, 2), (3, 0, 0, 3), (4, 1, 0, 3)
    ]  # fmt: skip
    whole = progress_in(sent)
    assert (whole.sent, whole.delivered, whole.late) == (12, 3, 9)
    assert progress_of([sent]) == {sent.pk: whole}
    assert progress_in(sent, city["wards"][1]) == rows[0].progress


def test_a_branch_shows_its_own_units_and_counts_what_it_shows(city, sent, officer):
    ward = city["wards"][0]
    chair = factories.make_user("Chủ tịch", "chair", city["schools"][1])
    beside = sent.addressed.get(unit=city["schools"][1])
    actions.ask_for_help(beside, "Chưa có biểu mẫu.", by=chair, submit_key=uuid.uuid4())

    got = board_of(sent, branch=ward)

    assert {row.unit for row in got.rows} == {
        ward,
        city["schools"][0],
        city["schools"][3],
        city["schools"][6],
    }
    for key in FILTERS:
        assert len(board_of(sent, key, branch=ward).rows) == got.counts[key]
    assert (got.counts["help"], board_of(sent).counts["help"]) == (0, 1)
    page = officer.get(sent.get_absolute_url() + f"?branch={ward.pk}").content.decode()
    assert "Trường Mơ" in page and "Trường Bàng" not in page


@pytest.mark.parametrize("branch", ["999999", "abc", "-1", "9" * 30])
def test_what_is_no_branch_of_the_desk_is_not_found(officer, sent, branch):
    assert officer.get(sent.get_absolute_url() + f"?branch={branch}").status_code == 404


def test_a_unit_beside_the_desk_is_no_branch(officer, sent):
    beside = factories.make_unit("Nơi khác")

    assert officer.get(sent.get_absolute_url() + f"?branch={beside.pk}").status_code == 404


def test_the_branches_below_a_branch_are_its_own(city, clock):
    group = factories.make_unit("Cụm Sen Vàng", city["wards"][0])
    class_ = factories.make_unit("Tổ Một", group)
    campaign = send(city, [class_, group, city["schools"][0]])

    assert [(row.name, row.progress.sent) for row in branches_of(campaign)] == [("Phường Vạn Thắng", 3)]
    assert [(row.name, row.progress.sent) for row in branches_of(campaign, city["wards"][0])] == [
        ("Cụm Sen Vàng", 2)
    ]
    assert list(by_area(campaign, city["wards"][1])) == []


@pytest.mark.parametrize("sort", SORTS)
def test_turning_pages_shows_every_unit_once_forwards_and_backwards(
    city, sent, officer, monkeypatch, sort, clock
):
    monkeypatch.setattr(board_views, "A_PAGE", 5)
    deliver(city, sent, *city["schools"][:3])
    clock.advance(86_400)
    deliver(city, sent, *city["schools"][3:5])
    row = sent.addressed.get(unit=city["alone"])
    actions.record_sent_by_hand([row], by=city["officer"], submit_key=uuid.uuid4())
    url, seen = sent.get_absolute_url() + f"?sort={sort}", []
    while url:
        page = officer.get(url).context["page"]
        seen.append([row.unit.name for row in page.rows])
        url = page.after and f"{sent.get_absolute_url()}?sort={sort}&{page.after}"

    whole = [row.unit.name for row in board_of(sent, sort=sort).rows]
    assert [name for names in seen for name in names] == whole and len(set(whole)) == 12
    back = officer.get(f"{sent.get_absolute_url()}?sort={sort}&{page.before}").context["page"]
    assert [row.unit.name for row in back.rows] == seen[-2]
    assert back.before and back.after


def test_the_orders_put_first_what_they_say(city, sent, clock):
    deliver(city, sent, city["schools"][2])
    clock.advance(86_400)
    deliver(city, sent, city["schools"][4])
    more = START + timedelta(days=30)
    step = sent.steps.get()
    actions.extend(step, more, "Bão", by=city["officer"], submit_key=uuid.uuid4(), unit=city["schools"][0])
    actions.record_sent_by_hand(
        [sent.addressed.get(unit=city["alone"])], by=city["officer"], submit_key=uuid.uuid4()
    )

    def order(sort):
        return [row.unit.name for row in board_of(sent, sort=sort).rows]

    assert order("state")[-3:] == ["Trường Mơ", "Trường Sen", "Trường Trúc"], "owing by day, then delivered"
    assert order("delivered")[:2] == ["Trường Trúc", "Trường Sen"]
    assert order("reminded")[0] == "Trạm Y tế Gò Mây"
    assert order("name")[:2] == ["Phường An Hòa", "Phường Lạc Long"]


def test_links_of_order_filter_and_branch_keep_each_other(city, sent, officer):
    ward = city["wards"][0]
    asked = f"?show=owes&sort=name&branch={ward.pk}&q=tr"
    page = officer.get(sent.get_absolute_url() + asked).content.decode()

    links = [
        parse_qs(urlsplit(link).query) for link in re.findall(r'href="(\?[^"]+)"', page.replace("&amp;", "&"))
    ]
    kept = {"show": ["owes"], "sort": ["name"], "branch": [str(ward.pk)], "q": ["tr"]}
    assert kept | {"sort": ["delivered"]} in links
    assert kept | {"show": ["late"]} in links
    assert {k: v for k, v in kept.items() if k != "show"} in links
    assert {k: v for k, v in kept.items() if k != "branch"} in links, "the way back to all branches"


@pytest.mark.parametrize(
    "query", ["after=x&after=y", "after=1", "before=a&before=b&before=c", f"after=1&after=2026-99-99&after={10**30}", "sort=no&show=no"]
)  # fmt: skip
def test_an_address_nobody_was_given_shows_the_first_page(officer, sent, query):
    answer = officer.get(f"{sent.get_absolute_url()}?{query}")

    assert answer.status_code == 200 and len(answer.context["page"].rows) == 12


def test_more_branches_and_units_ask_no_more_questions(city, sent, officer):
    def asked(url):
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(url).status_code == 200
        return len(queries)

    urls = [sent.get_absolute_url(), f"{sent.get_absolute_url()}?branch={city['wards'][0].pk}"]
    urls += [reverse("campaigns:board-print", args=[sent.pk])]
    for url in urls:
        asked(url)
    before = [asked(url) for url in urls]
    for n in range(6):
        ward = factories.make_unit(f"Phường thêm {n}", city["top"])
        for name in ("Một", "Hai"):
            actions.add_unit(sent, factories.make_unit(f"Trường {name} {n}", ward), by=city["officer"])

    assert [asked(url) for url in urls] == before


def test_this_time_is_compared_with_last_time_by_days_before_the_last_day(city, officer, clock):
    earlier = send(city, city["schools"][:4], START + timedelta(days=5))
    for day, unit in ((1, 0), (2, 1), (4, 2), (8, 3)):
        clock.set(f"{START + timedelta(days=day)} 09:00")
        deliver(city, earlier, city["schools"][unit])
    clock.set(f"{START + timedelta(days=20)} 09:00")
    now = send(city, last_day=START + timedelta(days=26))
    deliver(city, now, city["alone"])
    clock.set(f"{START + timedelta(days=23)} 09:00")

    chart = chart_of(now, None, progress_in(now), user=city["officer"])

    compared = chart.comparison
    assert (compared.now, compared.then, compared.asked_then, compared.days) == (1, 2, 4, 3)
    assert compared.before.campaign == earlier
    assert chart.rows == [(START + timedelta(days=20), 1, 1)]
    assert re.findall(r"\d+", compared.sentence) == ["3", "1", "12", "2", "4"]
    page = officer.get(now.get_absolute_url()).content.decode()
    assert compared.sentence in page and 'class="chart-earlier"' in page


def test_last_time_is_what_it_was_copied_from_else_what_the_desk_sent_before(city, clock):
    first = send(city)
    clock.advance(86_400)
    second = send(city)
    clock.advance(86_400)
    without = send(city, last_day=None)
    clock.advance(86_400)
    own, copy = send(city), send(city, copied_from=first)

    assert previous_of(first, city["officer"]) is None
    assert previous_of(own, city["officer"]) == second, f"{without} has no last day to compare with"
    assert previous_of(copy, city["officer"]) == first
    actions.withdraw(second, "Nhầm", by=city["officer"])
    assert previous_of(own, city["officer"]) == first


def test_the_chart_is_drawn_without_scripts_and_says_the_same_in_a_table(city, sent, officer):
    deliver(city, sent, *city["schools"][:3])
    page = officer.get(sent.get_absolute_url()).content.decode()
    svg = re.search(r'<svg class="chart".*?</svg>', page, re.S).group()

    assert 'role="img"' in svg and "3" in re.search(r'aria-label="([^"]*)"', svg).group(1)
    assert "style=" not in svg and "<script" not in svg and "NaN" not in svg
    path = re.search(r'class="chart-line" d="([^"]*)"', svg).group(1)
    assert re.fullmatch(r"M34 160(H[\d.]+V[\d.]+)(H[\d.]+)", path), path
    table = page[page.index("chart-says") :]
    assert f"<td>{START:%d/%m/%Y}</td>" in table.split("</table>")[0]
    names = [unit.name for unit in city["schools"]]
    assert not any(name in svg for name in names), "units are counted, never named"


def test_nothing_is_drawn_where_nothing_is_asked(city):
    circular = actions.keep_circular(unit=city["top"], by=city["officer"], submit_key=uuid.uuid4(), text="x")
    campaign = actions.confirm(
        circular, by=city["officer"], submit_key=uuid.uuid4(), head={"subject": "Thử"}, units=[city["alone"]], informed=city["schools"],
        steps=[actions.StepData("Làm.")],
    )  # fmt: skip

    counts = board_of(campaign).counts
    assert (counts["sent"], counts["informed"], counts["owes"]) == (9, 8, 1)
    ward = city["wards"][0]
    assert chart_of(campaign, ward, progress_in(campaign, ward), user=city["officer"]) is None


def test_a_closed_campaign_is_judged_by_the_day_it_was_closed(city, sent, clock):
    clock.set(f"{START + timedelta(days=8)} 09:00")
    actions.close(sent, by=city["officer"])
    clock.set(f"{START + timedelta(days=90)} 09:00")

    assert as_of(sent) == START + timedelta(days=8)
    assert (board_of(sent).counts["late"], board_of(sent).counts["owes"]) == (0, 12)
    assert progress_of([sent])[sent.pk].late == 0
    assert sum(row.progress.late for row in branches_of(sent)) == 0


def test_of_a_campaign_taken_back_nobody_is_late(city, sent, clock):
    actions.withdraw(sent, "Nhầm", by=city["officer"])
    clock.set(f"{START + timedelta(days=90)} 09:00")
    sent.refresh_from_db()

    assert (board_of(sent).counts["late"], board_of(sent).counts["informed"]) == (0, 12)


def test_a_unit_that_left_stands_under_its_own_filter_alone(city, sent, officer):
    actions.leave(sent.addressed.get(unit=city["alone"]), by=city["officer"])

    counts = board_of(sent).counts
    assert (counts["sent"], counts["left"], counts["not-acknowledged"]) == (11, 1, 11)
    assert [row.unit for row in board_of(sent, "left").rows] == [city["alone"]]
    assert city["alone"] not in {row.unit for row in board_of(sent).rows}
    assert "?show=left" in officer.get(sent.get_absolute_url()).content.decode()


def test_the_paper_says_which_branch_which_filter_and_which_order(city, sent, officer):
    ward = city["wards"][0]
    url = reverse("campaigns:board-print", args=[sent.pk])
    paper = officer.get(f"{url}?branch={ward.pk}&show=owes&sort=name").content.decode()

    assert ward.name in paper and str(FILTERS["owes"]) in paper and str(SORTS["name"]) in paper
    assert "<svg" in paper and "Trường Mơ" in paper and "Trường Bàng" not in paper


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are read as SQLite explains them")
def test_the_hot_questions_are_answered_from_indexes_without_sorting(city, sent, officer):
    """Plans of every question to the counters and of the board's first page, as they are really asked."""
    ward = city["wards"][0]
    with CaptureQueriesContext(connection) as asked:
        progress_of([sent])
        progress_in(sent, ward)
        by_area(sent)
        by_area(sent, ward)
        counters.recount(sent, ward)
        for sort in ORDERS:  # by name or reminder, only what passes a filter may be sorted
            for shown in ("", "late", "owes", "delivered") if sort in ("state", "delivered") else ("",):
                list(board_of(sent, shown).found.order_by(*ORDERS[sort].by)[:100])
    plans = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].lstrip().startswith("SELECT") and "helprequest" not in query["sql"][:60]:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql'].replace('%', '%%')}")
                plans += [(row[3], query["sql"]) for row in cursor.fetchall()]

    assert len(plans) > 20
    assert [plan for plan in plans if plan[0].startswith("SCAN") or "TEMP B-TREE" in plan[0]] == []


def test_the_orders_by_name_and_by_reminder_follow_a_new_name_and_a_reminder(city, sent, officer):
    def order(sort):
        return [row.unit.name for row in board_of(sent, sort=sort).rows]

    school = city["schools"][0]
    organisations.rename(school, "Aaa", on=START, by="command")
    assert order("name")[0] != "Aaa"
    counters.compare(sent)
    assert order("name")[0] == "Aaa"
    row = sent.addressed.get(unit=city["schools"][1])
    actions.record_sent_by_hand([row], by=city["officer"], submit_key=uuid.uuid4())
    assert order("reminded")[0] == row.unit.name


def test_the_desks_first_page_counts_late_units_and_names_none(city, sent, officer, clock):
    deliver(city, sent, city["schools"][0])
    clock.set(f"{START + timedelta(days=10)} 09:00")
    page = officer.get(reverse("desk:home")).content.decode()
    at = page.index(f"{sent.get_absolute_url()}?show=late")

    assert "11" in page[at : at + 400] and "Trường" not in page
