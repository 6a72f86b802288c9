import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("publishing", "0002_after_publication"),
        ("stories", "0003_lists_of_a_million"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["page", "-published_at"], name="publishing_post_by_day"),
        ),
        migrations.CreateModel(
            name="TopicPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("a_month", models.PositiveSmallIntegerField(verbose_name="items a month")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stories.topic"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topic_plans",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={"ordering": ["topic__position", "topic"]},
        ),
        migrations.AddConstraint(
            model_name="topicplan",
            constraint=models.UniqueConstraint(
                fields=("unit", "topic"),
                name="topic_plan_once_a_unit",
                violation_error_message="This topic is already in the plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="topicplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("a_month__gte", 1), ("a_month__lte", 60)),
                name="topic_plan_wants_something",
                violation_error_message="A topic in the plan wants between 1 and 60 items a month.",
            ),
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offer", to="publishing.post"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "-offered_at", "-id"], name="offer_of_unit")],
            },
        ),
    ]
