"""Turn and crop a photo, from the large size as it first came, so that both can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.audit import trail
from nhipcau.core.refusal import Refusal
from nhipcau.media import intake
from nhipcau.stories.actions.pictures import require_tools
from nhipcau.stories.actions.taking import approve_anew
from nhipcau.stories.models import StoryPhoto
from nhipcau.stories.models.photos import forget

TURNS = (0, 90, 180, 270)
LEAST = 50  # of 1000: a strip narrower than that shows nothing


def reshape(photo: StoryPhoto, *, turn: int, crop: Sequence[int] | None, by: User) -> None:
    """Show the photo turned (degrees clockwise) and cropped ([left, top, width, height] in 1/1000 of it as turned).

    Both count from the photo as it came; 0 and None give that back. The sizes are made outside any transaction.
    """
    require_tools(photo.story, by)
    wanted = _checked(turn, crop)
    if (turn, wanted) == (photo.turn, photo.crop):
        return
    source = photo.original or photo.file
    with source.open("rb") as file:
        data = file.read()
    made = intake.keep(data, turn=turn, crop=wanted)
    new = StoryPhoto(turn=turn, crop=wanted, width=made.width, height=made.height)
    new.file.save("", ContentFile(made.large), save=False)
    new.medium.save("", ContentFile(made.medium), save=False)
    new.small.save("", ContentFile(made.small), save=False)
    try:
        _put(photo, new, str(source.name), by)
    except BaseException:
        for one in new.files():
            one.delete(save=False)
        raise


@transaction.atomic
def _put(photo: StoryPhoto, new: StoryPhoto, source: str, by: User) -> None:
    require_tools(photo.story, by)  # again, and the story stays locked: it may have been approved meanwhile
    locked = StoryPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if source != str((locked.original or locked.file).name):
        raise Refusal(
            _("Somebody else has turned or cropped this photo meanwhile."),
            remedy=_("Reload the page to see it as it is now."),
        )
    gone = [one for one in (locked.file, locked.medium, locked.small) if one.name != source]
    is_undone = not new.turn and new.crop is None
    if is_undone:
        forget([new.file])  # the original itself is shown again
        photo.file.name, photo.original.name = source, ""
    else:
        photo.file.name, photo.original.name = new.file.name, source
    photo.medium.name, photo.small.name = new.medium.name, new.small.name
    photo.turn, photo.crop, photo.width, photo.height = new.turn, new.crop, new.width, new.height
    fields = ["file", "original", "medium", "small", "turn", "crop", "width", "height"]
    photo.save(update_fields=fields)
    forget(gone)
    approve_anew(photo.story)
    trail.record("story.photo_reshaped", photo, by=by, unit=photo.story.unit, fields=("turn", "crop"))


def _checked(turn: int, crop: Sequence[int] | None) -> list[int] | None:
    if turn not in TURNS:
        raise Refusal(_("A photo is turned by quarters."), remedy=_("Choose 90, 180 or 270 degrees."))
    if crop is None or list(crop) == [0, 0, 1000, 1000]:
        return None
    left, top, width, height = crop
    if min(left, top) < 0 or left + width > 1000 or top + height > 1000 or min(width, height) < LEAST:
        raise Refusal(
            _("This part of the photo is too small or lies beside it."),
            remedy=_("Choose a part that is at least a twentieth of the photo wide and high."),
        )
    return [left, top, width, height]
