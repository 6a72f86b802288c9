"""Scripted faults: what goes wrong at the nth call of a method and path."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

KINDS = frozenset(
    {
        "delay",  # seconds, before the request is accepted
        "accept_then_delay",  # accepted, the answer comes too late
        "drop_before",  # after_bytes: read so much of the body first; what an upload keeps is kept
        "accept_then_drop",
        "accept_then_500",
        "status_body",  # status, body; accept=true accepts first
        "html_502",
        "truncate",  # n bytes
        "empty_200",
        "wrong_type",
        "slow_bytes",  # bps; of="request" reads slowly, otherwise the answer trickles
        "header",  # name, value
        "skew",  # seconds
    }
)
# These say nothing about the request itself, which is served as usual.
ACCEPTING = frozenset(
    {
        "accept_then_delay",
        "accept_then_drop",
        "accept_then_500",
        "truncate",
        "wrong_type",
        "slow_bytes",
        "header",
    }
)


@dataclass
class Fault:
    """Acts on the nth matching call, and on `times` calls from there on (0 = for ever)."""

    kind: str
    method: str
    path: re.Pattern[str]
    nth: int = 1
    times: int = 1
    accept: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    seen: int = 0

    @classmethod
    def read(cls, row: dict[str, Any]) -> Fault:
        """From a control request; a misspelt kind is refused."""
        rest = dict(row)
        kind = str(rest.pop("kind")).replace("status+body", "status_body")
        if kind not in KINDS:
            raise ValueError(f"unknown fault kind {kind}")
        return cls(
            kind=kind,
            method=str(rest.pop("method", "POST")).upper(),
            path=re.compile(str(rest.pop("path"))),
            nth=int(rest.pop("nth", 1)),
            times=int(rest.pop("times", 1)),
            accept=bool(rest.pop("accept", kind in ACCEPTING)),
            options=rest,
        )

    def strikes(self, method: str, path: str) -> bool:
        """Count this call; does the fault act on it?"""
        if method != self.method or not self.path.search(path):
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.times == 0 or self.seen < self.nth + self.times)

    @property
    def reads_slowly(self) -> float:
        """Bytes a second at which the request's body is taken; 0 for as fast as it comes."""
        return float(self.options.get("bps", 10)) if self.options.get("of") == "request" else 0.0
