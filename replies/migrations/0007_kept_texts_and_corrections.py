from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('replies', '0006_day_of_arrival'),
        ('workflow', '0010_what_is_to_gather'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='incomingletter',
            name='incoming_status_known',
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='corrected_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='更正时间'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='corrected_by',
            field=models.CharField(blank=True, max_length=80, verbose_name='更正人'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='correction',
            field=models.JSONField(blank=True, null=True, verbose_name='更正'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='remark',
            field=models.CharField(blank=True, max_length=200, verbose_name='待确认原因'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='text',
            field=models.TextField(blank=True, verbose_name='原文'),
        ),
        migrations.AlterField(
            model_name='incomingletter',
            name='status',
            field=models.CharField(choices=[('waiting', '待确认'), ('made', '已建历史件'), ('policy', '已入政策库'), ('rejected', '不予导入'), ('unread', '未能识读')], default='waiting', max_length=10, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'made', 'policy', 'rejected', 'unread'])), name='incoming_status_known'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_at__isnull', True), ('corrected_by', ''), ('correction__isnull', True)), models.Q(('corrected_at__isnull', False), ('correction__isnull', False), models.Q(('corrected_by', ''), _negated=True)), _connector='OR'), name='incoming_correction_has_its_author'),
        ),
    ]
