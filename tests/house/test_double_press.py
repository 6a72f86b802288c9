"""Every form sent twice at the same moment: one effect, and both presses are answered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from nhipcau.accounts.models import Appointment, Invitation, User
from nhipcau.accounts.permissions import Role
from nhipcau.campaigns.models import (
    Acknowledgement,
    CalendarFeed,
    Circular,
    GuidanceFile,
    HandIn,
    HelpRequest,
    Note,
)
from nhipcau.notifications.models import Message
from nhipcau.publishing.models import Page, Post
from nhipcau.register.models import CollaboratorTerm, Consent, OfficialPage
from nhipcau.sheets.models import Proposal
from nhipcau.stories.models import Story, StoryEvent, StoryNote, Topic
from tests import factories
from tests.house.scenes import plant

KEY = "00000000-0000-4000-8000-00000000000d"
PERSON = {"submit_key": KEY, "full_name": "Hồ Thị Hai Lần", "phone": "0950 000 222", "email": ""}


def at_once(user, path, data, times=3):
    """The same press from one browser, several times at the same moment."""
    session = factories.sign_in(Client(), user).cookies["sessionid"].value
    start = Barrier(times)

    def press(_n):
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = session
        sent = {k: SimpleUploadedFile(v[0], v[1]) if isinstance(v, tuple) else v for k, v in data.items()}
        start.wait()
        try:
            return client.post(path, sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(press, range(times)))


@pytest.fixture
def stage(transactional_db):
    scene = plant()["own"]
    officer = factories.make_user("Vai Tất Cả", Role.DESK_OFFICER, scene.unit)
    for role in set(Role) - {Role.DESK_OFFICER}:
        factories.appoint(officer, role, scene.unit)
    return scene, officer


PRESSES = {
    "invite": (lambda s: reverse("people:invite"), lambda s: PERSON | {"role": "editor", "unit": s.unit.pk}, lambda: (User.objects.filter(phone="+84950000222").count(), Invitation.objects.filter(user__phone="+84950000222").count()), (1, 1)),
    "appoint": (lambda s: reverse("people:person", args=[s.person.pk]), lambda s: {"role": "editor", "unit": s.unit.pk}, lambda: Appointment.objects.filter(user__full_name__contains="own", role="editor").count(), 1),
    "circular": (lambda s: reverse("campaigns:new"), lambda s: {"submit_key": KEY, "unit": s.unit.pk, "text": "Nội dung"}, lambda: Circular.objects.filter(submit_key=KEY).count(), 1),
    "acknowledge": (lambda s: reverse("campaigns:acknowledge", args=[s.addressed.pk]), lambda s: {}, Acknowledgement.objects.count, 1),
    "help": (lambda s: reverse("campaigns:ask-for-help", args=[s.addressed.pk]), lambda s: {"submit_key": KEY, "sentence": "Xin giúp"}, lambda: HelpRequest.objects.filter(submit_key=KEY).count(), 1),
    "note": (lambda s: reverse("campaigns:note", args=[s.campaign.pk]), lambda s: {"submit_key": KEY, "text": "Ghi số di động."}, lambda: Note.objects.filter(submit_key=KEY).count(), 1),
    "guidance file": (lambda s: reverse("campaigns:guidance-edit", args=[s.campaign.pk]), lambda s: {"submit_key": KEY, "do": "file", "title": "Mẫu", "file": ("mau.txt", b"x")}, lambda: GuidanceFile.objects.filter(submit_key=KEY).count(), 1),
    "calendar address": (lambda s: reverse("campaigns:calendar-address"), lambda s: {}, lambda: CalendarFeed.objects.filter(user__full_name="Vai Tất Cả").count(), 1),
    "answer": (lambda s: reverse("campaigns:answer-help", args=[s.help.pk]), lambda s: {"answer": "Ghi số di động."}, lambda: Message.objects.filter(kind="campaigns/help_answered").count(), 1),
    "hand in": (lambda s: reverse("campaigns:task", args=[s.task.pk]), lambda s: {"submit_key": KEY, "note": ""}, lambda: HandIn.objects.filter(submit_key=KEY).count(), 1),
    "form01": (lambda s: reverse("campaigns:sheet-start", args=[s.form01_task.pk]), lambda s: {"submit_key": KEY, "how": "type"}, lambda: Proposal.objects.filter(submit_key=KEY).count(), 1),
    "confirm form01": (lambda s: reverse("campaigns:sheet-confirm", args=[s.proposal.pk]), lambda s: {"submit_key": KEY}, lambda: HandIn.objects.filter(submit_key=KEY).count(), 1),
    "own page": (lambda s: reverse("campaigns:own-page", args=[s.unit.pk]), lambda s: PERSON | {"kind": "page", "name": "Trang", "url": "https://www.facebook.com/trang.cua.toi"}, lambda: OfficialPage.objects.filter(name="Trang").count(), 1),
    "collaborator": (lambda s: reverse("campaigns:collaborator", args=[s.unit.pk]), lambda s: PERSON | {"knows_the_unit": "on", "writes_well": "on", "knows_facebook": "on"}, lambda: (CollaboratorTerm.objects.count(), User.objects.filter(phone="+84950000222").count()), (1, 1)),
    "consent": (lambda s: reverse("register:consent", args=[s.listed.pk]), lambda s: {"given": "yes"}, lambda: Consent.objects.count(), 1),
    "story": (lambda s: reverse("stories:new"), lambda s: {"submit_key": KEY, "unit": s.unit.pk, "title": "Tin", "text": "Nội dung", "topic": Topic.objects.first().pk}, lambda: (Story.objects.filter(submit_key=KEY).count(), StoryEvent.objects.filter(story__submit_key=KEY).count()), (1, 1)),
    "claim": (lambda s: reverse("stories:claim", args=[s.story.pk]), lambda s: {}, lambda: StoryEvent.objects.filter(kind="claimed").count(), 1),
    "return": (lambda s: reverse("stories:return", args=[s.story.pk]), lambda s: {"reason": "Xin thêm ảnh."}, lambda: StoryEvent.objects.filter(kind="returned").count(), 1),
    "approve": (lambda s: reverse("stories:approve", args=[s.story.pk]), lambda s: {"checklist": "1", "item": ["names", "source", "rights", "alt"]}, lambda: StoryEvent.objects.filter(kind="approved").count(), 1),
    "note of the desk": (lambda s: reverse("stories:note", args=[s.story.pk]), lambda s: {"text": "Hỏi lại số người.", "submit_key": KEY}, lambda: StoryNote.objects.filter(submit_key=KEY).count(), 1),
    "post": (lambda s: reverse("publishing:new"), lambda s: {"submit_key": KEY, "page": s.page.pk, "text": "Bài"}, lambda: Post.objects.filter(submit_key=KEY).count(), 1),
    "page": (lambda s: reverse("publishing:add-page"), lambda s: {"submit_key": KEY, "unit": s.unit.pk, "name": "Trang", "address": "https://www.facebook.com/trang.moi.cua.toi"}, lambda: Page.objects.filter(submit_key=KEY).count(), 1),
}  # fmt: skip


@pytest.mark.parametrize("press", PRESSES)
def test_pressed_three_times_at_once_it_happens_once(stage, press):
    scene, officer = stage
    path, data, count, once = PRESSES[press]
    answers = at_once(officer, path(scene), data(scene))

    assert all(code in (200, 302, 409) for code in answers), answers
    assert any(code in (200, 302) for code in answers), answers
    assert count() == once
