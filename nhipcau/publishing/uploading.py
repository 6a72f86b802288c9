"""Bring photos and clip where nobody sees them; all of it or nothing."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from nhipcau.core import clock
from nhipcau.core.points import passed
from nhipcau.facebook.answers import Answer, NotSent, Outcome, Published, Refused, Unknown
from nhipcau.facebook.faults import Fault
from nhipcau.publishing.channels.base import Channel
from nhipcau.publishing.models import Attempt, Page, Post, PostPhoto
from nhipcau.publishing.smaller import smaller
from nhipcau.publishing.states import Status

# Longer than every time limit of the client together, for one photo, one piece of a clip, or the post itself.
LEASE = timedelta(minutes=3)


def renew(attempt: Attempt) -> bool:
    """Keep the claim for one more call; False when somebody took it over meanwhile."""
    post, until = attempt.post, clock.now() + LEASE
    with transaction.atomic():
        mine = Post.objects.filter(pk=post.pk, status=Status.PUBLISHING, claimed_by=post.claimed_by)
        if not mine.update(claimed_until=until):
            return False
        Page.objects.filter(pk=post.page_id, lock_by=post.claimed_by).update(lock_until=until)
    return True


def upload(attempt: Attempt, channel: Channel) -> Outcome | None:
    """None when everything is there, else what went wrong; whatever it is, nothing of it is public."""
    post = attempt.post
    clip = getattr(post, "clip", None)
    for media in (clip,) if clip is not None else post.photos.all():
        if not renew(attempt):
            return NotSent(Answer(failure="the claim was taken over"))
        outcome = channel.upload(media, lambda: renew(attempt))
        if isinstance(media, PostPhoto) and _is_too_big(outcome) and _shrink(media):
            outcome = channel.upload(media, lambda: renew(attempt))
        if isinstance(outcome, Unknown):  # whatever became of it, it is invisible
            return NotSent(outcome.answer)
        if not isinstance(outcome, Published):
            return outcome
        attempt.photo_ids = [*attempt.photo_ids, outcome.id]
        attempt.save(update_fields=["photo_ids"])
        passed("publishing.photo")
    return None


def _is_too_big(outcome: Outcome) -> bool:
    return isinstance(outcome, Refused) and outcome.fault is Fault.PHOTO


def _shrink(photo: PostPhoto) -> bool:
    """A refused photo is sent once more, smaller; its digest stays the one of what the desk chose."""
    with photo.file.open("rb") as file:
        content = smaller(file.read())
    if content is None:
        return False
    photo.file.save("photo.jpg", ContentFile(content), save=False)
    PostPhoto.objects.filter(pk=photo.pk).update(file=photo.file.name)
    return True
