"""A request for an extension may fall away without being decided."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0004_carried_and_topics'),
        ('workflow', '0006_unit_groups'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='extension',
            name='extension_decision_known',
        ),
        migrations.RemoveConstraint(
            model_name='planopinion',
            name='plan_opinion_decision_known',
        ),
        migrations.AlterField(
            model_name='extension',
            name='decision',
            field=models.CharField(choices=[('asked', '待定'), ('granted', '同意'), ('refused', '不同意'), ('withdrawn', '已撤销')], default='asked', max_length=10, verbose_name='结果'),
        ),
        migrations.AlterField(
            model_name='planopinion',
            name='decision',
            field=models.CharField(choices=[('asked', '待定'), ('granted', '同意'), ('refused', '不同意'), ('withdrawn', '已撤销')], default='asked', max_length=10, verbose_name='结果'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['asked', 'granted', 'refused', 'withdrawn'])), name='extension_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='planopinion',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['asked', 'granted', 'refused', 'withdrawn'])), name='plan_opinion_decision_known'),
        ),
    ]
