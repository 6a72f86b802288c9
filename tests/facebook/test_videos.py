"""A clip by both protocols: resumed, never published twice, never begun twice for a wrong offset."""

import hashlib
import json
import threading
from dataclasses import replace

import pytest

from nhipcau.facebook.answers import NotSent, Published, Refused, Unknown
from nhipcau.facebook.faults import VIDEO_AGAIN_AFTER, Fault
from nhipcau.facebook.uploading import uploader
from nhipcau.facebook.videos import (
    ClipChanged,
    FinishMaybeSent,
    Moved,
    SessionLost,
    UploadState,
    may_finish_again,
    video_state,
)
from nhipcau.facebook.wire import Timeouts
from tests.facebook.conftest import PAGE, TOKEN, make_client

BOTH = pytest.mark.parametrize("kind", ["chunked", "resumable"])


@pytest.fixture(autouse=True)
def small_chunks(standin):
    standin.control("app", chunk_bytes=3000)


def upload(client, clip, kind="chunked", token=TOKEN, state=None, steps=20):
    """Send everything, with the state stored and read again after each step; the last step's result."""
    sender = uploader(client, kind)
    step = Moved(state) if state else sender.start(PAGE, token, clip)
    for _ in range(steps):
        if not isinstance(step, Moved) or step.state.is_uploaded:
            return step
        kept = UploadState.from_json(json.loads(json.dumps(step.state.to_json())))
        step = sender.send(PAGE, token, clip, kept)
    return step


def finish(client, clip, state, kind="chunked"):
    stored = []
    outcome = uploader(client, kind).finish(PAGE, TOKEN, clip, state, stored.append)
    return outcome, stored


def public(standin):
    return sum(standin.control("state")["counts"].values())


def calls(standin, phase):
    requests = standin.control("state")["requests"]
    return [one for one in requests if one["params"].get("upload_phase") == phase]


@BOTH
def test_a_clip_is_sent_whole_and_published_once(standin, client, clip, kind):
    done = upload(client, clip, kind)
    assert isinstance(done, Moved) and done.state.is_uploaded and done.state.percent == 100
    assert public(standin) == 0

    outcome, stored = finish(client, clip, done.state, kind)

    assert isinstance(outcome, Published) and public(standin) == 1
    assert [one.is_finish_sent for one in stored] == [True]
    [video] = standin.control("state")["videos"]
    assert (video["id"], video["digest"]) == (outcome.id, hashlib.sha256(clip.path.read_bytes()).hexdigest())
    [post] = standin.control("state")["posts"]
    assert post["message"] == clip.description
    assert client.published_posts(PAGE, TOKEN).posts[0].attachment_ids == (outcome.id,)
    shown = video_state(client, outcome.id, TOKEN)
    assert shown.is_done and shown.post_id == post["id"] and shown.permalink == post["permalink_url"]


def test_the_server_dictates_the_pieces(standin, client, clip):
    upload(client, clip)

    assert [one["params"]["start_offset"] for one in calls(standin, "transfer")] == [
        "0",
        "3000",
        "6000",
        "9000",
    ]
    assert [one["bytes"] for one in calls(standin, "transfer")] == [3000, 3000, 3000, 1240]
    assert all("/graph-video/" in one["path"] for one in calls(standin, "transfer"))


@BOTH
def test_finish_is_never_sent_twice(standin, client, clip, kind):
    state = upload(client, clip, kind).state
    _, [marked] = finish(client, clip, state, kind)

    with pytest.raises(FinishMaybeSent):
        finish(client, clip, UploadState.from_json(marked.to_json()), kind)

    assert public(standin) == 1


@BOTH
def test_a_clip_that_is_not_there_whole_is_not_published(standin, client, clip, kind):
    state = uploader(client, kind).start(PAGE, TOKEN, clip).state

    with pytest.raises(ValueError):
        finish(client, clip, state, kind)

    assert public(standin) == 0


@BOTH
def test_a_finish_whose_mark_cannot_be_stored_is_not_sent(standin, client, clip, kind):
    state = upload(client, clip, kind).state

    with pytest.raises(OSError):
        uploader(client, kind).finish(PAGE, TOKEN, clip, state, before=_no_disk)

    assert public(standin) == 0


def _no_disk(state):
    raise OSError("no room")


@BOTH
@pytest.mark.parametrize("fault", ["accept_then_drop", "accept_then_500", "wrong_type", "empty_200"])
def test_a_lost_finish_is_unknown_and_the_clip_is_asked_for(standin, client, clip, kind, fault):
    state = upload(client, clip, kind).state
    standin.fault(fault, r"/videos$", accept=True)

    outcome, _ = finish(client, clip, state, kind)

    assert isinstance(outcome, Unknown) and not may_finish_again(outcome)
    assert public(standin) == 1
    if kind == "chunked":
        assert video_state(client, state.video_id, TOKEN).is_done


