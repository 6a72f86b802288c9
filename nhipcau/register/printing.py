"""What `read-form01` prints, as the contract of the reader asks for it."""

from typing import Any

from nhipcau.register.reading import Form01, Person


def printed(form: Form01) -> dict[str, Any]:
    return {
        "outcome": "read",
        "refusal": None,
        "unit": form.unit,
        "file_issues": [{"severity": i.severity, "code": i.code} for i in form.file_issues],
        "rows": [_row(person) for person in form.rows],
    }


def refused(code: str) -> dict[str, Any]:
    return {"outcome": "refused", "refusal": code, "unit": None, "file_issues": [], "rows": []}


def _row(person: Person) -> dict[str, Any]:
    return {
        "table": person.table,
        "n": person.n,
        "where": person.where,
        "name": person.name,
        "unit": person.unit,
        "position": person.position,
        "phone": person.phone,
        "phones_other": person.phones_other,
        "email": person.email,
        "facebook_name": person.facebook_name,
        "facebook_url": person.facebook_url,
        "facebook_reason": person.facebook_reason,
        "issues": [i.as_json() for i in person.issues],
        "duplicate_of": person.duplicate_of,
        "same_person_as": person.same_person_as,
    }
