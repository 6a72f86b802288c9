"""Photos that mean harm end as one sentence or as a harmless photo of ours; odd but honest ones are kept."""

import pytest

from nhipcau.media import guarded, intake
from nhipcau.media.intake import PhotoRefused
from tests.harm.picture_table import REFUSALS
from tests.harm.pictures import HARMFUL, HARMFUL_CLIPS, HONEST, HONEST_CLIPS

# What gets as far as the decoder costs half a second each: these of them in the ordinary suite, all others with -m slow.
ORDINARY = {
    "49 MP claimed, one row of pixels there", "cut off in its pixels", "EXIF that runs in a circle", "a zip behind it", "a page in its comment",
    "80 zTXt of 1 MB each", "pixels that are no zlib", "49 MP claimed, 0.3 there", "pixels that are nonsense", "24 MP claimed, 0.3 there",
    "a panorama of 16,000 x 900", "CMYK from a printer", "a motion photo with its clip behind", "two pictures by MPF", "16 bits of grey from a scanner",
    "an animated PNG", "HEIC of 10 bits", "an animated WebP",
}  # fmt: skip


def ordinary(cases):
    return [pytest.param(one, id=f"{one.kind}: {one.about}") for one in cases if one.about in ORDINARY]


def others(cases):
    return [pytest.param(one, id=f"{one.kind}: {one.about}") for one in cases if one.about not in ORDINARY]


def ends(case):
    try:
        made = intake.keep(case.make())
    except PhotoRefused as refused:
        assert refused.reason and refused.code in REFUSALS
        return "refused"
    assert (
        made.large.startswith(b"\xff\xd8\xff") and b"<?php" not in made.large and b"<html" not in made.large
    )
    return "read"


@pytest.mark.parametrize("case", ordinary([*HARMFUL, *HONEST]))
def test_a_photo_ends_as_it_must(case):
    assert ends(case) in {"refused": ("refused",), "inert": ("refused", "read"), "read": ("read",)}[case.ends]


@pytest.mark.slow
@pytest.mark.parametrize("case", others([*HARMFUL, *HONEST]))
def test_every_other_photo_ends_as_it_must(case):
    assert ends(case) in {"refused": ("refused",), "inert": ("refused", "read"), "read": ("read",)}[case.ends]


def test_what_can_be_seen_without_a_decoder_never_reaches_one(monkeypatch):
    """Bombs by their heads, other kinds of files, and broken frames of boxes."""
    reached = []
    monkeypatch.setattr(
        guarded,
        "shrink",
        lambda *_a, **_k: reached.append(1) or (_ for _ in ()).throw(guarded.ChildFailed("reached")),
    )
    stopped = 0
    for case in HARMFUL:
        if case.slow or case.ends != "refused":
            continue
        before = len(reached)
        with pytest.raises(PhotoRefused):
            intake.keep(case.make())
        stopped += len(reached) == before

    assert stopped >= 25


def test_the_corpus_is_as_large_as_it_says():
    assert len(HARMFUL) >= 60 and len(HARMFUL_CLIPS) >= 25
    assert len(HONEST) + len(HONEST_CLIPS) >= 25
    names = [(case.kind, case.about) for case in (*HARMFUL, *HARMFUL_CLIPS, *HONEST, *HONEST_CLIPS)]
    assert len(set(names)) == len(names)
