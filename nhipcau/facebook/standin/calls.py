"""One request and one refusal, as all parts of the stand-in see them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

COMMON = frozenset({"access_token", "appsecret_proof", "locale", "fields"})


class Refusal(Exception):
    """An error object of the server."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        subcode: int | None = None,
        status: int = 400,
        data: dict[str, Any] | str | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.subcode, self.status, self.data = code, message, subcode, status, data

    def body(self, trace_id: str) -> dict[str, Any]:
        """As Facebook writes it."""
        error: dict[str, Any] = {
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "is_transient": False,
            "fbtrace_id": trace_id,
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.data is not None:
            error["error_data"] = self.data
        return {"error": error}


@dataclass
class Call:
    """One request, its parameters from the address and the body together."""

    method: str
    path: str
    params: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    authorization: str = ""
    raw: bytes = b""  # a body that is no form
    file_offset: str | None = None
    is_cut: bool = False  # the connection ended in the middle of the body
    headers: dict[str, str] = field(default_factory=dict)  # of the answer

    @property
    def host(self) -> str:
        return self.path.split("/")[1]

    @property
    def token(self) -> str:
        kind, _, value = self.authorization.partition(" ")
        if kind in ("Bearer", "OAuth") and value:
            return value
        return self.params.get("access_token", "")

    def allow(self, *names: str, files: tuple[str, ...] = ()) -> None:
        """Any other parameter is a typing fault of ours."""
        unknown = sorted(set(self.params) - COMMON - set(names)) + sorted(set(self.files) - set(files))
        if unknown:
            raise Refusal(100, f"(#100) Unknown parameter: {', '.join(unknown)}")

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number among the parameters."""
        text = self.params.get(name)
        if text is None and default is not None:
            return default
        if text is None or not re.fullmatch(r"\d{1,15}", text):
            raise Refusal(100, f"(#100) Param {name} must be an integer")
        return int(text)

    def truth(self, name: str, default: bool) -> bool:
        """`true` or `false` among the parameters."""
        text = self.params.get(name, "true" if default else "false").lower()
        if text not in ("true", "false", "1", "0"):
            raise Refusal(100, f"(#100) Param {name} must be a boolean")
        return text in ("true", "1")

    def fields(self, known: frozenset[str], default: str) -> list[str]:
        """The names in `fields`; an unknown one is refused, and so is asking who stands behind a number."""
        plain = []
        for name in split_fields(self.params.get("fields") or default):
            first = re.split(r"[.{]", name)[0]
            if first not in known:
                raise Refusal(100, f"(#100) Tried accessing nonexisting field ({first})")
            if first in ("comments", "reactions") and not name.startswith(f"{first}.limit(0).summary("):
                raise Refusal(100, f"(#100) Only the number of {first} is served here")
            plain.append(first)
        return plain


def split_fields(text: str) -> list[str]:
    """At the commas that stand in no bracket."""
    names, depth = [""], 0
    for sign in text:
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            names.append("")
        else:
            names[-1] += sign
    return [name for name in names if name]


def gone(object_id: str) -> Refusal:
    """Away, or not visible for this token."""
    message = f"Unsupported request. Object with ID '{object_id}' does not exist, or cannot be loaded"
    return Refusal(100, message, subcode=33)


def graph_time(moment: datetime) -> str:
    """2019-05-17T16:24:04+0000"""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
