"""Questions and answers of one unit, notes to all, what the chair's phone says is due."""

import re
import uuid

import pytest
from django.urls import reverse

from nhipcau.audit.models import Entry
from nhipcau.campaigns import actions
from nhipcau.campaigns.actions import helping
from nhipcau.campaigns.models import Addressed, Campaign, Deadline, HandIn, HelpRequest, Note, Step, Task
from nhipcau.campaigns.standing import say_when
from nhipcau.desk import words
from nhipcau.notifications.models import Message
from tests import factories

WHO_ASKED = "Chỗ chúng tôi chưa rõ cột 5 ghi gì"


def ask(addressed, union, sentence):
    return actions.ask_for_help(addressed, sentence, by=union.chairs[0], submit_key=uuid.uuid4())


@pytest.fixture
def chair(client, union):
    return factories.sign_in(client, union.chairs[0])


def page_of(client, addressed):
    return client.get(addressed.get_absolute_url()).content.decode()


def test_a_unit_asks_again_and_is_answered_again_in_one_thread_the_oldest_first(
    client, addressed, union, clock
):
    own = addressed[0]
    for n, sentence in enumerate(("Cột 5 ghi gì?", "Còn cột 6?"), 1):
        clock.set(f"2020-10-0{5 + n} 09:00")
        actions.answer_help(ask(own, union, sentence), f"Trả lời {n}.", by=union.officer)

    for user, path in (
        (union.chairs[0], own.get_absolute_url()),
        (union.officer, reverse("campaigns:unit", args=[own.pk])),
    ):
        shown = factories.sign_in(client, user).get(path).content.decode()
        at = [shown.index(text) for text in ("Cột 5 ghi gì?", "Trả lời 1.", "Còn cột 6?", "Trả lời 2.")]
        assert at == sorted(at), user


def test_who_asks_and_who_answers_are_each_told_once_and_led_to_the_thread(addressed, union):
    asked = ask(addressed[0], union, "Cột 5 ghi gì?")
    for _press in range(2):
        actions.answer_help(asked, "Ghi số điện thoại.", by=union.officer)

    to_desk = Message.objects.get(kind="campaigns/help_asked")
    to_unit = Message.objects.get(kind="campaigns/help_answered")
    assert to_desk.to == union.officer and to_desk.path.endswith(f"/units/{addressed[0].pk}/#help")
    assert to_unit.to == union.chairs[0] and to_unit.path.endswith("#help")


def test_the_desk_adds_to_its_answer_and_the_unit_is_told_of_each(client, addressed, union):
    own = addressed[0]
    asked = ask(own, union, "Cột 5 ghi gì?")
    factories.sign_in(client, union.officer)
    for text in ("Ghi số điện thoại.", "Ghi số điện thoại.", "Số di động càng tốt."):
        assert (
            client.post(reverse("campaigns:answer-help", args=[asked.pk]), {"answer": text}).status_code
            == 302
        )

    assert [answer.text for answer in asked.answers.all()] == ["Ghi số điện thoại.", "Số di động càng tốt."]
    assert Message.objects.filter(kind="campaigns/help_answered", to=union.chairs[0]).count() == 2
    assert not HelpRequest.objects.open().exists()
    for user, path in (
        (union.officer, reverse("campaigns:unit", args=[own.pk])),
        (union.chairs[0], own.get_absolute_url()),
    ):
        page = factories.sign_in(client, user).get(path).content.decode()
        assert page.index("Ghi số điện thoại.") < page.index("Số di động càng tốt.")
        assert (reverse("campaigns:answer-help", args=[asked.pk]) in page) == (user == union.officer)


def test_what_falls_outside_is_no_question_no_answer_and_no_note(client, campaign, addressed, union):
    outside = "Vận động đoàn viên thích, chia sẻ bài của trang."
    asked = ask(addressed[0], union, "Cột 5 ghi gì?")
    factories.sign_in(client, union.chairs[0])
    answers = [
        client.post(
            reverse("campaigns:ask-for-help", args=[addressed[0].pk]),
            {"sentence": outside, "submit_key": str(uuid.uuid4())},
        )
    ]
    factories.sign_in(client, union.officer)
    answers.append(client.post(reverse("campaigns:answer-help", args=[asked.pk]), {"answer": outside}))
    answers.append(
        client.post(
            reverse("campaigns:note", args=[campaign.pk]), {"text": outside, "submit_key": str(uuid.uuid4())}
        )
    )

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert all("thích, chia sẻ bài" in answer.content.decode() for answer in answers), (
        "what was typed is kept"
    )
    assert HelpRequest.objects.count() == 1 and not Note.objects.exists()


