"""The table of TCVN3 against iconv, that of VNI, which iconv does not know, against other converters."""

import shutil
import subprocess

import pytest

from nhipcau.formats import legacy

SMALL = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
@pytest.mark.parametrize("letter", [*SMALL, *"ĂÂÊÔƠƯĐ"])
def test_a_tcvn3_letter_is_the_one_that_iconv_knows(letter):
    done = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", "TCVN-5712"], input=letter.encode(), capture_output=True, check=True
    )

    assert legacy._TCVN3[done.stdout.decode("latin-1")] == letter


# each letter without a tone, then with acute, grave, hook, tilde and dot, as VNI-Windows fonts keep them; the same in
# xvnkb's and the other public converters' tables
VNI = """
a aù aø aû aõ aï = a á à ả ã ạ
aâ aá aà aå aã aä = â ấ ầ ẩ ẫ ậ
aê aé aè aú aü aë = ă ắ ằ ẳ ẵ ặ
e eù eø eû eõ eï = e é è ẻ ẽ ẹ
eâ eá eà eå eã eä = ê ế ề ể ễ ệ
i í ì æ ó ò = i í ì ỉ ĩ ị
o où oø oû oõ oï = o ó ò ỏ õ ọ
oâ oá oà oå oã oä = ô ố ồ ổ ỗ ộ
ô ôù ôø ôû ôõ ôï = ơ ớ ờ ở ỡ ợ
u uù uø uû uõ uï = u ú ù ủ ũ ụ
ö öù öø öû öõ öï = ư ứ ừ ử ữ ự
y yù yø yû yõ î = y ý ỳ ỷ ỹ ỵ
ñ = đ
"""
PAIRS = [
    pair
    for line in VNI.strip().split("\n")
    for old, new in [line.split(" = ")]
    for pair in zip(old.split(), new.split(), strict=True)
]


@pytest.mark.parametrize(("old", "new"), [*PAIRS, *((o.upper(), n.upper()) for o, n in PAIRS)])
def test_a_vni_letter_is_the_one_that_other_converters_know(old, new):
    assert legacy.to_unicode(old, "vni") == new
    assert legacy.to_unicode(f"{old}n{old}", "vni") == f"{new}n{new}"


def test_the_vni_table_holds_every_letter_of_the_language():
    assert {new for _old, new in PAIRS} == set("aeiouy") | set(SMALL)
