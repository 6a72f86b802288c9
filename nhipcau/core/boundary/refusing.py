"""Texts an officer types pass the same rule as a circular that was read."""

from nhipcau.core.boundary.cutting import cut


def refuse_outside(text: str) -> None:
    """Raise a ValidationError that names the sentence when a typed text asks for what lies outside."""
    left_out = [part for line in text.splitlines() for part in cut(line).left_out]
    if not left_out:
        return
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    raise ValidationError(
        _(
            "“%(sentence)s” asks for something this desk does not organise. Take these words out; the original document keeps them."
        )
        % {"sentence": left_out[0]},
        code="outside",
    )
