"""What can be said of a file without parsing it: its kind by content, its size, its entries, its dangers."""

import io
import re
import zipfile
import zlib

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_INFLATED = 200 * 1024 * 1024
MOST_ONE_ENTRY = 120 * 1024 * 1024
MOST_RATIO = 400  # above this only when the entry is large
PIECE = 256 * 1024

MOST_OBJECTS, MOST_PLACES = 50_000, 1_000_000
PDF_SIZE = re.compile(rb"/(?:Size|Index\s*\[\s*\d{1,12})\s+(\d{1,12})")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
OTHER_KINDS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"{\\rtf", b"\xca\xfe\xba\xbe")
KNOWN_ENDINGS = {"xlsx", "xlsm", "xls", "xlsb", "ods", "odt", "docx", "docm", "pdf"}
TEXT_ENDINGS = {"csv", "tsv", "tab", "txt"}


class Refused(Exception):
    """`code` is needs-typing, encrypted, corrupt, format or unsafe."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(code, why)
        self.code = code
        self.why = why


def kind_of(data: bytes, name: str) -> str:
    """xlsx, xlsb, xls, ods, odt, doc, docx, pdf, html, xml or text; anything else is refused."""
    ending = name.rpartition(".")[2].lower()
    if len(data) > MOST_BYTES:
        raise Refused("unsafe", "too large")
    if not data.strip(b"\0 \r\n\t"):
        raise Refused("corrupt", "empty")
    if data[:4] == b"PK\x03\x04":
        return _zip_kind(data)
    if data[:8] == OLE:
        return _ole_kind(data)
    if b"%PDF-" in data[:1024]:
        return _pdf_kind(data)
    if _is_picture(data):
        raise Refused("needs-typing", "a picture")
    if data.startswith(OTHER_KINDS) or data[:2] == b"PK":
        raise Refused("corrupt" if ending in KNOWN_ENDINGS else "format")
    return _text_kind(data, ending)


def _pdf_kind(data: bytes) -> str:
    """A directory of more places than a paper has is refused before anybody walks through it."""
    claimed = (int(number) for number in PDF_SIZE.findall(data))
    if data.count(b" obj") > MOST_OBJECTS or any(number > MOST_PLACES for number in claimed):
        raise Refused("unsafe", "too many objects")
    return "pdf"


def _is_picture(data: bytes) -> bool:
    if data[4:8] == b"ftyp":
        return data[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"hevc", b"msf1")
    return data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _ole_kind(data: bytes) -> str:
    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise Refused("encrypted")
    if has("WordDocument") and not has("Workbook"):  # its style names hold "Book" too
        # its head begins a sector, and says in one bit whether a password locks it
        heads = [at for at in range(512, len(data) - 12, 512) if data[at : at + 2] == b"\xec\xa5"]
        if not heads:
            raise Refused("corrupt", "no text in it")
        if data[heads[0] + 11] & 1:
            raise Refused("encrypted")
        return "doc"
    if has("Workbook") or has("Book"):
        return "xls"
    raise Refused("format", "an old Office file")


def _text_kind(data: bytes, ending: str) -> str:
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        begins = head.decode("utf-16", "replace").lstrip().lower()
        return "html" if begins.startswith(("<html", "<!doctype html", "<table")) else "text"
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if plain.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        return "xml"
    if plain.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")) or (
        plain.startswith(b"<") and b"<table" in data[:65536].lower()
    ):
        return "html"
    if b"\0" in head:
        if _looks_utf16(head):
            return "text"
        raise Refused("corrupt" if ending in KNOWN_ENDINGS else "format")
    odd = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 13, 12))
    if odd > len(head) // 100:
        raise Refused("corrupt" if ending in KNOWN_ENDINGS else "format")
    if ending in KNOWN_ENDINGS and ending != "xls":
        raise Refused("corrupt")
    return "text"


def _looks_utf16(head: bytes) -> bool:
    odd, even = head[1::2].count(0), head[0::2].count(0)
    return max(odd, even) > len(head) // 5 and min(odd, even) < max(odd, even) // 20 + 1


def _zip_kind(data: bytes) -> str:
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:  # before a list of them is made
        raise Refused("unsafe", "too many entries")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as broken:
        raise Refused("corrupt", "zip") from broken
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("unsafe", "too many entries")
    names = {entry.filename for entry in entries}
    _safe_names(entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused("corrupt", "compression")  # no office program packs so; LZMA may ask for gigabytes
    kind = _package_kind(archive, names)
    _inflate_all(archive, entries)
    return kind


def _safe_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if (
            len(name) > 500
            or name.startswith("/")
            or ".." in name.split("/")
            or ":" in name
            or "\0" in name
            or name in seen
        ):
            raise Refused("unsafe", "names in the archive")
        seen.add(name)


def _package_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    lower = {n.lower().lstrip("/") for n in names}
    if any(n.startswith("xl/workbook") and n.endswith(".bin") for n in lower):
        return "xlsb"
    if any(n.startswith("xl/") for n in lower):
        return "xlsx"
    if any(n.startswith("word/") for n in lower):
        return "docx"
    if "content.xml" in lower:
        manifest = _head(archive, "META-INF/manifest.xml", 200_000)
        if b"encryption-data" in manifest:
            raise Refused("encrypted")
        mimetype = _head(archive, "mimetype", 200)
        if b"spreadsheet" in mimetype or b"spreadsheet" in manifest:
            return "ods"
        if b"text" in mimetype or b"opendocument.text" in manifest:
            return "odt"
    raise Refused("format", "an archive")


def _head(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as entry:
            return entry.read(most)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        return b""


def _inflate_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Counts what comes out, whatever the directory claims; refuses entities in any XML part."""
    total = 0
    for entry in entries:
        size, tail = 0, b""
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        try:
            with archive.open(entry) as stream:
                while piece := stream.read(PIECE):
                    size += len(piece)
                    total += len(piece)
                    if total > MOST_INFLATED or size > MOST_ONE_ENTRY:
                        raise Refused("unsafe", "inflates too far")
                    if size > 20 * 1024 * 1024 and size > MOST_RATIO * max(entry.compress_size, 1):
                        raise Refused("unsafe", "inflates too far")
                    if is_xml:
                        no_doctype(tail + piece)
                        tail = piece[-64:]
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as broken:
            if _matters(entry.filename):
                raise Refused("corrupt", entry.filename) from broken
        except (NotImplementedError, RuntimeError) as broken:
            raise Refused("corrupt", "compression") from broken


def _matters(filename: str) -> bool:
    return filename.lower().endswith((".xml", ".rels", ".bin"))


DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O|E\0N)", re.I)


def no_doctype(piece: bytes) -> None:
    """Refuses XML that could name entities."""
    if b"!" in piece and DOCTYPE.search(piece):
        raise Refused("unsafe", "document type")
