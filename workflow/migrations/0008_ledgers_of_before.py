"""Clocks from before get the limit that they were counted by; their extensions name the day they were granted to."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    Clock = apps.get_model("workflow", "Clock")
    ClockEvent = apps.get_model("workflow", "ClockEvent")
    ClockEvent.objects.filter(kind="extension").update(until=F("due_after"))
    ClockEvent.objects.exclude(kind="allowance").update(days=None)
    counted = Clock.objects.filter(fixed=None, limit=None).select_related("rule").order_by("pk")
    for clock in counted.iterator(chunk_size=2000):
        pair = clock.rule.content.get("limits", {}).get(clock.kind)
        facts = {"limit": {"limit": pair}} if pair else {"fixed": clock.due}
        Clock.objects.filter(pk=clock.pk).update(**facts)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0007_ledger_ladder_and_gateways")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
