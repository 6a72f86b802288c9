"""Scenarios 12, 17, 18, 19 and 20 of the Facebook contract (section 12): a clip, piece by piece, finished once."""

import uuid

import pytest
from django.core.files.base import ContentFile

from nhipcau.publishing import actions
from nhipcau.publishing.actions.queue import Film
from nhipcau.publishing.states import Status
from tests import factories
from tests.publishing.conftest import PAGE_ID
from tests.publishing.saying import opens, public, refusal, stands

pytestmark = pytest.mark.django_db(transaction=True)
CLIP = bytes(range(256)) * 40  # 10,240 bytes, ten pieces of 1,024
PREPARING = (
    "The video is with Facebook, which is still preparing it.",
    "Facebook đã nhận video và đang xử lý.",
)
PREPARING_NEXT = (
    "It is looked for again and again until it can be seen. You need not do anything yet.",
    "Phần mềm xem đi xem lại cho đến khi thấy bài. Bạn chưa cần làm gì.",
)
OUT = "Published at %s 08/10/2020.", "Đã đăng lúc %s 08/10/2020."


@pytest.fixture
def make_clip_post(make_post, standin):
    def make(content=CLIP, piece=1024):
        standin.control("app", chunk_bytes=piece)
        film = Film(ContentFile(content), "clip.mp4", "d" * 64, len(content), 12)
        return make_post(text="Ngày hội thể thao\n\nĐoàn viên thi kéo co.", film=film)

    return make


@pytest.fixture
def clip_post(make_clip_post):
    return make_clip_post()


def transfers(standin):
    """The offsets at which pieces were sent, in their order."""
    rows = standin.control("state")["requests"]
    return [
        int(one["params"]["start_offset"]) for one in rows if one["params"].get("upload_phase") == "transfer"
    ]


def phases(standin, phase):
    rows = standin.control("state")["requests"]
    return sum(1 for one in rows if one["params"].get("upload_phase") == phase)


def out(at):
    return tuple(words % at for words in OUT)


def test_scenario_12_a_token_that_dies_between_pieces_keeps_session_and_offset(
    standin, page, clip_post, publisher, work, union
):
    standin.fault("status_body", r"/videos$", nth=5, body=refusal(190, 460))  # start, 1, 2, 3, then this
    actions.publish_now(clip_post, by=publisher)

    work(60)

    stopped = (
        "The connection to the Page has ended; its posts wait.",
        "Kết nối với Trang đã hết hiệu lực; các bài đang chờ.",
    )
    waits = (
        "The post goes out after the Page is connected again.",
        "Bài sẽ được đăng sau khi kết nối lại Trang.",
    )
    stands(clip_post, Status.WAITING, stopped, waits)
    clip_post.clip.refresh_from_db()
    assert clip_post.clip.state.offset == 3 * 1024
    assert public(standin) == []
    standin.control("token", page=PAGE_ID, value="EAApagestandin0003")
    proof = actions.prove("EAApagestandin0003")
    actions.connect(union.desk, proof, by=publisher, submit_key=uuid.uuid4(), page=page)
    work(30)

    clip_post.refresh_from_db()
    assert clip_post.status == Status.PUBLISHED
    assert (phases(standin, "start"), phases(standin, "finish"), public(standin)) == (1, 1, [1])
    assert transfers(standin) == [n * 1024 for n in (0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9)]


def test_scenario_12_a_session_that_facebook_forgot_is_begun_anew(
    standin, page, clip_post, publisher, work, union
):
    standin.fault("status_body", r"/videos$", nth=5, body=refusal(190, 460))
    actions.publish_now(clip_post, by=publisher)
    work(10)
    standin.control("end_upload")
    standin.control("token", page=PAGE_ID, value="EAApagestandin0003")
    proof = actions.prove("EAApagestandin0003")
    actions.connect(union.desk, proof, by=publisher, submit_key=uuid.uuid4(), page=page)

    work(30)

    clip_post.refresh_from_db()
    assert clip_post.status == Status.PUBLISHED
    assert (phases(standin, "start"), phases(standin, "finish"), public(standin)) == (2, 1, [1])


