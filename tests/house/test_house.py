"""The rules of the house: what every file keeps, whoever wrote it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "nhipcau"
FILES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted(p for p in PACKAGE.rglob("templates/**/*") if p.is_file())
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def tree_of(path):
    return ast.parse(path.read_text("utf-8"))


def name_of(node):
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def where(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_sentence_is_glued_together():
    found = [
        where(path, node)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and name_of(node.func) in GETTEXT and node.args
        if not all(
            isinstance(a, ast.Constant)
            for a in node.args[: 2 if name_of(node.func).startswith(("n", "p")) else 1]
        )
    ]

    assert found == []


def test_only_the_clock_knows_the_time():
    forbidden = {
        ("timezone", "now"),
        ("date", "today"),
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("time", "sleep"),
        ("time", "time"),
    }
    found = [
        where(path, node)
        for path in FILES
        if path != PACKAGE / "core" / "clock.py" and "standin" not in path.parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if (name_of(node.func.value), node.func.attr) in forbidden
    ]

    assert found == []


def test_tests_do_not_sleep():
    found = [
        where(path, node)
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if (name_of(node.func.value), node.func.attr) == ("time", "sleep")
    ]

    assert found == []


def test_templates_have_no_inline_script_style_or_handler():
    bad = re.compile(
        r"<style|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\sstyle=|\shx-on|\son[a-z]+=|javascript:",
        re.IGNORECASE,
    )
    found = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in TEMPLATES
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bad.search(line)
    ]

    assert found == []


def test_no_view_asks_another_host():
    bad = re.compile(r"""(?:src|href)=["']https?://(?!www\.facebook\.com|m\.me)""")
    found = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in TEMPLATES
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bad.search(line)
    ]

    assert found == []


def test_nothing_refers_to_where_it_was_built():
    bad = re.compile(r"/work/|/root/|\.\./shared")
    own = Path(__file__)
    found = [
        str(path.relative_to(ROOT))
        for folder in ("nhipcau", "tests", "docs", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path != own
        and path.suffix in {".py", ".md", ".html", ".toml", ".txt", ".js", ".css"}
        if bad.search(path.read_text("utf-8", "replace"))
    ]

    assert found == []


@pytest.mark.parametrize("most", [400])
def test_no_file_has_become_long_reading(most):
    found = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := len(path.read_text("utf-8").splitlines())) > most
    }

    assert found == {}


def test_django_admin_is_not_mounted():
    from django.conf import settings

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
