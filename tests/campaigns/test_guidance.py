"""Guidance, its files and the sheet for the notice board."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhipcau.audit.models import Entry
from nhipcau.campaigns import intake
from nhipcau.campaigns.actions import helping
from nhipcau.campaigns.models import GuidanceFile, Task
from tests import factories


@pytest.fixture
def officer(client, union):
    return factories.sign_in(client, union.officer)


def edit(campaign):
    return reverse("campaigns:guidance-edit", args=[campaign.pk])


def add_file(client, campaign, name="vi-du.docx", data=b"content", **more):
    upload = SimpleUploadedFile(name, data)
    values = {"do": "file", "title": "", "file": upload, "submit_key": str(uuid.uuid4())} | more
    return client.post(edit(campaign), values)


def test_units_read_the_guidance_and_open_its_files(officer, client, campaign, addressed, union):
    officer.post(edit(campaign), {"do": "text", "text": "Điền cột 5 trước."})
    assert add_file(officer, campaign, title="Bản điền mẫu").status_code == 302
    factories.sign_in(client, union.chairs[0])

    page = client.get(reverse("campaigns:guidance", args=[campaign.pk])).content.decode()
    answer = client.get(reverse("campaigns:guidance-file", args=[GuidanceFile.objects.get().pk]))

    assert "Điền cột 5 trước." in page and "Bản điền mẫu" in page
    assert b"".join(answer.streaming_content) == b"content"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_unit_that_the_circular_did_not_go_to_sees_none_of_it(client, officer, campaign, union):
    add_file(officer, campaign)
    row = GuidanceFile.objects.get()
    factories.sign_in(client, factories.make_user("Vũ Văn Ngoài", factories.Role.CHAIR, union.foreign))

    for name, pk in (("guidance", campaign.pk), ("notice", campaign.pk), ("guidance-file", row.pk)):
        assert client.get(reverse(f"campaigns:{name}", args=[pk])).status_code == 404


def test_a_file_sent_twice_is_added_once_and_a_removed_one_is_gone_from_the_disk(
    officer, campaign, django_capture_on_commit_callbacks
):
    key = str(uuid.uuid4())
    for _resend in range(2):
        add_file(officer, campaign, submit_key=key)
    row = GuidanceFile.objects.get()
    storage, name = row.file.storage, row.file.name
    assert storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        officer.post(reverse("campaigns:remove-guidance-file", args=[row.pk]))

    assert not GuidanceFile.objects.exists() and not storage.exists(name)
    verbs = (
        Entry.objects.filter(verb__startswith="campaign.guidance")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["campaign.guidance_file_added", "campaign.guidance_file_removed"]


@pytest.mark.parametrize("name", ["chay.exe", "bai.html", "macro.docm", "khong-duoi", "anh.svg"])
def test_a_file_that_runs_or_draws_in_a_browser_is_not_passed_on(officer, campaign, name):
    answer = add_file(officer, campaign, name=name, title="Bản điền mẫu")

    assert answer.status_code == 422 and "Bản điền mẫu" in answer.content.decode()
    assert not GuidanceFile.objects.exists()


def test_a_file_larger_than_other_uploads_is_refused(officer, campaign, monkeypatch):
    monkeypatch.setattr("nhipcau.campaigns.help_forms.MOST_BYTES", 10)
    assert intake.MOST_BYTES == 20 * 1024 * 1024

    assert add_file(officer, campaign, data=b"x" * 11).status_code == 422
    assert add_file(officer, campaign, data=b"x" * 10).status_code == 302


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.PDF", "passwd.pdf"),
        ("C:\\Users\\a\\Mẫu số 1.docx", "Mẫu số 1.docx"),
        ("ảnh\u202egpj.exe.png", "ảnhgpj.exe.png"),
        ('a"b<c>\r\nSet-Cookie: x.txt', "abcSet-Cookie x.txt"),
        ("...", "file"),
        (".pdf", "file.pdf"),
        ("d" * 500 + ".pdf", "d" * 120 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_made_harmless(given, kept):
    assert helping.plain_name(given) == kept


def test_guidance_outside_the_boundary_is_refused_and_kept_for_mending(officer, campaign):
    text = "Vận động đoàn viên thích, chia sẻ bài của trang."

    answer = officer.post(edit(campaign), {"do": "text", "text": text})

    campaign.refresh_from_db()
    assert answer.status_code == 422 and text in answer.content.decode() and campaign.guidance == ""


def test_the_sheet_for_the_notice_board_tracks_nobody(client, campaign, addressed, union, settings):
    settings.SITE_URL = "https://lienket.example.org"
    factories.sign_in(client, union.chairs[0])

    page = client.get(reverse("campaigns:notice", args=[campaign.pk]))

    shown = page.content.decode()
    address = f"https://lienket.example.org/tin/u{campaign.unit_id}/"
    assert campaign.number in shown and "10/10/2020" in shown and "<svg" in shown
    assert page.context["address"] == address and address in shown
    answer = Client().get(reverse("portal:unit", args=[f"u{campaign.unit_id}"]), follow=True)
    assert answer.status_code == 200 and not answer.client.cookies, "read without signing in"


def test_the_sheet_says_the_day_of_the_unit_that_prints_it(client, campaign, addressed, union):
    Task.objects.filter(unit=addressed[0].unit, due_on__isnull=False).update(due_on="2020-10-20")

    factories.sign_in(client, union.chairs[0])
    own = client.get(reverse("campaigns:notice", args=[campaign.pk])).content.decode()
    factories.sign_in(client, union.chairs[1])
    other = client.get(reverse("campaigns:notice", args=[campaign.pk])).content.decode()

    assert "20/10/2020" in own and "20/10/2020" not in other
