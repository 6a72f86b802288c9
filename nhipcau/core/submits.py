"""Every form carries a key made with it, so that a resend is one submit."""

import uuid
from typing import Any

from django import forms


class SubmitKeyField(forms.UUIDField):
    """Hidden; a fresh key for each fresh form."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(initial=uuid.uuid4, **options)
