"""The wording: the sender's beside the desk's, the preview of the post, two wordings compared, two people's put together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.accounts.permissions import Permission, require
from nhipcau.core import clock
from nhipcau.stories import actions
from nhipcau.stories.actions import tidy
from nhipcau.stories.desk_forms import CompareForm, EditForm
from nhipcau.stories.differences import differences
from nhipcau.stories.merging import Conflict, merge
from nhipcau.stories.models import Story, StoryVersion
from nhipcau.stories.preview import Preview, preview
from nhipcau.stories.views.desk import get_story


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the wording; a stale form changes nothing and shows what could be put together of both."""
    story = get_story(request, pk)
    require(request.user, Permission.STORY_REVIEW, story.unit)
    if request.method == "GET":
        return _page(request, story, _fresh(story))
    form = EditForm(request.POST, story=story)
    if "preview" in request.POST:
        return _page(request, story, form)
    if not form.is_valid():
        return _page(request, story, form, status=422)
    try:
        actions.edit(story, by=request.user, **form.cleaned_data)
    except actions.StaleEdit as stale:
        return _merge_page(request, story, form, stale)
    messages.success(request, _("The wording is saved; the earlier one is kept."))
    return redirect("stories:review", story.pk)


def _fresh(story: Story) -> EditForm:
    words = {"title": story.title, "text": story.text, "topic": story.topic_id, "version": story.version}
    return EditForm(story=story, initial=words)


def _page(request: HttpRequest, story: Story, form: EditForm, *, status: int = 200) -> HttpResponse:
    title, text = (tidy(str(form[name].value() or "")) for name in ("title", "text"))
    context = {
        "story": story,
        "form": form,
        "sent": story.versions.filter(by=story.sender).select_related("by", "topic").first(),
        "preview": _preview(story, title, text),
        "undescribed": actions.without_description(story),
    }
    return render(request, "stories/edit.html", context, status=status)


def _preview(story: Story, title: str, text: str) -> Preview:
    return preview(title, text, list(story.photos.publishable()))


@require_POST
def show_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The post as it would look with what is typed now; nothing is kept."""
    story = get_story(request, pk)
    require(request.user, Permission.STORY_REVIEW, story.unit)
    title, text = (tidy(request.POST.get(name, ""))[:60_000] for name in ("title", "text"))
    context = {"story": story, "preview": _preview(story, title, text)}
    return render(request, "stories/_preview.html", context)


def _merge_page(request: HttpRequest, story: Story, form: EditForm, stale: actions.StaleEdit) -> HttpResponse:
    """Theirs, mine, and both put together where they do not touch; saving again is then on purpose."""
    mine = form.cleaned_data
    versions = list(story.versions.select_related("by", "topic"))
    theirs = versions[0]
    base = next((one for one in versions if one.n == mine["version"]), theirs)
    merged = merge(base.text, theirs.text, mine["text"])
    conflicts = list(merged.conflicts)
    title = theirs.title if mine["title"] == base.title else mine["title"]
    if base.title not in (theirs.title, mine["title"]) and theirs.title != mine["title"]:
        conflicts.insert(0, Conflict(theirs.title, mine["title"]))
    topic = theirs.topic_id if mine["topic"].pk == base.topic_id else mine["topic"].pk
    words = {"title": title, "text": merged.text, "topic": topic, "version": story.version}
    context = {
        "story": story,
        "form": EditForm(story=story, initial=words),
        "refusal": stale,
        "base": base,
        "theirs": theirs,
        "conflicts": [(one, differences(one.theirs, one.mine)) for one in conflicts],
        "their_title": differences(base.title, theirs.title),
        "their_text": differences(base.text, theirs.text),
        "my_title": differences(base.title, mine["title"]),
        "my_text": differences(base.text, mine["text"]),
        "preview": _preview(story, title, merged.text),
    }
    return render(request, "stories/merge.html", context, status=409)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two wordings, word by word; without a choice what the desk has changed of what was sent."""
    story = get_story(request, pk)
    versions = list(story.versions.select_related("by", "topic"))
    form = CompareForm(request.GET or None, choices=[(one.n, _named(one)) for one in versions])
    if not versions:
        raise Http404
    numbered = {one.n: one for one in versions}
    new, old = versions[0], _sent(story, versions)
    if form.is_bound and form.is_valid():
        old, new = numbered[form.cleaned_data["old"]], numbered[form.cleaned_data["new"]]
    else:
        form = CompareForm(initial={"old": old.n, "new": new.n}, choices=form.fields["old"].choices)  # type: ignore[attr-defined]
    context = {
        "story": story,
        "form": form,
        "old": old,
        "new": new,
        "title": differences(old.title, new.title),
        "text": differences(old.text, new.text),
        "is_same": (old.title, old.text, old.topic_id) == (new.title, new.text, new.topic_id),
    }
    return render(request, "stories/compare.html", context)


def _sent(story: Story, versions: list[StoryVersion]) -> StoryVersion:
    """The last wording of the sender that somebody else has changed; the first one where nobody has."""
    own: Any = [one for one in versions[1:] if one.by_id == story.sender_id]
    return own[0] if own else versions[-1]


def _named(version: StoryVersion) -> str:
    values = {"n": version.n, "name": version.by.full_name, "at": f"{clock.local(version.at):%H:%M %d/%m/%Y}"}
    return _("Wording %(n)s: %(name)s, %(at)s") % values