def test_a_note_begins_empty_with_the_question_beside_it(client, campaign, addressed, union):
    asked = ask(addressed[0], union, WHO_ASKED)
    factories.sign_in(client, union.officer)

    shown = client.get(reverse("campaigns:note", args=[campaign.pk]) + f"?asked={asked.pk}").content.decode()

    field = shown[shown.index("<textarea") : shown.index("</textarea>")]
    assert WHO_ASKED in shown and WHO_ASKED not in field
    assert union.chairs[0].full_name not in shown and union.units[0].name not in shown


def test_a_question_of_another_campaign_stands_beside_no_note(client, campaign, addressed, union):
    asked = ask(addressed[0], union, WHO_ASKED)
    Campaign.objects.filter(pk=campaign.pk).update()
    other = _another_campaign(union)
    factories.sign_in(client, union.officer)

    shown = client.get(reverse("campaigns:note", args=[other.pk]) + f"?asked={asked.pk}").content.decode()

    assert WHO_ASKED not in shown


def _another_campaign(union):
    circular = actions.keep_circular(
        unit=union.desk, by=union.officer, submit_key=uuid.uuid4(), text="Văn bản"
    )
    return actions.confirm(
        circular, by=union.officer, submit_key=uuid.uuid4(), head={"subject": "Việc khác"}, units=union.units[:1],
        steps=[actions.StepData(text="Làm.")],
    )  # fmt: skip


def test_a_note_reaches_every_unit_once_and_never_shows_who_asked(client, campaign, addressed, union):
    ask(addressed[0], union, WHO_ASKED)
    Message.objects.all().delete()
    key, path = str(uuid.uuid4()), reverse("campaigns:note", args=[campaign.pk])
    factories.sign_in(client, union.officer)
    for _resend in range(2):
        answer = client.post(path, {"text": "Cột 5 ghi số điện thoại.", "submit_key": key})

    assert answer.status_code == 302
    told = Message.objects.filter(kind="campaigns/noted")
    assert sorted(told.values_list("to", flat=True)) == sorted(chair.pk for chair in union.chairs)
    factories.sign_in(client, union.chairs[1])
    shown = page_of(client, addressed[1])
    assert "Cột 5 ghi số điện thoại." in shown
    for betrayal in (WHO_ASKED, union.chairs[0].full_name, union.units[0].name):
        assert betrayal not in shown
        assert not any(betrayal in message.subject + message.body for message in told)


def test_a_unit_taken_out_is_told_nothing_more(campaign, addressed, union):
    actions.leave(addressed[2], by=union.officer)

    helping.write_note(campaign, "Xin nhắc lại.", by=union.officer, submit_key=uuid.uuid4())

    assert Message.objects.filter(kind="campaigns/noted").count() == 2


def test_every_event_of_helping_has_words():
    helped = {"campaign.noted", "campaign.guidance_changed", "campaign.guidance_file_added"}
    helped |= {"campaign.guidance_file_removed", "person.calendar_feed_made", "person.calendar_feed_ended"}

    assert helped <= set(words.EVENTS)


def test_a_note_is_written_into_the_trail_without_its_words(campaign, union):
    helping.write_note(campaign, "Xin nhắc lại.", by=union.officer, submit_key=uuid.uuid4())

    entry = Entry.objects.get(verb="campaign.noted")
    assert entry.object_id == str(campaign.pk) and entry.fields == []


# What the chair's phone says


def when_of(addressed, **where):
    return say_when(Task.objects.filter(unit=addressed.unit, **where).select_related("step", "unit"))[0]


def test_what_is_late_stands_first_with_one_button_and_says_so_in_words(chair, campaign, addressed, clock):
    clock.set("2020-10-12 09:00")

    shown = chair.get(reverse("campaigns:owed")).content.decode()

    first = shown[shown.index('id="first-title"') :]
    assert first.index("Quá hạn 2 ngày") < first.index("btn-big")
    assert first.index("btn-big") < first.index("</section>")


def test_each_task_is_one_tap_from_the_list(chair, campaign, addressed):
    shown = chair.get(reverse("campaigns:owed")).content.decode()

    form01 = Task.objects.get(unit=addressed[0].unit, step__hand_in="form01")
    assert f'href="{reverse("campaigns:sheet-start", args=[form01.pk])}"' in shown
    assert reverse("campaigns:acknowledge", args=[addressed[0].pk]) in shown


def test_a_collaborator_sees_what_is_owed_without_a_button_that_would_be_refused(client, campaign, union):
    who = factories.make_user("Đỗ Thị Viết", factories.Role.COLLABORATOR, union.units[0])
    shown = factories.sign_in(client, who).get(reverse("campaigns:owed")).content.decode()

    assert "Còn 5 ngày" in shown
    for link in re.findall(
        r'href="(/campaigns/[^"]+)"', shown[shown.index("<main") : shown.index("</main>")]
    ):
        assert client.get(link).status_code == 200, link


