"""One cell into a value and its findings; files and pages use the same cleaners, so they never disagree."""

from nhipcau.sheets.cleaners.base import Cleaned, Cleaner, Text
from nhipcau.sheets.cleaners.email import Email
from nhipcau.sheets.cleaners.facebook import FacebookAccount
from nhipcau.sheets.cleaners.name import PersonName
from nhipcau.sheets.cleaners.phone import Phone
from nhipcau.sheets.cleaners.unit import Position, UnitName

__all__ = [
    "Cleaned",
    "Cleaner",
    "Email",
    "FacebookAccount",
    "PersonName",
    "Phone",
    "Position",
    "Text",
    "UnitName",
]
