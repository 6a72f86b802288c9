"""The demo union: everything through the same actions people use, on days before today."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction

from nhipcau.accounts import actions as people
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import actions as campaigns
from nhipcau.campaigns.actions import helping
from nhipcau.campaigns.draft import draft_of
from nhipcau.campaigns.models import Addressed, Campaign
from nhipcau.core import clock
from nhipcau.demo import handing_in, names, pictures, texts
from nhipcau.media import intake
from nhipcau.organisations import actions as organisations
from nhipcau.organisations.models import Unit, UnitKind
from nhipcau.publishing import actions as publishing
from nhipcau.publishing import jobs
from nhipcau.publishing.actions.queue import Picture
from nhipcau.publishing.models import Page
from nhipcau.publishing.story import story_pictures, story_text
from nhipcau.stories import actions as stories
from nhipcau.stories.models import Item, Rights, Shown, Story, Topic

TOKEN = "EAApagestandin0001"
KINDS = (
    ("city", "Liên đoàn lao động tỉnh, thành phố", 1),
    ("ward", "Công đoàn phường, xã", 2),
    ("grassroots", "Công đoàn cơ sở", 3),
)
OWN = "demo.%s@example.org"
TOPICS = (
    "phuc-loi-doan-vien", "hoat-dong-cong-doan", "bao-ve-quyen-loi", "phuc-loi-doan-vien", "bao-ve-quyen-loi", "hoat-dong-cong-doan",
)  # fmt: skip
WRITERS = (30, 20, 31, 50, 32, 21)  # the units whose stories are in texts.STORIES, in that order


@dataclass
class Cast:
    """Who plays in the demo."""

    city: Unit
    ward: Unit
    units: list[Unit]
    people: dict[Role, User] = field(default_factory=dict)
    chairs: list[User] = field(default_factory=list)
    collaborators: list[User] = field(default_factory=list)


def is_there() -> bool:
    """Was the demo union made before?"""
    return Unit.objects.exists()


@transaction.atomic
def make() -> Cast:
    """All of it or nothing."""
    today = clock.today()
    with on(today - timedelta(days=400)):
        cast = _units_and_people()
    with on(today - timedelta(days=6), 9):
        campaign = _campaign(cast, today)
    _answers(cast, campaign, today)
    _help(cast, campaign, today)
    _stories(cast, today)
    return cast


@contextmanager
def on(day: date, hour: int = 8, minute: int = 0) -> Iterator[None]:
    """The product's clock stands at that hour for a while, never later than it is."""
    moment = datetime.combine(day, time(hour, minute), clock.HERE)
    clock.set_to(min(moment, clock.now()))
    try:
        yield
    finally:
        clock.set_to(None)


def _units_and_people() -> Cast:
    kinds = {code: UnitKind.objects.create(code=code, name=name, rank=rank) for code, name, rank in KINDS}
    city = organisations.found(name=texts.CITY, kind=kinds["city"], code="SB", by="command")
    ward = organisations.found(name=texts.WARD, kind=kinds["ward"], code="HS", parent=city, by="command")
    cast = Cast(city, ward, [])
    for name, code in names.units():
        cast.units.append(
            organisations.found(name=name, kind=kinds["grassroots"], code=code, parent=ward, by="command")
        )
    staff = (
        (Role.DESK_OFFICER, "Lê Thị Vân Anh", "vananh", ward),
        (Role.EDITOR, "Đỗ Minh Trúc", "minhtruc", ward),
        (Role.CITY_OFFICER, "Hoàng Quốc Khánh", "quockhanh", city),
        (Role.OPERATOR, "Bùi Đức Giang", "ducgiang", city),
    )
    for role, name, short, unit in staff:
        cast.people[role] = _person(name, OWN % short, role, unit)
    people.appoint(cast.people[Role.EDITOR], Role.PAGE_ADMIN, ward, by="command")
    for n, unit in enumerate(cast.units):
        email = OWN % f"chutich{n + 1:02}" if n % 5 != 4 else ""
        cast.chairs.append(_person(names.person(n), email, Role.CHAIR, unit, names.phone(n)))
    cast.people[Role.CHAIR] = cast.chairs[WRITERS[0]]
    for n in WRITERS:
        user = _person(names.person(n + 100), OWN % f"ctv{n + 1:02}", Role.COLLABORATOR, cast.units[n])
        cast.collaborators.append(user)
    cast.people[Role.COLLABORATOR] = cast.collaborators[0]
    return cast


