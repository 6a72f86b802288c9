"""The tree of units: today's as a path, every other day's as dated rows."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from nhipcau.core.text import fold

STEP = 4


class UnitKind(models.Model):  # type: ignore[django-manager-missing]
    """A level of the tree: its name and depth are data, so another union may have others."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("rank from the top"), default=0)

    class Meta:
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(MP_NodeQuerySet):
    def below(self, unit: Unit) -> Self:
        """The unit and every unit below it, by a range of paths."""
        return self.filter(path__gte=unit.path, path__lt=after(unit.path))

    def rehang(self, unit: Unit, path: str) -> int:
        """Give the unit this path and every unit below it one that begins with it: one UPDATE; gives how many moved.

        For `reorganisation`, which keeps the number of children, the versions and the paths of other packages' rows.
        """
        tail = Concat(Value(path), Substr("path", len(unit.path) + 1))
        deeper = (len(path) - len(unit.path)) // STEP
        return int(self.below(unit).order_by().update(path=tail, depth=F("depth") + deeper))

    def above(self, unit: Unit) -> Self:
        """Every unit above it, the top first."""
        paths = [unit.path[:end] for end in range(STEP, len(unit.path), STEP)]
        return self.filter(path__in=paths).order_by("path")

    def as_of(self, day: date) -> Self:
        """Units that existed on that day, each with `name_then`, `path_then` and `parent_then` of that day."""
        return self.filter(
            Q(versions__ends_on__isnull=True) | Q(versions__ends_on__gt=day), versions__starts_on__lte=day
        ).annotate(
            name_then=F("versions__name"),
            path_then=F("versions__path"),
            parent_then=F("versions__parent"),
            kind_then=F("versions__kind"),
        )

    def open(self) -> Self:
        """Units that are not closed."""
        return self.filter(closed_on__isnull=True)

    def named(self, text: str) -> Self:
        """Units whose name, code or former name has these words, accents aside."""
        words = fold(text).split()
        found = self
        for word in words:
            found = found.filter(
                Q(search_name__contains=word)
                | Q(code__iexact=word)
                | Q(pk__in=UnitAlias.objects.filter(search_name__contains=word).values("unit"))
            )
        return found


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")


def after(path: str) -> str:
    """The next sibling's path: the first one behind the subtree of `path`, in any collation."""
    digits, step = Unit.alphabet, path[-STEP:]
    number = int(step, len(digits)) + 1
    next_step = ""
    for _place in range(STEP):
        number, digit = divmod(number, len(digits))
        next_step = digits[digit] + next_step
    return path[:-STEP] + next_step


class Unit(MP_Node):
    """One body of the union as it is today."""

    steplen = STEP
    node_order_by: list[str] = []

    name = models.CharField(_("name"), max_length=200)
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="units", verbose_name=_("kind"))
    code = models.CharField(_("code"), max_length=40, blank=True)
    search_name = models.CharField(max_length=200, editable=False, db_index=True)
    founded_on = models.DateField(_("founded on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = UnitManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="unit_code_once",
                violation_error_message=_("Another unit has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Keeps the folded name beside the name."""
        self.search_name = fold(self.name)
        super().save(*args, **options)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def parent_path(self) -> str:
        return self.path[:-STEP]

    @property
    def parent(self) -> Unit | None:
        """The unit directly above today."""
        return Unit.objects.filter(path=self.parent_path).first() if self.parent_path else None

    def is_within(self, other: Unit) -> bool:
        """Is this the other unit, or below it?"""
        return bool(self.path.startswith(other.path))


class UnitVersion(models.Model):
    """What a unit was called and where it stood between two days; `ends_on` is the first day it no longer held."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(max_length=200)
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=255)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    decision = models.CharField(_("number of the decision"), max_length=80, blank=True)

    class Meta:
        ordering = ["unit", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="unit_version_once_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ends_on__isnull=True), name="unit_has_one_version_today"
            ),
            models.CheckConstraint(
                name="unit_version_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["path", "starts_on"], name="unit_version_path")]

    def __str__(self) -> str:
        return f"{self.name} ({self.starts_on})"


class UnitAlias(models.Model):
    """Another name people use for a unit: a former one, a short one, one that was learned."""

    class Origin(models.TextChoices):
        FORMER = "former", _("former name")
        SHORT = "short", _("short name")
        LEARNED = "learned", _("learned from a file")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    search_name = models.CharField(max_length=200, editable=False, db_index=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.FORMER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "search_name"], name="unit_alias_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Keeps the folded name beside the name."""
        self.search_name = fold(self.name)
        super().save(*args, **options)


class Succession(models.Model):
    """One unit went on in another: a merger or a split, by a decision, on a day."""

    before = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    after = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    decision = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after", "on"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