def test_a_unit_that_has_done_everything_reads_so(chair, campaign, addressed, union):
    actions.acknowledge(addressed[0], by=union.chairs[0])
    for task in Task.objects.owed().filter(unit=addressed[0].unit):
        actions.hand_in(task, by=union.chairs[0], submit_key=uuid.uuid4(), kind="confirm")

    shown = chair.get(reverse("campaigns:owed")).content.decode()

    assert 'id="first-title"' not in shown
    assert "đã nộp đủ" in shown


@pytest.mark.parametrize(
    ("now", "said", "look"),
    [
        ("2020-10-05 09:00", "Còn 5 ngày", "info"),
        ("2020-10-09 23:30", "Còn 1 ngày", "info"),
        ("2020-10-10 20:00", "Hôm nay là hạn cuối", "warn"),
        ("2020-10-11 00:10", "Quá hạn 1 ngày", "bad"),
    ],
)
def test_the_days_left_are_counted_on_a_clock_in_viet_nam(campaign, addressed, clock, now, said, look):
    clock.set(now)

    task = when_of(addressed[0], due_on__isnull=False)

    assert task.when.startswith(said) and task.look == look


def test_a_deadline_kept_as_history_makes_nobody_late_and_says_why(campaign, addressed, clock):
    task = Task.objects.filter(unit=addressed[0].unit, due_on__isnull=False).first()
    Deadline.objects.filter(step=task.step).update(is_history=True)
    Task.objects.filter(step=task.step).update(due_on=None)
    clock.set("2020-12-01 09:00")

    told = when_of(addressed[0], pk=task.pk)

    assert "10/10/2020" in told.when and told.look == "info"
    assert not told.is_late


def test_what_was_handed_in_after_the_last_day_says_both_days(campaign, addressed, union, clock):
    clock.set("2020-10-12 09:00")
    task = Task.objects.filter(unit=addressed[0].unit, due_on__isnull=False).first()
    actions.hand_in(task, by=union.chairs[0], submit_key=uuid.uuid4(), kind="confirm")

    told = when_of(addressed[0], pk=task.pk)

    assert "12/10/2020" in told.when and "10/10/2020" in told.when


def test_a_last_day_with_an_hour_says_the_hour(campaign, addressed):
    from datetime import time

    task = Task.objects.filter(unit=addressed[0].unit, due_on__isnull=False).first()
    Deadline.objects.filter(step=task.step).update(due_time=time(16, 30))

    assert "16:30" in when_of(addressed[0], pk=task.pk).when


def test_what_was_sent_back_says_so_with_its_reason(chair, campaign, addressed, union):
    Step.objects.filter(campaign=campaign, hand_in="form01").update(hand_in="file")
    task = Task.objects.get(unit=addressed[0].unit, step__hand_in="file")
    row = actions.hand_in(task, by=union.chairs[0], submit_key=uuid.uuid4(), data=b"x", filename="a.xlsx")
    actions.return_hand_in(row, "Thiếu trang 2.", by=union.officer)

    shown = page_of(chair, addressed[0])

    assert "Thiếu trang 2." in shown


def test_receipts_name_the_circular_and_are_the_units_own(chair, campaign, addressed, union):
    Step.objects.filter(campaign=campaign, hand_in="form01").update(hand_in="file")
    mine, other = (Task.objects.get(unit=row.unit, step__hand_in="file") for row in addressed[:2])
    own = actions.hand_in(mine, by=union.chairs[0], submit_key=uuid.uuid4(), data=b"x", filename="a.xlsx")
    foreign = actions.hand_in(
        other, by=union.chairs[1], submit_key=uuid.uuid4(), data=b"x", filename="a.xlsx"
    )

    shown = chair.get(reverse("campaigns:receipts")).content.decode()

    assert own.receipt in shown and campaign.number in shown
    assert foreign.receipt not in shown
    assert HandIn.objects.count() == 2


def test_the_circular_is_read_on_the_phone_and_its_original_saved(chair, campaign, addressed):
    shown = chair.get(reverse("campaigns:circular-text", args=[campaign.circular_id])).content.decode()

    assert "LIÊN ĐOÀN LAO ĐỘNG" in shown
    assert "script" not in shown[shown.index("<main") : shown.index("</main>")]


def test_whom_to_ask_stands_there_as_the_circular_wrote_it(chair, campaign, addressed):
    contact = "Đ/c Lê Thị Hỏi, Ban Tuyên giáo, 0951 234 567"
    Campaign.objects.filter(pk=campaign.pk).update(contact=contact)

    assert contact in page_of(chair, addressed[0])


def test_a_unit_that_is_only_told_owes_nothing_and_reads_so(chair, campaign, addressed):
    Addressed.objects.filter(pk=addressed[0].pk).update(is_for_information=True)
    Task.objects.filter(unit=addressed[0].unit).delete()

    assert "không yêu cầu" in page_of(chair, addressed[0])
