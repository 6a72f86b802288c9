"""Limits on tries are counted afresh in every test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _counted_afresh():
    cache.clear()
    yield
    cache.clear()
