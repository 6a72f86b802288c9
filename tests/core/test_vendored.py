"""What others wrote and we ship is what the lists say it is."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "nhipcau/core/static/core/vendor", ROOT / "tests/browser"]
ROW = re.compile(r"^\| (\S+) \| [^|]+ \| [^|]+ \| \S[^|]* \| ([0-9a-f]{64}) \|$", re.M)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_has_its_version_licence_and_hash(folder):
    listed = dict(ROW.findall((folder / "VENDORED.md").read_text()))
    there = {path.name: path for path in folder.iterdir() if path.suffix in (".css", ".js", ".svg")}

    assert listed.keys() == there.keys()
    for name, path in there.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[name], name
