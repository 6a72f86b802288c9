"""`./run screenshots`: a picture of every page of every role at both widths, into docs/screenshots/."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tools import browsing

FOLDER = browsing.ROOT / "docs" / "screenshots"
BEGIN = {"guest": ("/", "/accounts/login/", "/accounts/login/code/")}
USUAL = ("/", "/desk/", "/accounts/", "/accounts/welcome/")


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
    count = 0
    with browsing.Demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsing.CHROMIUM, args=browsing.FLAGS)
        for role in ("guest", *browsing.ROLES):
            context = browsing.context_of(browser, demo, role, browsing.WIDE)
            page = context.new_page()
            for visits in (
                browsing.walk(page, demo, role, BEGIN.get(role, USUAL)),
                browsing.acted(page, demo, role),
            ):
                for visit in visits:
                    for size in (browsing.WIDE, browsing.NARROW):
                        page.set_viewport_size(size)
                        name = f"{role}-{visit.name.replace(':', '-')}-{size['width']}.jpg"
                        page.screenshot(path=folder / name, full_page=True, type="jpeg", quality=60)
                        count += 1
                    page.set_viewport_size(browsing.WIDE)
            context.close()
        browser.close()
    print(
        f"{count} pictures in {folder.relative_to(browsing.ROOT) if folder.is_relative_to(browsing.ROOT) else folder}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(*(Path(argument).resolve() for argument in sys.argv[1:2])))
