"""What an officer or a unit types; every text passes the boundary."""

from nhipcau.campaigns.forms.acting import (
    AddUnitsForm,
    AnswerForm,
    CallForm,
    ExtendForm,
    HelpForm,
    LegalGroundForm,
    OwnDayForm,
    ReturnForm,
    WhyForm,
)
from nhipcau.campaigns.forms.confirming import (
    ByHandStepFormSet,
    CircularForm,
    DeadlineForm,
    DeadlineFormSet,
    HeadForm,
    StepForm,
    StepFormSet,
    TextForm,
    lines_of,
    step_choices,
)

__all__ = [
    "AddUnitsForm",
    "AnswerForm",
    "ByHandStepFormSet",
    "CallForm",
    "CircularForm",
    "DeadlineForm",
    "DeadlineFormSet",
    "ExtendForm",
    "HeadForm",
    "HelpForm",
    "LegalGroundForm",
    "OwnDayForm",
    "ReturnForm",
    "StepForm",
    "StepFormSet",
    "TextForm",
    "WhyForm",
    "lines_of",
    "step_choices",
]
