"""The clip of a post, and how far its upload has come."""

from __future__ import annotations

import uuid

from django.db import models

from nhipcau.core import clock
from nhipcau.facebook.videos import UploadState
from nhipcau.publishing.models.posts import Post


def clip_path(clip: PostClip, name: str) -> str:
    """A name of ours; only the ending of the kind is kept."""
    ending = name.rpartition(".")[2].lower()
    return f"posts/{uuid.uuid4().hex}.{ending if ending in ('mp4', 'mov') else 'mp4'}"


class PostClip(models.Model):
    """One clip; its upload session and offset outlive worker and token, so that it goes on where it stopped."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="clip")
    file = models.FileField(upload_to=clip_path)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    seconds = models.PositiveSmallIntegerField(default=0)
    upload = models.JSONField(default=dict)  # facebook.videos.UploadState, stored after every piece
    moved_at = models.DateTimeField(null=True, blank=True)  # when the last piece arrived
    fault = models.CharField(max_length=300, blank=True)  # Facebook's words about the video

    def __str__(self) -> str:
        return f"{self.post_id} clip"

    @property
    def state(self) -> UploadState | None:
        """How far the upload is; None before it has begun."""
        return UploadState.from_json(self.upload) if self.upload else None

    @property
    def percent(self) -> int:
        return self.state.percent if self.state is not None else 0

    def keep(self, state: UploadState | None) -> None:
        """Store how far the upload is; None begins anew."""
        self.upload = state.to_json() if state is not None else {}
        self.moved_at = clock.now()
        self.save(update_fields=["upload", "moved_at"])
