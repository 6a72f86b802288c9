"""What the Page is told and asked: posts, photos, edits, removals, states. One call each, but where it says so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from nhipcau.facebook.answers import (
    Answer,
    GraphError,
    Outcome,
    PageFacts,
    Posts,
    PostState,
    Published,
    Refused,
    RemotePost,
    State,
    TokenFacts,
)
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.matching import collapsed
from nhipcau.facebook.reading import (
    next_cursor,
    number_id,
    page_facts,
    post_id,
    remote_post,
    succeeded,
    token_facts,
)
from nhipcau.facebook.wire import Hosts, Request, Timeouts, Wire, proof_of

__all__ = ["MOST_PHOTOS", "GraphClient", "Hosts", "Photo", "Timeouts", "proof_of", "schedule_problem"]

MOST_PHOTOS = 10
LONG_TEXT = 60_000  # characters; a warning, not a promise
POST_FIELDS = "id,message,created_time,permalink_url,application,attachments,status_type"
STATE_FIELDS = f"{POST_FIELDS},updated_time,is_published,is_hidden"
PAGE_FIELDS = "id,name,username,link,is_published,followers_count,verification_status"
ACCOUNT_FIELDS = "id,name,username,access_token,tasks,link"
MOST_PAGES_OF_A_LIST = 20  # an answer that never ends is not followed for ever
# Facebook's own scheduling, where the sources agree.
SOONEST, LATEST = timedelta(minutes=20), timedelta(days=28)


@dataclass(frozen=True)
class Photo:
    """One picture to send: our bytes, already without hidden data."""

    content: bytes
    name: str = "photo.jpg"
    alt_text: str = ""


def schedule_problem(at: datetime, now: datetime) -> str:
    """Why Facebook is not asked to publish at `at` by itself: "too_soon", "too_late" or ""; `now` is the
    server's time."""
    if at < now + SOONEST:
        return "too_soon"
    return "too_late" if at > now + LATEST else ""


