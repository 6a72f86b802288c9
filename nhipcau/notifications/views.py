"""A person's own notices, and in the demo the mail that was written."""

import email
import email.policy
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nhipcau.notifications import actions, backends
from nhipcau.notifications.models import Message

SHOWN = 200


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first."""
    messages = Message.objects.visible_to(request.user).notices()  # type: ignore[arg-type]
    page = Paginator(messages, 30).get_page(request.GET.get("page"))
    unread = messages.filter(seen_at__isnull=True).exists()
    return render(request, "notifications/notices.html", {"page": page, "unread": unread})


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Put all my notices down as seen."""
    actions.mark_seen(request.user)  # type: ignore[arg-type]
    return redirect("notifications:notices")


@login_not_required
@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mail of the demo union, so that a visitor sees what people receive. Never outside the demo."""
    if not settings.DEMO:
        raise Http404
    mails: list[dict[str, Any]] = []
    folder = backends.folder()
    for path in sorted(folder.glob("*.eml"), reverse=True)[:SHOWN] if folder.is_dir() else []:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(("plain",))
        mails.append({
            "to": message["to"], "subject": message["subject"], "date": message["date"],
            "body": body.get_content() if body else "",
        })  # fmt: skip
    return render(request, "notifications/demo_mail.html", {"mails": mails})
