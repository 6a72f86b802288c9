"""The catalogue of words: `extract` from the code, `set FILE.json`, `missing`, `compile`. Babel and polib, no gettext at run time.

python -m tools.catalogue extract          bring locale/vi/LC_MESSAGES/django.po up to date with the code
python -m tools.catalogue set FILE.json    put in {"English": "Vietnamese"}; context "context\\u0004id", plural "one\\u0001many"
python -m tools.catalogue missing          list what has no Vietnamese; exit 1 when there is something
python -m tools.catalogue check            the same words in code and catalogue, all of them Vietnamese; exit 1 if not
python -m tools.catalogue compile          write the .mo files
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "nhipcau"
LOCALE = PACKAGE / "locale"
VI = LOCALE / "vi" / "LC_MESSAGES" / "django.po"


def extract(package: Path = PACKAGE) -> None:
    """makemessages without line numbers, so that a diff shows words only."""
    file = package / VI.relative_to(PACKAGE)
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "vi",
        "--add-location=file",
        "--no-obsolete",
        "--no-wrap",
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run(command, cwd=package, env=env, check=True, stdout=subprocess.DEVNULL)
    catalogue = polib.pofile(str(file), wrapwidth=0)
    catalogue.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "vi",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    catalogue.save(str(file))


def put(files: list[str]) -> None:
    """Merge translations; a key that is not in the code is named and left out."""
    catalogue = polib.pofile(str(VI), wrapwidth=0)
    for file in files:
        for key, words in json.loads(Path(file).read_text("utf-8")).items():
            context, _mark, rest = key.rpartition("\u0004")
            msgid = rest.partition("\u0001")[0]
            entry = catalogue.find(msgid, msgctxt=context or None, include_obsolete_entries=False)
            if entry is None:
                print(f"not in the code: {msgid[:90]}")
            elif entry.msgid_plural:
                entry.msgstr_plural = {0: words}
            else:
                entry.msgstr = words
    catalogue.save(str(VI))


def missing() -> list[str]:
    """Every message without Vietnamese."""
    catalogue = polib.pofile(str(VI))
    return [e.msgid for e in catalogue if not e.obsolete and not (e.msgstr or any(e.msgstr_plural.values()))]


def faults() -> list[str]:
    """Is the catalogue what the code asks for, and complete? Extracted from a copy, so that no file changes."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "nhipcau"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo"))
        extract(copy)
        wanted = {(e.msgctxt, e.msgid) for e in polib.pofile(str(copy / VI.relative_to(PACKAGE)))}
    known = {(e.msgctxt, e.msgid) for e in polib.pofile(str(VI))}
    found = [f"not in the catalogue: {m}" for _c, m in sorted(wanted - known, key=str)]
    found += [f"no longer in the code: {m}" for _c, m in sorted(known - wanted, key=str)]
    return found + [f"no Vietnamese: {m}" for m in missing()]


def check() -> int:
    """Name what is wrong; 1 when there is something."""
    found = faults()
    print("\n".join(found))
    return 1 if found else 0


def compile_all() -> None:
    """Write the .mo file of each language."""
    for file in LOCALE.glob("*/LC_MESSAGES/django.po"):
        with file.open("rb") as source, file.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=file.parts[-3]))


def main() -> int:
    """One command."""
    verb, rest = sys.argv[1], sys.argv[2:]
    if verb == "extract":
        extract()
    elif verb == "set":
        put(rest)
        compile_all()
    elif verb == "compile":
        compile_all()
    elif verb == "check":
        return check()
    elif verb == "missing":
        left = missing()
        print(
            json.dumps(dict.fromkeys(left, ""), ensure_ascii=False, indent=1)
            if left
            else "nothing is missing"
        )
        return 1 if left else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
