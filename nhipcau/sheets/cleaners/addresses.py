"""A Facebook address as people paste it, into its one canonical form. Nothing is ever fetched."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from nhipcau.sheets.cleaners.base import INVISIBLE, says_none, says_nothing

MOST = 3_000  # letters of a cell; no address is longer
HOME = "https://www.facebook.com/"
SUBDOMAINS = {
    "",
    "www",
    "m",
    "mbasic",
    "web",
    "touch",
    "mobile",
    "free",
    "business",
    "l",
    "lm",
    "httpwww",
    "httpswww",
}
LOCALE = re.compile(r"[a-z]{2}-[a-z]{2}")
HANDLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.]*[A-Za-z0-9])?")
SLUG_ID = re.compile(r"(?:^|-)(\d{6,})$")
NUMBER = re.compile(r"\d{5,20}")
E_NUMBER = re.compile(r"\d(?:[.,]\d+)?\s*e\s*\+?\s*\d{1,3}", re.I)
EXCEL_ERROR = re.compile(r"#(?:NAME\?|VALUE!|REF!|N/A|NUM!|DIV/0!|NULL!|#+)|#+")
URL = re.compile(
    r"(?:[a-z]{2,8}\s?[:;]?/{1,3}:?/{0,2})?(?P<host>(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,24})(?::\d+)?(?P<rest>[/?#&][^\s]*)?(?=$|[\s,;|()<>\"'“”]|[^\w.\-/])",
    re.I,
)
TOP_LEVEL = {"com", "vn", "net", "org", "edu", "gov", "info"}
RESERVED = {
    "login",
    "help",
    "me",
    "home.php",
    "home",
    "hashtag",
    "search",
    "marketplace",
    "gaming",
    "messages",
    "settings",
    "policies",
    "watch",
    "events",
    "reel",
    "reels",
    "stories",
    "photo.php",
    "photo",
    "photos",
    "video.php",
    "videos",
    "permalink.php",
    "story.php",
    "media",
    "plugins",
    "dialog",
    "directory",
    "share",
    "share.php",
    "sharer",
    "sharer.php",
    "profile.php",
    "profile",
    "people",
    "pages",
    "p",
    "pg",
    "groups",
    "group.php",
    "l.php",
    "notifications",
    "friends",
    "saved",
    "bookmarks",
    "ads",
    "business",
    "legal",
    "privacy",
    "terms",
    "about",
    "careers",
    "developers",
    "games",
    "live",
    "notes",
    "find-friends",
    "recover",
    "reg",
    "r.php",
    "index.php",
    "public",
    "campaign",
    "fundraisers",
    "memories",
    "jobs",
    "offers",
    "weather",
    "crisisresponse",
    "hashtags",
    "checkpoint",
    "ajax",
    "dialog.php",
    "tr",
    "v1",
    "u",
    "s",
}
CONTENT = {"posts", "videos", "photos", "photo", "reel", "video", "notes", "activity", "permalink", "story"}
OWNERLESS = {
    "photo",
    "photo.php",
    "reel",
    "reels",
    "video.php",
    "watch",
    "stories",
    "events",
    "media",
    "permalink.php",
    "story.php",
    "videos",
    "photos",
    "posts",
    "live",
}
WRAPPERS = {
    "l.php": ("u",),
    "sharer": ("u",),
    "sharer.php": ("u",),
    "login": ("next",),
    "login.php": ("next",),
    "share.php": ("u",),
    "flx": ("u",),
}
NO_HANDLE = RESERVED | OWNERLESS | CONTENT | set(WRAPPERS)


@dataclass(frozen=True, slots=True)
class Address:
    """What an input is; `url` is the canonical form, `owner` that of a post's owner."""

    kind: str
    url: str | None = None
    owner: str | None = None

    @property
    def is_address(self) -> bool:
        return self.kind not in ("name?", "empty", "none", "damaged_number", "phone")


def read_address(text: str, depth: int = 3) -> Address:
    """Kind and canonical form of one cell's text."""
    plain = _unwrapped(text[:MOST])
    if says_nothing(plain):
        return Address("empty")
    if says_none(plain):
        return Address("none")
    alone = _alone(plain)
    if alone is not None:
        return alone
    whole = re.sub(r"\s*/\s*", "/", plain.replace("\\", "/"))
    whole = re.sub(r"\s*\?\s*id\s*(?:=|%3d)\s*(?=\d)", "?id=", whole, flags=re.I)
    whole = re.sub(r"^(?=profile\.php\?id=\d)", "facebook.com/", whole, flags=re.I)
    match = _first_url(whole)
    if match is None:
        if _cut_off(whole):
            return Address("cut_off")
        return _bare(plain)
    host = match["host"].lower()
    rest = match["rest"] or ""
    if "@" in whole[: match.start()][-40:] and "/" not in whole[: match.start()]:
        return Address("not_a_link")
    return _by_host(host, rest, depth)


