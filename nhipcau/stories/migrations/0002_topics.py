from django.db import migrations

from nhipcau.stories import topics


def lay_down(apps, _schema_editor):
    topics.lay_down(apps.get_model("stories", "Topic"))


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
