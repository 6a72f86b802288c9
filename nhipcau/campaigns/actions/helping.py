"""How the desk helps all units of a campaign at once: notes in its own words, guidance, files that guide."""

import re
import unicodedata
import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from nhipcau import notifications
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.campaigns.models import Campaign, GuidanceFile, Note
from nhipcau.campaigns.people import chairs_of
from nhipcau.core import clock

LONGEST_NAME = 120


@transaction.atomic
def write_note(campaign: Campaign, text: str, *, by: User, submit_key: uuid.UUID) -> Note:
    """Tell all units of the campaign something in the desk's own words; each chair hears of it once.

    The same key again is the same note. Nothing of a question is taken over: the officer writes the text anew.
    """
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    known = Note.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    note = Note.objects.create(campaign=campaign, text=text, at=clock.now(), by=by, submit_key=submit_key)
    trail.record("campaign.noted", campaign, by=by, unit=campaign.unit)
    rows = list(campaign.addressed.filter(left_on__isnull=True))
    holders = chairs_of([row.unit_id for row in rows])
    for row in rows:
        for person in holders.get(row.unit_id, []):
            notifications.queue(
                "campaigns/noted",
                note,
                to=person,
                key=f"note:{note.pk}",
                path=f"{row.get_absolute_url()}#help",
            )
    return note


@transaction.atomic
def write_guidance(campaign: Campaign, text: str, *, by: User) -> None:
    """What helps units with this campaign, on a page of its own; an empty text takes it away."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    if campaign.guidance == text:
        return
    campaign.guidance = text
    campaign.save(update_fields=["guidance"])
    trail.record("campaign.guidance_changed", campaign, by=by, unit=campaign.unit, fields=("guidance",))


@transaction.atomic
def add_guidance_file(
    campaign: Campaign, title: str, data: bytes, filename: str, *, by: User, submit_key: uuid.UUID
) -> GuidanceFile:
    """A file for all units of the campaign; the same key again is the same file."""
    require(by, Permission.CAMPAIGN_MANAGE, campaign.unit)
    known = GuidanceFile.objects.filter(submit_key=submit_key).first()
    if known is not None:
        return known
    name = plain_name(filename)
    row = GuidanceFile(
        campaign=campaign, title=title or name, filename=name, at=clock.now(), by=by, submit_key=submit_key
    )
    row.file.save(name, ContentFile(data), save=False)
    row.save()
    trail.record("campaign.guidance_file_added", campaign, by=by, unit=campaign.unit)
    return row


@transaction.atomic
def remove_guidance_file(row: GuidanceFile, *, by: User) -> None:
    """Units see it no more, and it no longer lies on the disk."""
    require(by, Permission.CAMPAIGN_MANAGE, row.campaign.unit)
    trail.record("campaign.guidance_file_removed", row.campaign, by=by, unit=row.campaign.unit)
    file = row.file
    row.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def plain_name(filename: str) -> str:
    """The sender's name of a file without a path, without signs that turn or hide letters, not too long."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", filename))[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem, dot, suffix = " ".join(name.split()).rstrip(". ").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem = stem.strip(". ") or "file"
    return f"{stem[:LONGEST_NAME]}.{suffix.lower()}" if suffix else stem[:LONGEST_NAME]
