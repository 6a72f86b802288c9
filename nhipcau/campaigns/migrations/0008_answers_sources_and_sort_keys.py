from datetime import UTC, datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_what_a_correction_changed"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="campaigns.helprequest",
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("request", "at", "pk")},
        ),
        migrations.AddField(
            model_name="addressed",
            name="unit_name",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="addressed",
            name="reminded_at",
            field=models.DateTimeField(default=datetime(1970, 1, 1, tzinfo=UTC), editable=False),
        ),
        migrations.AddField(
            model_name="circular",
            name="relayed_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="passed_on",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="said_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="campaigns.circular",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="said_on_line",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="handin",
            name="is_by_desk",
            field=models.BooleanField(default=False),
        ),
        # the composite indexes begin with these columns
        migrations.AlterField(
            model_name="addressed",
            name="campaign",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="addressed",
                to="campaigns.campaign",
            ),
        ),
        migrations.AlterField(
            model_name="addressed", name="unit_path", field=models.CharField(max_length=255)
        ),
        migrations.AddIndex(
            model_name="addressed",
            index=models.Index(fields=["campaign", "unit_name", "id"], name="addressed_by_name"),
        ),
        migrations.AddIndex(
            model_name="addressed",
            index=models.Index(fields=["campaign", "reminded_at", "id"], name="addressed_by_reminder"),
        ),
    ]
