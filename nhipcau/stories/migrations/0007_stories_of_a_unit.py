from django.db import migrations, models


class Migration(migrations.Migration):
    """What a unit has sent, and what an editor is working on, newest first."""

    dependencies = [("stories", "0006_the_desks_own")]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["unit", "-submitted_at", "-id"], name="story_of_unit"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("claimed_by__isnull", False)),
                fields=["claimed_by", "status", "-submitted_at", "-id"],
                name="story_of_editor",
            ),
        ),
    ]
