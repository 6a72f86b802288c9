"""The table of TCVN3 against iconv."""

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
