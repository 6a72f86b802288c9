"""Forms, lists on their way in, and sheets that count."""

from nhipcau.sheets.models.forms import Form, FormColumn, FormTable
from nhipcau.sheets.models.proposals import Proposal, ProposalChange, ProposalLine, original_name
from nhipcau.sheets.models.sheets import Sheet, SheetRow

__all__ = [
    "Form",
    "FormColumn",
    "FormTable",
    "Proposal",
    "ProposalChange",
    "ProposalLine",
    "Sheet",
    "SheetRow",
    "original_name",
]
