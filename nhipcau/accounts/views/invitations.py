"""Invitations passed on by hand: make links, copy, print, export, send by e-mail, write down as sent."""

from __future__ import annotations

import hashlib
import smtplib

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.accounts import actions, by_hand, mail
from nhipcau.accounts.models import Invitation, User
from nhipcau.accounts.officers import open_invitations
from nhipcau.accounts.views.people import made_of, officer, show_made
from nhipcau.core.refusal import Refusal

MOST_AT_ONCE = 700


@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Everybody who was invited and has not come yet; tick, then make links or say that they were sent."""
    user = officer(request)
    rows = list(open_invitations(user)[:MOST_AT_ONCE])
    if request.method == "POST":
        chosen = set(request.POST.getlist("invitation"))
        picked = [row for row in rows if str(row.pk) in chosen]
        if not picked:
            raise Refusal(_("No invitation was chosen."), remedy=_("Tick the people first."))
        if request.POST.get("do") == "sent":
            return _sent(request, user, picked)
        made = [made_of(request, *actions.invitation_for(row.appointment, by=user)) for row in picked]
        return show_made(request, made)
    return render(request, "people/invitations.html", {"rows": rows})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The links of the page before, as a table."""
    officer(request)
    rows = by_hand.carried(request.POST.get("carried", ""))
    headings = [_("Unit"), _("Person"), _("Role"), _("Link")]
    cells = [[row.unit, row.person, row.role, row.url] for row in rows]
    return by_hand.as_xlsx(headings, cells, "invitations.xlsx")


@require_POST
def print_sheets(request: HttpRequest) -> HttpResponse:
    """The links of the page before as sheets to print, one QR code each."""
    officer(request)
    rows = by_hand.carried(request.POST.get("carried", ""))
    return render(request, "people/sheets.html", {"made": rows})


@require_POST
def send_mails(request: HttpRequest) -> HttpResponse:
    """The links of the page before, by e-mail to those who have one."""
    user = officer(request)
    rows = [row for row in by_hand.carried(request.POST.get("carried", "")) if row.email]
    once = "invitations-mailed:" + hashlib.sha256(request.POST["carried"].encode()).hexdigest()
    if not cache.add(once, "", by_hand.HOUR):  # the button was pressed twice
        return redirect("people:invitations")
    mails = [
        mail.written(
            "accounts/invitation.txt",
            [row.email],
            {"name": row.person, "role": row.role, "unit": row.unit, "url": row.url, "by": user.full_name},
        )
        for row in rows
    ]
    try:
        mail.send_all(mails)
    except (OSError, smtplib.SMTPException) as fault:
        cache.delete(once)
        raise Refusal(
            _("The mails could not be sent: the mail server does not answer."),
            remedy=_("Try again in a few minutes, or pass the links on by hand."),
        ) from fault
    said = ngettext(
        "%(n)d invitation was sent by e-mail.", "%(n)d invitations were sent by e-mail.", len(mails)
    )
    messages.success(request, said % {"n": len(mails)})
    return redirect("people:invitations")


@require_POST
def sent(request: HttpRequest) -> HttpResponse:
    """The links of the page before were passed on by hand."""
    user = officer(request)
    keys = [row.key for row in by_hand.carried(request.POST.get("carried", ""))]
    return _sent(request, user, list(open_invitations(user).filter(pk__in=keys)))


def _sent(request: HttpRequest, user: User, rows: list[Invitation]) -> HttpResponse:
    count = actions.record_sent_by_hand(rows, by=user)
    said = ngettext(
        "%(n)d invitation is written down as sent by hand.",
        "%(n)d invitations are written down as sent by hand.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect("people:invitations")
