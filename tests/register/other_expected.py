"""What `read-form01` is to print of a form of another hand, in the shape of the contract."""

from typing import Any

from tests.register.other_forms import Form


def expected(form: Form, *, converted: bool = False) -> dict[str, Any]:
    """What `read-form01` is to print, in the shape of the contract."""
    place = {
        id(one): {"table": t, "n": n} for t, people in form.people.items() for n, one in enumerate(people, 1)
    }
    rows = [
        {
            "table": table, "n": n, **one.expected, "issues": [_issue(*i) for i in sorted(one.issues)],
            "issues_optional": [_issue(*i) for i in sorted(one.may)],
            "duplicate_of": one.duplicate_of and place[id(one.duplicate_of)], "same_person_as": one.same_as and place[id(one.same_as)],
        }
        for table, people in form.people.items() for n, one in enumerate(people, 1)
    ]  # fmt: skip
    issues = [{"severity": "warning", "code": "text-encoding"}] if converted else []
    return {
        "outcome": "read",
        "refusal": None,
        "allow_refusal": False,
        "unit": form.unit,
        "file_issues": issues,
        "rows": rows,
    }


ERRORS = {
    "phone-invalid",
    "email-invalid",
    "facebook-not-account",
    "facebook-not-facebook",
    "facebook-malformed",
    "name-missing",
}


def _issue(field_name: str, code: str) -> dict[str, str]:
    return {"field": field_name, "severity": "error" if code in ERRORS else "warning", "code": code}
