"""The ways in which a post becomes public; all of them speak one language (channels/base.py)."""

from nhipcau.facebook.client import GraphClient
from nhipcau.publishing.channels.base import Capabilities, Channel, Connection, Found, Link
from nhipcau.publishing.channels.manual import ManualChannel
from nhipcau.publishing.channels.page import PageChannel
from nhipcau.publishing.channels.portal import PortalChannel
from nhipcau.publishing.models import Post

__all__ = [
    "Capabilities",
    "Channel",
    "Connection",
    "Found",
    "Link",
    "ManualChannel",
    "PageChannel",
    "PortalChannel",
    "of",
]


def of(post: Post, client: GraphClient) -> Channel:
    """The channel that carries this post: its Page where that is connected, else a person's hands."""
    return PageChannel(post.page, client) if post.page.is_connected else ManualChannel()
