"""A story as an attacker would write it: on the members' pages, in the feed, in mails and in exports it is text."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from django.core import mail as outbox
from django.urls import reverse

from nhipcau.notifications.jobs import send_due_messages
from nhipcau.organisations.models import Unit
from nhipcau.stories.models import StoryPhoto
from tests import factories
from tests.house.scenes import plant

NASTY = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}]]>\x0b\x1f\ufffe'


def test_a_title_is_text_on_every_page_in_the_feed_and_in_mails(client, published, settings):
    made = published(title=f"{NASTY}"[:190], text=f"{NASTY}\n\nhttp://a.example.org")
    StoryPhoto.objects.filter(story=made).update(caption='" onmouseover="x')
    path = client.get(reverse("portal:short", args=[made.pk]))["Location"]
    for address in ("/", path, f"/tin/hs/{made.pk}-khac/", "/tin/hs/"):
        page = client.get(address, follow=True).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert '" onmouseover="x' not in page
        assert "{{" not in page or "7|add:7" in page
    feed = client.get("/tin/feed.atom").content
    assert "<script>" in "".join(ET.fromstring(feed).itertext())
    send_due_messages.func()
    assert outbox.outbox
    for one in outbox.outbox:
        assert "\n" not in one.subject
        assert one.content_subtype == "plain"


@pytest.mark.parametrize("bent", ["../../etc/passwd", "a%00b", "..%2f..%2fkeys", "%2e%2e/%2e%2e/"])
def test_no_address_leads_into_the_files(client, published, settings, bent):
    settings.DEMO = True
    published()
    for front in ("/tin/", "/tin/anh/", "/demo/files/", "/stories/photos/", "/static/", "/l/"):
        assert client.get(front + bent).status_code in (301, 302, 404)


def test_photos_of_drafts_and_of_others_are_not_public(client, draft, union):
    made = draft()
    for photo in made.photos.all():
        for size in ("large", "medium", "small"):
            assert client.get(f"/tin/anh/{photo.pk}/{size}.jpg").status_code == 404
            assert client.get(f"/stories/photos/{photo.pk}/{size}.jpg").status_code == 302
    factories.sign_in(client, union.stranger)
    for photo in made.photos.all():
        assert client.get(f"/stories/photos/{photo.pk}/small.jpg").status_code == 404


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", " ="])
def test_no_cell_of_an_export_is_a_formula(client, db, begin):
    scene = plant()["own"]
    bad = f'{begin}HYPERLINK("http://a.example.org")'
    Unit.objects.filter(pk=scene.unit.pk).update(name=bad)
    type(scene.listed).objects.update(full_name=bad)
    type(scene.campaign).objects.update(legal_ground="Luật")
    factories.sign_in(client, factories.make_user("Văn Phòng", "desk_officer", scene.unit))
    table = client.get(reverse("campaigns:board-csv", args=[scene.campaign.pk])).content.decode("utf-8-sig")
    for cell in (cell for line in csv.reader(io.StringIO(table)) for cell in line):
        assert not cell.lstrip(" \t").startswith(("=", "+", "@")), cell
        assert not cell.lstrip(" \t").startswith("-H"), cell
    for name in ("campaigns:board-xlsx", "campaigns:form01-xlsx"):
        book = client.get(reverse(name, args=[scene.campaign.pk])).content
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            for part in archive.namelist():
                assert b"<f>" not in archive.read(part)
                assert b"<hyperlink" not in archive.read(part)