def _unwrapped(text: str) -> str:
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text).replace("\u00a0", " ")).strip()
    made = re.match(r'=\s*HYPERLINK\(\s*"([^"]*)"', text, re.I)
    return (made[1] if made else text).strip(" \t\n\"'“”‘’`")


def _alone(plain: str) -> Address | None:
    """Numbers, error texts, @names, e-mails: what can be said without looking for a host."""
    if EXCEL_ERROR.fullmatch(plain) or E_NUMBER.fullmatch(plain):
        return Address("damaged_number")
    number = re.sub(
        r"\.0$|^(?:uid|id|id fb|fb id|id facebook|facebook id)\s*[:=]\s*(?=\d{13,20}$)", "", plain, flags=re.I
    )
    if number.isdigit() and number.isascii():
        if 13 <= len(number) <= 20 and not number.startswith("0"):
            return Address("id", f"{HOME}profile.php?id={number}")
        return Address("not_a_link")
    if re.fullmatch(r"[+(]?[\d\s().\-–+/]{8,}", plain):
        return Address("not_a_link")
    if re.fullmatch(r"@[A-Za-z0-9.]+", plain):
        return _handle(plain[1:])
    if re.fullmatch(r"(?:[^\W\d_][^\d@:/.]{0,30}[: ]\s*)?[+(]?\d[\d\s().\-–+]{7,}", plain):
        return Address("not_a_link")  # Zalo: 0951 234 567
    if re.fullmatch(r"\S+@\S+\.\S+", plain) and "/" not in plain:
        return Address("not_a_link")
    return None


def _first_url(whole: str) -> "re.Match[str] | None":
    for match in URL.finditer(whole):
        host, rest = match["host"].lower(), match["rest"]
        before = whole[match.start() : match.start("host")]
        if (
            rest
            or before
            or host.startswith("www.")
            or host.rpartition(".")[2] in TOP_LEVEL
            or _is_ours(host)
        ):
            return match
    return None


def _is_ours(host: str) -> bool:
    return (
        _subdomain(host) is not None
        or host in ("fb.watch", "fb.me", "m.me", "www.m.me")
        or host.endswith("messenger.com")
    )


def _subdomain(host: str) -> str | None:
    for domain in ("facebook.com", "fb.com"):
        if host == domain or host.endswith("." + domain):
            sub = host[: -len(domain)].rstrip(".")
            return sub if sub in SUBDOMAINS or LOCALE.fullmatch(sub) else None
    return None


def _cut_off(whole: str) -> bool:
    """www.facebook/…, or an address that stops within the host."""
    lower = whole.lower()
    if (
        re.search(r"(?:^|[\s/.])(?:www\.|m\.|https?:/{1,2})?facebook/\S", lower)
        and "facebook.com" not in lower
    ):
        return True
    match = re.fullmatch(r"(https?:?/{0,2})?(www\.|m\.)?([a-z.]*)", lower)
    if not match or not (match[1] or match[2]):
        return False
    return "facebook.com".startswith(match[3]) or match[3] == "www"


def _bare(plain: str) -> Address:
    return Address("name?") if any(c.isalpha() for c in plain) else Address("not_a_link")


def _by_host(host: str, rest: str, depth: int) -> Address:
    if host in ("fb.watch", "fb.me", "www.fb.me", "www.fb.watch"):
        return Address("short_link") if rest.strip("/") else Address("not_account")
    if host in ("m.me", "www.m.me"):
        return _first_segment(_segments(rest)[:1])
    if host in ("messenger.com", "www.messenger.com"):
        segments = _segments(rest)
        return _first_segment(segments[1:2]) if segments[:1] == ["t"] else Address("not_account")
    if _subdomain(host) is None:
        stub = host.removeprefix("www.").removeprefix("m.")
        stops = "facebook.com".startswith(stub) and (not rest or stub == "facebook")
        return Address("cut_off" if stops else "not_a_link")
    return _on_facebook(rest, depth)


