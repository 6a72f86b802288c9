"""`./run screenshots`: a picture of every page of every role at both widths, into docs/screenshots/."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools import browsing
from tools.acts import ACTS

FOLDER = browsing.ROOT / "docs" / "screenshots"
BEGIN = {"guest": ("/", "/accounts/login/", "/accounts/login/code/")}
USUAL = ("/", "/desk/", "/accounts/", "/accounts/welcome/")
FOR_EACH_ROLE = {"desk:home"}  # other pages once, as the first role sees them that comes by
TALLEST = 2600


def main(folder: Path = FOLDER) -> int:
    """0, or 1 when there is no browser."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
    if not Path(browsing.CHROMIUM).exists():
        print("There is no Chromium on this machine. On Debian: apt-get install chromium", file=sys.stderr)
        return 1
    import django
    from playwright.sync_api import sync_playwright

    django.setup()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    count, shown = 0, set[str]()
    with browsing.Demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsing.CHROMIUM, args=browsing.FLAGS)
        for role in ("guest", *browsing.ROLES):
            context = browsing.context_of(browser, demo, role, browsing.WIDE)
            page = context.new_page()
            for visits in (
                browsing.walk(page, demo, role, BEGIN.get(role, USUAL), shown),
                browsing.acted(page, demo, role),
            ):
                for visit in visits:
                    if visit.name in shown:
                        continue
                    if visit.name not in FOR_EACH_ROLE:
                        shown.add(visit.name)
                    for size in (browsing.WIDE, browsing.NARROW):
                        picture(
                            page, size, folder / f"{visit.name.replace(':', '-')}-{role}-{size['width']}.jpg"
                        )
                        count += 1
                    page.set_viewport_size(browsing.WIDE)
            if role == "chair":
                count += sent_back(page, demo, folder)
            context.close()
        browser.close()
    print(
        f"{count} pictures in {folder.relative_to(browsing.ROOT) if folder.is_relative_to(browsing.ROOT) else folder}"
    )
    return 0


def sent_back(page: Any, demo: browsing.Demo, folder: Path) -> int:
    """The unit's own workbook with its findings marked, as LibreOffice draws it; none where there is no LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        return 0
    ACTS["chair"]["sheet-read"](page, demo.base)
    link = page.locator("a[href$='/send-back/']").get_attribute("href")
    with tempfile.TemporaryDirectory() as place:
        marked = Path(place) / "marked.xlsx"
        marked.write_bytes(page.request.get(demo.base + link).body())
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "html", "--outdir", place, str(marked)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        drawn = marked.with_suffix(".html").read_text(encoding="utf-8")
    page.goto("about:blank")
    page.set_content(drawn)
    page.add_style_tag(content="comment { display: block; background: #ffd; font-size: small; }")
    for size in (browsing.WIDE, browsing.NARROW):
        picture(page, size, folder / f"sheet-send-back-chair-{size['width']}.jpg")
    return 2


def picture(page: Any, size: dict[str, int], path: Path) -> None:
    """The whole page, cut where a list only goes on."""
    page.set_viewport_size(size)
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": max(height, size["height"])}
    page.screenshot(path=path, full_page=True, clip=clip, type="jpeg", quality=55)


if __name__ == "__main__":
    sys.exit(main(*(Path(argument).resolve() for argument in sys.argv[1:2])))
