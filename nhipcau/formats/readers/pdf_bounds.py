"""How much a PDF may draw: what nobody prints is refused before it is drawn, not after the child's time is over."""

from collections.abc import Sequence

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value

from nhipcau.formats.precheck import Refused

MOST_DRAWN = 8 * 1024 * 1024  # bytes of drawing, unpacked; sixty full pages with rules take less than half
A_START = 256  # what beginning a stream counts for, however short it is


class Paper(PDFPageAggregator):
    """Takes the drawing of all pages, and knows how much it was."""

    drawn = 0

    def spend(self, amount: int) -> None:
        self.drawn += amount
        if self.drawn > MOST_DRAWN:
            raise Refused("unsafe", "too much is drawn")


class Pen(PDFPageInterpreter):
    """Draws on a `Paper`; a form inside a form spends again each time it is drawn."""

    device: Paper

    def execute(self, streams: Sequence[object]) -> None:
        for stream in streams:
            self.device.spend(A_START + len(stream_value(stream).get_data()))
        super().execute(streams)
