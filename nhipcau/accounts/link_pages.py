"""The one-time links of this package: an invitation, and signing in."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.accounts import actions, links
from nhipcau.accounts.links import Words
from nhipcau.accounts.models import Appointment, Invitation, OneTimeLink, User
from nhipcau.accounts.permissions import Permission, Role, may


def sign_in(request: HttpRequest, user: User, *, next_page: str = "") -> HttpResponse:
    """Sign the person in; where they use an authenticator app, its code is asked for first."""
    record_authentication(request, user, method="link")
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_page or None))
    return answer


def _invitation_words(link: OneTimeLink) -> Words:
    invitation = Invitation.objects.select_related("appointment__unit", "user", "invited_by").get(
        pk=int(link.about_id or 0)
    )
    values = {
        "name": invitation.user.full_name,
        "role": invitation.appointment.get_role_display(),
        "unit": invitation.appointment.unit.name,
        "by": invitation.invited_by.full_name if invitation.invited_by else "",
    }
    text = _("Dear %(name)s, you are invited to work with Nhịp Cầu as %(role)s of %(unit)s.") % values
    if values["by"]:
        text += "\n" + _("The invitation comes from %(by)s.") % values
    button = _("Accept and sign in") if _may_sign_in(link, invitation) else _("Accept")
    return Words(_("Invitation"), text, button)


def _may_sign_in(link: OneTimeLink, invitation: Invitation) -> bool:
    """A link made by one officer never opens an account that others rely on: only one that nobody has used yet,
    of a person who holds nothing outside the reach of that officer."""
    if invitation.user.last_login is not None or invitation.user.has_usable_password():
        return False
    others = invitation.user.appointments.exclude(pk=invitation.appointment_id).select_related("unit")
    return all(may(link.issued_by, _reach(other), other.unit) for other in others)


def _reach(appointment: Appointment) -> Permission:
    """Whose account this is, only an operator opens where an operator's rights hang on it."""
    return Permission.OPERATE if appointment.role == Role.OPERATOR else Permission.PERSON_MANAGE


@links.handler("invitation", _invitation_words)
def accept_invitation(link: OneTimeLink, request: HttpRequest) -> HttpResponse | str:
    """The person joins; on the first day they are signed in and may set a password."""
    invitation = Invitation.objects.select_related("appointment__unit", "user").get(
        pk=int(link.about_id or 0)
    )
    signs_in = _may_sign_in(link, invitation)
    user = actions.accept(invitation, link=link)
    if not signs_in:
        return _("Thank you. Sign in as you always do; your new role is there.")
    next_page = "" if user.has_usable_password() else reverse("accounts:welcome")
    return sign_in(request, user, next_page=next_page)


def _sign_in_words(link: OneTimeLink) -> Words:
    name = link.user.full_name if link.user else ""
    return Words(
        _("Sign in"),
        _("This link signs in %(name)s.") % {"name": name},
        _("Sign in as %(name)s") % {"name": name},
    )


@links.handler("sign-in", _sign_in_words)
def sign_in_by_link(link: OneTimeLink, request: HttpRequest) -> HttpResponse:
    """Signs in the person it was made for."""
    assert link.user is not None
    return sign_in(request, link.user)
