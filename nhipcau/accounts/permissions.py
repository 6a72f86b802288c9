"""Who may do what, and where: a role at a unit holds there and below. Nothing else knows roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.core import clock
from nhipcau.organisations.models import STEP, Unit, UnitQuerySet, after

if TYPE_CHECKING:
    from nhipcau.accounts.models import User


class Role(models.TextChoices):
    DESK_OFFICER = "desk_officer", _("desk officer")
    EDITOR = "editor", _("editor")
    APPROVER = "approver", _("approver")
    COLLABORATOR = "collaborator", _("collaborator")
    CHAIR = "chair", _("unit chair")
    CITY_OFFICER = "city_officer", _("officer of the upper level")
    LEGAL_ADVISER = "legal_adviser", _("legal adviser")
    PAGE_ADMIN = "page_admin", _("Page admin")
    OPERATOR = "operator", _("operator")


class Permission(models.TextChoices):
    UNIT_READ = "unit.read"
    UNIT_MANAGE = "unit.manage"
    PERSON_MANAGE = "person.manage"
    COLLABORATOR_APPOINT = "collaborator.appoint"
    AUDIT_READ = "audit.read"
    CAMPAIGN_READ = "campaign.read"
    CAMPAIGN_MANAGE = "campaign.manage"
    TASK_READ = "task.read"
    TASK_HAND_IN = "task.hand_in"
    REGISTER_READ = "register.read"
    REGISTER_MANAGE = "register.manage"
    REGISTER_EXPORT = "register.export"
    STORY_READ = "story.read"
    STORY_SUBMIT = "story.submit"
    STORY_OF_UNIT = "story.of_unit"  # what became of the stories the unit has sent
    STORY_REVIEW = "story.review"
    STORY_APPROVE = "story.approve"
    POST_READ = "post.read"
    POST_PUBLISH = "post.publish"
    PAGE_CONNECT = "page.connect"
    OPERATE = "operate"


P = Permission

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: frozenset({
        P.UNIT_READ, P.UNIT_MANAGE, P.PERSON_MANAGE, P.COLLABORATOR_APPOINT, P.AUDIT_READ, P.CAMPAIGN_READ,
        P.CAMPAIGN_MANAGE, P.REGISTER_READ, P.REGISTER_MANAGE, P.REGISTER_EXPORT, P.STORY_READ, P.POST_READ,
    }),
    Role.EDITOR: frozenset({P.UNIT_READ, P.STORY_READ, P.STORY_REVIEW, P.STORY_APPROVE, P.POST_READ, P.POST_PUBLISH}),
    Role.APPROVER: frozenset({P.UNIT_READ, P.STORY_READ, P.STORY_REVIEW, P.STORY_APPROVE, P.POST_READ, P.POST_PUBLISH}),
    Role.COLLABORATOR: frozenset({P.STORY_SUBMIT, P.TASK_READ}),
    Role.CHAIR: frozenset({P.UNIT_READ, P.TASK_READ, P.TASK_HAND_IN, P.COLLABORATOR_APPOINT, P.STORY_SUBMIT, P.STORY_OF_UNIT}),
    Role.CITY_OFFICER: frozenset({P.UNIT_READ, P.CAMPAIGN_READ, P.REGISTER_READ, P.REGISTER_EXPORT}),
    Role.LEGAL_ADVISER: frozenset({P.UNIT_READ}),
    Role.PAGE_ADMIN: frozenset({P.UNIT_READ, P.POST_READ, P.PAGE_CONNECT}),
    Role.OPERATOR: frozenset({P.UNIT_READ, P.AUDIT_READ, P.PERSON_MANAGE, P.OPERATE}),
}  # fmt: skip


def units_where(user: Any, permission: Permission) -> UnitQuerySet:
    """The units this user may do this in: where they are appointed today, and every unit below."""
    spans = Q()
    for path in _paths(user, permission):
        spans |= Q(path__gte=path, path__lt=after(path))
    units: UnitQuerySet = Unit.objects.all()
    return units.filter(spans) if spans else units.none()


def within(user: Any, permission: Permission, path: str = "unit_path") -> Q:
    """For rows that carry their unit's path under this name: those of the units where this user may do this.

    Ranges of paths, which an index answers; a list of units would be made anew for every question.
    """
    spans = Q()
    for top in _paths(user, permission):
        spans |= Q(**{f"{path}__gte": top, f"{path}__lt": after(top)})
    return spans or Q(pk__in=())


def may(user: Any, permission: Permission, unit: Unit) -> bool:
    """May this user do this at this unit?"""
    return any(unit.path.startswith(path) for path in _paths(user, permission))


def may_somewhere(user: Any, permission: Permission) -> bool:
    """May this user do this at any unit at all? For menus; never instead of `require`."""
    return bool(_paths(user, permission))


def roles_with(permission: Permission) -> list[Role]:
    """The roles that grant it."""
    return [role for role, granted in GRANTS.items() if permission in granted]


def require(user: User, permission: Permission, unit: Unit) -> None:
    """`may`, or 403."""
    if not may(user, permission, unit):
        raise PermissionDenied


def seats(user: Any, permission: Permission) -> UnitQuerySet:
    """The units at which this user holds a role that grants this: the own desks, and none of the units below."""
    units: UnitQuerySet = Unit.objects.filter(path__in=_paths(user, permission))
    return units


def units_above(user: Any) -> UnitQuerySet:
    """The units at which this user holds any role, and every unit above one of them."""
    paths = {path[:end] for _role, path in _held(user) for end in range(STEP, len(path) + 1, STEP)}
    units: UnitQuerySet = Unit.objects.filter(path__in=paths)
    return units


def _held(user: Any) -> list[tuple[str, str]]:
    """Roles held today, each with the path of its unit; asked for once a request and user."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    day = clock.today()
    held = user.__dict__.get("_held")
    if held is None or held[0] != day:
        rows = user.appointments.on(day).values_list("role", "unit__path")
        held = user.__dict__["_held"] = (day, list(rows))
    found: list[tuple[str, str]] = held[1]
    return found


def _paths(user: Any, permission: Permission) -> list[str]:
    """Paths of the highest units at which a role that grants this is held today."""
    paths = sorted({path for role, path in _held(user) if permission in GRANTS[Role(role)]})
    return [path for n, path in enumerate(paths) if not any(path.startswith(top) for top in paths[:n])]


def forget(user: Any) -> None:
    """After an appointment changed, ask again."""
    user.__dict__.pop("_held", None)
