"""Is an address the address of a post, and of whose Page? Nothing is fetched (contract, section 10)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

SUBDOMAINS = r"(?:www|m|mbasic|web|touch|mobile|free|business|[a-z]{2}-[a-z]{2})"
HOST = re.compile(rf"(?:{SUBDOMAINS}\.)?(?:facebook|fb)\.com")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
POST_WORDS = frozenset({"posts", "videos", "photos", "reel", "reels"})


class Kind(StrEnum):
    """What an address turned out to be."""

    POST = "post"
    NO_OWNER = "no_owner"  # a post, but nothing in it says whose
    SHORT_LINK = "short_link"
    NOT_A_POST = "not_a_post"
    NOT_FACEBOOK = "not_facebook"


@dataclass(frozen=True)
class Permalink:
    """A judged address; `owner` is a number or a user name, `post_id` empty when it is opaque."""

    kind: Kind
    url: str = ""
    owner: str = ""
    post_id: str = ""

    def belongs_to(self, page_id: str, username: str) -> bool:
        """Dots and case do not distinguish user names."""
        names = {page_id, _key(username)} - {""}
        return self.kind is Kind.POST and _key(self.owner) in names


def _key(name: str) -> str:
    return name if name.isdigit() else name.replace(".", "").lower()


def judge(typed: str, www: str = "https://www.facebook.com") -> Permalink:
    """Judge what a person pasted; `www` is where this installation's Facebook lives."""
    text = (
        INVISIBLE.sub("", unicodedata.normalize("NFC", typed)).replace("\u00a0", " ").strip(" \t\r\n<>\"'.,;")
    )
    if not text or re.search(r"\s", text):
        return Permalink(Kind.NOT_FACEBOOK)
    if text.startswith(www + "/"):
        path, _, query = text.removeprefix(www).partition("?")
        return _judge_path(path, query.partition("#")[0], www)
    if "://" not in text:
        text = "https://" + text
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return Permalink(Kind.NOT_FACEBOOK)
    if parts.scheme not in ("http", "https"):
        return Permalink(Kind.NOT_FACEBOOK)
    if host in ("fb.watch", "fb.me"):
        return Permalink(Kind.SHORT_LINK)
    if not HOST.fullmatch(host):
        return Permalink(Kind.NOT_FACEBOOK)
    return _judge_path(parts.path, parts.query, www)


def _judge_path(path: str, query: str, www: str) -> Permalink:
    steps = [step for step in unquote(path).split("/") if step]
    asked = parse_qs(query)
    first = steps[0].lower() if steps else ""
    if first in ("permalink.php", "story.php"):
        owner, post = asked.get("id", [""])[0], asked.get("story_fbid", [""])[0]
        if owner.isdigit() and re.fullmatch(r"\w+", post):
            url = f"{www}/permalink.php?story_fbid={post}&id={owner}"
            return Permalink(Kind.POST, url, owner, post if post.isdigit() else "")
        return Permalink(Kind.NOT_A_POST)
    if first == "share":
        return Permalink(Kind.SHORT_LINK)
    if first in ("reel", "watch", "photo", "photo.php", "photos"):
        return Permalink(Kind.NO_OWNER)
    both = re.fullmatch(r"(\d{5,})_(\d+)", first)
    if both:
        return Permalink(Kind.POST, f"{www}/{first}", both[1], both[2])
    if first not in ("groups", "events") and len(steps) >= 3 and steps[1].lower() in POST_WORDS:
        return _named(steps, www)
    return Permalink(Kind.NOT_A_POST)


def _named(steps: list[str], www: str) -> Permalink:
    owner, kind, last = steps[0], steps[1].lower(), steps[-1]
    if not re.fullmatch(r"[\w.]{2,80}", owner, re.ASCII) or not re.fullmatch(
        r"[\w.-]{4,300}", last, re.ASCII
    ):
        return Permalink(Kind.NOT_A_POST)
    return Permalink(Kind.POST, f"{www}/{owner}/{kind}/{last}", owner, last if last.isdigit() else "")


def page_name_of(typed: str) -> tuple[str, str]:
    """(number, user name) of a Page from its address; both empty when it is not one."""
    text = (
        INVISIBLE.sub("", unicodedata.normalize("NFC", typed)).replace("\u00a0", " ").strip(" \t\r\n<>\"'.,;")
    )
    if re.fullmatch(r"\d{13,20}", text):
        return text, ""
    try:
        parts = urlsplit(text if "://" in text else "https://" + text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", ""
    if not HOST.fullmatch(host):
        return "", ""
    steps = [step for step in unquote(parts.path).split("/") if step]
    if steps[:1] == ["profile.php"]:
        number = parse_qs(parts.query).get("id", [""])[0]
        return (number, "") if number.isdigit() else ("", "")
    if steps[:1] in (["p"], ["pages"]) and len(steps) > 1:
        ending = re.search(r"(\d{10,})$", steps[-1])
        return (ending[1], "") if ending else ("", "")
    if len(steps) != 1 or steps[0].lower() in ("groups", "share", "watch", "reel", "login", "me", "events"):
        return "", ""
    if steps[0].isdigit():
        return steps[0], ""
    slug = re.search(r"-(\d{10,})$", steps[0])
    if slug:
        return slug[1], ""
    return ("", steps[0]) if re.fullmatch(r"[A-Za-z0-9.]{5,80}", steps[0]) else ("", "")
