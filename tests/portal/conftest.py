"""The cast of the stories, and a Page to publish on."""

import pytest

from nhipcau.core import clock as product_clock
from nhipcau.publishing.models import Page, Post
from nhipcau.stories import actions
from nhipcau.stories.models import StoryPhoto
from tests import factories
from tests.stories.conftest import (  # noqa: F401
    _now_and_topics,
    collaborator,
    draft,
    editor,
    story,
    topic,
)

LINK = "https://www.facebook.com/100000000000001/posts/7712345"


@pytest.fixture
def published(draft, collaborator, editor, union):  # noqa: F811
    def make(rights=True, unit=None, **changes):
        made = actions.submit(draft(**changes), by=collaborator)
        factories.approve(made, by=editor)
        page, _new = Page.objects.get_or_create(unit=union.desk, name="Công đoàn phường Hòa Sữa")
        now = product_clock.now()
        Post.objects.create(
            page=page,
            story=made,
            text=made.text,
            created_by=editor,
            status="published",
            permalink=LINK,
            published_at=now,
        )
        actions.mark_published(made, LINK, now)
        if not rights:
            StoryPhoto.objects.filter(story=made).update(agreed=False)
        return made

    return make
