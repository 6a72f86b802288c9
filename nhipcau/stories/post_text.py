"""How a story reads as a post: the one function behind the desk's preview and behind the post itself."""

from __future__ import annotations


def post_text(title: str, text: str) -> str:
    """Title and text, as members will read them."""
    return f"{title}\n\n{text}"
