from django.db import migrations
from django.db.models import F, Max, OuterRef, Subquery


def fill(apps, schema_editor):
    """The one answer of a question becomes the first of its answers; names, reminders and origins are taken over."""
    HelpRequest = apps.get_model("campaigns", "HelpRequest")
    HelpAnswer = apps.get_model("campaigns", "HelpAnswer")
    Addressed = apps.get_model("campaigns", "Addressed")
    Circular = apps.get_model("campaigns", "Circular")
    Reminder = apps.get_model("campaigns", "Reminder")
    Unit = apps.get_model("organisations", "Unit")
    answered = HelpRequest.objects.filter(answered_at__isnull=False, answered_by__isnull=False)
    HelpAnswer.objects.bulk_create(
        HelpAnswer(request=asked, text=asked.answer, at=asked.answered_at, by_id=asked.answered_by_id)
        for asked in answered.order_by("pk")
    )
    name = Unit.objects.filter(pk=OuterRef("unit")).order_by().values("search_name")
    Addressed.objects.update(unit_name=Subquery(name[:1]))
    sent = Reminder.objects.filter(addressed=OuterRef("pk")).order_by().values("addressed")
    last = Subquery(sent.annotate(last=Max("at")).values("last")[:1])
    Addressed.objects.filter(pk__in=Reminder.objects.values("addressed")).update(reminded_at=last)
    for circular in Circular.objects.filter(campaign__relayed_from__isnull=False).annotate(
        upper=F("campaign__relayed_from")
    ):
        Circular.objects.filter(pk=circular.pk).update(relayed_from=circular.upper)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_answers_sources_and_sort_keys")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField(model_name="helprequest", name="answer"),
        migrations.RemoveField(model_name="helprequest", name="answered_by"),
    ]
