"""The form that a step asks for: Form 01, or one of the desk's own."""

from nhipcau.campaigns.models import Step
from nhipcau.register.form01 import FORM01
from nhipcau.register.kind import FORM01_KIND
from nhipcau.sheets.designed import DesignedKind
from nhipcau.sheets.kinds import Kind
from nhipcau.sheets.models import Form

ASKED = (Step.HandInKind.FORM01, Step.HandInKind.FORM)


def kind_of(key: str) -> Kind | None:
    """By the key that proposals and sheets carry; None when the form is gone."""
    if key == FORM01.key:
        return FORM01_KIND
    number = key.removeprefix("form-")
    form = Form.objects.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
    return DesignedKind(form) if form is not None else None


def kind_of_step(step: Step) -> Kind | None:
    """The form whose lines this step wants."""
    if step.hand_in == Step.HandInKind.FORM01:
        return FORM01_KIND
    return DesignedKind(step.form) if step.form is not None else None