def test_a_false_success_is_none(standin, client, clip):
    state = upload(client, clip).state
    standin.fault("status_body", r"/videos$", status=200, body={"success": False})

    assert isinstance(finish(client, clip, state)[0], Unknown)


def test_a_finish_that_never_left_may_be_sent_again(standin, client, clip):
    state = upload(client, clip).state
    with make_client(standin) as cut:
        cut.hosts = replace(cut.hosts, graph_video="http://no-such-name.invalid")
        outcome, _ = finish(cut, clip, state)
    assert isinstance(outcome, NotSent) and may_finish_again(outcome)

    outcome, _ = finish(client, clip, state)

    assert isinstance(outcome, Published) and public(standin) == 1


def test_missing_at_the_first_finish_is_a_clear_refusal_for_a_minute(standin, client, clip):
    state = upload(client, clip).state
    error = {"code": 6000, "error_subcode": 1363130, "message": "Video Upload Is Missing"}
    standin.fault("status_body", r"/videos$", body={"error": error})

    outcome, _ = finish(client, clip, state)

    assert isinstance(outcome, Refused) and outcome.fault is Fault.VIDEO_LATER and may_finish_again(outcome)
    assert VIDEO_AGAIN_AFTER.total_seconds() == 60
    assert not video_state(client, state.video_id, TOKEN).is_done
    assert isinstance(finish(client, clip, state)[0], Published) and public(standin) == 1


@pytest.mark.parametrize("as_text", [False, True])
def test_a_wrong_offset_goes_on_where_the_server_says(standin, client, clip, as_text):
    standin.control("app", error_data_is_text=as_text)
    sender = uploader(client)
    first = sender.start(PAGE, TOKEN, clip).state
    sender.send(PAGE, TOKEN, clip, first)  # its answer is never stored

    put_right = sender.send(PAGE, TOKEN, clip, first)
    assert isinstance(put_right, Moved) and (put_right.state.offset, put_right.state.end) == (3000, 6000)
    assert upload(client, clip, state=put_right.state).state.is_uploaded

    assert len(calls(standin, "start")) == 1


def test_a_server_that_never_agrees_on_the_offset_is_not_followed_for_ever(standin, client, clip):
    data = {"start_offset": "0", "end_offset": "3000"}
    body = {"error": {"code": 6001, "error_subcode": 1363037, "message": "x", "error_data": data}}
    standin.fault("status_body", r"/videos$", nth=2, times=0, body=body)

    assert upload(client, clip).fault is Fault.VIDEO
    assert len(calls(standin, "transfer")) <= 7


@pytest.mark.parametrize(
    "bounds",
    [
        ("6000", "3000"),
        ("-1", "3000"),
        ("0", "99999999"),
        ("x", "3000"),
        (None, "1"),
        ("3000", "3000"),
        (True, 5),
    ],
)
def test_bounds_without_sense_move_nothing(standin, client, clip, bounds):
    body = {"start_offset": bounds[0], "end_offset": bounds[1]}
    state = uploader(client).start(PAGE, TOKEN, clip).state
    standin.fault("status_body", r"/videos$", status=200, body=body)

    assert isinstance(uploader(client).send(PAGE, TOKEN, clip, state), Unknown)


def test_a_dead_token_in_the_middle_keeps_session_and_offset(standin, client, clip):
    sender = uploader(client)
    state = sender.start(PAGE, TOKEN, clip).state
    for _ in range(3):
        state = sender.send(PAGE, TOKEN, clip, state).state
    standin.control("token", page=PAGE, subcode=460)
    stopped = sender.send(PAGE, TOKEN, clip, state)
    assert isinstance(stopped, Refused) and stopped.fault is Fault.TOKEN

    standin.control("token", page=PAGE, value="EAApagestandin0009")
    done = upload(client, clip, token="EAApagestandin0009", state=state)

    assert done.state.is_uploaded and done.state.session_id == state.session_id
    assert len(calls(standin, "start")) == 1


@BOTH
def test_a_session_that_facebook_forgot_is_told_apart(standin, client, clip, kind):
    state = uploader(client, kind).start(PAGE, TOKEN, clip).state
    standin.control("end_upload")

    assert isinstance(uploader(client, kind).send(PAGE, TOKEN, clip, state), SessionLost)
    assert upload(client, clip, kind).state.is_uploaded


