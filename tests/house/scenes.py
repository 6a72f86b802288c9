"""One scene a unit: an object of every kind that belongs there, each with a mark that must not be seen elsewhere."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from nhipcau.accounts import links
from nhipcau.accounts.models import Invitation
from nhipcau.accounts.permissions import Role
from nhipcau.campaigns import counters
from nhipcau.campaigns.models import (
    Addressed,
    CalendarFeed,
    Campaign,
    Circular,
    Deadline,
    Event,
    GuidanceFile,
    HandIn,
    HandInPhoto,
    HelpRequest,
    Note,
    Step,
    Task,
)
from nhipcau.core import clock
from nhipcau.organisations.models import UnitAlias
from nhipcau.publishing.models import Offer, Page, Post, PostClip, PostPhoto
from nhipcau.register.models import Entry, Likeness, OfficialPage, Person
from nhipcau.sheets.models import Form, FormColumn, FormTable, Proposal, ProposalLine, Sheet
from nhipcau.stories.models import Announced, Story, StoryClip, StoryNote, StoryPhoto, StoryVersion, Topic
from tests import factories

RELATIONS = ("own", "child", "sibling", "parent")


@dataclass
class Scene:
    """What stands at one unit."""

    unit: Any
    mark: str
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None


def plant():
    """The four units around one, each with its scene: {relation: Scene}."""
    ward = factories.make_kind("ward", "Công đoàn phường", 2)
    parent = factories.make_unit(
        "Liên đoàn thành phố", kind=factories.make_kind("city", "Thành phố", 1), code="TP"
    )
    own = factories.make_unit("Công đoàn phường Giữa", parent, ward, code="GI")
    child = factories.make_unit("Trường Dưới", own, code="DU")
    sibling = factories.make_unit("Công đoàn phường Bên", parent, ward, code="BE")
    units = {"own": own, "child": child, "sibling": sibling, "parent": parent}
    scenes = {}
    for relation in RELATIONS:
        scene = scenes[relation] = Scene(units[relation], f"Mốc{relation}Riêng")
        for planted in PLANTED:
            planted(scene)
    return scenes


def a_person(scene):
    user = factories.make_user(f"Người {scene.mark}", Role.CHAIR, scene.unit)
    appointment = user.appointments.get()
    scene.things |= {
        "person": user,
        "appointment": appointment,
        "invitation": Invitation.objects.create(user=user, appointment=appointment),
    }


def a_campaign(scene):
    now, by = clock.now(), scene.person
    circulars = [
        Circular.objects.create(
            unit=scene.unit,
            text=f"Văn bản {scene.mark}",
            submit_key=uuid.uuid4(),
            created_at=now,
            created_by=by,
        )
        for _ in range(2)
    ]
    campaign = Campaign.objects.create(
        unit=scene.unit, unit_path=scene.unit.path, circular=circulars[0], number="1/CV", subject=f"V/v {scene.mark}",
        confirmed_at=now, confirmed_by=by, submit_key=uuid.uuid4(),
    )  # fmt: skip
    addressed = Addressed.objects.create(
        campaign=campaign, unit=scene.unit, unit_path=scene.unit.path, sent_at=now
    )
    tasks = {}
    for order, kind in enumerate(("confirm", "form01", "page", "collaborator"), 1):
        step = Step.objects.create(campaign=campaign, order=order, text=f"Làm {scene.mark}", hand_in=kind)
        tasks[kind] = Task.objects.create(
            campaign=campaign, step=step, unit=scene.unit, unit_path=scene.unit.path
        )
    own = Step.objects.create(campaign=campaign, order=9, text=f"Tự làm {scene.mark}", for_desk=True)
    desk_task = Task.objects.create(campaign=campaign, step=own, unit=scene.unit, unit_path=scene.unit.path)
    Deadline.objects.create(
        campaign=campaign, step=step, due_on=clock.today() + timedelta(days=2), what=scene.mark
    )
    scene.things["own_deadline"] = Deadline.objects.create(
        campaign=campaign, step=step, what=scene.mark, relative={"direction": "before", "days": 3, "unit": "day", "anchor": scene.mark}
    )  # fmt: skip
    hand_in = HandIn.objects.create(
        task=tasks["confirm"],
        unit=scene.unit,
        kind="confirm",
        at=now,
        by=by,
        receipt=f"R-{scene.mark}",
        submit_key=uuid.uuid4(),
    )
    photo = HandInPhoto(hand_in=hand_in, position=1, width=10, height=10, digest=scene.mark)
    photo.file.save("a.jpg", ContentFile(b"\xff\xd8\xff\xe0 picture"), save=False)
    photo.small.save("a.jpg", ContentFile(b"\xff\xd8\xff\xe0 picture"), save=False)
    photo.save()
    scene.things["hand_in_photo"] = photo
    asked = HelpRequest.objects.create(
        addressed=addressed, sentence=f"Giúp {scene.mark}", asked_at=now, asked_by=by, submit_key=uuid.uuid4()
    )
    scene.things |= {
        "campaign": campaign, "circular": circulars[1], "addressed": addressed, "task": tasks["confirm"], "form01_task": tasks["form01"],
        "page_task": tasks["page"], "collaborator_task": tasks["collaborator"], "hand_in": hand_in, "help": asked, "desk_task": desk_task,
    }  # fmt: skip


def help_for_units(scene):
    """A note, guidance with a file, something that takes place, and the address of a calendar."""
    campaign, now, by = scene.campaign, clock.now(), scene.person
    Note.objects.create(campaign=campaign, text=f"Lưu ý {scene.mark}", at=now, by=by, submit_key=uuid.uuid4())
    Event.objects.create(campaign=campaign, on=clock.today(), what=f"Họp {scene.mark}")
    Campaign.objects.filter(pk=campaign.pk).update(guidance=f"Hướng dẫn {scene.mark}")
    row = GuidanceFile(
        campaign=campaign, title=f"Mẫu {scene.mark}", filename="mau.txt", at=now, by=by, submit_key=uuid.uuid4()
    )  # fmt: skip
    row.file.save("mau.txt", ContentFile(scene.mark.encode()))
    secret = f"lich-{scene.unit.pk}"
    CalendarFeed.objects.create(user=by, secret_hash=hashlib.sha256(secret.encode()).hexdigest(), made_at=now)
    scene.things |= {"guidance_file": row, "feed_secret": secret}


def a_form(scene):
    form = Form.objects.create(
        unit=scene.unit, unit_path=scene.unit.path, title=f"Biểu mẫu {scene.mark}", submit_key=uuid.uuid4(),
        created_at=clock.now(), created_by=scene.person,
    )  # fmt: skip
    table = FormTable.objects.create(form=form, order=1)
    FormColumn.objects.create(table=table, order=1, heading="Số người", kind="number")
    step = Step.objects.create(
        campaign=scene.campaign, order=8, text=f"Điền {scene.mark}", hand_in="form", form=form
    )
    task = Task.objects.create(campaign=scene.campaign, step=step, unit=scene.unit, unit_path=scene.unit.path)
    scene.things |= {"form": form, "form_task": task}
    counters.rebuild(scene.campaign)


def a_story(scene):
    now = clock.now()
    story = Story.objects.create(
        unit=scene.unit, unit_path=scene.unit.path, sender=scene.person, title=f"Tin {scene.mark}", text=f"Nội dung {scene.mark}",
        topic=Topic.objects.first(), status="submitted", submitted_at=now, receipt=f"T-{scene.mark}", version=1,
    )  # fmt: skip
    photo = StoryPhoto.objects.create(
        story=story,
        position=1,
        file="x.jpg",
        medium="x.jpg",
        small="x.jpg",
        width=1,
        height=1,
        caption="Ảnh",
        digest=scene.mark,
        shown="nobody",
        rights_by=scene.person,
        rights_at=now,
    )
    approved = Story.objects.create(
        unit=scene.unit, unit_path=scene.unit.path, sender=scene.person, title=f"Duyệt {scene.mark}", text="x", topic=Topic.objects.first(),
        status="approved", submitted_at=now, receipt=f"A-{scene.mark}", version=1, approved_by=scene.person, approved_at=now,
    )  # fmt: skip
    for one in (photo.file, photo.medium, photo.small):
        _write(one)
    StoryVersion.objects.create(
        story=story, n=1, title=story.title, text=story.text, topic=story.topic, by=scene.person, at=now
    )
    StoryNote.objects.create(story=story, by=scene.person, text=f"Ghi chú {scene.mark}")
    announced = Announced.objects.create(
        story=story, key=uuid.uuid4(), kind="photo", position=2, announced_at=now
    )
    scene.things |= {"clip": _clip(story, scene)}
    scene.things |= {"story": story, "photo": photo, "approved": approved, "announced": announced}


def _clip(story, scene):
    clip = StoryClip.objects.create(
        story=story, file="x.mp4", poster="x.jpg", seconds=1, bytes=1, digest=scene.mark, shown="nobody", rights_by=scene.person, rights_at=clock.now()
    )  # fmt: skip
    for one in (clip.file, clip.poster):
        _write(one)
    return clip


def a_piece_of_news(scene):
    """Published, so everybody may read it: it carries no mark."""
    now = clock.now()
    news = Story.objects.create(
        unit=scene.unit, unit_path=scene.unit.path, sender=scene.person, title="Tin chung", text="Nội dung chung", topic=Topic.objects.first(),
        status="published", submitted_at=now, published_at=now, receipt=f"N-{scene.mark}", version=1,
    )  # fmt: skip
    photo = StoryPhoto.objects.create(
        story=news,
        position=1,
        file="x.jpg",
        medium="x.jpg",
        small="x.jpg",
        width=1,
        height=1,
        digest=f"n{scene.mark}",
        shown="nobody",
        rights_by=scene.person,
        rights_at=now,
    )
    _write(photo.file)
    scene.things |= {"news": news, "news_photo": photo, "news_clip": _clip(news, scene)}


def a_post(scene):
    page = Page.objects.create(unit=scene.unit, name=f"Trang {scene.mark}", page_id=f"9{scene.unit.pk}")
    post = Post.objects.create(page=page, text=f"Bài {scene.mark}", created_by=scene.person)
    picture = PostPhoto.objects.create(post=post, position=1, file="x.jpg", digest=scene.mark)
    _write(picture.file)
    _write(PostClip.objects.create(post=post, file="x.mp4", digest=scene.mark, size=1).file)
    scene.things |= {"page": page, "post": post}


def an_offer(scene):
    """Offered to the units below, which read it: it carries no mark."""
    now = clock.now()
    post = Post.objects.create(
        page=scene.page, text="Bài chung", created_by=scene.person, status="published", published_at=now, permalink="https://www.facebook.com/1/posts/2"
    )  # fmt: skip
    _write(PostPhoto.objects.create(post=post, position=1, file="x.jpg", digest=scene.mark).file)
    scene.things["offer"] = Offer.objects.create(
        post=post, unit=scene.unit, offered_at=now, offered_by=scene.person
    )


def a_register(scene):
    now, unit = clock.now(), scene.unit
    listed = Person.objects.create(
        unit=unit, unit_path=unit.path, full_name=f"Sổ {scene.mark}", phone="+84951000111", created_at=now
    )
    sheet = Sheet.objects.create(
        unit=unit, unit_path=unit.path, form="form01", confirmed_at=now, confirmed_by=scene.person
    )
    Entry.objects.create(
        unit=unit, unit_path=unit.path, person=listed, table=1, origin="sheet", sheet=sheet, since=now, facebook_url="https://www.facebook.com/vidu.so"
    )  # fmt: skip
    proposal = Proposal.objects.create(
        unit=unit, unit_path=unit.path, form="form01", step_id=scene.form01_task.step_id, about_id=scene.form01_task.pk, created_at=now,
        created_by=scene.person, submit_key=uuid.uuid4(),
    )  # fmt: skip
    ProposalLine.objects.create(
        proposal=proposal, key=1, cells={"full_name": [f"Dòng {scene.mark}", None, None]}
    )
    alias = UnitAlias.objects.create(unit=unit, name=f"Gọi là {scene.mark}", origin="learned")
    scene.things |= {"learned_name": alias, "listed": listed, "proposal": proposal}


def people_alike(scene):
    """Two lines that may be one person, and two that were merged today."""
    now, unit = clock.now(), scene.unit
    one, other, gone = (
        Person.objects.create(
            unit=unit,
            unit_path=unit.path,
            full_name=f"Giống {scene.mark} {word}",
            phone="+84951000222",
            created_at=now,
        )
        for word in ("Một", "Hai", "Ba")
    )
    Person.objects.filter(pk=gone.pk).update(merged_into=one)
    merged = {
        "kept": one.pk,
        "entries": [],
        "terms": [],
        "pages": [],
        "merged": [],
        "filled": [],
        "consents": [],
    }
    scene.things |= {
        "alike": Likeness.objects.create(first=one, second=other, reasons=["phone-same"], score=90, found_at=now),
        "merged_pair": Likeness.objects.create(
            first=one, second=gone, score=90, found_at=now, decision="merged", decided_at=now, decided_by=scene.person, moved=merged
        ),
    }  # fmt: skip
    line = Entry.objects.create(
        unit=unit, unit_path=unit.path, person=one, table=1, origin="page", since=now, facebook_name=f"Trang {scene.mark}"
    )  # fmt: skip
    scene.things["named_page"] = OfficialPage.objects.create(
        unit=unit, unit_path=unit.path, kind="page", name=f"Trang {scene.mark}", url="https://www.facebook.com/vidu.trang", keeper=one, entry=line,
        named_at=now, named_by=scene.person, submit_key=uuid.uuid4(),
    )  # fmt: skip


def a_link(scene):
    _link, path = links.issue("acknowledge", unit=scene.unit, about=scene.addressed)
    scene.things["secret"] = path.split("/")[2]


def _write(field_file):
    from pathlib import Path

    path = Path(field_file.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\xff\xd8\xff\xe0 picture")


PLANTED = [
    a_person,
    a_campaign,
    help_for_units,
    a_form,
    a_story,
    a_piece_of_news,
    a_post,
    an_offer,
    a_register,
    people_alike,
    a_link,
]
