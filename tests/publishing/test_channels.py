"""Every channel keeps the same promises (contract, section 13). A channel to come joins the list and is tested by it:
`Pretended` plays one whose service cannot be searched and has its own kind of faults, as Zalo and Telegram do."""

import inspect
import uuid

import pytest

from nhipcau.accounts.permissions import Role
from nhipcau.facebook.answers import NotSent, Published, Refused, State, Unknown
from nhipcau.facebook.faults import Fault
from nhipcau.publishing import actions, channels
from nhipcau.publishing.channels.base import Capabilities, Channel, Connection, Found, Link
from nhipcau.publishing.connection import graph_client
from nhipcau.publishing.models import Attempt, Publication
from nhipcau.publishing.states import Status
from nhipcau.stories import actions as stories
from nhipcau.stories.models import Topic
from tests import factories
from tests.publishing.saying import feed_calls, public

pytestmark = pytest.mark.django_db(transaction=True)


class Pretended:
    """A push channel with a bot: no search, no figures, limits of its own."""

    name = "pretended"

    def __init__(self):
        self.shown, self.answers = {}, []

    def capabilities(self):
        return Capabilities(text_limit=4096, photos=10, can_edit=True, can_remove=True)

    def check_connection(self):
        return Connection(Link.OK)

    def prepare(self, post):
        return [] if post.text.strip() else ["empty"]

    def upload(self, media, keep):
        return Published(str(media.pk))

    def publish(self, post, refs, attempt):
        self.shown["1"] = post.text
        return self.answers.pop() if self.answers else Published("1", "https://t.me/congdoan/1")

    def find(self, attempt):
        return Found()

    def edit(self, post, text):
        self.shown["1"] = text
        return Published("1")

    def remove(self, post):
        self.shown.clear()
        return Published("1")

    def state(self, post):
        from nhipcau.facebook.answers import PostState

        return PostState(State.UNKNOWN)

    def metrics(self, post):
        return {}


@pytest.fixture
def story(page, union):
    sender = factories.make_user("Trần Thị Gửi", Role.COLLABORATOR, union.units[0])
    made = stories.write(
        unit=union.units[0], title="Tiêu đề", text="Nội dung", topic=Topic.objects.first(), by=sender, submit_key=uuid.uuid4()
    )  # fmt: skip
    stories.submit(made, by=sender)
    factories.approve(made, by=factories.make_user("Mai Văn Duyệt", Role.APPROVER, union.desk))
    made.refresh_from_db()
    return made


@pytest.fixture(params=["page", "manual", "portal", "pretended"])
def channel(request, page, make_post, story):
    """(channel, post): each with a post it can carry."""
    post = make_post("Tiêu đề\n\nNội dung", story=story)
    with graph_client() as client:
        made = {
            "page": lambda: channels.PageChannel(page, client),
            "manual": channels.ManualChannel,
            "portal": channels.PortalChannel,
            "pretended": Pretended,
        }[request.param]()
        yield made, post


def attempt_of(post):
    return Attempt.objects.create(
        post=post, n=1, started_at=post.created_at, fingerprint="f", sending_at=post.created_at
    )


def test_a_channel_has_every_call_of_the_interface_with_the_same_arguments(channel):
    made, _post = channel
    wanted = {
        name: list(inspect.signature(one).parameters)[1:]
        for name, one in vars(Channel).items()
        if inspect.isfunction(one) and not name.startswith("_")
    }

    assert len(wanted) == 10
    for name, parameters in wanted.items():
        assert list(inspect.signature(getattr(made, name)).parameters) == parameters, name


def test_offline_questions_ask_no_service(channel, standin):
    made, post = channel
    before = len(standin.control("state")["requests"])

    assert isinstance(made.capabilities(), Capabilities)
    assert made.prepare(post) == []
    post.text = " "
    post.story_id = None
    assert made.prepare(post)

    assert len(standin.control("state")["requests"]) == before


def test_only_publish_makes_something_public(channel, standin):
    made, post = channel
    made.check_connection()
    made.find(attempt_of(post))
    made.state(post) if post.remote_id or made.name != "page" else None

    assert public(standin) == [] and not Publication.objects.exists()


def test_publish_ends_in_one_of_four_ways(channel):
    made, post = channel

    outcome = made.publish(post, (), attempt_of(post))

    assert isinstance(outcome, Published | Refused | NotSent | Unknown)
    if not made.capabilities().is_by_hand:
        assert isinstance(outcome, Published) and outcome.id


def test_what_can_be_edited_and_removed_may_be_so_twice(channel):
    made, post = channel
    outcome = made.publish(post, (), attempt_of(post))
    post.remote_id = getattr(outcome, "id", "")
    for call in (lambda: made.edit(post, "Tiêu đề\n\nNội dung mới"), lambda: made.remove(post)):
        first, second = call(), call()
        assert isinstance(first, Published) == isinstance(second, Published)
    assert isinstance(made.remove(post), Published) == made.capabilities().can_remove


def test_numbers_are_whole_or_none(channel):
    made, post = channel
    if made.name == "page":
        post.remote_id = made.publish(post, (), attempt_of(post)).id

    assert all(value is None or type(value) is int for value in made.metrics(post).values())


def test_a_channel_without_search_asks_a_person_and_never_sends_twice(
    make_post, publisher, work, monkeypatch
):
    """The worker's own way, with a channel it has never met: an unclear answer is asked about."""
    made = Pretended()
    made.answers = [Unknown()]
    monkeypatch.setattr(channels, "of", lambda post, client: made)
    post = make_post()
    actions.publish_now(post, by=publisher)

    work(300, step=20)

    post.refresh_from_db()
    assert post.status == Status.ASKED
    assert post.attempts.count() == 1


def test_a_refusal_of_an_unknown_service_takes_the_same_way(make_post, publisher, work, monkeypatch):
    made = Pretended()
    made.answers = [Refused(Fault.TOKEN)]
    monkeypatch.setattr(channels, "of", lambda post, client: made)
    post = make_post()
    actions.publish_now(post, by=publisher)

    work(20)

    post.refresh_from_db()
    post.page.refresh_from_db()
    assert post.status == Status.WAITING and post.page.is_stopped


def test_the_portal_shows_a_story_once_however_often_it_is_published(page, make_post, story):
    post = make_post("Tiêu đề\n\nNội dung", story=story)
    portal = channels.PortalChannel()

    rows = {portal.publish(post, (), attempt).id for attempt in (None, None, None)}

    assert len(rows) == 1 and Publication.objects.public().count() == 1


def test_what_goes_out_on_the_page_stands_on_the_portal_and_follows_it(
    standin, page, make_post, story, publisher, work
):
    post = make_post(f"{story.title}\n\n{story.text}", story=story)
    actions.publish_now(post, by=publisher)
    work()
    post.refresh_from_db()
    row = Publication.objects.public().get(story=story)
    assert (row.title, row.text) == (story.title, story.text)

    actions.correct(post, f"{story.title}\n\nĐã sửa.", by=publisher)
    row.refresh_from_db()
    assert row.text == "Đã sửa." and row.updated_at >= row.published_at
    actions.take_down(post, "Ảnh có người chưa đồng ý", by=publisher)

    assert not Publication.objects.public().exists()
    assert feed_calls(standin) == 1 and public(standin) == []
