"""Text PDFs by position, written here sign by sign."""

import pytest

from nhipcau.formats import guarded

WIDTHS, HEIGHT, LEFT, TOP = [40, 120, 160], 30, 50, 700


def pdf(*drawn):
    stream = "\n".join(drawn).encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


def text(x, y, words):
    return f"BT /F 10 Tf {x} {y} Td ({words}) Tj ET"


def rule(x0, y0, x1, y1):
    return f"{x0} {y0} m {x1} {y1} l S"


def ruled(rows, top=TOP, without=()):
    """A table with its rules; `without` names the (row, column) whose lower rule is left out."""
    xs = [LEFT + sum(WIDTHS[:n]) for n in range(len(WIDTHS) + 1)]
    out = [rule(x, top, x, top - HEIGHT * len(rows)) for x in xs] + [rule(xs[0], top, xs[-1], top)]
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            y = top - HEIGHT * (r + 1)
            if (r, c) not in without:
                out.append(rule(xs[c], y, xs[c + 1], y))
            out += [
                text(xs[c] + 3, top - HEIGHT * r - 12 - 12 * n, piece)
                for n, piece in enumerate(words.split("\n"))
            ]
    return out


def test_a_ruled_table_between_lines_reads_in_order():
    rows = [
        ["STT", "Ho ten", "Email"],
        ["1", "Le Thi Mo", "mo.le.thi@\nexample.org"],
        ["2", "Tran Van\nHai", "hai@example.org"],
    ]
    got = guarded.read(
        pdf(text(50, 750, "DANH SACH"), *ruled(rows), text(50, 500, "Het danh sach")), name="a.pdf"
    )

    assert list(got.blocks()) == [
        ("line", "DANH SACH"),
        (
            "table",
            [
                ["STT", "Ho ten", "Email"],
                ["1", "Le Thi Mo", "mo.le.thi@example.org"],
                ["2", "Tran Van\nHai", "hai@example.org"],
            ],
        ),
        ("line", "Het danh sach"),
    ]


def test_where_no_rule_parts_two_rows_they_are_one_cell():
    rows = [["STT", "Ho ten", "Don vi"], ["1", "Le Thi Mo", "Truong Go May"], ["2", "Tran Van Hai", ""]]
    sheet = guarded.read(pdf(*ruled(rows, without={(1, 2)})), name="a.pdf").sheets[0]

    assert sheet.texts()[1:] == [["1", "Le Thi Mo", "Truong Go May"], ["2", "Tran Van Hai", ""]]
    assert [(m.top, m.left, m.bottom, m.right) for m in sheet.merged] == [(2, 2, 3, 2)]


def test_a_text_that_runs_over_its_cell_stays_whole():
    rows = [["STT", "Ho ten", "Email"], ["1", "Nguyen Thi Thanh Van Anh Thu Ha", "ha@example.org"]]

    assert guarded.read(pdf(*ruled(rows)), name="a.pdf").sheets[0].texts()[1] == [
        "1",
        "Nguyen Thi Thanh Van Anh Thu Ha",
        "ha@example.org",
    ]


@pytest.mark.parametrize("drawn", [[], [text(50, 700, "Trang 1")]])
def test_a_page_without_text_must_be_typed(drawn):
    with pytest.raises(guarded.Refused) as refused:
        guarded.read(pdf(*drawn), name="a.pdf")

    assert refused.value.code == "needs-typing"


COLUMNS = [50, 100, 240]


def blank_table(rows, top=TOP, step=30, lead=11):
    """A table without rules; the lines of a cell stand closer than its rows."""
    out, y = [], top
    for row in rows:
        for x, words in zip(COLUMNS, row, strict=True):
            out += [text(x, y - lead * n, piece) for n, piece in enumerate(words.split("\n"))]
        y -= step
    return out


BLANK = [
    ["STT", "Ho ten", "Email"],
    ["1", "Le Thi Mo", "mo.le.thi.truong.go.may.huyen@\nexample.org"],
    ["2", "Tran Van", "hai@example.org"],
]


def test_a_table_without_rules_is_read_by_the_blank_between_its_columns():
    got = guarded.read(
        pdf(text(50, 750, "DANH SACH"), *blank_table(BLANK), text(50, 500, "Het")), name="a.pdf"
    )

    assert not got.is_doubtful
    assert [rows for kind, rows in got.blocks() if kind == "table"] == [
        [
            ["STT", "Ho ten", "Email"],
            ["1", "Le Thi Mo", "mo.le.thi.truong.go.may.huyen@example.org"],
            ["2", "Tran Van", "hai@example.org"],
        ]
    ]


def test_a_text_across_the_columns_makes_the_list_doubtful():
    across = [*BLANK, ["3", "Nguyen Thi Thanh Van Anh Thu Ha Hoang", "ha@example.org"]]

    assert guarded.read(pdf(*blank_table(across)), name="a.pdf").is_doubtful


def test_lines_that_may_belong_to_the_row_above_or_below_make_the_list_doubtful():
    rows = [
        ["STT", "Ho ten", "Email"],
        ["1", "Le Thi Mo", "mo@example.org"],
        ["", "Hoang Thi Yen", "yen@example.org"],
        ["2", "Tran Van", "hai@example.org"],
    ]

    assert guarded.read(pdf(*blank_table(rows, step=12)), name="a.pdf").is_doubtful


def test_a_letter_is_no_table():
    letter = [
        text(50, 700 - 14 * n, f"Cong doan co so to chuc hoi nghi lan thu {n} va gui bao cao ve lien doan")
        for n in range(8)
    ]
    got = guarded.read(pdf(*letter, text(300, 500, "TM. BAN CHAP HANH")), name="a.pdf")

    assert not got.is_doubtful
    assert all(kind == "line" for kind, _value in got.blocks())
