"""`nhipcau demo-links`: one sign-in link a role, new at every start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from nhipcau.accounts import links
from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Role
from nhipcau.demo.union import OWN

SHOWN = (
    (Role.DESK_OFFICER, OWN % "vananh"),
    (Role.EDITOR, OWN % "minhtruc"),
    (Role.COLLABORATOR, OWN % "ctv31"),
    (Role.CHAIR, OWN % "chutich31"),
    (Role.CITY_OFFICER, OWN % "quockhanh"),
    (Role.OPERATOR, OWN % "ducgiang"),
)


class Command(BaseCommand):
    help = "Print where to begin: the members' page, and one sign-in link a role."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo installation; start it with ./run demo.")
        lines = [
            ("Trang tin (members' page)", "/"),
            ("Tệp để thử, thư đã gửi (files to try, mail)", "/demo/"),
        ]
        for role, email in SHOWN:
            user = User.objects.filter(email=email).first()
            if user is not None:
                with translation.override("vi"):
                    words = f"{role.label}: {user.full_name}"
                lines.append((words, links.issue("sign-in", user=user, days=7)[1]))
        width = max(len(words) for words, _path in lines)
        self.stdout.write(
            "\nNhịp Cầu – bản chạy thử. Mỗi đường link đăng nhập dùng được một lần (each sign-in link works once).\n"
        )
        for words, path in lines:
            self.stdout.write(f"  {words.ljust(width)}  {settings.SITE_URL}{path}")
        self.stdout.write("\nCtrl-C dừng lại (stops everything).")
        self.stdout.flush()
