"""People and their appointments, for the officers who manage them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts import actions, actions_own, by_hand
from nhipcau.accounts.forms import AppointForm, CorrectContactForm, InviteForm
from nhipcau.accounts.models import Appointment, Invitation, User
from nhipcau.accounts.officers import appointments_seen_by, may_correct, open_invitations, people_seen_by
from nhipcau.accounts.permissions import Permission, may_somewhere


def officer(request: HttpRequest) -> User:
    """The signed-in person, who must manage people somewhere."""
    user = request.user
    if not isinstance(user, User) or not may_somewhere(user, Permission.PERSON_MANAGE):
        raise PermissionDenied
    return user


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who works at the units I look after, with their appointments of today."""
    user = officer(request)
    text = request.GET.get("q", "").strip()
    page = Paginator(people_seen_by(user, text), 50).get_page(request.GET.get("page"))
    held: dict[int, list[Appointment]] = {}
    today = Appointment.objects.today().values("pk")
    for appointment in appointments_seen_by(user).filter(user__in=page.object_list, pk__in=today):
        held.setdefault(appointment.user_id, []).append(appointment)
    rows = [(person, held.get(person.pk, [])) for person in page.object_list]
    context = {"page": page, "rows": rows, "q": text, "waiting": open_invitations(user).count()}
    return render(request, "people/list.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Add a person in a role; their link is shown once, here."""
    user = officer(request)
    form = InviteForm(request.POST or None, by=user, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        invitation, path = actions.invite(
            full_name=given["full_name"], email=given["email"], phone=given["phone"],
            role=given["role"], unit=given["unit"], by=user,
        )  # fmt: skip
        return show_made(request, [made_of(request, invitation, path)])
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's appointments at my units; give another one."""
    user = officer(request)
    found = get_object_or_404(people_seen_by(user), pk=pk)
    form = AppointForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        actions.appoint(found, form.cleaned_data["role"], form.cleaned_data["unit"], by=user)
        messages.success(request, _("The appointment is made, from today on."))
        return redirect("people:person", found.pk)
    rows = appointments_seen_by(user).filter(user=found).order_by("-starts_on", "unit__path")
    held = [(row, row.is_today and actions.may_end(user, row)) for row in rows]
    context = {"person": found, "held": held, "form": form, "may_correct": may_correct(user, found)}
    return render(request, "people/person.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend the phone number or e-mail of somebody who has never signed in."""
    user = officer(request)
    found = get_object_or_404(people_seen_by(user), pk=pk)
    if not may_correct(user, found):
        raise PermissionDenied
    form = CorrectContactForm(request.POST or None, person=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if actions_own.correct_contact(found, phone=given["phone"], email=given["email"], by=user):
            said = _("The contact is corrected. Invitation links made before no longer work; make new ones.")
            messages.success(request, said)
        return redirect("people:person", found.pk)
    context = {"form": form, "person": found}
    return render(request, "people/contact.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment; what was done in it stays written down."""
    user = officer(request)
    appointment = get_object_or_404(appointments_seen_by(user), pk=pk)
    actions.end_appointment(appointment, by=user)
    messages.success(request, _("The appointment has ended."))
    if people_seen_by(user).filter(pk=appointment.user_id).exists():
        return redirect("people:person", appointment.user_id)
    return redirect("people:list")


def made_of(request: HttpRequest, invitation: Invitation, path: str) -> by_hand.Made:
    """What the page of new links shows of one of them."""
    appointment = invitation.appointment
    return by_hand.Made(
        key=invitation.pk,
        unit=appointment.unit.name,
        person=invitation.user.full_name,
        role=str(appointment.get_role_display()),
        url=request.build_absolute_uri(path),
        email=invitation.user.email or "",
    )


def show_made(request: HttpRequest, rows: list[by_hand.Made]) -> HttpResponse:
    """The links just made; this is the only time they can be shown."""
    context = {
        "made": rows,
        "carried": by_hand.carry(rows),
        "with_email": sum(1 for row in rows if row.email),
    }
    response = render(request, "people/made.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
