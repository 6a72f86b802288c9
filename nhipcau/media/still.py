"""The process in which ffmpeg takes one still picture out of a film of a stranger: the same bounds, no network.

Called with ffmpeg's path, the film's path and the second; writes one JPEG to stdout, which is then decoded as any
other picture of a stranger.
"""

from __future__ import annotations

import os
import sys

from nhipcau.media.child import limit_this_process


def main() -> None:
    """Bounds first; then this process becomes ffmpeg, which reads this one file as MP4 or QuickTime and nothing else."""
    ffmpeg, film, second = sys.argv[1:4]
    limit_this_process()
    options = [
        "-nostdin",
        "-v",
        "error",
        "-threads",
        "1",
        "-protocol_whitelist",
        "file,pipe",
        "-f",
        "mov",
        "-ss",
        second,
    ]
    picture = [
        "-frames:v",
        "1",
        "-an",
        "-sn",
        "-dn",
        "-threads",
        "1",
        "-f",
        "image2pipe",
        "-c:v",
        "mjpeg",
        "-q:v",
        "3",
        "pipe:1",
    ]
    os.execv(ffmpeg, [ffmpeg, *options, "-i", f"file:{film}", *picture])


if __name__ == "__main__":
    main()