def test_a_resumable_upload_goes_on_after_a_cut(standin, client, clip):
    sender, heard = uploader(client, "resumable"), []
    state = sender.start(PAGE, TOKEN, clip).state
    standin.fault("drop_before", r"/upload:", after_bytes=4000)
    assert isinstance(sender.send(PAGE, TOKEN, clip, state), Unknown)

    done = sender.send(PAGE, TOKEN, clip, state, heard.append)

    assert done.state.is_uploaded and heard[-1] == clip.size
    sent = [one for one in standin.control("state")["requests"] if one["method"] == "POST" and one["bytes"]]
    assert [one["bytes"] for one in sent] == [4000, clip.size - 4000]
    outcome, _ = finish(client, clip, done.state, "resumable")
    assert isinstance(outcome, Published)
    [video] = standin.control("state")["videos"]
    assert video["digest"] == hashlib.sha256(clip.path.read_bytes()).hexdigest()


@BOTH
def test_time_limits_do_not_fire_while_bytes_move(standin, clip, kind):
    """20 kB/s: half a second for the clip, with time limits of a fifth of that."""
    standin.control("app", chunk_bytes=1_000_000)
    limits = Timeouts(connect=2, read=0.1, write=0.1, whole=0.1, slowest=8_000)
    heard = []
    with make_client(standin, timeouts=limits) as client:
        sender = uploader(client, kind)
        state = sender.start(PAGE, TOKEN, clip).state
        standin.fault("slow_bytes", r"/videos$|/upload:", bps=20_000, of="request")

        done = sender.send(PAGE, TOKEN, clip, state, heard.append)

    assert isinstance(done, Moved) and done.state.is_uploaded
    assert heard == sorted(heard) and heard[-1] == clip.size


@BOTH
def test_silence_ends_an_upload(standin, clip, kind):
    """Where no byte moves for as long as the slowest line would need, the step ends as unknown."""
    limits = Timeouts(connect=2, read=0.1, write=0.1, whole=0.1, slowest=100_000)
    with make_client(standin, timeouts=limits) as client:
        state = uploader(client, kind).start(PAGE, TOKEN, clip).state
        standin.fault("delay", r"/videos$|/upload:", seconds=3)

        assert isinstance(uploader(client, kind).send(PAGE, TOKEN, clip, state), Unknown)


def test_processing_is_waited_for_and_ready_alone_is_not_enough(standin, client, clip):
    standin.control("clock", set="2020-10-08T02:00:00+00:00")
    standin.control("app", processing_seconds=90)
    state = upload(client, clip).state
    finish(client, clip, state)

    early = video_state(client, state.video_id, TOKEN)
    assert not early.is_done and not early.is_failed and public(standin) == 0
    standin.control("clock", advance=90)
    assert video_state(client, state.video_id, TOKEN).is_done and public(standin) == 1

    body = {"id": state.video_id, "status": {"video_status": "ready"}, "published": False}
    standin.fault("status_body", rf"/{state.video_id}$", method="GET", status=200, body=body)
    assert not video_state(client, state.video_id, TOKEN).is_done


def test_a_clip_that_facebook_cannot_use_says_why(standin, client, clip):
    standin.control("app", video_error="Resolution too low")
    state = upload(client, clip).state
    finish(client, clip, state)

    found = video_state(client, state.video_id, TOKEN)

    assert found.is_failed and not found.is_done and found.error == "Resolution too low"
    assert public(standin) == 0


def test_a_relative_link_of_a_clip_is_made_whole(standin, client, clip):
    standin.control("app", has_relative_links=True)
    state = upload(client, clip).state
    finish(client, clip, state)

    link = video_state(client, state.video_id, TOKEN).permalink

    assert link == f"https://www.facebook.com/reel/{state.video_id}/"


def test_a_file_that_changed_under_way_is_not_mixed(standin, client, clip):
    state = uploader(client).start(PAGE, TOKEN, clip).state
    clip.path.write_bytes(b"short")

    with pytest.raises(ClipChanged):
        uploader(client).send(PAGE, TOKEN, clip, state)


def test_a_killed_sender_goes_on_from_what_was_stored(standin, client, clip):
    sender = uploader(client)
    state = sender.start(PAGE, TOKEN, clip).state
    stored = sender.send(PAGE, TOKEN, clip, state).state.to_json()
    killed = threading.Thread(target=sender.send, args=(PAGE, TOKEN, clip, UploadState.from_json(stored)))
    killed.start()
    killed.join()  # its answer is lost with it

    with make_client(standin) as other:
        done = upload(other, clip, state=UploadState.from_json(stored))

    assert done.state.is_uploaded and len(calls(standin, "start")) == 1
