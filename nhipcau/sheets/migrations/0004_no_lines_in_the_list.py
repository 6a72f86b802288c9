from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sheets", "0003_lines_in_rows_of_their_own")]

    operations = [migrations.RemoveField(model_name="proposal", name="rows")]
