"""Nhịp Cầu: the communications desk of a trade union organised as a tree."""

__version__ = "0.1.0"
