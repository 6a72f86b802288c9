"""Items offered down the tree: the list, one item, its sheet for the board, and a draft for the own Page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.accounts import qr
from nhipcau.accounts.permissions import Permission, may_somewhere
from nhipcau.publishing import actions
from nhipcau.publishing.calendar_forms import ReuseForm
from nhipcau.publishing.models import Offer, OfferQuerySet, Page, Post
from nhipcau.stories.lists import newest_first


def _offers(request: HttpRequest) -> OfferQuerySet:
    return Offer.objects.visible_to(request.user).open().select_related("unit", "post__story__publication")


def _base(request: HttpRequest) -> str:
    """The frame a person is used to: the desk's, or the phone's."""
    at_desk = any(
        may_somewhere(request.user, one) for one in (Permission.POST_READ, Permission.CAMPAIGN_READ)
    )
    return "core/desk.html" if at_desk else "core/lean.html"


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What the units above, and one's own, have offered, newest first."""
    page = newest_first(_offers(request), "offered_at", request.GET.get("behind", ""))
    return render(request, "publishing/offers.html", {"page": page, "base": _base(request)})


@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One item, and the ways to use it; none of them is a duty, and none is written down anywhere."""
    found = get_object_or_404(_offers(request), pk=pk)
    return _show(request, found, ReuseForm(pages=_own_pages(request, found)))


def _own_pages(request: HttpRequest, found: Offer) -> object:
    return Page.objects.publishable_by(request.user).exclude(pk=found.post.page_id)


def _show(request: HttpRequest, found: Offer, form: ReuseForm, status: int = 200) -> HttpResponse:
    context = {
        "offer": found, "photos": found.post.photos.all(), "source": actions.source_line(found), "form": form,
        "has_pages": form.fields["page"].queryset.exists(), "base": _base(request),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "publishing/offer.html", context, status=status)


@require_POST
def reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of the own Page from it."""
    found = get_object_or_404(_offers(request), pk=pk)
    if not may_somewhere(request.user, Permission.POST_PUBLISH):
        raise PermissionDenied
    form = ReuseForm(request.POST, pages=_own_pages(request, found))
    if not form.is_valid():
        return _show(request, found, form, status=422)
    post = actions.reuse(
        found, form.cleaned_data["page"], by=request.user, submit_key=form.cleaned_data["submit_key"]
    )
    messages.success(request, _("A draft for your Page is ready. Nothing is published before you choose so."))
    return redirect(post)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A4 for the notice board or a meeting: large letters, the source, and a QR code with the public address."""
    found = get_object_or_404(_offers(request), pk=pk)
    title, _end, text = found.post.text.strip().partition("\n")
    context = {
        "offer": found, "photo": found.post.photos.first(), "qr": qr.svg(found.address), "title": title, "text": text.strip(),
    }  # fmt: skip
    return render(request, "publishing/offer_print.html", context)


@require_safe
def photo(request: HttpRequest, pk: int, position: int) -> FileResponse:
    """A photo of an offered item."""
    found = get_object_or_404(_offers(request), pk=pk)
    one = get_object_or_404(found.post.photos, position=position)
    return FileResponse(one.file.open("rb"), filename=f"{position:02}.jpg", content_type="image/jpeg")


@require_POST
def offer_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a published post to the units below, or take the offer back."""
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("page__unit"), pk=pk)
    if request.POST.get("do") == "withdraw":
        actions.withdraw_offer(post, by=request.user)
        messages.success(request, _("The item is no longer offered."))
    else:
        actions.offer(post, by=request.user)
        messages.success(request, _("The units below find it under “Items to re-use”."))
    return redirect(post)