def _person(name: str, email: str, role: Role, unit: Unit, phone: str = "") -> User:
    user = people.add_person(full_name=name, email=email, phone=phone, by="command")
    people.appoint(user, role, unit, by="command")
    return user


def _campaign(cast: Cast, today: date) -> Campaign:
    officer = cast.people[Role.DESK_OFFICER]
    due = today + timedelta(days=4)
    text = texts.circular(clock.today(), due)
    circular = campaigns.keep_circular(unit=cast.ward, by=officer, submit_key=uuid.uuid4(), text=text)
    draft = draft_of(circular)
    steps = [campaigns.StepData(**{k: v for k, v in step.items() if k != "source"}) for step in draft.steps]
    for deadline in draft.deadlines:
        values = {k: deadline[k] for k in ("what", "due_on", "due_time", "is_inclusive", "rule")}
        steps[deadline["step"] - 1].deadlines.append({**values, "is_history": False})
    head = {
        **draft.head,
        "legal_ground": f"Kế hoạch số 18/KH-LĐLĐ ngày 12/01/{today.year} của Liên đoàn Lao động thành phố",
    }
    meeting = {"what": texts.MEETING, "on": today + timedelta(days=7), "at": time(8, 30)}
    return campaigns.confirm(
        circular, by=officer, submit_key=uuid.uuid4(), head=head, steps=steps, units=cast.units, events=[meeting]
    )  # fmt: skip


def _answers(cast: Cast, campaign: Campaign, today: date) -> None:
    """A third has acknowledged, some have named their Page and handed in, one asked for help."""
    officer = cast.people[Role.DESK_OFFICER]
    rows = list(
        Addressed.objects.filter(campaign=campaign)
        .select_related("unit", "campaign__unit")
        .order_by("unit__path")
    )
    for n, addressed in enumerate(rows[:24]):
        with on(today - timedelta(days=5 - n % 4), 8 + n % 8, n):
            if n % 6 == 5:
                campaigns.log_call(addressed, said_by=cast.chairs[n].full_name, called_at=None, by=officer)
            elif n != 1:
                campaigns.acknowledge(addressed, by=cast.chairs[n])
    for n, addressed in enumerate(rows[:14]):
        with on(today - timedelta(days=3 - n % 3), 9 + n % 7, n):
            handing_in.name_the_page(addressed.unit, by=cast.chairs[n])
            if n < 8:
                handing_in.appoint_the_collaborator(addressed.unit, n, by=cast.chairs[n])
            if n < 11:
                handing_in.hand_in_the_list(campaign, addressed.unit, n, by=cast.chairs[n])
    with on(today - timedelta(days=1), 15, 20):
        campaigns.ask_for_help(rows[16], texts.HELP, by=cast.chairs[16], submit_key=uuid.uuid4())


def _help(cast: Cast, campaign: Campaign, today: date) -> None:
    """Guidance with a filled example, a note to all, and a question answered on the chair's own page."""
    officer, chair = cast.people[Role.DESK_OFFICER], cast.people[Role.CHAIR]
    own = Addressed.objects.get(campaign=campaign, unit=cast.units[WRITERS[0]])
    with on(today - timedelta(days=3), 10):
        helping.write_guidance(campaign, texts.GUIDANCE, by=officer)
        helping.add_guidance_file(
            campaign, "Bản điền mẫu", texts.FILLED.encode("utf-8-sig"), "ban-dien-mau.csv", by=officer, submit_key=uuid.uuid4()
        )  # fmt: skip
        asked = campaigns.ask_for_help(own, texts.ASKED_BEFORE, by=chair, submit_key=uuid.uuid4())
    with on(today - timedelta(days=2), 9):
        campaigns.answer_help(asked, texts.ANSWER, by=officer)
        helping.write_note(campaign, texts.NOTE, by=officer, submit_key=uuid.uuid4())


