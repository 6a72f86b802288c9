"""A circular in, a proposal out: rules only; nothing is kept, the officer confirms every value."""

from nhipcau.campaigns.reading.lines import Source, from_blocks, from_text
from nhipcau.campaigns.reading.proposing import left_out_of, read

__all__ = ["Source", "from_blocks", "from_text", "left_out_of", "read"]
