"""Help for all units of a campaign: guidance and its files, notes in the desk's own words, the sheet for the notice board."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts import qr
from nhipcau.accounts.permissions import Permission, may, require, units_where
from nhipcau.campaigns.actions import helping
from nhipcau.campaigns.help_forms import GuidanceFileForm, GuidanceForm, NoteForm
from nhipcau.campaigns.models import Addressed, Campaign, GuidanceFile, HelpRequest, Task
from nhipcau.campaigns.models.helping import campaigns_read_by
from nhipcau.core import clock


def _read(request: HttpRequest, pk: int) -> Campaign:
    """A campaign of one's desk, or one that was sent to one's unit."""
    seen = campaigns_read_by(request.user).select_related("unit", "circular")
    return get_object_or_404(seen, pk=pk)


def _managed(request: HttpRequest, pk: int) -> Campaign:
    campaign = get_object_or_404(
        Campaign.objects.visible_to(request.user).select_related("unit", "circular"), pk=pk
    )
    require(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit)
    return campaign


@require_GET
def guidance(request: HttpRequest, pk: int) -> HttpResponse:
    """What helps units with this campaign, on the phone: text, files, what takes place, notes, whom to ask."""
    campaign = _read(request, pk)
    context = {
        "campaign": campaign, "files": campaign.guidance_files.all(), "notes": campaign.notes.all(),
        "events": campaign.events.all(), "own": _own(request, campaign).first(),
        "may_manage": may(request.user, Permission.CAMPAIGN_MANAGE, campaign.unit),
    }  # fmt: skip
    return render(request, "campaigns/guidance.html", context)


def _own(request: HttpRequest, campaign: Campaign) -> Any:
    """What one's own units were sent; of a desk, what it was sent from above."""
    if may(request.user, Permission.CAMPAIGN_READ, campaign.unit):
        rows = Addressed.objects.of_units(request.user)
    else:
        rows = Addressed.objects.visible_to(request.user)
    return rows.filter(campaign=campaign).order_by("unit_path")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk writes the guidance; files are added one by one."""
    campaign = _managed(request, pk)
    adds_file = request.method == "POST" and request.POST.get("do") == "file"
    text = GuidanceForm(
        request.POST if request.method == "POST" and not adds_file else None,
        initial={"text": campaign.guidance},
    )
    file = GuidanceFileForm(request.POST if adds_file else None, request.FILES if adds_file else None)
    if text.is_bound and text.is_valid():
        helping.write_guidance(campaign, text.cleaned_data["text"], by=request.user)
        messages.success(request, _("Units now read this guidance."))
        return redirect("campaigns:guidance-edit", campaign.pk)
    if file.is_bound and file.is_valid():
        upload = file.cleaned_data["file"]
        helping.add_guidance_file(
            campaign, file.cleaned_data["title"], upload.read(), upload.name, by=request.user,
            submit_key=file.cleaned_data["submit_key"],
        )  # fmt: skip
        messages.success(request, _("Units can now open this file."))
        return redirect("campaigns:guidance-edit", campaign.pk)
    context = {
        "campaign": campaign, "text_form": text, "file_form": file, "files": campaign.guidance_files.select_related("by"),
        "notes": campaign.notes.select_related("by"),
    }  # fmt: skip
    return render(
        request, "campaigns/guidance_edit.html", context, status=422 if text.errors or file.errors else 200
    )


@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """One file, always to be saved and never shown inside our pages."""
    row = get_object_or_404(GuidanceFile.objects.visible_to(request.user), pk=pk)
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=row.filename, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Units see this file no more."""
    rows = GuidanceFile.objects.filter(campaign__in=Campaign.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("campaign__unit"), pk=pk)
    helping.remove_guidance_file(row, by=request.user)
    messages.success(request, _("The file is gone; units see it no more."))
    return redirect("campaigns:guidance-edit", row.campaign_id)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A note to all units. The question that gave rise to it stands beside the empty field, for the officer alone."""
    campaign = _managed(request, pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        helping.write_note(
            campaign,
            form.cleaned_data["text"],
            by=request.user,
            submit_key=form.cleaned_data["submit_key"],
        )
        messages.success(request, _("All units of this campaign now read the note."))
        return redirect("campaigns:guidance-edit", campaign.pk)
    context = {
        "campaign": campaign, "form": form, "asked": _asked(request, campaign), "notes": campaign.notes.select_related("by"),
        "count": campaign.addressed.filter(left_on__isnull=True).count(),
    }  # fmt: skip
    return render(request, "campaigns/note.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, campaign: Campaign) -> HelpRequest | None:
    number = request.GET.get("asked", "")
    if not re.fullmatch("[0-9]{1,15}", number):
        return None
    return (
        HelpRequest.objects.filter(addressed__campaign=campaign, pk=number)
        .select_related("addressed__unit")
        .first()
    )


@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One A4 sheet for the notice board; its QR code carries the address of the union's public page and nothing else."""
    campaign = _read(request, pk)
    public = settings.SITE_URL + reverse("portal:unit", args=[f"u{campaign.unit_id}"])
    own = _own(request, campaign).select_related("unit")
    context = {
        "campaign": campaign, "address": public, "qr": qr.svg(public), "own": own.first() if len(own[:2]) == 1 else None,
        "last_day": _last_day(request, campaign), "events": campaign.events.filter(on__gte=clock.today()),
    }  # fmt: skip
    return render(request, "campaigns/notice.html", context)


def _last_day(request: HttpRequest, campaign: Campaign) -> Any:
    """The next last day: of one's own units, else of all."""
    tasks = Task.objects.for_units().owed().filter(campaign=campaign, due_on__isnull=False)
    own = tasks.filter(unit__in=units_where(request.user, Permission.TASK_READ))
    to_come = (own if own.exists() else tasks).filter(due_on__gte=clock.today())
    return to_come.order_by("due_on").values_list("due_on", flat=True).first()