class GraphClient(Wire):
    """Speaks for one Meta app; the token of the Page comes with each call."""

    def __enter__(self) -> GraphClient:
        return self

    # -- writes: only `publish` makes something public --------------------------------------------

    def publish(
        self,
        page_id: str,
        token: str,
        message: str,
        photo_ids: Sequence[str] = (),
        *,
        link: str = "",
        scheduled_at: datetime | None = None,
    ) -> Outcome:
        """Make a post public: a text, a link, or photos that were uploaded, in the given order. With
        `scheduled_at` Facebook publishes it by itself at that time."""
        fields = _post_fields(message, link)
        if photo_ids:
            fields["attached_media"] = json.dumps([{"media_fbid": one} for one in photo_ids])
        if scheduled_at is not None:
            fields |= {"published": "false", "scheduled_publish_time": str(int(scheduled_at.timestamp()))}
        return self._feed(page_id, token, fields)

    def create_hidden(self, page_id: str, token: str, message: str) -> Outcome:
        """A test post that nobody sees; `delete` it afterwards."""
        return self._feed(page_id, token, {**_post_fields(message, ""), "published": "false"})

    def _feed(self, page_id: str, token: str, fields: Mapping[str, str]) -> Outcome:
        return self.write(
            Request("POST", f"{page_id}/feed", fields), token, accept=partial(_own_post, page_id)
        )

    def upload_photo(self, page_id: str, token: str, photo: Photo) -> Outcome:
        """Store a photo that nobody sees until a post shows it; may be repeated freely."""
        fields = {"published": "false"}
        if photo.alt_text:
            fields["alt_text_custom"] = photo.alt_text
        files = {"source": (photo.name, photo.content, "image/jpeg")}
        request = Request("POST", f"{page_id}/photos", fields, files=files, upload_bytes=len(photo.content))
        return self.write(request, token, accept=number_id)

    def edit(self, post_id: str, token: str, message: str) -> Outcome:
        """Put another text into a post that this app made; may be repeated freely."""
        request = Request("POST", post_id, {"message": message})
        return self.write(request, token, accept=lambda body: succeeded(body, post_id))

    def delete(self, object_id: str, token: str) -> Outcome:
        """Take down a post, or forget an unused photo; what is already away counts as done."""
        request = Request("DELETE", object_id, {})
        outcome = self.write(request, token, accept=lambda body: succeeded(body, object_id))
        if isinstance(outcome, Refused) and outcome.fault is Fault.GONE:
            return Published(object_id, answer=outcome.answer)
        return outcome

    # -- reads ------------------------------------------------------------------------------------

    def published_posts(self, page_id: str, token: str, *, limit: int = 25) -> Posts:
        """The Page's newest public posts, for finding out what became of an attempt."""
        fields = {"fields": POST_FIELDS, "limit": str(limit)}
        body, answer = self.read(f"{page_id}/published_posts", token, fields)
        posts = (remote_post(row) for row in _data(body, answer) if isinstance(row, dict))
        return Posts(tuple(posts), answer)

    def read_post(self, post_id: str, token: str) -> RemotePost:
        """One post of the Page."""
        return self._post(post_id, token)[0]

    def _post(self, post_id: str, token: str) -> tuple[RemotePost, Answer]:
        body, answer = self.read(post_id, token, {"fields": STATE_FIELDS})
        if body.get("id") != post_id:
            raise GraphError(Fault.TEMPORARY, answer)
        return remote_post(body), answer

    def post_state(self, page_id: str, post_id: str, token: str, sent_text: str) -> PostState:
        """What became of a published post. "Gone" is said by a token that sees nothing too, so it counts as
        removed only after the Page itself has answered and its list, which does not name the post, as well.
        One call, three when the post is gone."""
        try:
            post, answer = self._post(post_id, token)
        except GraphError as error:
            if error.fault is Fault.GONE:
                return self._gone(page_id, post_id, token, error.answer)
            return PostState(State.UNKNOWN, fault=error.fault, answer=error.answer)
        if post.is_hidden or post.is_published is False:
            return PostState(State.HIDDEN, post, answer=answer)
        is_same = collapsed(post.message) == collapsed(sent_text)
        return PostState(State.LIVE if is_same else State.EDITED, post, answer=answer)

    def _gone(self, page_id: str, post_id: str, token: str, answer: Answer) -> PostState:
        try:
            page = self.read_page(token, page_id)
            listed = self.published_posts(page_id, token).posts
        except GraphError as error:
            return PostState(State.UNKNOWN, fault=error.fault, answer=error.answer)
        if any(post.id == post_id for post in listed):
            return PostState(State.UNKNOWN, None, page.is_published, Fault.GONE, answer)
        return PostState(State.REMOVED, None, page.is_published, Fault.GONE, answer)

    def read_page(self, token: str, page_id: str = "me") -> PageFacts:
        """The Page a token belongs to, or the one named; GraphError when another one answers."""
        body, answer = self.read(page_id, token, {"fields": PAGE_FIELDS})
        found = number_id(body)
        if found is None or page_id not in ("me", found):
            raise GraphError(Fault.TEMPORARY, answer)
        return replace(page_facts(body), answer=answer)

    def opens_signed_out(self, permalink: str) -> bool | None:
        """Does a browser that is not signed in see the post? False is telling; True only says that there is a page,
        so an officer still looks. None when it cannot be told. Asks facebook.com alone, without any token."""
        if not permalink.startswith(f"{self.hosts.www}/"):
            return None
        return {200: True, 404: False, 410: False}.get(self.look(permalink))

    def accounts(self, user_token: str) -> list[PageFacts]:
        """The Pages a person may act for, each with its own token and the person's tasks there; those that
        cannot be used say why in `unusable`."""
        pages: list[PageFacts] = []
        fields = {"fields": ACCOUNT_FIELDS, "limit": "100"}
        for _ in range(MOST_PAGES_OF_A_LIST):
            body, answer = self.read("me/accounts", user_token, fields)
            pages += [page_facts(row) for row in _data(body, answer) if isinstance(row, dict)]
            after = next_cursor(body)
            if after is None:
                break
            fields = {**fields, "after": after}
        return [page for page in pages if page.id]

    def debug_token(self, token: str) -> TokenFacts:
        """What Facebook knows of a token, asked with the app's own token."""
        # The documented call is a GET with the token as its parameter; all other calls keep it in a header.
        body, answer = self.read("debug_token", self.app_token, {"input_token": token})
        data = body.get("data")
        if not isinstance(data, dict):
            raise GraphError(Fault.TEMPORARY, answer)
        return token_facts(data)


def _post_fields(message: str, link: str) -> dict[str, str]:
    """Read after write: the permalink comes in the same answer."""
    fields = {"fields": "id,permalink_url,created_time"}
    if message:
        fields["message"] = message
    if link:
        fields["link"] = link
    return fields


def _own_post(page_id: str, body: Mapping[str, Any]) -> str | None:
    """The new post's id, when it is one of this Page."""
    found = post_id(body)
    return found if found is not None and page_id in ("me", found.partition("_")[0]) else None


def _data(body: Mapping[str, Any], answer: Answer) -> list[Any]:
    data = body.get("data")
    if not isinstance(data, list):
        raise GraphError(Fault.TEMPORARY, answer)
    return data