def _stories(cast: Cast, today: date) -> None:
    """Two published on the Page, one prepared by hand, one returned, two waiting."""
    editor = cast.people[Role.EDITOR]
    with on(today - timedelta(days=60)):
        proof = publishing.prove(TOKEN)
        page = publishing.connect(cast.ward, proof, by=editor, submit_key=uuid.uuid4())
    for n in range(2):
        story = _sent(cast, n, today - timedelta(days=3 - n), photos=2 - n)
        _out(story, page, editor, today - timedelta(days=3 - n))
    returned = _sent(cast, 2, today - timedelta(days=1), photos=1)
    with on(today - timedelta(days=1), 14):
        stories.claim(returned, by=editor)
        stories.return_to_sender(returned, texts.RETURN_REASON, by=editor)
    approved = _sent(cast, 3, today - timedelta(days=1), photos=1)
    with on(today - timedelta(days=1), 16):
        stories.claim(approved, by=editor)
        _checked(approved, editor)
        stories.approve(approved, by=editor)
    for n in (4, 5):
        _sent(cast, n, today - timedelta(days=1), photos=1)
    _calendar(cast, page, editor, today)


def _calendar(cast: Cast, page: Page, editor: User, today: date) -> None:
    """A plan with a gap, a post for the day after tomorrow, and one that the units below may use."""
    wanted = {TOPICS[0]: 2, "phap-luat-lao-dong": 1}
    publishing.set_plan(
        cast.ward, {topic: wanted[topic.key] for topic in Topic.objects.filter(key__in=wanted)}, by=editor
    )
    title, text = texts.COMING
    coming = publishing.prepare(page, f"{title}\n\n{text}", by=editor, submit_key=uuid.uuid4())
    hour = datetime.combine(today + timedelta(days=2), time(16), clock.HERE)
    publishing.schedule(coming, hour, by=editor)
    jobs.publish_due_posts.call()
    for post in page.posts.public().order_by("pk")[:1]:
        publishing.offer(post, by=editor)


def _sent(cast: Cast, n: int, day: date, photos: int) -> Story:
    title, text = texts.STORIES[n]
    sender = cast.collaborators[n % len(cast.collaborators)]
    unit = sender.appointments.get().unit
    kept = [intake.keep(pictures.picture(n * 10 + k)) for k in range(photos)]
    with on(day, 10 + n):
        story = stories.write(
            unit=unit, title=title, text=text, by=sender, submit_key=uuid.uuid4(),
            topic=Topic.objects.get(key=TOPICS[n]), photos=kept, rights=Rights(Shown.NOBODY),
        )  # fmt: skip
        return stories.submit(story, by=sender)


def _checked(story: Story, editor: User) -> None:
    """Every photo described, every line of the checklist ticked."""
    for n, photo in enumerate(story.photos.all(), 1):
        stories.describe_photo(photo, caption="", alt_text=f"Ảnh {n}: {story.title}", by=editor)
    stories.check_off(story, Item.values, by=editor)


def _out(story: Story, page: Page, editor: User, day: date) -> None:
    with on(day, 16):
        stories.claim(story, by=editor)
        _checked(story, editor)
        stories.approve(story, by=editor)
    taken = [Picture(content, alt) for content, alt in story_pictures(story)]
    post = publishing.prepare(page, story_text(story), taken, by=editor, submit_key=uuid.uuid4(), story=story)
    publishing.publish_now(post, by=editor)
