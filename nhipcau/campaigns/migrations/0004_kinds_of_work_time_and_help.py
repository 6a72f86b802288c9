import django.db.models.deletion
import nhipcau.campaigns.models.answers
import nhipcau.campaigns.models.helping
from django.conf import settings
from django.db import migrations, models


def name_the_task(apps, schema_editor):
    """A reminder was of a deadline; now it is of the unit's task for it."""
    Reminder = apps.get_model("campaigns", "Reminder")
    Task = apps.get_model("campaigns", "Task")
    for reminder in Reminder.objects.exclude(stage="hand").select_related("addressed", "deadline"):
        task = Task.objects.filter(step=reminder.deadline.step_id, unit=reminder.addressed.unit_id).first()
        if task is None or task.due_on is None:
            reminder.delete()
            continue
        reminder.task, reminder.due_on = task, task.due_on
        reminder.save(update_fields=["task", "due_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_a_step_asks_for_a_form"),
        ("organisations", "0001_initial"),
        ("sheets", "0005_a_desk_takes_in_many_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", models.DateField(blank=True, null=True)),
                ("now", models.DateField()),
                ("why", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("submit_key", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="GuidanceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("file", models.FileField(upload_to=nhipcau.campaigns.models.helping.guidance_name)),
                ("filename", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("submit_key", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HandInPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("file", models.FileField(upload_to=nhipcau.campaigns.models.answers.hand_in_name)),
                ("small", models.FileField(upload_to=nhipcau.campaigns.models.answers.hand_in_name)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("hand_in", "position"),
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                ("submit_key", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="OwnDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="addressed",
            name="is_for_information",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="addressed",
            name="left_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="escalates",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="campaign",
            name="guidance",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="relayed_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="relays",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="reminders_stopped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="withdrawn_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="circular",
            name="amends",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="circular",
            name="applied_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="relative",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="handin",
            name="values",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="reminder",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reminder",
            name="task",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="campaigns.task",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="asks",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="step",
            name="period_ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="repeated_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="periods",
                to="campaigns.step",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="repeats",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="handin",
            name="kind",
            field=models.CharField(
                choices=[
                    ("none", "nothing, it is for information"),
                    ("confirm", "the unit confirms that it is done"),
                    ("file", "a file"),
                    ("form01", "Form 01"),
                    ("form", "a form of the desk"),
                    ("page", "the official page or account is named"),
                    ("collaborator", "a collaborator is appointed"),
                    ("numbers", "numbers"),
                    ("sum", "a sum of money"),
                    ("photos", "photos"),
                    ("link", "the link of the unit’s own Page or of a post of it"),
                ],
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="handin",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("accepted", "accepted"),
                    ("returned", "returned for correction"),
                    ("taken_back", "taken back"),
                ],
                default="received",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="stage",
            field=models.CharField(
                choices=[
                    ("week", "a week before the last day"),
                    ("soon", "three days before the last day"),
                    ("late", "the day after"),
                    ("later", "a week after"),
                    ("above", "the level above was told"),
                    ("hand", "sent by hand"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="hand_in",
            field=models.CharField(
                choices=[
                    ("none", "nothing, it is for information"),
                    ("confirm", "the unit confirms that it is done"),
                    ("file", "a file"),
                    ("form01", "Form 01"),
                    ("form", "a form of the desk"),
                    ("page", "the official page or account is named"),
                    ("collaborator", "a collaborator is appointed"),
                    ("numbers", "numbers"),
                    ("sum", "a sum of money"),
                    ("photos", "photos"),
                    ("link", "the link of the unit’s own Page or of a post of it"),
                ],
                default="confirm",
                max_length=15,
            ),
        ),
        migrations.RunPython(name_the_task, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_once_a_stage",
        ),
        migrations.RemoveField(
            model_name="reminder",
            name="deadline",
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "hand"), _negated=True),
                fields=("task", "stage", "due_on"),
                name="reminder_once_a_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "hand"),
                    models.Q(("due_on__isnull", False), ("task__isnull", False)),
                    _connector="OR",
                ),
                name="reminder_by_the_worker_names_its_task",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                fields=("repeated_from", "period_ends_on"), name="step_once_a_period"
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_feed",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="campaigns.step"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="guidancefile",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="guidancefile",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="guidance_files",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="handinphoto",
            name="hand_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="campaigns.handin"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="campaigns.campaign"
            ),
        ),
        migrations.AddField(
            model_name="ownday",
            name="addressed",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="own_days", to="campaigns.addressed"
            ),
        ),
        migrations.AddField(
            model_name="ownday",
            name="deadline",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="own_days", to="campaigns.deadline"
            ),
        ),
        migrations.AddField(
            model_name="ownday",
            name="said_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="handinphoto",
            constraint=models.UniqueConstraint(fields=("hand_in", "digest"), name="hand_in_photo_once"),
        ),
        migrations.AddConstraint(
            model_name="ownday",
            constraint=models.UniqueConstraint(fields=("addressed", "deadline"), name="own_day_once"),
        ),
    ]
