"""What a person reads about a post, an attempt or a Page: whole sentences, what happened and what to do."""

from nhipcau.publishing.words.attempts import of_attempt
from nhipcau.publishing.words.pages import of_page, unusable
from nhipcau.publishing.words.posts import of_post
from nhipcau.publishing.words.saying import Words, hour

__all__ = ["Words", "hour", "of_attempt", "of_page", "of_post", "unusable"]
