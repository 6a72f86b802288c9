"""The first load of a phone or members' page, with an empty cache: at most 60 kB on the wire, photos aside."""

import gzip

import pytest

from tools import browsing

pytestmark = pytest.mark.browser

MOST = 60_000
PAGES = {
    "guest": ["/", "/accounts/login/"],
    "chair": ["/campaigns/owed/", "/accounts/"],
    "collaborator": ["/stories/", "/stories/new/"],
}


def bytes_of(page, url):
    """Bytes on the wire of everything but pictures, from the browser's network log."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds, sizes = {}, {}
    client.on(
        "Network.responseReceived",
        lambda e: kinds.__setitem__(e["requestId"], (e["type"], e["response"]["url"])),
    )
    client.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    client.detach()
    counted = {
        kinds[key][1]: size for key, size in sizes.items() if key in kinds and not _is_photo(*kinds[key])
    }
    return counted


def _is_photo(kind, url):
    return kind == "Image" and not url.partition("?")[0].endswith(".svg")


@pytest.mark.parametrize("role", PAGES)
def test_the_first_load_is_small(demo, chromium, role):
    for path in PAGES[role]:
        context = browsing.context_of(
            chromium, demo, role, browsing.NARROW
        )  # without the worker of another page
        counted = bytes_of(context.new_page(), demo.base + path)
        assert counted.get(demo.base + path), "the page itself went over the wire"
        assert sum(counted.values()) <= MOST, (path, counted)
        context.close()


def test_the_style_sheet_alone_is_a_few_kilobytes():
    sheet = (browsing.ROOT / "nhipcau/core/static/core/css/lean.css").read_bytes()
    assert len(gzip.compress(sheet)) < 6_000
