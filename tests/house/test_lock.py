"""requirements.txt is the lock file in another form."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_requirements_and_lock_name_the_same_files():
    locked = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        if files:
            locked[f"{package['name']}=={package['version']}"] = {file["hash"] for file in files}
    text = (ROOT / "requirements.txt").read_text("utf-8")
    blocks = re.findall(r"^([a-z0-9._-]+==\S+)([^#]*?)(?=^[a-z0-9]|\Z|^\s+#)", text, re.MULTILINE | re.DOTALL)
    required = {name: set(re.findall(r"--hash=(sha256:\w+)", rest)) for name, rest in blocks}

    assert len(required) > 40
    assert {name: required[name] for name in required} == {name: locked.get(name) for name in required}
    assert "index-url" not in text and "http" not in re.sub(r"#.*", "", text).replace("httpx", "").replace(
        "httpcore", ""
    )
