"""A message goes out once, through a real SMTP server, and what fails is tried again."""

import email
import socket

import pytest
from aiosmtpd.controller import Controller

from nhipcau import notifications
from nhipcau.notifications import jobs
from nhipcau.notifications.models import Message


class Box:
    """What the local mail server took in."""

    def __init__(self):
        self.mails, self.answer = [], "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return self.answer


@pytest.fixture
def box(settings):
    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()


def run():
    jobs.send_due_messages.call()


def test_each_chair_gets_the_mail_once(campaign, box, union):
    run()
    run()

    assert sorted(to for rcpt, _mail in box.mails for to in rcpt) == sorted(c.email for c in union.chairs)
    text = box.mails[0][1].get_payload(decode=True).decode()
    assert "/campaigns/owed/" in text
    assert set(Message.objects.values_list("status", flat=True)) == {"sent"}


def test_the_same_key_and_person_is_one_message(campaign, union):
    for _again in range(2):
        notifications.queue("campaigns/sent", campaign, to=union.chairs[0], key="same")

    assert Message.objects.filter(key="same").count() == 1


def test_a_fault_that_passes_is_tried_again_later(campaign, box, clock):
    box.answer = "451 try later"
    run()
    waiting = Message.objects.all()
    assert {(m.status, m.attempts) for m in waiting} == {("queued", 1)}
    run()
    assert {m.attempts for m in waiting.all()} == {1}, "not before its time"

    box.answer = "250 OK"
    clock.set("2020-10-05 09:02")
    run()
    assert len(box.mails) == 3


def test_a_message_of_a_dead_worker_is_found_again(campaign, box, clock):
    message = Message.objects.first()
    assert message.claim()
    assert not Message.objects.get(pk=message.pk).claim(), "the second worker was too late"

    clock.set("2020-10-05 09:30")
    assert Message.objects.get(pk=message.pk).claim()


def test_a_person_sees_only_own_notices(client, campaign, union):
    client.force_login(union.chairs[0])

    assert "113/LĐLĐ" in client.get("/notifications/").content.decode()
    assert Message.objects.visible_to(union.chairs[0]).count() == 1


def test_demo_mail_is_shown_in_the_demo_only(client, campaign, settings, tmp_path, union):
    settings.EMAIL_BACKEND = "nhipcau.notifications.backends.FileBackend"
    settings.MAIL_DIR = tmp_path
    settings.DEMO = False
    run()
    assert client.get("/notifications/mail/").status_code == 404

    settings.DEMO = True
    page = client.get("/notifications/mail/").content.decode()
    assert union.chairs[0].email in page
