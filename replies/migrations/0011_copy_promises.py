"""What the columns of a copy promise together."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('replies', '0010_copies_of_before'),
        ('workflow', '0012_numbers_given_out'),
    ]

    operations = [
        migrations.AlterField(
            model_name='copyrecipient',
            name='jurisdiction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.jurisdiction', verbose_name='地区'),
        ),
        migrations.AddIndex(
            model_name='copyrecipient',
            index=models.Index(fields=['status', 'sent_on'], name='copy_by_status'),
        ),
        migrations.AddConstraint(
            model_name='copyrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['paper', 'mail', 'electronic'])), name='copy_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='copyrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['', 'sent', 'received', 'returned'])), name='copy_status_known'),
        ),
        migrations.AddConstraint(
            model_name='copyrecipient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_on__isnull', True), ('sent_on__isnull', True), ('status', ''), ('return_reason', ''), ('returned_on__isnull', True)), models.Q(('sent_on__isnull', False), ('return_reason', ''), ('returned_on__isnull', True), ('received_on__isnull', True), ('status', 'sent')), models.Q(('sent_on__isnull', False), ('return_reason', ''), ('returned_on__isnull', True), ('received_on__gte', models.F('sent_on')), ('received_on__isnull', False), ('status', 'received')), models.Q(('sent_on__isnull', False), ('returned_on__gte', models.F('sent_on')), ('returned_on__isnull', False), ('status', 'returned'), ('received_on__isnull', True), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='copy_facts_of_its_state'),
        ),
    ]
