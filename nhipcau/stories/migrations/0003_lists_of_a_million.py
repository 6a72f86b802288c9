from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes in the order of the lists, the path of the unit last."""

    dependencies = [("stories", "0002_topics")]

    operations = [
        migrations.RemoveIndex(model_name="story", name="story_by_status"),
        migrations.RemoveIndex(model_name="story", name="story_newest"),
        migrations.RemoveIndex(model_name="story", name="story_news"),
        migrations.RemoveIndex(model_name="story", name="story_by_path"),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["status", "-submitted_at", "-id", "unit_path"], name="story_by_status"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                fields=["status", "topic", "-submitted_at", "-id", "unit_path"], name="story_by_topic"
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["status", "-published_at", "-id", "unit_path"], name="story_news"),
        ),
    ]
