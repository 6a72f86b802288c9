"""Pages, posts, every attempt to make a post public, and what is kept afterwards."""

from nhipcau.publishing.models.after import DeadMetric, FigureSet, PostWording
from nhipcau.publishing.models.attempts import Attempt
from nhipcau.publishing.models.clips import PostClip
from nhipcau.publishing.models.offers import Offer, OfferQuerySet
from nhipcau.publishing.models.pages import Page, PageQuerySet
from nhipcau.publishing.models.plan import TopicPlan
from nhipcau.publishing.models.posts import LATE_AFTER, Post, PostPhoto, photo_path
from nhipcau.publishing.models.publications import Publication
from nhipcau.publishing.models.safety import SafetyItem, SafetyPoint

__all__ = [
    "LATE_AFTER",
    "Attempt",
    "DeadMetric",
    "FigureSet",
    "Offer",
    "OfferQuerySet",
    "Page",
    "PageQuerySet",
    "Post",
    "PostClip",
    "PostPhoto",
    "PostWording",
    "Publication",
    "SafetyItem",
    "SafetyPoint",
    "TopicPlan",
    "photo_path",
]
