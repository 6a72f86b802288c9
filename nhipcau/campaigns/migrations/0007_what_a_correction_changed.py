from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_what_takes_place")]

    operations = [
        migrations.AddField(model_name="circular", name="changes", field=models.JSONField(default=list)),
    ]
