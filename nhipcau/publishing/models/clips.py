"""The clip of a post, and how far its upload has come."""

from __future__ import annotations

import uuid

from django.db import models

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
    session_id = models.CharField(max_length=120, blank=True)
    video_id = models.CharField(max_length=40, blank=True)
    offset = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True, blank=True)  # when the last bytes arrived
    finish_at = models.DateTimeField(null=True, blank=True)  # stored before `finish`, which is sent once
    fault = models.CharField(max_length=300, blank=True)  # Facebook's words about the video

    def __str__(self) -> str:
        return f"{self.post_id} clip"

    @property
    def percent(self) -> int:
        return min(100, 100 * self.offset // self.size) if self.size else 0

    def forget_session(self) -> None:
        """The next upload begins anew."""
        self.session_id = self.video_id = self.fault = ""
        self.offset, self.finish_at = 0, None
        self.save()
