"""What members see: without sign-in, cookie or script, and nothing that has not been published."""

import re
import uuid
import xml.etree.ElementTree as ET
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from nhipcau.core import clock as product_clock
from nhipcau.portal import addresses
from nhipcau.publishing.models import FigureSet, Page, Post, Publication
from nhipcau.stories import actions
from tests import factories
from tests.portal.conftest import LINK
from tests.stories.conftest import TEXT, TITLE


def public_paths(story):
    unit = addresses.name_of(story.unit)
    return ["/", f"/tin/{unit}/", addresses.of_item(story), "/tin/feed.atom", f"/tin/{unit}/feed.atom"]


def test_the_front_page_is_vietnamese_whatever_the_browser_says(client, published):
    story = published()
    for wish in ("en-US,en;q=0.9", "de", "*", "vi", ""):
        answer = client.get("/", headers={"accept-language": wish})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert '<html lang="vi">' in page
        assert TITLE in page and addresses.of_item(story) in page
        assert reverse("account_login") in page


def test_it_stands_without_any_news(client, db):
    for path in ("/", "/tin/feed.atom"):
        assert client.get(path).status_code == 200


def test_no_page_sets_a_cookie_or_needs_a_script(client, published):
    story = published(photos=1)
    photo = story.photos.get()
    for path in (*public_paths(story), f"/tin/anh/{photo.pk}/large.jpg", f"/tin/bai/{story.pk}/"):
        answer = client.get(path)
        assert answer.status_code in (200, 302), path
        assert not answer.cookies, path
        assert "Set-Cookie" not in answer.headers
    assert not client.cookies
    page = client.get(addresses.of_item(story)).content.decode()
    assert "<form" not in page and "csrf" not in page
    assert re.findall(r"<script[^>]*src=\"([^\"]+)\"", page) == ["/static/core/js/copy.js"]


def test_an_item_carries_open_graph_data(client, published, settings):
    settings.SITE_URL = "https://tin.example.org"
    story = published(photos=2)

    page = client.get(addresses.of_item(story)).content.decode()

    tags = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)"', page))
    photo = story.photos.first()
    assert tags["og:title"] == TITLE
    assert tags["og:description"].startswith("Sáng 08/10, 45 đoàn viên")
    assert tags["og:url"] == "https://tin.example.org" + addresses.of_item(story)
    assert tags["og:image"] == f"https://tin.example.org/tin/anh/{photo.pk}/large.jpg"
    assert tags["og:image:width"] == "640"
    assert tags["og:type"] == "article" and tags["og:locale"] == "vi_VN"
    assert "08/10/2020" in page
    assert LINK in page


def test_links_to_share_carry_no_identifier(client, published, settings):
    settings.SITE_URL = "https://tin.example.org"
    story = published()
    address = "https://tin.example.org" + addresses.of_item(story)

    page = client.get(addresses.of_item(story) + "?fbclid=abc&utm_source=x").content.decode()

    share = re.search(r'href="(https://www\.facebook\.com/sharer[^"]+)"', page).group(1)
    assert parse_qs(urlsplit(share).query) == {"u": [address]}
    assert "fbclid" not in page and "utm_" not in page
    assert f'value="{address}"' in page
    assert re.search(r'<svg[^>]*class="qr"', page)
    assert "style=" not in page


def test_addresses_are_readable_and_old_ones_lead_on(client, published, union):
    story = published(title="Đoàn viên Đặng Thị Lộc: “Ấm lòng”")
    path = addresses.of_item(story)
    assert path == f"/tin/u{story.unit_id}/{story.pk}-doan-vien-dang-thi-loc-am-long/"
    old = client.get(f"/tin/hs/{story.pk}-ten-cu/")
    assert (old.status_code, old.url) == (301, path)
    assert client.get(f"/tin/bai/{story.pk}/").url == path
    assert client.get("/tin/HS/").url == "/tin/hs/"
    assert story.title[:9] in client.get("/tin/hs/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/tin/khong-co/", "/tin/u999999999999999999999/", "/tin/bai/1/", "/tin/anh/1/small.jpg", "/tin/hs/1-x/"],
)
def test_what_is_not_there_is_404(client, union, path):
    assert client.get(path).status_code == 404


def test_nothing_but_published_stories_is_shown(client, draft, story, collaborator, editor, published):
    approved = actions.submit(draft(title="Chưa đăng"), by=collaborator)
    factories.approve(approved, by=editor)
    kept = draft(title="Bản nháp", photos=1)
    for path in ("/", "/tin/hs/", "/tin/feed.atom"):
        page = client.get(path).content.decode()
        assert "Chưa đăng" not in page and "Bản nháp" not in page and TITLE not in page
    for one in (approved, kept, story):
        assert client.get(f"/tin/bai/{one.pk}/").status_code == 404
        assert client.get(f"/tin/x/{one.pk}-x/").status_code == 404
    assert client.get(f"/tin/anh/{kept.photos.get().pk}/small.jpg").status_code == 404


def test_only_photos_with_rights_are_shown(client, published):
    story = published(photos=2, rights=False)
    photo = story.photos.first()
    assert client.get(f"/tin/anh/{photo.pk}/large.jpg").status_code == 404
    page = client.get(addresses.of_item(story)).content.decode()
    assert "/tin/anh/" not in page and "og:image" not in page


