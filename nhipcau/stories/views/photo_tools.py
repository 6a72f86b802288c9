"""The photo tools of the desk: order and cover, words, turning, cropping, rights; plain forms that need no script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.accounts.permissions import Permission, require
from nhipcau.media.serving import photo_response
from nhipcau.stories import actions
from nhipcau.stories.models import Story, StoryClip, StoryPhoto
from nhipcau.stories.photo_forms import CropForm, PhotoWordsForm, RightsForm
from nhipcau.stories.shapes import crop_of, sheet_of, turned
from nhipcau.stories.views.desk import get_story


@require_http_methods(["GET", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """All photos of a story: their order, the cover, descriptions and captions."""
    story = get_story(request, pk)
    require(request.user, Permission.STORY_REVIEW, story.unit)
    rows = list(story.photos.all())
    data = request.POST if request.method == "POST" else None
    forms = [PhotoWordsForm(data, photo=photo, place=n) for n, photo in enumerate(rows, 1)]
    if data is None:
        return _photos_page(request, story, forms)
    wrong = [form for form in forms if not form.is_valid()]
    if wrong:
        return _photos_page(request, story, forms, status=422)
    if any(form.is_overtaken for form in forms):
        return _overtaken(request, story, forms)
    _keep(story, forms, data.get("cover", ""), request.user)
    messages.success(request, _("The photos are saved."))
    return redirect("stories:photos", story.pk)


@transaction.atomic
def _keep(story: Story, forms: list[PhotoWordsForm], cover: str, by: Any) -> None:
    for form in forms:
        words = {name: form.cleaned_data[name] for name in ("caption", "alt_text")}
        actions.describe_photo(form.photo, **words, by=by)
    # A photo moved to a place goes before the one that stands there; moved down, behind it.
    chosen = sorted(forms, key=lambda form: (_wish(form, cover), form.initial["place"]))
    actions.order_photos(story, [form.photo.pk for form in chosen], by=by)


def _wish(form: PhotoWordsForm, cover: str) -> float:
    if str(form.photo.pk) == cover:
        return 0
    place, was = form.cleaned_data["place"], form.initial["place"]
    return float(place) + (0 if place == was else 0.5 if place > was else -0.5)


def _overtaken(request: HttpRequest, story: Story, forms: list[PhotoWordsForm]) -> HttpResponse:
    """Nothing is overwritten: their words stand beside mine; saving again is then on purpose."""
    data = request.POST.copy()
    again = []
    for form in forms:
        is_overtaken = form.is_overtaken
        data[form.add_prefix("seen")] = form.initial["seen"]
        fresh = PhotoWordsForm(data, photo=form.photo, place=form.initial["place"])
        if is_overtaken:
            theirs = {"alt_text": form.photo.alt_text or "—", "caption": form.photo.caption or "—"}
            said = _(
                "Somebody else has meanwhile written “%(alt_text)s” and “%(caption)s”. Saving again keeps yours."
            )
            fresh.add_error(None, said % theirs)
        again.append(fresh)
    return _photos_page(request, story, again, status=409)


def _photos_page(
    request: HttpRequest, story: Story, forms: list[PhotoWordsForm], *, status: int = 200
) -> HttpResponse:
    return render(request, "stories/photos.html", {"story": story, "forms": forms}, status=status)


def _get(request: HttpRequest, pictures: Any, pk: int) -> Any:
    """A photo or clip of a story that was sent to this desk, for who may edit the story."""
    rows = pictures.filter(story__in=Story.objects.sent_to_desk_of(request.user))
    picture = get_object_or_404(rows.select_related("story__unit", "rights_by"), pk=pk)
    require(request.user, Permission.STORY_REVIEW, picture.story.unit)
    return picture


@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The photo before it was turned and cropped, to choose another part of it."""
    photo = _get(request, StoryPhoto.objects.all(), pk)
    return photo_response(
        photo.original or photo.file, name=f"{photo.story_id}-{photo.position:02}-original.jpg"
    )


@require_http_methods(["GET", "POST"])
def tools(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo: turn it, cut it, say who is shown, leave it out."""
    photo = _get(request, StoryPhoto.objects.all(), pk)
    if request.method == "GET":
        return _tools_page(request, photo)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        return _tools_page(request, photo, status=422)
    return act(request, photo)


def _done(request: HttpRequest, photo: StoryPhoto, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("stories:photo-tools", photo.pk)


def _turn(request: HttpRequest, photo: StoryPhoto) -> HttpResponse:
    by = {"right": 90, "half": 180, "left": 270}.get(request.POST.get("way", ""), 0)
    turn, crop = turned(photo, by)
    actions.reshape(photo, turn=turn, crop=crop, by=request.user)  # type: ignore[arg-type]
    return _done(request, photo, _("The photo is turned."))


def _crop(request: HttpRequest, photo: StoryPhoto) -> HttpResponse:
    form = CropForm(request.POST, photo=photo)
    if not form.is_valid():
        return _tools_page(request, photo, crop=form, status=422)
    if "look" in request.POST:
        return _tools_page(request, photo, crop=form, sheet=sheet_of(photo, form.crop))
    actions.reshape(photo, turn=photo.turn, crop=form.crop, by=request.user)  # type: ignore[arg-type]
    return _done(request, photo, _("The photo is cropped."))


def _undo(request: HttpRequest, photo: StoryPhoto) -> HttpResponse:
    actions.reshape(photo, turn=0, crop=None, by=request.user)  # type: ignore[arg-type]
    return _done(request, photo, _("The photo is again as it was sent."))


def _rights(request: HttpRequest, photo: StoryPhoto) -> HttpResponse:
    form = RightsForm(request.POST, picture=photo)
    if not form.is_valid():
        return _tools_page(request, photo, rights=form, status=422)
    actions.say_rights(photo, form.rights, by=request.user)  # type: ignore[arg-type]
    return _done(request, photo, _("The picture rights are saved."))


def _leave_out(request: HttpRequest, photo: StoryPhoto) -> HttpResponse:
    actions.leave_out(photo, request.POST.get("out") == "yes", by=request.user)  # type: ignore[arg-type]
    said = _("The photo goes into no post.") if photo.left_out else _("The photo is part of the story again.")
    return _done(request, photo, said)


@require_http_methods(["GET", "POST"])
def clip_tools(request: HttpRequest, pk: int) -> HttpResponse:
    """The clip: say who is shown, leave it out."""
    clip: StoryClip = _get(request, StoryClip.objects.all(), pk)
    form = RightsForm(picture=clip)
    status = 200
    if request.method == "POST" and request.POST.get("do") == "leave-out":
        actions.leave_out(clip, request.POST.get("out") == "yes", by=request.user)  # type: ignore[arg-type]
        return redirect("stories:clip-tools", clip.pk)
    if request.method == "POST":
        form, status = RightsForm(request.POST, picture=clip), 422
        if form.is_valid():
            actions.say_rights(clip, form.rights, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("The picture rights are saved."))
            return redirect("stories:clip-tools", clip.pk)
    context = {"clip": clip, "story": clip.story, "rights": form}
    return render(request, "stories/clip_tools.html", context, status=status)


ACTS = {"turn": _turn, "crop": _crop, "undo": _undo, "rights": _rights, "leave-out": _leave_out}


def _tools_page(request: HttpRequest, photo: StoryPhoto, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "photo": photo,
        "story": photo.story,
        "crop": CropForm(photo=photo),
        "rights": RightsForm(picture=photo),
        "sheet": sheet_of(photo, crop_of(photo)),
        **more,
    }
    return render(request, "stories/photo_tools.html", context, status=status)
