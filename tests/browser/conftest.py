"""Every page of every role, opened once in a real browser at both widths; the tests ask what was seen."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.people import people  # noqa: F401
from tools import browsing

AXE = (Path(__file__).parent / "axe-4.10.3.min.js").read_text()
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v =>
    v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message || n.failureSummary)).join(' | '));
}"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@dataclass
class Seen:
    """A page, and what was found on it at each width."""

    visit: browsing.Visit
    axe: dict = field(default_factory=dict)
    wider: dict = field(default_factory=dict)
    texts: list = field(default_factory=list)

    def __str__(self):
        return f"{self.visit.role} {self.visit.name} {self.visit.url}"


@pytest.fixture(scope="session")
def demo():
    with browsing.Demo() as running:
        yield running


@pytest.fixture(scope="session")
def seen(chromium, demo):
    found = []
    for role in ("guest", *browsing.ROLES):
        context = browsing.context_of(chromium, demo, role, browsing.WIDE)
        page = context.new_page()
        begin = (
            ("/", "/accounts/login/", "/accounts/login/code/")
            if role == "guest"
            else ("/", "/desk/", "/accounts/", "/accounts/welcome/")
        )
        known = [one.visit.name for one in found]
        for visit in browsing.walk(page, demo, role, begin, known):
            found.append(look(page, Seen(visit)))
        for visit in browsing.acted(page, demo, role):
            found.append(look(page, Seen(visit)))
        context.close()
    return found


def look(page, seen):
    """Axe, width and words of the page that is open."""
    seen.texts = page.evaluate(browsing.TEXTS)
    for width in (browsing.WIDE, browsing.NARROW):
        page.set_viewport_size(width)
        page.evaluate(AXE)
        seen.axe[width["width"]] = page.evaluate(RUN_AXE)
        seen.wider[width["width"]] = page.evaluate(browsing.OVERFLOW)
    page.set_viewport_size(browsing.WIDE)
    return seen
