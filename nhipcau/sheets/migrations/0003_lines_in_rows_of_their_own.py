"""Lists that wait when the new version is installed keep their lines."""

from typing import Any

from django.db import migrations


def move(apps: Any, _schema_editor: Any) -> None:
    """From one JSON field to a row a line; the page checks them again when it is opened."""
    proposals = apps.get_model("sheets", "Proposal")
    lines = apps.get_model("sheets", "ProposalLine")
    for proposal in proposals.objects.all().iterator():
        lines.objects.bulk_create(
            lines(
                proposal=proposal, key=row["key"], table=row["table"], where=row["where"] or {}, cells=row["cells"],
                is_hidden=row["hidden"], group=row["group"], state="refused" if row["dropped"] else "kept",
                reason="other" if row["dropped"] else "", line_key=row.get("line_key"),
            )
            for row in proposal.rows
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("sheets", "0002_forms_of_any_columns")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
