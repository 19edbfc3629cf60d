"""What the database promises of clocks and their ledgers, once every row holds it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0008_ledgers_of_before'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fixed__isnull', True), ('limit__isnull', False)), models.Q(('fixed__isnull', False), ('limit__isnull', True)), _connector='OR'), name='clock_counted_or_named'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled', False), ('closed_at__isnull', False), _connector='OR'), name='clock_cancelled_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='clockevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'extension'), ('until__isnull', False)), models.Q(models.Q(('kind', 'extension'), _negated=True), ('until__isnull', True)), _connector='OR'), name='clock_event_extension_names_a_day'),
        ),
        migrations.AddConstraint(
            model_name='clockevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('days__isnull', False), ('kind', 'allowance')), models.Q(models.Q(('kind', 'allowance'), _negated=True), ('days__isnull', True)), _connector='OR'), name='clock_event_allowance_has_days'),
        ),
    ]
