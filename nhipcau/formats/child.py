"""The guarded child: reads one file from standard input, prints one JSON object. Imports nothing of the web side."""

import json
import os
import resource
import sys
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 20
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def main() -> None:
    """Limits first, then the file."""
    is_alone = shut_in()
    kind = sys.argv[2]
    data = sys.stdin.buffer.read()
    try:
        answer = answer_to(data, kind)
    except MemoryError:
        answer = {"refused": "unsafe", "why": "memory"}
    answer["alone"] = is_alone
    out = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()
    os._exit(0)


def shut_in() -> bool:
    """Memory, processor time, no written file, no network; False where the kernel does not let us leave the network."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return without_network()


def without_network() -> bool:
    """An empty network namespace: as root directly, otherwise inside a user namespace."""
    import ctypes

    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET
    return bool(unshare(flags) == 0)


def answer_to(data: bytes, kind: str) -> dict[str, Any]:
    """The document as JSON, or the file with its marks, or why not."""
    from nhipcau.formats import colouring
    from nhipcau.formats.model import as_json
    from nhipcau.formats.precheck import Refused

    try:
        if kind.startswith("marked-"):
            return colouring.answer_to(data, kind.removeprefix("marked-"))
        document, pictures = reader_of(kind)(data)
    except Refused as refused:
        return {"refused": refused.code, "why": refused.why}
    except MemoryError:
        raise
    except RecursionError:
        return {"refused": "unsafe", "why": "nesting"}
    except Exception as broken:  # whatever a parser throws at a broken file
        harmful = any(
            word in str(broken)
            for word in ("Excessive depth", "huge", "mplification", "Entity", "MemoryError")
        )
        return {"refused": "unsafe" if harmful else "corrupt", "why": type(broken).__name__}
    answer = as_json(document)
    answer["pictures"] = pictures
    return answer


def reader_of(kind: str) -> Any:
    """Each reader returns the document and whether there are pictures in it."""
    if kind == "xlsx":
        from nhipcau.formats.readers.xlsx import read
    elif kind == "xls":
        from nhipcau.formats.readers.xls import read
    elif kind in ("ods", "odt"):
        from nhipcau.formats.readers.opendocument import read
    elif kind == "docx":
        from nhipcau.formats.readers.docx import read
    elif kind == "xlsb":
        from nhipcau.formats.readers.xlsb import read
    elif kind in ("html", "xml"):
        from nhipcau.formats.readers.markup import read
    elif kind == "pdf":
        from nhipcau.formats.readers.pdf import read
    else:
        from nhipcau.formats.readers.delimited import read
    return read
