"""Links and pictures of the documents lead somewhere."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_link_of_a_document_leads_to_a_file():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]

    assert len(pages) > 8
    assert broken == []
