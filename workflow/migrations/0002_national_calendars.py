"""The national calendars 2004 to 2026 as published, and two provisional years after them."""

import json
from pathlib import Path

from django.db import migrations
from django.utils import timezone

DATA = Path(__file__).resolve().parents[1] / "data" / "calendars.json"


def load(apps, schema_editor):
    Version = apps.get_model("workflow", "CalendarVersion")
    Day = apps.get_model("workflow", "CalendarDay")
    for year in json.loads(DATA.read_text(encoding="utf-8")):
        version = Version.objects.create(year=year["year"], published=year["published"], source=year["source"], loaded_at=timezone.now())
        Day.objects.bulk_create(Day(version=version, day=day, kind=kind, name=name) for day, kind, name in year["days"])


def unload(apps, schema_editor):
    apps.get_model("workflow", "CalendarVersion").objects.filter(jurisdiction=None).delete()


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
