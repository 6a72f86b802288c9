"""The process in which pictures of strangers are decoded: bounded memory, time and output, no network.

Reads one picture from stdin; writes a line of JSON and the three sizes to stdout. Any other ending means no.
"""

from __future__ import annotations

import json
import resource
import sys

from nhipcau.formats.child import ask_to_die, without_network

MEMORY = 512 * 1024 * 1024
SECONDS = 20
MOST_BYTES_OUT = 16 * 1024 * 1024


def limit_this_process(memory: int = MEMORY) -> bool:
    """Bounds of the kernel, so that they hold for native code too; False when the network could not be left."""
    for what, much in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, MOST_BYTES_OUT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (much, much))
    ask_to_die()
    return without_network()


def main() -> None:
    """Shrink what comes in, turned and cropped as the argument says."""
    is_alone = limit_this_process()
    from nhipcau.media.shrinking import shrink

    made = shrink(sys.stdin.buffer.read(), **json.loads(sys.argv[1]))
    sizes = [made.large, made.medium, made.small]
    head = {
        "alone": is_alone,
        "width": made.width,
        "height": made.height,
        "bytes": [len(size) for size in sizes],
    }
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(sizes))


if __name__ == "__main__":
    main()
