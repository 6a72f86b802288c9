"""What people type about the topic plan and about offered items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.publishing.forms import SubmitKeyForm
from nhipcau.publishing.models import Page, PageQuerySet
from nhipcau.publishing.models.plan import MOST_A_MONTH
from nhipcau.stories.models import Topic


class PlanForm(forms.Form):
    """One number a topic; an empty field is none."""

    def __init__(self, *args: Any, topics: Sequence[Topic], kept: Mapping[int, int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.topics = topics
        for topic in topics:
            self.fields[f"topic-{topic.pk}"] = forms.IntegerField(
                label=topic.label,
                required=False,
                min_value=0,
                max_value=MOST_A_MONTH,
                initial=kept.get(topic.pk),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3, "autocomplete": "off"}),
            )

    @property
    def wanted(self) -> dict[Topic, int]:
        """Items a month by topic; only after the form was found valid."""
        return {topic: self.cleaned_data[f"topic-{topic.pk}"] or 0 for topic in self.topics}


class ReuseForm(SubmitKeyForm):
    """On which of one's own Pages the draft is for."""

    page = forms.ModelChoiceField(label=_("Page"), queryset=Page.objects.none(), empty_label=None)

    def __init__(self, *args: Any, pages: PageQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]
