"""Nasty input everywhere: every route and every field of every form answers with a sentence, never with a fault."""

from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.urls import reverse

from nhipcau.accounts.permissions import Role
from nhipcau.stories.models import Story, Topic
from tests import factories
from tests.house.matrix import ROWS
from tests.house.scenes import plant

HUGE = "9" * 25
NASTY = {
    "nothing": "",
    "long": "Ạ" * 3_000,
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "emoji": "👩‍🏭\u202e\u200b",
    "day": "31/02/2026",
    "huge": HUGE,
    "negative": "-1",
    "formula": "=HYPERLINK(\"http://a.example.org\")",
    "markup": "\"><script>alert(1)</script>{{ 7|add:7 }}{% now %}%s%(x)s",
    "mark": "2026-01-01T00:00:00+00:00~zzz",
    "far": "0001-01-01T00:00:00+14:00~5",
    "digits": "²٣",
    "address": "http://[::1/%zz",
    "lines": "a\r\nSet-Cookie: x=1\r\n\r\nb",
}  # fmt: skip
QUERY = ("q", "page", "behind", "before", "show", "branch", "table", "unit", "for", "next", "download", "by", "since", "sort", "day")  # fmt: skip
TOGETHER = ("long", "surrogate", "day", "negative", "markup", "digits", "address", "lines")
QUERIED = ("nothing", "long", "surrogate", "day", "huge", "markup", "mark", "far", "digits")
OF_POSTGRESQL = ("nul", "long", "surrogate", "huge")  # what it takes otherwise than SQLite
LEFT_ALONE = {"csrfmiddlewaretoken"}


@pytest.fixture
def everyone(db, settings):
    """A person with every role at the unit in the middle, who also wrote a story there, and what stands there."""
    settings.FACEBOOK_BASE_URL = "http://127.0.0.1:9"
    settings.DEMO = True
    scene = plant()["own"]
    user = factories.make_user("Vai Tất Cả", Role.DESK_OFFICER, scene.unit)
    for role in set(Role) - {Role.DESK_OFFICER}:
        factories.appoint(user, role, scene.unit)
    draft = Story.objects.create(
        unit=scene.unit,
        unit_path=scene.unit.path,
        sender=user,
        title="Nháp",
        text="x",
        topic=Topic.objects.first(),
    )
    return user, scene, draft


def faults(client, method, path, data=None):
    """The fault or 5xx of one request, undone afterwards, signing out too; None when it was answered."""
    sent = urlencode(data or {}, errors="surrogatepass")  # as the bytes a bent client sends
    before = client.cookies.copy()
    try:
        with transaction.atomic():
            if method == "get":
                response = client.get(path, QUERY_STRING=sent)
            else:
                response = client.generic("POST", path, sent, "application/x-www-form-urlencoded")
            transaction.set_rollback(True)
    except Exception as fault:
        return f"{type(fault).__name__}: {str(fault)[:120]}"
    finally:
        client.cookies = before
    return response.status_code if response.status_code >= 500 else None


class Forms(HTMLParser):
    """The forms of a page: where they go, how, and what they would carry."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._inside = self._text = self._select = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._inside = {
                "action": given.get("action") or "",
                "method": (given.get("method") or "get").lower(),
                "fields": {},
            }
            self.found.append(self._inside)
        elif self._inside is not None and given.get("name"):
            self._field(tag, given)
        elif tag == "option" and self._select and self._inside is not None:
            self._option(given)

    def _field(self, tag, given):
        name, kind = given["name"], given.get("type", "")
        if tag == "input" and kind in ("checkbox", "radio"):
            self._inside["fields"].setdefault(name, given.get("value", "on"))
        elif tag == "input" and kind != "file":
            self._inside["fields"][name] = given.get("value", "")
        elif tag == "textarea":
            self._text = name
            self._inside["fields"][name] = ""
        elif tag == "select":
            self._select = name
            self._inside["fields"][name] = ""

    def _option(self, given):
        fields = self._inside["fields"]
        if "selected" in given or not fields.get(self._select):
            fields[self._select] = given.get("value") or ""

    def handle_data(self, data):
        if self._text and self._inside is not None:
            self._inside["fields"][self._text] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None


def on_postgresql():
    return connection.vendor == "postgresql"


def pages(scene, draft):
    for row in ROWS:
        yield row, reverse(row.name, args=row.at(scene) if row.at else [])
    yield None, reverse("stories:write", args=[draft.pk])


def forms_of(client, scene, draft):
    """Every form on every page, once: (path, fields)."""
    seen = {}
    for row, path in pages(scene, draft):
        if row is not None and row.get is None:
            continue
        response = client.get(path)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        reader = Forms()
        reader.feed(response.content.decode())
        for form in reader.found:
            if form["method"] == "post":
                action = form["action"] or path
                seen.setdefault((action, tuple(sorted(form["fields"]))), (action, form["fields"]))
    return list(seen.values())


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "anonymous"])
def test_no_query_breaks_a_page(everyone, client, signed_in):
    user, scene, draft = everyone
    if signed_in:
        factories.sign_in(client, user)
    kinds = OF_POSTGRESQL if on_postgresql() else QUERIED if signed_in else ("markup", "huge", "surrogate")
    broken = []
    for row, path in pages(scene, draft):
        for what in kinds:
            fault = faults(client, "get", path, dict.fromkeys(QUERY, NASTY[what]))
            if fault:
                broken.append((row.name if row else path, what, fault))

    assert not broken, "\n".join(map(str, broken))


def test_no_number_in_an_address_is_too_large(everyone, client):
    user, scene, _draft = everyone
    factories.sign_in(client, user)
    broken = []
    for row in ROWS:
        if not row.at:
            continue
        given = row.at(scene)
        bent = [HUGE if isinstance(one, int) else one for one in given]
        if bent == given:
            continue
        for number in (HUGE, str(2**31)) if on_postgresql() else (HUGE, str(2**63), "0"):
            path = reverse(row.name, args=[number if one == HUGE else one for one in bent])
            for method in ("get", "post"):
                fault = faults(client, method, path)
                if fault:
                    broken.append((row.name, method, number, fault))

    assert not broken, "\n".join(map(str, broken))


def test_no_field_of_a_form_breaks_its_page(everyone, client):
    user, scene, draft = everyone
    factories.sign_in(client, user)
    broken, tried = [], 0
    together, alone = (("long", "surrogate"), "nul") if on_postgresql() else (TOGETHER, "huge")
    forms = forms_of(client, scene, draft)
    for action, fields in forms:
        names = [name for name in fields if name not in LEFT_ALONE]
        sent = [("nothing sent", "", {})]
        sent += [("every field", what, dict.fromkeys(names, NASTY[what])) for what in together]
        for name in {_kind(name): name for name in names}.values():
            sent.append((name, alone, fields | {name: NASTY[alone]}))
        for name, what, data in sent:
            tried += 1
            fault = faults(client, "post", action, data)
            if fault:
                broken.append((action, name, what, fault))

    assert len(forms) > 25
    assert tried > 500
    assert not broken, "\n".join(map(str, broken))


def _kind(name):
    """step-3-text is step-0-text once more."""
    return "".join("0" if letter.isdigit() else letter for letter in name)
