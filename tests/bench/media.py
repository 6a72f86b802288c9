"""`./run bench media`: P15, three sizes of a photo of 12 MP against naive Pillow; writes docs/speed-media.md.

Fresh processes, one of each kind in turn; CPU seconds of the work alone (imports and reading the file are not counted).
"""

from __future__ import annotations

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 9
EDGES = (2048, 1024, 320)
PHOTOS = {
    "12 MP, 4000 x 3000": (4000, 3000),
    "12.2 MP of an iPhone, 4032 x 3024": (4032, 3024),
    "12.2 MP upright, 3024 x 4032": (3024, 4032),
    "16 MP, 4608 x 3456 (no whole step to a size)": (4608, 3456),
    "50 MP, 8160 x 6120": (8160, 6120),
}
GOAL = 4.0
HEAD = """# How fast photos are made smaller

Made by `./run bench media`. Three sizes (at most 2048, 1024 and 320 pixels long) of one JPEG, as JPEG; %(rounds)d rounds of fresh processes, one
of each kind in turn, CPU seconds of the work alone, median (least to most). Absolute times mean nothing on a shared machine,
the ratio of the medians does. Goal (P15): from 12 MP at least %(goal).0f times cheaper than naive Pillow.

- **ours**: `media.shrinking.shrink`: the decoder makes half or a quarter of the picture by itself where that comes near 2048 (`draft`), each size is made from
  the one above, whole-numbered steps by `reduce`; the pixels are pasted into new images. The large size is packed plainly, the two that
  members load as progressive JPEG with tables of their own.
- **naive**: open, then for each size `copy`, `thumbnail(LANCZOS)`, `save(quality=85)`.
- **naive, packed alike**: the same with `optimize` and `progressive`, as the two smaller sizes of ours are.

| photo | MB | ours, ms | naive, ms | naive, packed alike, ms | naive : ours | packed alike : ours |
|---|---:|---:|---:|---:|---:|---:|
"""


def photo(width: int, height: int) -> bytes:
    """Coarse and fine noise with a gradient: it packs and unpacks like a photo of a phone."""
    from PIL import Image

    coarse = Image.effect_noise((width // 8, height // 8), 60).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    grey = Image.blend(coarse, Image.effect_noise((width, height), 25), 0.3)
    slope = Image.linear_gradient("L").resize((width, height))
    out = io.BytesIO()
    Image.merge("RGB", (Image.blend(grey, slope, 0.4), grey, Image.blend(grey, slope, 0.2))).save(
        out, "JPEG", quality=88
    )
    return out.getvalue()


def ours(data: bytes) -> list[int]:
    from nhipcau.media.shrinking import shrink

    made = shrink(data)
    return [len(made.large), len(made.medium), len(made.small)]


def naive(data: bytes, **packing: bool) -> list[int]:
    from PIL import Image

    original = Image.open(io.BytesIO(data))
    sizes = []
    for edge in EDGES:
        copy = original.copy()
        copy.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        copy.save(out, "JPEG", quality=85, **packing)
        sizes.append(out.tell())
    return sizes


def packed(data: bytes) -> list[int]:
    return naive(data, optimize=True, progressive=True)


WAYS = {"ours": ours, "naive": naive, "packed": packed}


def once(way: str, path: str) -> None:
    """One measured run, in a process of its own."""
    import PIL.ImageCms
    import PIL.TiffImagePlugin

    import nhipcau.media.shrinking  # noqa: F401

    PIL.Image.preinit()
    data = Path(path).read_bytes()
    began = time.process_time()
    sizes = WAYS[way](data)
    print(json.dumps([time.process_time() - began, sizes]))


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["once"]:
        once(*arguments[1:])
        return 0
    lines, ratios = [], []
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as folder:
        for title, size in PHOTOS.items():
            path = Path(folder) / "photo.jpg"
            path.write_bytes(photo(*size))
            took: dict[str, list[float]] = {way: [] for way in WAYS}
            bytes_of: dict[str, list[int]] = {}
            for _round in range(ROUNDS):
                for way in WAYS:
                    command = [sys.executable, "-m", "tests.bench.media", "once", way, str(path)]
                    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
                    seconds, bytes_of[way] = json.loads(out)
                    took[way].append(seconds * 1000)
            medians = {way: statistics.median(values) for way, values in took.items()}
            ratios.append(medians["naive"] / medians["ours"])
            cells = " | ".join(
                f"{medians[way]:.0f} ({min(took[way]):.0f} to {max(took[way]):.0f})" for way in WAYS
            )
            lines.append(
                f"| {title} | {path.stat().st_size / 1e6:.1f} | {cells} | {ratios[-1]:.1f} | {medians['packed'] / medians['ours']:.1f} |\n"
            )
            print(lines[-1], end="", flush=True)
            kept = ", ".join(f"{way} {sizes}" for way, sizes in bytes_of.items())
            print(f"  bytes of the three sizes: {kept}", flush=True)
    least = min(ratios[:3])
    end = f"\nFrom 12 MP the least ratio is {least:.1f}. The machine's load was {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores.\n"
    (ROOT / "docs/speed-media.md").write_text(HEAD % {"rounds": ROUNDS, "goal": GOAL} + "".join(lines) + end)
    print(end.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
