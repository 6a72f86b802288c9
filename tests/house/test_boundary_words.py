"""No model, field, route, job, template or message has a name that belongs on the other side of the boundary."""

import re
import unicodedata
from importlib import import_module
from pathlib import Path

import polib
from django import forms
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "nhipcau"
WORDS = ROOT / "tests" / "samples" / "boundary-words.txt"
# One line and one reason each: the folded text that may stand, and why.
ALLOWED: dict[str, str] = {}


def fold(text):
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def stems():
    for line in WORDS.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            stem = line.split("\t")[0]
            yield (
                stem,
                re.compile(rf"\b{re.escape(fold(stem))}" + (r"\w*\b" if stem.endswith("*") else r"\b")),
            )


def routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield path
            yield from routes(pattern, path)
        else:
            yield f"{path} {pattern.name or ''}"


def walked():
    for model in apps.get_models():
        yield f"model {model._meta.label}", model.__name__
        for field in model._meta.get_fields():
            yield f"field {model._meta.label}", field.name
    for route in routes(get_resolver()):
        yield "route", route
    for job, _seconds in settings.TICK:
        yield "job", job
    for path in PACKAGE.rglob("jobs.py"):
        for name in re.findall(r"^def (\w+)", path.read_text("utf-8"), re.MULTILINE):
            yield f"job {path.relative_to(ROOT)}", name
    for path in PACKAGE.rglob("templates/**/*"):
        if path.is_file():
            yield (
                f"template {path.relative_to(ROOT)}",
                str(path.relative_to(PACKAGE)) + " " + path.read_text("utf-8"),
            )
    for path in PACKAGE.glob("locale/*/LC_MESSAGES/*.po"):
        for entry in polib.pofile(str(path)):
            for text in (entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values()):
                if text:
                    yield "message", text


def test_the_stems_find_what_they_should():
    found = {
        stem
        for stem, pattern in stems()
        if pattern.search(fold("WatchList dư luận InfluencerScore bảng xếp hạng"))
    }

    assert found == {"watch list*", "du luan", "influencer*", "bang xep hang"}


def test_no_name_or_message_lies_outside_the_boundary():
    patterns = list(stems())
    found = [
        f"{where}: {stem}: {text[:80]}"
        for where, text in walked()
        for stem, pattern in patterns
        if pattern.search(fold(text)) and not any(line in fold(text) for line in ALLOWED)
    ]

    assert found == []


#: What is kept nowhere as a text that somebody reads as asked of them, and why.
FREE = {
    "CircularForm.text": "the original as it came",
    "TextForm.text": "the original as it came",
    "HeadForm.named_units": "names and codes of units; only what is found in the tree is kept",
    "HeadForm.informed_units": "the same",
    "DeadlineForm.repeat_on": "a day; anything else is refused",
}


def forms_of(package):
    """The form classes of a package: those of forms.py, of …_forms.py and of the folder forms/."""
    for path in sorted((PACKAGE / package).rglob("*.py")):
        folder, name = path.parent.name, path.stem
        if folder not in ("models", "migrations") and (folder == "forms" or name.endswith("forms")):
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            own = [c for c in vars(module).values() if getattr(c, "__module__", "") == module.__name__]
            yield from (c for c in own if isinstance(c, type) and issubclass(c, forms.BaseForm))


def test_every_text_an_officer_types_for_units_passes_the_boundary():
    free = {
        f"{form.__name__}.{name}"
        for package in ("campaigns", "sheets")
        for form in forms_of(package)
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField and not field.widget.is_hidden
    }

    assert free == set(FREE)
