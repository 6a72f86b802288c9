"""The part of the web process in `./run harm`: one long-lived process with the product loaded reads file after file.

From standard input one JSON line a file, [path, name]; to standard output one, [outcome, why, people found].
"""

import json
import sys
from pathlib import Path
from typing import Any


def outcome(data: bytes, name: str) -> list[Any]:
    """How the reading of one file ends, with Form 01 looked for in it and every line checked."""
    from nhipcau.formats import guarded
    from nhipcau.register import reading

    try:
        found = reading.read_file(data, name=name)
    except guarded.Refused as refused:
        return [refused.code, refused.why, 0]
    except Exception as broken:
        return ["BROKE", f"{type(broken).__name__}: {broken}"[:200], 0]
    return ["read", "", len(found.rows)]


def main() -> None:
    import django

    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        path, name = json.loads(line)
        print(json.dumps(outcome(Path(path).read_bytes(), name)), flush=True)


if __name__ == "__main__":
    main()