def _segments(rest: str) -> list[str]:
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    out = []
    for segment in path.split("/"):
        clean = unquote(segment)
        clean = unicodedata.normalize("NFC", re.split(r"[&?,;|<>()\[\]\"“”]", clean)[0]).strip(" .,;:!)]}'’")
        if clean:
            out.append(clean)
    return out


def _query(rest: str) -> dict[str, str]:
    rest = rest.replace("&amp;", "&")
    query = urlsplit("x://x" + (rest if rest.startswith("/") else "/" + rest)).query
    found = dict(parse_qsl(query, keep_blank_values=True))
    if "id" not in found:
        loose = re.search(r"[?&]\s*id=\s*(\w[\w.+]*)", rest)
        if loose:
            found["id"] = loose[1]
    return found


def _on_facebook(rest: str, depth: int) -> Address:
    if rest.startswith(("/#!/", "#!/")):
        rest = rest[rest.index("!") + 1 :]
    segments, query = _segments(rest), _query(rest)
    if not segments:
        return _by_id(query["id"]) if re.fullmatch(r"\d{9,}", query.get("id", "")) else Address("not_account")
    first = segments[0].lower()
    for field in WRAPPERS.get(first, ()):
        inner = query.get(field, "")
        if inner and depth:
            return read_address(inner, depth - 1)
        if first != "share.php":
            return Address("not_account")
    if first in ("profile.php", "profile"):
        return _by_id(query.get("id", "") or (segments[1] if len(segments) > 1 else ""))
    if first in ("share", "share.php"):
        return Address("short_link")
    if first in ("groups", "group.php"):
        name = segments[1] if len(segments) > 1 else query.get("gid", "")
        return Address("group", f"{HOME}groups/{name}" if name else None)
    if first in ("people", "p", "pages", "pg"):
        return _named(first, segments[1:])
    if first in OWNERLESS:
        return _without_owner(first, segments, query)
    return _first_segment(segments)


def _without_owner(first: str, segments: list[str], query: dict[str, str]) -> Address:
    if first in ("permalink.php", "story.php") and NUMBER.fullmatch(query.get("id", "")):
        return Address("content", None, _by_id(query["id"]).url)
    if len(segments) > 1 or query.keys() & {"v", "fbid", "story_fbid", "set", "id"} or first.endswith(".php"):
        return Address("content")
    return Address("not_account")


def _by_id(number: str) -> Address:
    number = number.strip(" .,;:/")
    if NUMBER.fullmatch(number) and not number.startswith("0"):
        return Address("id", f"{HOME}profile.php?id={number}")
    return Address("damaged_number" if E_NUMBER.fullmatch(number) else "not_account")


def _named(first: str, rest: list[str]) -> Address:
    """/people/Name/number, /p/Name-number, /pages/Name/number, /pages/category/X/Name-number, /pg/name."""
    if first == "pg":
        return _first_segment(rest)
    kind = "id" if first == "people" else "page"
    if rest and rest[0].lower() == "category":
        rest = rest[1:]
    for segment in rest[1:] if first in ("people", "pages") else rest:
        if NUMBER.fullmatch(segment):
            return Address(kind, f"{HOME}profile.php?id={segment}")
    for segment in reversed(rest):
        slug = SLUG_ID.search(segment)
        if slug:
            return Address(kind, f"{HOME}profile.php?id={slug[1]}")
    if any(segment.startswith("pfbid") for segment in rest):
        return Address("opaque")
    return Address("not_account")


def _first_segment(segments: list[str]) -> Address:
    """A handle, a number, or a legacy Page slug; what follows tells a post from a section."""
    if not segments:
        return Address("not_account")
    account = _handle(segments[0])
    if account.url and len(segments) > 2 and segments[1].lower() in CONTENT:
        return Address("content", None, account.url)
    return account


def _handle(name: str) -> Address:
    name = name.removeprefix("@")
    if name.isdigit() and name.isascii():
        return _by_id(name)
    slug = SLUG_ID.search(name)
    if slug and "-" in name:
        return Address("page", f"{HOME}profile.php?id={slug[1]}")
    if E_NUMBER.fullmatch(name):
        return Address("damaged_number")
    if name.lower() in RESERVED or name.lower().endswith(".php"):
        return Address("not_account")
    if not HANDLE.fullmatch(name) or len(name) < 5:
        return Address("not_account")
    return Address("name", HOME + name)


def comparison_key(url: str) -> str:
    """Digits as they are; names in lower case without their dots."""
    number = re.search(r"[?&]id=(\d+)", url)
    return number[1] if number else url.rpartition("/")[2].lower().replace(".", "")
