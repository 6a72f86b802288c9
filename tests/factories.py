"""The cast of the tests: people and units made in one line each. Everybody here is made up."""

import itertools
import pickle
import time
from datetime import date
from types import SimpleNamespace

from nhipcau.accounts.models import Appointment, User
from nhipcau.accounts.permissions import Role, forget
from nhipcau.audit.models import Entry
from nhipcau.organisations import actions as organisations
from nhipcau.organisations.models import Unit, UnitKind, UnitVersion

#: What a union leaves rows of, each after those it points at; and the union as it was founded first.
UNION = (UnitKind, Unit, UnitVersion, User, Appointment, Entry)
_founded: list[bytes] = []

LONG_AGO = date(2018, 1, 1)
_number = itertools.count(1)


def make_kind(code="grassroots", name="Công đoàn cơ sở", rank=3):
    return UnitKind.objects.get_or_create(code=code, defaults={"name": name, "rank": rank})[0]


def make_unit(name, parent=None, kind=None, code=""):
    return organisations.found(
        name=name, kind=kind or make_kind(), parent=parent, code=code, on=LONG_AGO, by="command"
    )


def make_user(name="Trần Thị Mẫu", role=None, unit=None, email=None, **fields):
    n = next(_number)
    email = f"nguoi{n}@example.org" if email is None else email
    user = User.objects.create_user(full_name=name, email=email, **fields)
    if role:
        appoint(user, role, unit)
    return user


def appoint(user, role, unit):
    forget(user)
    return Appointment.objects.create(user=user, unit=unit, role=Role(role), starts_on=LONG_AGO)


def sign_in(client, user):
    """As a person who has just typed a password."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def make_union():
    """A ward union below a city, three grassroots unions below it with a chair each, and a stranger's branch beside.

    Founded once, unit by unit; a later test that begins with nothing gets the same rows again, six statements in all.
    """
    if any(model.objects.exists() for model in UNION):
        return _found_union()
    if not _founded:
        union = _found_union()
        _founded.append(pickle.dumps((union, [list(model.objects.order_by("pk")) for model in UNION])))
        return union
    union, tables = pickle.loads(_founded[0])
    for model, rows in zip(UNION, tables, strict=True):
        model.objects.bulk_create(rows)
    return union


def _found_union():
    city = make_unit(
        "Liên đoàn Lao động thành phố Sông Biếc",
        kind=make_kind("city", "Liên đoàn lao động tỉnh, thành phố", 1),
    )
    ward_kind = make_kind("ward", "Công đoàn phường, xã", 2)
    desk = make_unit("Công đoàn phường Hòa Sữa", city, ward_kind, code="HS")
    names = ("Trường THCS Diệu Cốc", "Công ty TNHH May Bến Lở", "Trạm Y tế Gò Mây")
    units = [make_unit(name, desk) for name in names]
    beside = make_unit("Công đoàn phường Bãi Xanh", city, ward_kind, code="BX")
    foreign = make_unit("Trường Mầm non Lá Cọ", beside)
    return SimpleNamespace(
        city=city,
        desk=desk,
        pk=desk.pk,
        units=units,
        kind=make_kind(),
        beside=beside,
        foreign=foreign,
        officer=make_user("Lê Thị Văn Phòng", Role.DESK_OFFICER, desk),
        chairs=[make_user(f"Nguyễn Văn Chủ {n}", Role.CHAIR, unit) for n, unit in enumerate(units, 1)],
        stranger=make_user("Phạm Thị Khác", Role.DESK_OFFICER, beside),
    )


def make_publisher(unit):
    """Publishes and connects the Page of one unit."""
    user = make_user("Đỗ Thị Biên Tập", Role.EDITOR, unit)
    appoint(user, Role.PAGE_ADMIN, unit)
    return user


def publishing_cast():
    union = make_union()
    return union.desk, make_publisher(union.desk)


def approve(story, by):
    """Everything of the checklist looked at, and approved."""
    from nhipcau.stories import actions
    from nhipcau.stories.models import Item, Tick

    Tick.objects.bulk_create((Tick(story=story, item=item, by=by) for item in Item), ignore_conflicts=True)
    actions.approve(story, by=by)
