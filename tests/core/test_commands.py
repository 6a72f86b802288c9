"""The commands' front door: help and exit codes, without a database where none is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nhipcau.accounts.models import OneTimeLink
from nhipcau.accounts.permissions import Role
from tests import factories

ROOT = Path(__file__).parents[2]


def nhipcau(*words, **more):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run(
        [sys.executable, "-m", "nhipcau", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "serve",
        "worker",
        "doctor",
        "read-form01",
        "read-circular",
        "cut-boundary",
        "facebook-standin",
        "invite",
        "sign-in-link",
    ],
)
def test_every_command_explains_itself(command):
    done = nhipcau(command, "--help")

    assert done.returncode == 0 and "usage:" in done.stdout


def test_without_a_command_it_lists_them_and_says_wrong_usage():
    done = nhipcau()

    assert done.returncode == 2 and "read-form01" in done.stdout
    assert nhipcau("--help").returncode == 0
    assert nhipcau("no-such-command").returncode != 0


def test_a_sign_in_link_is_for_one_person_who_is_found_by_name_or_contact(union, capsys):
    call_command("sign_in_link", union.officer.email)
    call_command("sign_in_link", "van phong")
    assert capsys.readouterr().out.count("/l/") == 2
    assert set(OneTimeLink.objects.values_list("user", flat=True)) == {union.officer.pk}

    with pytest.raises(CommandError, match="Several people"):
        call_command("sign_in_link", "chu")
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("sign_in_link", "không ai")


def test_an_invitation_from_the_command_line_appoints(union, capsys):
    call_command("invite", "Hà Thị Mới", "--email", "moi@example.org", "--role", "editor", "--unit", "HS")

    assert "/l/" in capsys.readouterr().out
    assert union.desk.appointments.filter(role=Role.EDITOR, user__email="moi@example.org").exists()
    with pytest.raises(CommandError, match="No unit"):
        call_command("invite", "X", "--email", "x@example.org", "--role", "editor", "--unit", "không có")
    with pytest.raises(CommandError, match="số điện thoại"):
        call_command("invite", "X", "--role", "editor", "--unit", "HS")


def test_the_doctor_says_what_is_to_do(db, capsys, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.DEMO = True
    call_command("doctor")

    words = capsys.readouterr().out
    assert "all migrations done" in words and "TO DO" not in words
    settings.DEMO, settings.EMAIL_BACKEND = False, "nhipcau.notifications.backends.FileBackend"
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert "set EMAIL_URL" in capsys.readouterr().out


def test_a_person_without_a_job_is_nobody_to_sign_in_for(union):
    gone = factories.make_user("Phan Văn Nghỉ", is_active=False)

    with pytest.raises(CommandError, match="Nobody"):
        call_command("sign_in_link", gone.email)
