"""What the desk types about a story."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, seats, units_where
from nhipcau.core import clock
from nhipcau.core.boundary import refuse_outside
from nhipcau.core.submits import SubmitKeyField
from nhipcau.organisations.models import Unit
from nhipcau.stories import actions
from nhipcau.stories.actions.steps import tidy
from nhipcau.stories.forms import WordsForm
from nhipcau.stories.models import Story, StoryQuerySet, Topic
from nhipcau.stories.models.desk import APPROVALS

AGES = {"day": timedelta(days=1), "three": timedelta(days=3), "week": timedelta(days=7)}


class QueueForm(forms.Form):
    """Which stories of the queue are shown; what nobody could have chosen is not chosen."""

    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=Unit.objects.none(), required=False, empty_label=_("All units")
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.all(), required=False, empty_label=_("All topics")
    )
    age = forms.ChoiceField(
        label=_("Sent in"),
        required=False,
        choices=[
            ("", _("At any time")),
            ("new", _("Within the last day")),
            ("day", _("More than a day ago")),
            ("three", _("More than three days ago")),
            ("week", _("More than a week ago")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("Newest first")), ("oldest", _("Oldest first"))]
    )
    mine = forms.BooleanField(label=_("Only those I am working on"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        units = units_where(user, Permission.STORY_READ).open()
        field = self.fields["branch"]
        chosen = str(self.data.get("branch", ""))
        named = Q(pk=int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else Q()
        field.queryset = units.filter(Q(numchild__gt=0) | named) if named else units.filter(numchild__gt=0)  # type: ignore[attr-defined]
        field.label_from_instance = lambda unit: "\u2003" * (unit.depth - 1) + unit.name  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("branch", "topic", "age", "mine"))

    @property
    def is_oldest_first(self) -> bool:
        return self.cleaned_data.get("order") == "oldest"

    def narrow(self, rows: StoryQuerySet) -> StoryQuerySet:
        """Ranges and equalities that the indexes of the list answer."""
        chosen = self.cleaned_data
        if chosen.get("branch"):
            rows = rows.of(chosen["branch"])
        if chosen.get("topic"):
            rows = rows.filter(topic=chosen["topic"])
        if chosen.get("age") == "new":
            rows = rows.filter(submitted_at__gt=clock.now() - AGES["day"])
        elif chosen.get("age"):
            rows = rows.filter(submitted_at__lt=clock.now() - AGES[chosen["age"]])
        if chosen.get("mine"):
            rows = rows.filter(claimed_by=self.user)
        return rows


class EditForm(WordsForm):
    """The desk's wording; carries the version it was read from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_000)

    def __init__(self, *args: Any, story: Story, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].queryset = Topic.objects.filter(Q(is_open=True) | Q(pk=story.topic_id))  # type: ignore[attr-defined]
        self.fields["title"].help_text = self.fields["text"].help_text = ""
        self.fields["text"].widget.attrs["rows"] = 16


class ReasonForm(forms.Form):
    """Why a story goes back; the sender reads it."""

    reason = forms.CharField(
        label=_("Reason, for the sender to read"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in one or two sentences what should be different.")},
    )

    def clean_reason(self) -> str:
        """Inside the boundary, as every text that asks somebody for something."""
        reason = tidy(self.cleaned_data["reason"])
        refuse_outside(reason)
        return reason


class NoteForm(forms.Form):
    """What the desk says to itself."""

    text = forms.CharField(
        label=_("New note"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what your colleagues should know.")},
    )
    submit_key = SubmitKeyField()

    def clean_text(self) -> str:
        """Inside the boundary, as every typed text."""
        text = tidy(self.cleaned_data["text"])
        refuse_outside(text)
        return text


class HandOverForm(forms.Form):
    """The colleague who goes on with a story."""

    to = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), empty_label=_("Choose a colleague")
    )

    def __init__(self, *args: Any, story: Story, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = actions.colleagues(story, of=user)  # type: ignore[attr-defined]


class CompareForm(forms.Form):
    """Two wordings of a story."""

    old = forms.TypedChoiceField(label=_("From"), coerce=int)
    new = forms.TypedChoiceField(label=_("To"), coerce=int)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["old"].choices = self.fields["new"].choices = choices  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """How many people approve the stories of a unit."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    approvals = forms.TypedChoiceField(
        label=_("Who approves a story?"),
        coerce=int,
        choices=APPROVALS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = seats(user, Permission.UNIT_MANAGE)  # type: ignore[attr-defined]
