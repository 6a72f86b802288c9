"""Honest files with something broken in them: each ends read or refused, whatever was broken."""

import io
import os
import random
import zipfile

import pytest

from nhipcau.formats import guarded
from nhipcau.register import reading
from tests.harm.__main__ import REFUSALS
from tests.harm.honest import HONEST

COUNT = int(os.environ.get("NHIPCAU_MUTATIONS", "2000"))
SEEDS = [case for case in HONEST if not case.slow]


def flipped(data, chance):
    out = bytearray(data)
    for _turn in range(chance.choice((1, 3, 30))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def cut(data, chance):
    return data[: chance.randrange(1, len(data))]


def doubled(data, chance):
    at = chance.randrange(len(data))
    piece = data[at : at + chance.randrange(1, 3_000)]
    return data[:at] + piece * chance.choice((2, 40)) + data[at:]


def within(data, chance):
    """One part of the archive is broken and packed again, or two change places."""
    if data[:2] != b"PK":
        return doubled(data, chance)
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: archive.read(name) for name in archive.namelist()}
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    if chance.random() < 0.3:
        parts[one], parts[other] = parts[other], parts[one]
    elif parts[one]:
        parts[one] = chance.choice((flipped, cut, doubled))(parts[one], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def outcome(data, name):
    try:
        return len(reading.read_file(data, name=name).rows)
    except guarded.Refused as refused:
        assert refused.code in REFUSALS
        return refused.code


@pytest.mark.parametrize("count", [40, pytest.param(COUNT, marks=pytest.mark.slow)])
def test_a_broken_file_ends_read_or_refused(count):
    chance, made = random.Random(20_261_125), {case.about: case.make() for case in SEEDS}
    for n in range(count):
        case = SEEDS[n % len(SEEDS)]
        data = chance.choice((flipped, cut, doubled, within, within))(made[case.about], chance)
        try:
            outcome(data, case.name)
        except Exception as broken:
            raise AssertionError(f"{n}: {case.kind}, {case.about}") from broken
