"""Make a Page known, prove its token before it is kept, connect it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, require
from nhipcau.audit import trail
from nhipcau.core import clock
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.answers import GraphError, PageFacts, TokenFacts
from nhipcau.facebook.client import GraphClient
from nhipcau.facebook.faults import Fault
from nhipcau.organisations.models import Unit
from nhipcau.publishing import tokens
from nhipcau.publishing.connection import graph_client, is_open
from nhipcau.publishing.models import Page

NEEDED_SCOPES = ("pages_manage_posts", "pages_read_engagement")
NEEDED_TASKS = frozenset({"CREATE_CONTENT", "PROFILE_PLUS_CREATE_CONTENT", "PROFILE_PLUS_FULL_CONTROL"})


@dataclass(frozen=True)
class Proof:
    """A token that works, and the Page it is for."""

    page: PageFacts
    token: str = field(repr=False)


def prove(token: str, page_number: str = "") -> Proof:
    """Ask Facebook about the token; nothing is stored. A person's token is turned into the Page's own."""
    if not is_open():
        raise Refusal(
            _("This installation has no Meta app yet, so Pages cannot be connected."),
            remedy=_("Post by hand until the operator has entered the app's number and secret."),
        )
    token = token.strip()
    if not token:
        raise Refusal(_("No token was pasted."), remedy=_("Copy the token of the Page and paste it here."))
    try:
        with graph_client() as client:
            return _prove(client, token, page_number)
    except GraphError as error:
        raise _no_proof(error) from None


def _prove(client: GraphClient, token: str, page_number: str) -> Proof:
    facts = client.debug_token(token)
    _check_token(facts, client.app_id)
    if facts.kind == "USER":
        page = _choose(client.accounts(token), page_number)
        token, facts = page.token, client.debug_token(page.token)
        _check_token(facts, client.app_id)
    if facts.kind != "PAGE":
        raise Refusal(
            _("This token is not the token of a Page."), remedy=_("Take the token of the Page itself.")
        )
    if facts.expires_at:
        raise Refusal(
            _("This token ends by itself after a while, so posts would stop one day."),
            remedy=_("Take a long-lived token first, and the token of the Page with it."),
        )
    page = client.read_page(token)
    targets = facts.granular.get("pages_manage_posts", ())
    if page.id != facts.profile_id or (targets and page.id not in targets):
        raise Refusal(
            _("The token does not allow publishing on this Page."),
            remedy=_("Grant the permission for this very Page, then take a new token."),
        )
    return Proof(page, token)


def _check_token(facts: TokenFacts, app_id: str) -> None:
    if not facts.is_valid:
        raise Refusal(
            _("Facebook says that this token is not valid."),
            remedy=_("Take a new token and paste it whole, without blanks."),
        )
    if facts.app_id != app_id:
        raise Refusal(
            _("This token belongs to another app."),
            remedy=_("Take the token with the app of your federation."),
        )
    missing = [scope for scope in NEEDED_SCOPES if scope not in facts.scopes]
    if missing:
        raise Refusal(
            _("The token lacks a permission: %(missing)s.") % {"missing": ", ".join(missing)},
            remedy=_("Grant it in the sign-in dialog of Facebook, then take a new token."),
        )


def _choose(pages: list[PageFacts], page_number: str) -> PageFacts:
    usable = [page for page in pages if page.token and NEEDED_TASKS & set(page.tasks or ())]
    if page_number:
        usable = [page for page in usable if page_number in (page.id, page.username)]
    if not usable:
        raise Refusal(
            _("This person may not publish on such a Page."),
            remedy=_("Ask an administrator of the Page for the task “Content”, then take a new token."),
        )
    if len(usable) > 1:
        named = ", ".join(f"{page.name} ({page.id})" for page in usable)
        raise Refusal(
            _("This person may publish on several Pages: %(pages)s.") % {"pages": named},
            remedy=_("Enter the number of the right one as well."),
        )
    return usable[0]


def _no_proof(error: GraphError) -> Refusal:
    if error.fault is Fault.PROOF:
        return Refusal(
            _("The app secret of this installation does not fit the app."),
            remedy=_("Ask the operator to correct it, then connect the Page again."),
        )
    if error.passes:
        return Refusal(
            _("Facebook could not be asked about the token."),
            remedy=_("Nothing was stored. Try again in a few minutes."),
        )
    return Refusal(
        _("Facebook refused the token."), remedy=_("Take a new token and paste it whole, without blanks.")
    )


@transaction.atomic
def connect(unit: Unit, proof: Proof, *, by: User, submit_key: UUID, page: Page | None = None) -> Page:
    """Keep a proved token, sealed; a stopped queue goes on, in order."""
    require(by, Permission.PAGE_CONNECT, unit)
    known = Page.objects.filter(page_id=proof.page.id).first()
    page = page or known
    if page is None:
        is_used = Page.objects.filter(submit_key=submit_key).exists()  # by another Page, from the same form
        page = Page(unit=unit, submit_key=uuid4() if is_used else submit_key, page_id=proof.page.id)
    elif (
        page.unit_id != unit.pk
        or (page.page_id and page.page_id != proof.page.id)
        or (known and known.pk != page.pk)
    ):
        raise Refusal(
            _("The token is for another Page than this one."),
            remedy=_("Choose the unit whose Page it is, or take the token of the right Page."),
        )
    page.page_id, page.name, page.username = proof.page.id, proof.page.name, proof.page.username
    page.sealed_token = tokens.seal(proof.token)
    page.stopped_at, page.stopped_reason, page.paused_until = None, "", None
    page.last_checked_at, page.connected_by = clock.now(), by
    page.save()
    trail.record("page.connected", page, by=by, unit=unit, fields=("sealed_token",))
    return page


@transaction.atomic
def add_page(unit: Unit, name: str, page_id: str, username: str, *, by: User, submit_key: UUID) -> Page:
    """Make a Page known without a token, for posting by hand."""
    require(by, Permission.PAGE_CONNECT, unit)
    existing = Page.objects.filter(submit_key=submit_key).first()
    if existing is not None:
        return existing
    if page_id and Page.objects.filter(page_id=page_id).exists():
        raise Refusal(_("This Page is already known here."), remedy=_("Find it in the list of Pages."))
    page = Page.objects.create(
        unit=unit, name=name, page_id=page_id, username=username, submit_key=submit_key
    )
    trail.record("page.added", page, by=by, unit=unit, fields=("name",))
    return page


@transaction.atomic
def set_auto_resend(page: Page, wanted: bool, *, by: User) -> None:
    """May a post that was not found be sent again without asking?"""
    require(by, Permission.PAGE_CONNECT, page.unit)
    page.auto_resend = wanted
    page.save(update_fields=["auto_resend"])
    trail.record("page.auto_resend", page, by=by, unit=page.unit, fields=("auto_resend",))
