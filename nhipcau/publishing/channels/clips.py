"""A clip on the Page: uploaded piece by piece, finished once, then asked for by its own number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nhipcau.facebook.answers import Answer, NotSent, Outcome, Published, RemotePost
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.uploading import uploader
from nhipcau.facebook.videos import Clip, Moved, SessionLost, may_finish_again, video_state
from nhipcau.publishing.channels.base import Found, Keep
from nhipcau.publishing.models import Page, Post, PostClip


def upload(page: Page, client: GraphClient, clip: PostClip, keep: Keep) -> Outcome:
    """Go on where the last worker stopped; a session that Facebook has forgotten is begun anew, once.

    A clip whose `finish` went out before is uploaded anew: somebody has looked and wants it published again.
    """
    sender, media, has_begun_anew = uploader(client), _media(clip), False
    state = clip.state
    if state is not None and state.is_finish_sent:
        state = None
    while state is None or not state.is_uploaded:
        if state is None:
            step = sender.start(page.page_id, page.token, media)
        else:
            step = sender.send(page.page_id, page.token, media, state)
        if isinstance(step, Moved):
            state = step.state
            clip.keep(state)
            if not keep():
                return NotSent(Answer(failure="the claim was taken over"))
        elif isinstance(step, SessionLost):
            if has_begun_anew:
                return NotSent(step.answer)
            state, has_begun_anew = None, True
            clip.keep(None)
        else:
            return step
    return Published(state.video_id or state.session_id)


def finish(page: Page, client: GraphClient, post: Post) -> Outcome:
    """Make it public. That `finish` goes out is stored before it does; it is never sent twice for one upload."""
    clip = post.clip
    state = clip.state
    assert state is not None and state.is_uploaded and not state.is_finish_sent
    outcome = uploader(client).finish(page.page_id, page.token, _media(clip), state, clip.keep)
    if may_finish_again(outcome):
        clip.keep(replace(state, is_finish_sent=False))
    return outcome


def find(page: Page, client: GraphClient, clip: PostClip) -> Found:
    """Where Facebook is with the video. GraphError when it cannot be asked."""
    state = clip.state
    assert state is not None
    seen = video_state(client, state.video_id, page.token)
    if seen.is_failed:
        return Found(refusal=seen.error, answer=seen.answer)
    if not seen.is_done:
        return Found(is_pending=True, answer=seen.answer)
    post_id = seen.post_id or state.video_id
    remote_id = post_id if "_" in post_id else f"{page.page_id}_{post_id}"
    return Found([RemotePost(remote_id, "", None, seen.permalink, "")], answer=seen.answer)


def _media(clip: PostClip) -> Clip:
    post = clip.post
    return Clip(Path(clip.file.path), clip.size, title=post.title, description=post.text)
