"""The process in which pictures of strangers are decoded: bounded memory, time and output, no network.

Reads one picture from stdin; writes a line of JSON and the three sizes to stdout. Any other ending means no.
"""

from __future__ import annotations

import ctypes
import json
import resource
import sys

MEMORY = 512 * 1024 * 1024
SECONDS = 20
MOST_BYTES_OUT = 16 * 1024 * 1024
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def limit_this_process() -> None:
    """Bounds of the kernel, so that they hold for native code too."""
    for what, much in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, MOST_BYTES_OUT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (much, much))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # without either it still reads no address of anyone's


def main() -> None:
    """Shrink what comes in."""
    limit_this_process()
    from nhipcau.media.shrinking import shrink

    made = shrink(sys.stdin.buffer.read())
    sizes = [made.large, made.medium, made.small]
    head = {"width": made.width, "height": made.height, "bytes": [len(size) for size in sizes]}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(sizes))


if __name__ == "__main__":
    main()
