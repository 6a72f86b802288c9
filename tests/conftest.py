"""Fixtures that every folder shares."""

import os
from pathlib import Path

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from hypothesis import settings as hypothesis_settings

from nhipcau.core import clock as product_clock
from tests import factories

# The ordinary run plays the same cases each time; NHIPCAU_EXPLORE=1 looks for new ones.
hypothesis_settings.register_profile("same", derandomize=True, database=None)
if os.environ.get("NHIPCAU_EXPLORE") != "1":
    hypothesis_settings.load_profile("same")


class Clock:
    """The product's clock, held by a test; threads see it too."""

    set = staticmethod(product_clock.set_to)
    advance = staticmethod(product_clock.advance)


@pytest.fixture
def clock():
    yield Clock
    product_clock.set_to(None)


@pytest.fixture(autouse=True)
def _vietnamese_and_own_files(settings, tmp_path):
    from django.utils import translation

    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.MAIL_DIR = tmp_path / "mail"
    with translation.override("vi"):
        yield


@pytest.fixture
def union(db):
    return factories.make_union()


@pytest.fixture
def publisher(union):
    return factories.make_publisher(union.desk)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """After each emptying of the tables Django would write down names of models and rights, which nothing here reads."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(autouse=True)
def _laid_down(request):
    """Rows that migrations lay down come back after a test that emptied the tables."""
    marker = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames)
    if {"transactional_db", "live_server"} & names or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
    elif marker or "db" in names:
        request.getfixturevalue("db")
    else:
        return
    from nhipcau.stories import topics
    from nhipcau.stories.models import Topic

    if not Topic.objects.exists():
        topics.lay_down(Topic)


@pytest.fixture(scope="session")
def chromium():
    """One real Chromium for all browser tests; playwright's loop runs in this thread."""
    from tools import browsing

    if not Path(browsing.CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsing.CHROMIUM, args=browsing.FLAGS)
        yield browser
        browser.close()


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what opens a database: the rest would say the same again."""
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        return
    alike = [item for item in items if not _asks_the_database(item)]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if _asks_the_database(item)]


def _asks_the_database(item):
    if item.get_closest_marker("files"):
        return False
    names = {"db", "transactional_db", "live_server", "django_db_setup"}
    return (
        bool(names & set(getattr(item, "fixturenames", ())))
        or item.get_closest_marker("django_db") is not None
    )
