"""Copies of before are of the place of their letter, and where they went out they wait; nobody is told of them now."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    Reply = apps.get_model("replies", "Reply")
    copies = apps.get_model("replies", "CopyRecipient").objects.order_by()
    places = Reply.objects.filter(pk=OuterRef("reply")).values("jurisdiction")
    copies.update(jurisdiction=Subquery(places))
    out = copies.filter(sent_on__isnull=False)
    out.filter(received_on=None).update(status="sent", reminded_on=F("sent_on"))
    # Received before it went out, as nothing kept anybody from entering: the day of receipt is what was seen.
    out.filter(received_on__lt=F("sent_on")).update(sent_on=F("received_on"))
    out.filter(received_on__isnull=False).update(status="received")
    copies.filter(sent_on=None).update(received_on=None)


class Migration(migrations.Migration):
    dependencies = [("replies", "0009_dispatch_of_copies")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
