"""The photos of a story, for those who may see the story."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from nhipcau.media.serving import photo_response
from nhipcau.stories.models import StoryPhoto


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> FileResponse:
    """One size of one photo."""
    found = get_object_or_404(StoryPhoto.objects.visible_to(request.user), pk=pk)
    return photo_response(found.of_size(size), name=f"{found.story_id}-{found.position:02}.jpg")
