"""Texts that people type pass the same rule as a circular that was read (product.md, "How misuse is closed")."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nhipcau.core.boundary import judge
from nhipcau.core.boundary.cutting import cut
from nhipcau.core.boundary.grammar import folded


def why_outside(text: str) -> str:
    """One sentence that says why this text lies outside and what one may do instead; empty when it does not."""
    for line in text.splitlines():
        for words in cut(line).left_out:
            return _sentence(words, judge.kind_of(folded(words)))
    return ""


def why_asked(text: str) -> str:
    """The same for a heading, choice, note or title of a form, where one word ("Tôn giáo") already asks."""
    if found := why_outside(text):
        return found
    for line in text.splitlines():
        if kind := judge.kind_of_heading(folded(line)):
            return _sentence(line.strip(), kind)
    return ""


def refuse_outside(text: str) -> None:
    """Raise a ValidationError with the sentence of `why_outside`."""
    if found := why_outside(text):
        raise ValidationError(found, code="outside")


def refuse_asked(text: str) -> None:
    """Raise a ValidationError with the sentence of `why_asked`."""
    if found := why_asked(text):
        raise ValidationError(found, code="outside")


def _sentence(words: str, kind: str | None) -> str:
    sentences = {
        "struggle": _(
            "“%(sentence)s” asks people to argue against others, and this desk does not organise that. Take these words out. A wrong figure about pay or benefits can be put right in a story that names its source."
        ),
        "watch": _(
            "“%(sentence)s” asks what people say, do or own on social networks, and this desk keeps no such list. Take these words out. You may ask for difficulties and proposals about work and life, or for a unit’s official Page."
        ),
        "count": _(
            "“%(sentence)s” counts or names people by what they liked, shared or read, and this desk does not. Take these words out. You may count what was done at work, such as who took part in a course."
        ),
        "react": _(
            "“%(sentence)s” sends people to like, share, comment on or report posts, and this desk gives no such task. Take these words out. You may tell where the official Page is and leave the rest to each person."
        ),
        "opinion": _(
            "“%(sentence)s” asks what a person thinks or believes, and this desk keeps no such list. Take these words out. You may ask for opinions on a draft, an agreement, pay or meals."
        ),
    }
    general = _(
        "“%(sentence)s” asks for something this desk does not organise. Take these words out; the original document keeps them."
    )
    return sentences.get(kind or "", general) % {"sentence": words}
