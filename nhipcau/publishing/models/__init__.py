"""Pages, posts, and every attempt to make a post public."""

from nhipcau.publishing.models.attempts import Attempt
from nhipcau.publishing.models.pages import Page, PageQuerySet
from nhipcau.publishing.models.posts import LATE_AFTER, Post, PostPhoto, photo_path

__all__ = ["LATE_AFTER", "Attempt", "Page", "PageQuerySet", "Post", "PostPhoto", "photo_path"]
