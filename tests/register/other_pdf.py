"""Forms of another hand as printed pages: tables with and without rules, cells broken to fit, lists over several pages."""

from dataclasses import dataclass, field

WIDE, HIGH, EDGE = 842, 595, 30
NARROW, BROAD = set("iljtfr.,:;'|!()[]/ -"), set("mwMWƯ@%")
SHARES = {8: [5, 14, 16, 12, 11, 17, 10, 15], 9: [5, 12, 8, 14, 11, 10, 16, 10, 14]}


def width_of(text, size):
    return (
        sum(0.32 if c in NARROW else 0.9 if c in BROAD else 0.7 if c.isupper() else 0.56 for c in text) * size
    )


@dataclass
class Paper:
    """How the table is set."""

    ruled: bool
    size: float = 8
    leading: float = 9.6
    padding: float = 3
    align: str = "top"
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = HIGH - 40

    def text(self, x, y, words):
        shown = "".join(f"{ord(c):04X}" for c in words)
        self.pages[-1].append(f"BT /F {self.size} Tf {x:.2f} {y:.2f} Td <{shown}> Tj ET")

    def rule(self, x0, y0, x1, y1):
        self.pages[-1].append(f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def take(self, high):
        """The top of a piece so high, on a new page where this one is full."""
        if self.y - high < 40:
            self.pages.append([])
            self.y = HIGH - 40
        top, self.y = self.y, self.y - high
        return top

    def line(self, words):
        top = self.take(2 * self.leading)
        self.text(EDGE, top - self.size, words)

    def row(self, cells, xs, spans, centred):
        """One row; `spans` maps the first of several columns to the last."""
        ends = [spans.get(c, c) for c in range(len(cells))]
        broken = [
            broken_to(words, xs[e + 1] - xs[c] - 10, self.size)
            for c, (words, e) in enumerate(zip(cells, ends, strict=True))
        ]
        count = max(map(len, broken))
        high = count * self.leading + 2 * self.padding
        top = self.take(high)
        covered = {n for c, e in spans.items() for n in range(c + 1, e + 1)}
        for c, lines in enumerate(broken):
            if c in covered:
                continue
            free = (count - len(lines)) * self.leading * {"top": 0, "middle": 0.5, "bottom": 1}[self.align]
            for n, words in enumerate(lines):
                room = xs[ends[c] + 1] - xs[c] - 10 - width_of(words, self.size)
                x = xs[c] + 5 + (room / 2 if centred else 0)
                self.text(x, top - self.padding - free - n * self.leading - self.size * 0.8, words)
            if self.ruled:
                self.rule(xs[c], top, xs[c], top - high)
        if self.ruled:
            self.rule(xs[-1], top, xs[-1], top - high)
            self.rule(xs[0], top, xs[-1], top)
            self.rule(xs[0], top - high, xs[-1], top - high)

    def as_bytes(self):
        letters = sorted(
            {
                int(p[n : n + 4], 16)
                for page in self.pages
                for s in page
                if "<" in s
                for p in [s.split("<")[1].split(">")[0]]
                for n in range(0, len(p), 4)
            }
        )
        widths = " ".join(f"{c} [{width_of(chr(c), 1000):.0f}]" for c in letters)
        known = "".join(
            f"{len(part)} beginbfchar\n{''.join(f'<{c:04X}> <{c:04X}>' for c in part)}\nendbfchar\n"
            for part in (letters[n : n + 100] for n in range(0, len(letters), 100))
        )
        parts = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {len(self.pages)} /Kids [{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(self.pages)))}] >>",
            "<< /Type /Font /Subtype /Type0 /BaseFont /Invented /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Invented /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 560 /W [{widths}] >>",
            "<< /Type /FontDescriptor /FontName /Invented /Flags 4 /Ascent 800 /Descent -200 /CapHeight 700 /ItalicAngle 0 /StemV 80 /FontBBox [0 -200 1000 800] >>",
            stream(f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n{known}endcmap end"),
        ]  # fmt: skip
        for n, page in enumerate(self.pages):
            parts.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {HIGH}] /Contents {8 + 2 * n} 0 R /Resources << /Font << /F 3 0 R >> >> >>"
            )
            parts.append(stream("\n".join(page)))
        out, places = b"%PDF-1.4\n", []
        for n, part in enumerate(parts, 1):
            places.append(len(out))
            out += f"{n} 0 obj\n{part}\nendobj\n".encode("latin-1")
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
        return out + end.encode()


def stream(text):
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def broken_to(text, room, size):
    """Lines no wider than the cell; a long word is cut where the room ends."""
    out = []
    for line in text.split("\n"):
        now = ""
        for word in line.split():
            joined = f"{now} {word}" if now else word
            if width_of(joined, size) <= room:
                now = joined
                continue
            out += [now] if now else []
            while width_of(word, size) > room:
                fits = next(n for n in range(len(word), 0, -1) if width_of(word[:n], size) <= room)
                out.append(word[:fits])
                word = word[fits:]
            now = word
        out.append(now)
    return out


def printed(ruled, **how):
    """A writer of whole forms."""

    def write(form):
        paper = Paper(ruled, **how)
        for page in form.pages:
            heading = True
            for line in page.lines:
                words = [str(cell.value) for cell in line.cells]
                if not line.row:
                    heading = True
                    paper.line("     ".join(w for w in words if w))
                    continue
                shares = SHARES.get(len(words), [100 / len(words)] * len(words))
                xs = [EDGE + (WIDE - 2 * EDGE) * sum(shares[:n]) / 100 for n in range(len(words) + 1)]
                spans = {left: left + columns - 1 for left, columns, _rows in line.merges if columns > 1}
                paper.row(words, xs, spans, heading)
                heading = False
        return paper.as_bytes()

    return write
