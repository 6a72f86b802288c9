import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_counters")]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("at", models.TimeField(blank=True, null=True)),
                ("what", models.CharField(max_length=300)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "ordering": ("on", "at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="event_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