def test_a_photo_may_be_kept_by_browsers(client, published):
    photo = published(photos=1).photos.get()
    for size in ("large", "medium", "small"):
        answer = client.get(f"/tin/anh/{photo.pk}/{size}.jpg")
        assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("public")


def test_a_units_news_are_its_own_and_those_below(client, published, union):
    published()
    assert TITLE in client.get(addresses.of_unit(union.desk)).content.decode()
    assert TITLE in client.get(addresses.of_unit(union.units[0])).content.decode()
    assert TITLE not in client.get(addresses.of_unit(union.units[1])).content.decode()
    assert TITLE not in client.get(addresses.of_unit(union.beside)).content.decode()


def test_no_name_of_a_person_is_in_the_news(client, published, collaborator, editor):
    story = published(photos=1)
    for path in public_paths(story):
        page = client.get(path).content.decode()
        assert collaborator.full_name not in page and editor.full_name not in page


def test_the_feed_is_well_formed(client, published):
    published(title="Lương & thưởng <Tết>")
    for path in ("/tin/feed.atom", "/tin/hs/feed.atom"):
        root = ET.fromstring(client.get(path).content)
        entry = root.find("{http://www.w3.org/2005/Atom}entry")
        assert entry.find("{http://www.w3.org/2005/Atom}title").text == "Lương & thưởng <Tết>"


def test_what_was_taken_down_is_gone_and_what_was_corrected_reads_so(client, published, clock):
    kept, gone = published(title="Tin còn đó"), published(title="Tin đã gỡ", photos=1)
    now = product_clock.now()
    words = {"published_at": kept.published_at, "updated_at": now + timedelta(hours=2)}
    for story, title, withdrawn in ((kept, "Tin đã sửa", None), (gone, "Tin đã gỡ", now)):
        Publication.objects.update_or_create(
            story=story, defaults={"title": title, "text": "Lời đã sửa", "withdrawn_at": withdrawn, **words}
        )

    for path in ("/", "/tin/hs/", "/tin/feed.atom"):
        page = client.get(path).content.decode()
        assert "Tin đã sửa" in page and "Tin còn đó" not in page and "Tin đã gỡ" not in page
    assert "Lời đã sửa" in client.get(addresses.of_item(kept), follow=True).content.decode()
    feed = ET.fromstring(client.get("/tin/feed.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.find(f"{atom}entry/{atom}updated").text.startswith("2020-10-08T11:00")
    photo = gone.photos.get()
    for path in (addresses.of_item(gone), f"/tin/bai/{gone.pk}/", f"/tin/anh/{photo.pk}/large.jpg"):
        assert client.get(path).status_code == 404


def test_no_figure_of_a_post_is_shown_to_members(client, published):
    story = published()
    post = story.posts.get()
    FigureSet.objects.create(
        post=post, days=1, fetched_at=product_clock.now(), values={"post_impressions": {"value": 48731}}
    )
    for path in public_paths(story):
        page = client.get(path).content.decode()
        assert "48731" not in page and "48.731" not in page and "post_impressions" not in page


def test_lists_go_on_and_cost_the_same(client, published, clock, django_assert_max_num_queries):
    for n in range(26):
        published(title=f"Tin số {n}")
        clock.advance(60)
    seen, path = [], "/"
    while path:
        with django_assert_max_num_queries(6):
            page = client.get(path).content.decode()
        seen += re.findall(r">(Tin số \d+)<", page)
        older = re.search(r'href="(\?behind=[^"]+)"', page)
        path = "/" + older.group(1) if older else ""
    assert seen == [f"Tin số {n}" for n in range(25, -1, -1)]


def test_signed_in_people_see_the_way_to_their_desk(client, published, editor):
    factories.sign_in(client, editor)
    assert "/desk/" in client.get("/").content.decode()
    assert TEXT


def test_a_story_goes_from_the_desk_to_the_page_and_the_news(client, union, story, editor, collaborator):
    page = Page.objects.create(unit=union.desk, name="Công đoàn phường Hòa Sữa", page_id="100000000000001")
    factories.sign_in(client, editor)
    client.post(reverse("stories:approve", args=[story.pk]), {"checklist": "1", "item": ["names", "source"]})
    data = {"page": page.pk, "text": story.text, "submit_key": str(uuid.uuid4())}
    post = client.post(reverse("publishing:new-from-story", args=[story.pk]), data)
    assert post.status_code == 302
    made = Post.objects.get()
    client.post(reverse("publishing:by-hand", args=[made.pk]))
    there = client.post(reverse("publishing:it-is-there", args=[made.pk]), {"permalink": LINK})
    assert there.status_code == 302

    story.refresh_from_db()
    assert story.is_published
    client.logout()
    made.refresh_from_db()
    assert made.permalink in client.get(addresses.of_item(story)).content.decode()
    factories.sign_in(client, collaborator)
    assert made.permalink in client.get(story.get_absolute_url()).content.decode()
    assert made.permalink in client.get(reverse("stories:mine")).content.decode()
