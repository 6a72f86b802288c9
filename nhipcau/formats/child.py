"""The guarded child: reads one file from standard input, prints one JSON object. Imports nothing of the web side."""

import ctypes
import json
import os
import resource
import signal
import sys
from typing import Any

MEMORY = (
    320 * 1024 * 1024
)  # with the web process far below what the machine can bear; nothing honest needs it
SECONDS = 12
MOST_LETTERS = 4_000_000  # a list of 10,000 lines by 12 columns has one million
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Limits first, then the file."""
    kind, parent = sys.argv[2], int(sys.argv[3])
    is_alone = shut_in()
    die_with(parent)
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


def without_network(more: int = 0) -> bool:
    """An empty network namespace: as root directly, otherwise inside a user namespace. `more`: what else to leave."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET
    return bool(unshare(flags | more) == 0)


def ask_to_die() -> None:
    """From now on the kernel kills this process as soon as the one that started it is gone."""
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def die_with(parent: int) -> None:
    """The same, also where the parent, of this number, went before the kernel was asked."""
    ask_to_die()
    if os.getppid() != parent:
        os._exit(1)


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
            word in str(broken) for word in ("Excessive depth", "huge", "mplification", "Entity", "emory")
        )
        return {"refused": "unsafe" if harmful else "corrupt", "why": type(broken).__name__}
    if document.letters > MOST_LETTERS:
        return {"refused": "unsafe", "why": "too many letters"}
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
    elif kind == "doc":
        from nhipcau.formats.readers.doc import read
    elif kind == "pdf":
        from nhipcau.formats.readers.pdf import read
    else:
        from nhipcau.formats.readers.delimited import read
    return read
