"""A member may cease to be one within the term."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0005_a_request_may_fall_away'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='until',
            field=models.DateField(blank=True, help_text='任期内不再担任委员的填写，含当日。', null=True, verbose_name='委员资格止于'),
        ),
    ]
