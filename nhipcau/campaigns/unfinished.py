"""What was typed on the page of a circular while its officer is away making a form: kept with the sign-in, for one circular."""

import hashlib
import re

from django.http import HttpRequest, QueryDict

from nhipcau.campaigns.models import Circular, Step
from nhipcau.sheets.models import Form

KEY = "unfinished-circular"


def keep(request: HttpRequest, circular: Circular) -> None:
    """Everything that was typed and chosen, as it was sent; nothing of a page that sent no steps."""
    if "step-TOTAL_FORMS" not in request.POST:
        return
    typed = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "do"):
        typed.pop(name, None)
    request.session[KEY] = [circular.pk, _mark(circular), typed.urlencode()]


def typed_before(request: HttpRequest, circular: Circular) -> QueryDict | None:
    """What was kept for this circular; nothing when its text has been read anew since."""
    pk, mark, typed = request.session.get(KEY) or (None, "", "")
    return QueryDict(typed, mutable=True) if (pk, mark) == (circular.pk, _mark(circular)) else None


def forget(request: HttpRequest) -> None:
    """It was confirmed."""
    request.session.pop(KEY, None)


def asked_by_one_step(typed: QueryDict, form: Form) -> int | None:
    """Let the one step of the units that wants a file ask for this form; its number from 1, None when none or several could."""
    total = typed.get("step-TOTAL_FORMS", "")
    numbers = range(int(total)) if re.fullmatch("[0-9]{1,2}", total) else range(0)
    wanting = [n for n in numbers if _wants_a_form(typed, f"step-{n}", form)]
    if len(wanting) != 1:
        return None
    n = wanting[0]
    typed[f"step-{n}-hand_in"], typed[f"step-{n}-form"] = Step.HandInKind.FORM, str(form.pk)
    return n + 1


def _wants_a_form(typed: QueryDict, step: str, form: Form) -> bool:
    """A step of the units, to be done once, for which a file comes back or a form that was not chosen yet."""
    wants, chosen = typed.get(f"{step}-hand_in"), typed.get(f"{step}-form")
    is_open = wants == Step.HandInKind.FILE or (
        wants == Step.HandInKind.FORM and chosen in (None, "", str(form.pk))
    )
    is_asked = not typed.get(f"{step}-for_desk") and not typed.get(f"{step}-is_ongoing")
    return is_open and is_asked and bool((typed.get(f"{step}-text") or "").strip())


def _mark(circular: Circular) -> str:
    return hashlib.sha256(circular.text.encode()).hexdigest()
