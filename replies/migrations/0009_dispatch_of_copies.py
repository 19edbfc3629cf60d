"""What became of each copy: its state, what came back and why, and whether its office was told that it is silent."""

import django.db.models.deletion
from django.db import migrations, models

CHANNELS = [("paper", "纸质专送"), ("mail", "邮寄"), ("electronic", "系统交换")]
STATES = [("sent", "待签收"), ("received", "已签收"), ("returned", "退回")]


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0012_numbers_given_out"),
        ("replies", "0008_imported_files"),
    ]
    operations = [
        migrations.AddField(
            "copyrecipient",
            "version",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="修订号"),
        ),
        migrations.AddField(
            "copyrecipient",
            "jurisdiction",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflow.jurisdiction",
                verbose_name="地区",
            ),
        ),
        migrations.AddField(
            "copyrecipient",
            "status",
            models.CharField(
                blank=True, choices=STATES, default="", editable=False, max_length=10, verbose_name="状态"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "copyrecipient", "returned_on", models.DateField(blank=True, null=True, verbose_name="退回日期")
        ),
        migrations.AddField(
            "copyrecipient",
            "return_reason",
            models.CharField(blank=True, default="", max_length=200, verbose_name="退回原因"),
            preserve_default=False,
        ),
        migrations.AddField(
            "copyrecipient", "resent", models.PositiveSmallIntegerField(default=0, verbose_name="重发次数")
        ),
        migrations.AddField(
            "copyrecipient",
            "reminded_on",
            models.DateField(blank=True, editable=False, null=True, verbose_name="提醒日期"),
        ),
        migrations.RemoveConstraint("copyrecipient", "copy_channel_known"),
        migrations.AlterField(
            "copyrecipient",
            "channel",
            models.CharField(choices=CHANNELS, default="paper", max_length=10, verbose_name="方式"),
        ),
    ]
