"""Every route x method x role x own, child, sibling and parent unit; anonymous visitors and link holders too."""

import io
import zipfile

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from nhipcau.accounts.permissions import GRANTS, Permission, Role
from tests import factories
from tests.house.matrix import ANYONE, NOBODY, PUBLIC, ROWS, SIGNING_IN
from tests.house.scenes import RELATIONS

CAME_THROUGH = {200, 302, 303, 409, 410, 422, 429}
OTHERWISE = ("anonymous", Role.DESK_OFFICER, Role.CHAIR)  # by whom a method that nothing takes is tried
SOME = (Role.DESK_OFFICER,)  # the second database is asked about places, not about every role again


def names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_route_has_one_row():
    routes = sorted(names(get_resolver()))

    assert sorted(row.name for row in ROWS) == routes


@pytest.fixture(scope="module")
def visitors(planted, django_db_blocker):
    """{who: the cookies of} nobody, someone who has just opened a one-time link, and one person a role."""
    scenes, _media = planted
    with django_db_blocker.unblock():
        link_holder = Client()
        link_holder.get(reverse("link", args=[scenes["own"].secret]))
        windows = {"anonymous": Client(), "link holder": link_holder}
        for role in Role:
            windows[role] = factories.sign_in(
                Client(), factories.make_user(f"Vai {role}", role, scenes["own"].unit)
            )
    asked = SOME if connection.vendor == "postgresql" else windows
    return {who: windows[who].cookies for who in asked}


@pytest.fixture
def bare_errors(monkeypatch):
    """A refusal without its page, which others look at: here its number is asked."""
    for name in ("page_not_found", "permission_denied"):
        monkeypatch.setattr(f"django.views.defaults.{name}", BARE[name])


BARE = {
    "page_not_found": lambda request, exception: HttpResponse(status=404),
    "permission_denied": lambda request, exception: HttpResponse(status=403),
}


def has(role, wanted):
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    return any(one in GRANTS[role] for one in wanted)


def expected(row, method, visitor, relation):
    """The set of answers that are right."""
    if method == "PUT":  # nothing here takes it; a page may at most answer as if it were asked for
        return {405, 404, 403, "login"} | expected(row, "GET", visitor, relation)
    wanted = row.get if method == "GET" else row.post
    if wanted == PUBLIC:
        return CAME_THROUGH
    if wanted == SIGNING_IN:
        return CAME_THROUGH | {"login", 403, 404, 405}
    if wanted == NOBODY and row.name in OPEN_BUT_EMPTY:
        return {404}
    if not isinstance(visitor, Role):
        return {"login"} if wanted is not None else {"login", 405}
    if wanted is None:
        return {405}
    if wanted == NOBODY:
        return {404}
    if row.at is None:
        return CAME_THROUGH if wanted == ANYONE or has(visitor, wanted) else {row.without}
    if row.gate and not has(visitor, row.gate):
        return {403}
    if row.sees and not (relation in row.where and has(visitor, row.sees)):
        return {404}
    return CAME_THROUGH if wanted == ANYONE or has(visitor, wanted) else {403}


def methods(who, relation):
    return ("GET", "POST", "PUT") if relation == "own" and who in OTHERWISE else ("GET", "POST")


OPEN_BUT_EMPTY = {"demo:welcome", "demo:file", "notifications:demo-mail"}


def answer(client, method, path, data):
    """The status of one request, undone afterwards; "login" when it asks to sign in."""
    with transaction.atomic():
        response = (
            client.generic(method, path)
            if method == "PUT"
            else getattr(client, method.lower())(path, data or {})
        )
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "login"
    return response.status_code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_route_answers_each_person_as_the_table_says(row, scenes, visitors, client, settings, bare_errors):
    settings.FACEBOOK_BASE_URL = "http://127.0.0.1:9"
    wrong = []
    for who, cookies in visitors.items():
        for relation in RELATIONS if row.at else ("own",):
            path = reverse(row.name, args=row.at(scenes[relation]) if row.at else [])
            for method in methods(who, relation):
                client.cookies = cookies.copy()
                right = expected(row, method, who, relation)
                got = answer(client, method, path, row.data if method == "POST" else None)
                if got not in right:
                    wrong.append((str(who), relation, method, got, sorted(map(str, right))))

    assert not wrong, "\n".join(map(str, wrong))


def content_of(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode("utf-8", "replace")


@pytest.mark.parametrize("role", list(Role))
def test_no_answer_or_export_shows_the_mark_of_a_foreign_unit(role, scenes, visitors, client, settings):
    settings.FACEBOOK_BASE_URL = "http://127.0.0.1:9"
    if role not in visitors:
        pytest.skip("asked on the other database")
    client.cookies = visitors[role].copy()
    foreign = [scenes[relation].mark for relation in ("sibling", "parent")]
    seen, looked_at = [], 0
    for row in ROWS:
        if row.get is None or "logout" in row.name:
            continue
        path = reverse(row.name, args=row.at(scenes["own"]) if row.at else [])
        for query in ("", "?q=Mốc&page=1"):
            response = client.get(path + query)
            if response.status_code == 200:
                looked_at += 1
                text = content_of(response)
                seen += [f"{row.name}: {mark}" for mark in foreign if mark in text]

    assert not seen
    assert looked_at > 5


def test_the_table_grants_nothing_to_a_permission_that_does_not_exist():
    used = {
        one
        for row in ROWS
        for wanted in (row.get, row.post, row.sees)
        for one in (wanted if isinstance(wanted, tuple) else (wanted,))
    }

    assert used - {None, ANYONE, PUBLIC, NOBODY, SIGNING_IN} <= set(Permission)


def test_the_matrix_does_not_shrink(capsys):
    """Route x method x person x place, counted from the table and told."""
    cases = sum(
        len(methods(who, relation))
        for row in ROWS for who in ("anonymous", "link holder", *Role) for relation in (RELATIONS if row.at else ("own",))
    )  # fmt: skip
    with capsys.disabled():
        print(f"\nmatrix: {len(ROWS)} routes, {cases} cases")

    assert cases >= 11_000
