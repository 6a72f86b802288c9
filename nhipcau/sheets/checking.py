"""One line of any form after its checks, as every form's kind gives it back."""

from dataclasses import dataclass, field
from typing import Any

from nhipcau.sheets.issues import Issue


@dataclass(slots=True)
class Line:
    """`values` by column key, as JSON; the `field` of an issue is a column key or "row".

    `same_as` is the place (0-based, in the list that was checked) of the line whose person this line repeats.
    """

    table: int
    n: int
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    same_as: int | None = None

    @property
    def has_error(self) -> bool:
        return any(i.severity == "error" for i in self.issues)


#: findings of a line that other lines are the reason for
ABOUT_OTHERS = {"duplicate", "same-name", "contact-shared"}


def codes_of_file(*, converted: bool, is_empty: bool) -> list[str]:
    """What is found of the file as a whole."""
    return ["text-encoding"] * converted + ["no-rows"] * is_empty


@dataclass(slots=True)
class Checked:
    """A whole list after its checks, in the order in which its lines were given."""

    lines: list[Line] = field(default_factory=list)
    file_codes: list[str] = field(default_factory=list)
