"""Who may do what with Pages and posts: the publisher of the unit or of a unit above; everybody else is refused."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from nhipcau.accounts.permissions import GRANTS, Permission, Role
from nhipcau.audit.models import Entry
from nhipcau.publishing import actions
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import Status
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "https://www.facebook.com/congdoanhoasua/posts/123456"

WITH_A_POST = {
    "edit": (lambda post, by: actions.edit(post, "Khác", by=by), Status.DRAFT),
    "remove_photo": (lambda post, by: actions.remove_photo(post, 1, by=by), Status.DRAFT),
    "schedule": (lambda post, by: actions.schedule(post, post.created_at, by=by), Status.DRAFT),
    "publish_now": (lambda post, by: actions.publish_now(post, by=by), Status.DRAFT),
    "post_by_hand": (lambda post, by: actions.post_by_hand(post, by=by), Status.DRAFT),
    "call_off": (lambda post, by: actions.call_off(post, by=by), Status.DRAFT),
    "confirm_there": (lambda post, by: actions.confirm_there(post, ADDRESS, by=by), Status.BY_HAND),
    "publish_again": (lambda post, by: actions.publish_again(post, by=by), Status.ASKED),
    "prepare": (
        lambda post, by: actions.prepare(post.page, "Tin", by=by, submit_key=uuid.uuid4()),
        Status.DRAFT,
    ),
}
WITH_A_PAGE = {
    "add_page": lambda page, by: actions.add_page(page.unit, "T", "", "trang.khac", by=by, submit_key=uuid.uuid4()),
    "auto_resend": lambda page, by: actions.set_auto_resend(page, True, by=by),
    "connect": lambda page, by: actions.connect(
        page.unit, actions.prove("EAApagestandin0001"), by=by, submit_key=uuid.uuid4(), page=page
    ),
}  # fmt: skip


def people(union, permission):
    """(may, user) for each role at the unit, and for publishers above, beside and below."""
    for role in Role:
        yield permission in GRANTS[role], factories.make_user(f"Vai {role}", role, union.desk)
    strong = Role.EDITOR if permission is Permission.POST_PUBLISH else Role.PAGE_ADMIN
    yield True, factories.make_user("Ở trên", strong, union.city)
    yield False, factories.make_user("Ở bên", strong, union.beside)
    yield False, factories.make_user("Ở dưới", strong, union.units[0])


def kept():
    posts = list(Post.objects.order_by("pk").values_list("pk", "status", "text"))
    pages = list(Page.objects.order_by("pk").values_list("pk", "sealed_token", "auto_resend"))
    return posts, pages, Entry.objects.count()


@pytest.mark.parametrize("name", WITH_A_POST)
def test_only_those_who_publish_for_the_unit_act_on_its_posts(name, union, page, make_post):
    act, status = WITH_A_POST[name]
    for may, user in people(union, Permission.POST_PUBLISH):
        post = make_post(photos=1)
        Post.objects.filter(pk=post.pk).update(status=status)
        post.refresh_from_db()
        before = kept()
        if may:
            act(post, user)
        else:
            with pytest.raises(PermissionDenied):
                act(post, user)
            assert kept() == before
        Post.objects.filter(pk=post.pk).update(remote_id="")


@pytest.mark.parametrize("name", WITH_A_PAGE)
def test_only_those_who_administer_the_page_change_it(name, union, page):
    for may, user in people(union, Permission.PAGE_CONNECT):
        before = kept()
        if may:
            WITH_A_PAGE[name](page, user)
        else:
            with pytest.raises(PermissionDenied):
                WITH_A_PAGE[name](page, user)
            assert kept() == before


def test_what_is_seen_ends_at_the_own_branch(union, page, make_post):
    make_post()
    seen = {
        name: Post.objects.visible_to(factories.make_user(name, Role.EDITOR, unit)).count()
        for name, unit in (("own", union.desk), ("above", union.city), ("beside", union.beside))
    }

    assert seen == {"own": 1, "above": 1, "beside": 0}
