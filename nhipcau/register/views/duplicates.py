"""People who may be one, side by side; somebody decides."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts.permissions import Permission, may_somewhere
from nhipcau.core import clock
from nhipcau.register import merging
from nhipcau.register.models import Entry, Likeness, Person

A_PAGE = 20
REASONS: dict[str, Promise] = {
    "name-same": _("the same name"),
    "name-accents": _("the same name, written with other marks or capitals"),
    "name-order": _("the same words in another order"),
    "name-shorter": _("one name lacks a word"),
    "name-initials": _("one name is abbreviated"),
    "name-typo": _("one letter differs in the name"),
    "phone-same": _("the same phone number"),
    "phone-near": _("one digit differs in the phone number"),
    "email-same": _("the same e-mail address"),
    "email-near": _("the same mailbox name at another provider"),
    "link-same": _("the same Facebook address"),
    "unit-same": _("the same unit, and no contact that differs"),
}


@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    """Proposals, the surest first; above them what was merged since yesterday and can be taken back."""
    if not may_somewhere(request.user, Permission.REGISTER_MANAGE):
        raise PermissionDenied
    seen = Likeness.objects.visible_to(request.user).select_related("first__unit", "second__unit")
    merged = seen.filter(
        decision=Likeness.Decision.MERGED, decided_at__gte=clock.now() - merging.A_DAY
    ).order_by("-decided_at")
    page = Paginator(seen.open().order_by("-score", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    tables = _tables([person for pair in page for person in (pair.first, pair.second)])
    context = {
        "page": page,
        "pairs": [_shown(pair, tables) for pair in page],
        "merged": merged[:A_PAGE],
    }
    return render(request, "register/duplicates.html", context)


def _tables(people: list[Person]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for entry in (
        Entry.objects.in_force().filter(person__in={person.pk for person in people}).order_by("table", "pk")
    ):
        found.setdefault(entry.person_id, []).append(entry)
    return found


def _shown(pair: Likeness, tables: dict[int, list[Entry]]) -> dict[str, object]:
    sides = []
    for person, other in ((pair.first, pair.second), (pair.second, pair.first)):
        entries = tables.get(person.pk, [])
        sides.append(
            {
                "person": person,
                "entries": entries,
                "differs": {
                    field
                    for field in ("full_name", "phone", "email", "unit_id")
                    if getattr(person, field) != getattr(other, field)
                },
            }
        )
    return {"pair": pair, "sides": sides, "reasons": [REASONS.get(code, code) for code in pair.reasons]}


def _pair(request: HttpRequest, pk: int) -> Likeness:
    pairs = Likeness.objects.visible_to(request.user).select_related("first__unit", "second__unit")
    return get_object_or_404(pairs, pk=pk)


@require_POST
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the one named in `keep` stays."""
    pair = _pair(request, pk)
    kept = pair.second if request.POST.get("keep") == str(pair.second_id) else pair.first
    merging.merge(pair, keep=kept, by=request.user)
    return redirect("register:duplicates")


@require_POST
def different(request: HttpRequest, pk: int) -> HttpResponse:
    """Two different people."""
    merging.tell_apart(_pair(request, pk), by=request.user)
    return redirect("register:duplicates")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    merging.undo(_pair(request, pk), by=request.user)
    return redirect("register:duplicates")
