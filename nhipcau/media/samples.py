"""Which bytes of a film file a track's pictures and sounds lie in (ISO/IEC 14496-12, 8.7: the sample table)."""

from __future__ import annotations

import struct
from itertools import accumulate

from nhipcau.media.boxes import Box, Damaged, child

MOST_ENTRIES = 1_000_000  # samples or chunks of one track; three minutes have some ten thousand

Span = tuple[int, int]  # first byte, and the one behind the last


def spans(data: bytes | bytearray, table: Box, least: int = 0) -> list[Span]:
    """The chunks of one track. `least` is the size of a sample of plain sound, whose table may say 1."""
    offsets = _offsets(data, table)
    sizes, one_size, count = _sizes(data, table)
    ends = [0, *accumulate(sizes)] if sizes else []
    one_size = max(one_size, least)
    runs = _runs(data, table)
    found: list[Span] = []
    run = sample = 0
    for number, offset in enumerate(offsets, start=1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        following = min(count, sample + runs[run][1])
        length = ends[following] - ends[sample] if sizes else (following - sample) * one_size
        sample = following
        if length:
            found.append((offset, offset + length))
    return found


def merged(pieces: list[Span]) -> list[Span]:
    """The same bytes, in order and without overlap."""
    out: list[Span] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def numbers(data: bytes | bytearray, box: Box, at: int, count: int, letter: str, each: int = 1) -> list[int]:
    """`count` times `each` numbers from `at` bytes inside a box."""
    form = struct.Struct(f">{letter}")
    start = box.body + at
    if count > MOST_ENTRIES or start + count * each * form.size > box.end:
        raise Damaged("a table longer than its box")
    return list(struct.unpack(f">{count * each}{letter}", data[start : start + count * each * form.size]))


def _offsets(data: bytes | bytearray, table: Box) -> list[int]:
    for kind, letter in ((b"stco", "I"), (b"co64", "Q")):
        box = child(data, table, kind)
        if box is not None:
            (count,) = numbers(data, box, 4, 1, "I")
            return numbers(data, box, 8, count, letter)
    raise Damaged("no chunks")


def _sizes(data: bytes | bytearray, table: Box) -> tuple[list[int], int, int]:
    """Each sample's size, or the one size of all; and how many there are."""
    box = child(data, table, b"stsz")
    if box is not None:
        one_size, count = numbers(data, box, 4, 2, "I")
        return ([], one_size, count) if one_size else (numbers(data, box, 12, count, "I"), 0, count)
    box = child(data, table, b"stz2")
    if box is None:
        raise Damaged("no sizes")
    bits, count = numbers(data, box, 4, 2, "I")
    if bits & 0xFF in (8, 16):
        return numbers(data, box, 12, count, "B" if bits & 0xFF == 8 else "H"), 0, count
    packed = numbers(data, box, 12, (count + 1) // 2, "B")
    return [half for byte in packed for half in (byte >> 4, byte & 15)][:count], 0, count


def _runs(data: bytes | bytearray, table: Box) -> list[tuple[int, int]]:
    """(number of the first chunk, samples in each chunk from there on)."""
    box = child(data, table, b"stsc")
    if box is None:
        raise Damaged("no runs")
    (count,) = numbers(data, box, 4, 1, "I")
    flat = numbers(data, box, 8, count, "I", each=3)
    if not flat:
        raise Damaged("no runs")
    return list(zip(flat[::3], flat[1::3], strict=True))
