"""政协提案, the kind of case that every installation handles: rules and grades hang on it."""

from django.db import migrations


def load(apps, schema_editor):
    apps.get_model("workflow", "CaseKind").objects.get_or_create(code="cppcc", defaults={"name": "政协提案"})


def unload(apps, schema_editor):
    apps.get_model("workflow", "CaseKind").objects.filter(code="cppcc").delete()


class Migration(migrations.Migration):
    dependencies = [("workflow", "0003_feedback_links_are_a_door")]
    operations = [migrations.RunPython(load, unload)]