def test_scenario_17_offsets_in_the_answer_are_followed_in_the_same_session(
    standin, clip_post, publisher, work
):
    # The third piece is taken, but the answer says it was not: the next try is told where to go on.
    standin.fault("accept_then_drop", r"/videos$", nth=4)
    actions.publish_now(clip_post, by=publisher)

    work(90)

    stands(clip_post, Status.PUBLISHED, out("09:01"))
    assert (phases(standin, "start"), phases(standin, "finish"), public(standin)) == (1, 1, [1])
    assert transfers(standin)[3:5] == [2048, 3072]
    assert standin.control("state")["videos"][0]["received"] == len(CLIP)


@pytest.mark.parametrize("kind", ["accept_then_drop", "accept_then_500"])
def test_scenario_18_a_lost_finish_is_asked_for_by_the_videos_number(
    standin, clip_post, publisher, work, kind
):
    standin.control("app", processing_seconds=100, has_relative_links=True)
    standin.fault(kind, r"/videos$", nth=12)  # start, ten pieces, finish
    actions.publish_now(clip_post, by=publisher)

    work(60)
    clip_post.refresh_from_db()
    assert clip_post.status == Status.CHECKING
    work(200)

    stands(
        clip_post,
        Status.PUBLISHED,
        ("Published (confirmed after a lost connection).", "Đã đăng (xác nhận lại sau khi mất kết nối)."),
    )
    assert (phases(standin, "finish"), public(standin)) == (1, [1])
    assert clip_post.permalink.startswith("http")
    assert standin.control("state")["videos"][0]["finishes"] == 1


def test_a_video_is_published_only_when_facebook_has_prepared_it(standin, clip_post, publisher, work):
    standin.control("app", processing_seconds=400)
    actions.publish_now(clip_post, by=publisher)

    work(300, step=20)
    stands(clip_post, Status.CHECKING, PREPARING, PREPARING_NEXT)
    assert public(standin) == []
    work(400, step=20)

    clip_post.refresh_from_db()
    assert clip_post.status == Status.PUBLISHED
    assert phases(standin, "finish") == 1


def test_scenario_19_a_refused_video_keeps_the_text_and_says_why(standin, clip_post, publisher, work):
    standin.control("app", video_error="Resolution too low")
    actions.publish_now(clip_post, by=publisher)

    work(200)

    stands(
        clip_post,
        Status.REFUSED,
        ("Video refused: Resolution too low", "Video không đạt yêu cầu: Resolution too low"),
        (
            "The text is kept. Replace the clip by another one, then schedule the post again.",
            "Nội dung được giữ lại. Hãy thay đoạn phim khác rồi lên lịch lại.",
        ),
    )
    assert clip_post.text.startswith("Ngày hội thể thao")
    assert public(standin) == []


def test_scenario_20_a_slow_upload_shows_progress_and_goes_on_after_a_restart(
    standin, page, make_clip_post, publisher, work, clock, client, settings
):
    """The bytes move at 20 kB/s, 0.8 seconds a piece, while every limit is half a second; the worker is gone after two."""
    from nhipcau.publishing import channels
    from nhipcau.publishing.connection import graph_client
    from nhipcau.publishing.sending import claim

    settings.FACEBOOK_TIMEOUTS = {"connect": 4, "read": 0.5, "write": 4, "whole": 0.5}
    clip_post = make_clip_post(CLIP * 4, 16_384)
    standin.fault("slow_bytes", r"/videos$", nth=2, times=0, bps=20_000, of="request")
    actions.publish_now(clip_post, by=publisher)
    clip_post.refresh_from_db()
    attempt = claim(clip_post)
    pieces = iter([True, True, False])

    def stops():
        return next(pieces)

    with graph_client() as graph:  # the worker that is killed on its way
        channels.of(clip_post, graph).upload(attempt.post.clip, stops)
    factories.sign_in(client, publisher)
    page_of_attempts = client.get(f"/publishing/{clip_post.pk}/attempts/").content.decode()
    assert 'value="80"' in page_of_attempts and "Đoạn phim đã tải lên 80 %." in page_of_attempts
    stands(
        clip_post,
        Status.PUBLISHING,
        ("It is being published at this moment.", "Bài đang được đăng."),
    )

    clock.advance(200)
    work(60)

    clip_post.refresh_from_db()
    assert clip_post.status == Status.PUBLISHED
    assert transfers(standin) == [0, 16_384, 32_768]
    assert (phases(standin, "start"), phases(standin, "finish"), public(standin)) == (1, 1, [1])
    assert opens(clip_post)
