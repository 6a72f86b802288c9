"""Stand-in until helper "designer" writes this file: OVERWRITE IT."""

from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Form


class DesignedKind(Kind):
    def __init__(self, form: Form) -> None:
        self.form, self.key, self.title = form, form.key, form.title
