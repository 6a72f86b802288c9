"""A circular is read into the fields of the contract."""

import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from nhipcau.campaigns.reading import from_blocks, from_text, read

SAMPLES = Path(__file__).parents[1] / "samples/circulars"


def blocks(path):
    document = docx.Document(str(path))
    for element in document.element.body.iterchildren():
        if element.tag.endswith("}p"):
            yield "line", docx.text.paragraph.Paragraph(element, document).text
        elif element.tag.endswith("}tbl"):
            yield (
                "table",
                [[cell.text for cell in row.cells] for row in docx.table.Table(element, document).rows],
            )


def test_113_gives_what_the_desk_needs():
    got = read(from_text((SAMPLES / "r113/circular.txt").read_text(encoding="utf-8")))

    assert (got["number"], got["date"]) == ("113/LĐLĐ", "2020-09-21")
    assert got["subject"] == "tuyên truyền, vận động CNVCLĐ, đoàn viên công đoàn trên mạng xã hội Facebook"
    assert len(got["addressees"]) == 1
    assert [b["number"] for b in got["legal_bases"]] == ["17/HD-LĐLĐ"]
    assert got["contact"][0]["phone"] == "0900.000.113"
    assert [s["level"] for s in got["steps"]] == ["quan_huyen"] * 3 + ["co_so"] * 4
    assert [d["date"] for d in got["deadlines"]] == ["2020-10-10"]
    assert [len(t["headers"]) for t in got["forms"][0]["tables"]] == [8, 8]
    assert got["left_out"]
    assert "113/LĐLĐ" in got["_source"]["number"]
    assert all(step["_source"] for step in got["steps"])


def test_the_sample_circulars_are_read_and_nothing_outside_is_made(tmp_path):
    for path in SAMPLES.glob("*/circular.*"):
        if path.suffix == ".pdf":
            continue
        source = (
            from_text(path.read_text(encoding="utf-8"))
            if path.suffix == ".txt"
            else from_blocks(blocks(path))
        )
        (tmp_path / f"{path.parent.name}{path.suffix}.json").write_text(
            json.dumps(read(source)), encoding="utf-8"
        )
        if path.suffix == ".txt" and path.with_suffix(".pdf").exists():  # PDF comes later; the text stands in
            (tmp_path / f"{path.parent.name}.pdf.json").write_text(json.dumps(read(source)), encoding="utf-8")

    scored = subprocess.run(
        [sys.executable, str(SAMPLES / "score.py"), str(tmp_path), "--min", "number=0.99", "--min", "deadlines=0.95", "--min", "steps=0.95", "--min", "sections=0.95", "--min", "form_headers=0.95"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert scored.returncode == 0, scored.stdout


@pytest.mark.parametrize(
    "text", ["", "Thực đơn tuần này: cơm, cá, canh chua.", "x" * 5000, "Số:\nngày\tngày\t\n\x00"]
)
def test_what_is_no_circular_makes_no_steps(text):
    assert read(from_text(text)) == {"is_circular": False}
