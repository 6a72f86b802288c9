"""The four units and what stands at each, planted once for a module of tests that all look at the same."""

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from tests.house.scenes import plant


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory):
    media = str(tmp_path_factory.mktemp("media"))
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        translation.override("vi"),
        transaction.atomic(),
    ):
        yield plant(), media
        transaction.set_rollback(True)


@pytest.fixture
def scenes(planted, db, settings):
    """{relation: Scene}; what a test changes in the database is undone after it."""
    made, settings.MEDIA_ROOT = planted
    return made
