"""What a connection needs, tried one by one: each step with what it found, kept with the Page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.facebook.answers import GraphError, Published, Refused, TokenFacts
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.faults import Fault
from nhipcau.facebook.oauth import NEEDED_TASKS, OPTIONAL_SCOPES, REQUIRED_SCOPES
from nhipcau.publishing.models import Page


class Step(StrEnum):
    """In the order in which they are tried."""

    APP = "app"
    TOKEN = "token"
    PERMISSIONS = "permissions"
    ROLE = "role"
    PAGE = "page"
    TEST_POST = "test_post"
    TEST_GONE = "test_gone"


@dataclass(frozen=True)
class Tried:
    """`ok` is None where Facebook does not say; `note` is a code or a number that the words need."""

    step: Step
    ok: bool | None
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def try_all(page: Page, client: GraphClient, tasks: Collection[str] | None = None) -> list[Tried]:
    """Every step; the test post is hidden and deleted at once. Later steps are left out when an earlier one fails."""
    tried: list[Tried] = []
    for one in _steps(page, client, tasks):
        tried.append(one)
        if one.ok is False and one.step is not Step.PAGE:
            break
    return tried


def _steps(page: Page, client: GraphClient, tasks: Collection[str] | None) -> Iterator[Tried]:
    try:
        facts = client.debug_token(page.token)
    except GraphError as error:
        yield Tried(Step.APP, False, error.fault)
        return
    yield Tried(Step.APP, facts.app_id == client.app_id, facts.application)
    yield _token(facts)
    missing = [one for one in REQUIRED_SCOPES if one not in facts.scopes]
    optional = [one for one in OPTIONAL_SCOPES if one not in facts.scopes]
    yield Tried(Step.PERMISSIONS, not missing, ", ".join(missing or optional))
    yield Tried(Step.ROLE, None if tasks is None else bool(NEEDED_TASKS & set(tasks)))
    try:
        seen = client.read_page(page.token, page.page_id)
    except GraphError as error:
        yield Tried(Step.PAGE, False, error.fault)
        return
    yield Tried(Step.PAGE, seen.is_published is not False)
    yield from _test_post(page, client)


def _token(facts: TokenFacts) -> Tried:
    if not facts.is_valid:
        return Tried(Step.TOKEN, False, "invalid")
    if facts.kind != "PAGE":
        return Tried(Step.TOKEN, False, "kind")
    return Tried(Step.TOKEN, not facts.expires_at, "ends" if facts.expires_at else "")


def _test_post(page: Page, client: GraphClient) -> Iterator[Tried]:
    """Nobody sees it: it is made unpublished, and deleted. What cannot be deleted is named by its number."""
    made = client.create_hidden(
        page.page_id, page.token, _("A test by Nhịp Cầu that nobody sees; it is deleted at once.")
    )
    if not isinstance(made, Published):
        fault = made.fault if isinstance(made, Refused) else Fault.TEMPORARY
        yield Tried(Step.TEST_POST, False, fault)
        return
    yield Tried(Step.TEST_POST, True)
    gone = client.delete(made.id, page.token)
    yield Tried(Step.TEST_GONE, isinstance(gone, Published), "" if isinstance(gone, Published) else made.id)


def steps_of(page: Page) -> list[Tried]:
    """As they were kept at the last try; a row of an older version that is no step any more is left out."""
    known = set(Step)
    return [
        Tried(Step(row["step"]), row["ok"], row.get("note", ""))
        for row in page.checks
        if row["step"] in known
    ]
