import datetime

import django.db.models.deletion
from django.db import migrations, models

STANDINGS = [
    (0, "not counted yet"),
    (1, "owes"),
    (2, "for information"),
    (3, "belongs to the campaign no more"),
    (4, "delivered"),
]


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0004_kinds_of_work_time_and_help")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="counted_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="addressed",
            name="standing",
            field=models.SmallIntegerField(choices=STANDINGS, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="addressed",
            name="day",
            field=models.DateField(default=datetime.date(9999, 12, 31), editable=False),
        ),
        migrations.AddField(
            model_name="addressed",
            name="has_acknowledged",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="addressed",
            index=models.Index(fields=["campaign", "standing", "day", "id"], name="addressed_by_standing"),
        ),
        migrations.AddIndex(
            model_name="addressed",
            index=models.Index(fields=["campaign", "unit_path"], name="addressed_by_path"),
        ),
        migrations.CreateModel(
            name="RollUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("depth", models.SmallIntegerField()),
                ("area", models.CharField(blank=True, max_length=255)),
                ("standing", models.SmallIntegerField(choices=STANDINGS)),
                ("day", models.DateField(default=datetime.date(9999, 12, 31))),
                ("n", models.IntegerField()),
                ("acknowledged", models.IntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rollups",
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "depth", "area", "standing", "day"), name="rollup_once"
                    )
                ],
            },
        ),
    ]
