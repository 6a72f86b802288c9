"""How many items a month a union wants on each topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Permission, seats

if TYPE_CHECKING:
    from nhipcau.accounts.models import User

MOST_A_MONTH = 60


class TopicPlanQuerySet(models.QuerySet["TopicPlan"]):
    def visible_to(self, user: User) -> Self:
        """The plans of this user's own desks. A level above reads no unit's plan: it is nobody's measure."""
        return self.filter(unit__in=seats(user, Permission.POST_READ))


class TopicPlan(models.Model):
    """One topic that shall have so many items a month on the unit's own Pages."""

    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="topic_plans")
    topic = models.ForeignKey("stories.Topic", on_delete=models.PROTECT, related_name="+")
    a_month = models.PositiveSmallIntegerField(_("items a month"))

    objects = TopicPlanQuerySet.as_manager()

    class Meta:
        ordering = ["topic__position", "topic"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "topic"],
                name="topic_plan_once_a_unit",
                violation_error_message=_("This topic is already in the plan."),
            ),
            models.CheckConstraint(
                name="topic_plan_wants_something",
                condition=Q(a_month__gte=1, a_month__lte=MOST_A_MONTH),
                violation_error_message=_("A topic in the plan wants between 1 and 60 items a month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.a_month}"
