"""What is happening with a post, and what can be done after it went out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from nhipcau.accounts.again import require_recent
from nhipcau.accounts.permissions import Permission, require
from nhipcau.core.refusal import Refusal
from nhipcau.facebook.answers import State
from nhipcau.publishing import actions, figures, words
from nhipcau.publishing.forms import CorrectForm, TakeDownForm
from nhipcau.publishing.models import Post, PostClip
from nhipcau.publishing.words import attempts as attempt_words
from nhipcau.publishing.words import figures as figure_words


def _get(request: HttpRequest, pk: int) -> Post:
    posts = Post.objects.visible_to(request.user).select_related(
        "page__unit", "story", "clip", "take_down_by"
    )
    return get_object_or_404(posts, pk=pk)


def _to_change(request: HttpRequest, pk: int) -> Post:
    """The post, for a person who may publish it and has shown a short while ago who they are."""
    post = _get(request, pk)
    require(request.user, Permission.POST_PUBLISH, post.page.unit)
    require_recent(request)
    return post


@require_safe
def attempts(request: HttpRequest, pk: int) -> HttpResponse:
    """What is happening with my post: each attempt, what was sent, what came back, what comes next."""
    post = _get(request, pk)
    rows = [
        {
            "attempt": one,
            "said": words.of_attempt(one).what,
            "sent": attempt_words.sent_lines(one),
            "came": attempt_words.came_lines(one),
            "looks": attempt_words.look_lines(one),
            "next": attempt_words.next_of(post, one),
        }
        for one in post.attempts.all()
    ]
    context = {"post": post, "words": words.of_post(post), "rows": rows, "clip": getattr(post, "clip", None)}
    return render(request, "publishing/attempts.html", context)


def context_after(post: Post) -> dict[str, Any]:
    """What the page of a post shows once it went out: both texts, wordings, numbers."""
    if not post.is_on_record:
        return {}
    rows = list(post.figures.all())
    metrics = list(dict.fromkeys(name for row in rows for name in row.values))
    return {
        "wordings": post.wordings.select_related("by"),
        "can_look": bool(post.remote_id) and post.page.is_connected,
        "can_change": post.is_published and bool(post.remote_id) and post.page.is_connected,
        "can_take_down": (post.is_published or post.is_removed)
        and bool(post.remote_id)
        and post.page.is_connected,
        "figure_ages": [(figure_words.age_of(row), row.fetched_at) for row in rows],
        "figure_rows": [
            (figure_words.name_of(name), [_cell(row.values.get(name)) for row in rows]) for name in metrics
        ],
        "figure_reasons": sorted({reason for row in rows for reason in _reasons(row.values)}),
    }


def _cell(value: dict[str, Any] | None) -> str:
    """A whole number, or a dash; never 0 for what is not known."""
    number = (value or {}).get("value")
    return "—" if number is None else f"{int(number):,}".replace(",", ".")


def _reasons(values: dict[str, Any]) -> list[str]:
    return [
        f"{figure_words.name_of(name)}: {figure_words.why_none(str(one.get('why') or ''))}"
        for name, one in values.items()
        if one.get("value") is None
    ]


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a corrected text into the public post."""
    post = _to_change(request, pk)
    form = CorrectForm(request.POST or None, initial={"text": post.remote_text or post.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(post, form.cleaned_data["text"], by=request.user)
        except Refusal as refusal:
            form.add_error("text", f"{refusal.reason} {refusal.remedy}".strip())
        else:
            messages.success(request, _("The corrected text stands on the Page."))
            return redirect(post)
    status = 422 if form.is_bound else 200
    return render(request, "publishing/correct.html", {"post": post, "form": form}, status=status)


def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked twice: first why, then whether it shall really be."""
    post = _to_change(request, pk)
    form = TakeDownForm(request.POST or None)
    is_second = False
    if request.method == "POST" and form.is_valid():
        is_second = True
        if form.cleaned_data["is_sure"]:
            try:
                actions.take_down(post, form.cleaned_data["reason"], by=request.user)
            except Refusal as refusal:
                form.add_error("reason", f"{refusal.reason} {refusal.remedy}".strip())
                is_second = False
            else:
                messages.success(request, _("The post is taken down."))
                return redirect(post)
    status = 422 if form.is_bound and form.errors else 200
    context = {"post": post, "form": form, "is_second": is_second}
    return render(request, "publishing/take_down.html", context, status=status)


@require_POST
def look_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at once what stands on the Page."""
    post = _get(request, pk)
    seen = actions.look_now(post, by=request.user)
    if seen.state is State.UNKNOWN:
        messages.warning(
            request, _("Facebook could not say what became of the post, so nothing was changed here.")
        )
    else:
        messages.success(request, _("The Page was looked at."))
    return redirect(post)


@require_POST
def ask_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask Facebook for the numbers of this moment."""
    post = _get(request, pk)
    figures.ask_now(post, by=request.user)
    return redirect(post)


@require_GET
def clip(request: HttpRequest, pk: int) -> FileResponse:
    """The clip of the post, to look at or, with ?download=1, to keep."""
    one = get_object_or_404(PostClip, post=_get(request, pk))
    is_mov = str(one.file.name).endswith(".mov")
    name = f"clip.{'mov' if is_mov else 'mp4'}"
    kind = "video/quicktime" if is_mov else "video/mp4"
    is_kept = request.GET.get("download") == "1"
    return FileResponse(one.file.open("rb"), as_attachment=is_kept, filename=name, content_type=kind)
