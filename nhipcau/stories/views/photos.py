"""The photos and the clip of a story, for those who may see the story."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from nhipcau.media.serving import clip_response, photo_response
from nhipcau.stories.models import StoryClip, StoryPhoto


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> FileResponse:
    """One size of one photo."""
    found = get_object_or_404(StoryPhoto.objects.visible_to(request.user), pk=pk)
    return photo_response(found.of_size(size), name=f"{found.story_id}-{found.position:02}.jpg")


@require_safe
def clip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A clip, whole or in the parts a player asks for."""
    found = get_object_or_404(StoryClip.objects.visible_to(request.user), pk=pk)
    name = f"{found.story_id}.{found.ending}"
    return clip_response(request, found.file, name=name, content_type=found.content_type)


@require_safe
def still(request: HttpRequest, pk: int) -> FileResponse:
    """The still picture of a clip."""
    found = get_object_or_404(StoryClip.objects.visible_to(request.user), pk=pk)
    return photo_response(found.poster, name=f"{found.story_id}.jpg")
