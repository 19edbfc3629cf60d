"""The ledger of a clock completed, the ladder indexed, ways out set up by a place, shifts to a new calendar."""

import django.core.validators
import django.db.models.deletion
import datetime as dt
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0006_unit_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gateway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('channel', models.CharField(choices=[('inbox', '站内消息'), ('email', '电子邮件'), ('wecom', '企业微信群机器人'), ('dingtalk', '钉钉群机器人'), ('feishu', '飞书群机器人'), ('webhook', '接口推送'), ('sms', '短信')], max_length=12, verbose_name='渠道')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('url', models.URLField(max_length=500, verbose_name='地址')),
                ('secret', models.CharField(blank=True, max_length=200, verbose_name='密钥')),
                ('options', models.JSONField(blank=True, default=dict, verbose_name='其他设置')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '消息渠道',
                'verbose_name_plural': '消息渠道',
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('status', models.CharField(choices=[('proposed', '待批准'), ('applied', '已执行'), ('dropped', '不予调整')], default='proposed', max_length=10, verbose_name='状态')),
                ('made_at', models.DateTimeField(verbose_name='生成时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='决定人')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
            ],
            options={
                'verbose_name': '期限调整建议',
                'verbose_name_plural': '期限调整建议',
            },
        ),
        migrations.CreateModel(
            name='ShiftLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.PositiveIntegerField(verbose_name='期次')),
                ('due_before', models.DateField(verbose_name='原到期日')),
                ('due_after', models.DateField(verbose_name='新到期日')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='原因')),
            ],
            options={
                'verbose_name': '期限调整',
                'verbose_name_plural': '期限调整',
            },
        ),
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.PositiveIntegerField(verbose_name='期次')),
                ('until', models.DateField(verbose_name='暂缓至')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
            ],
            options={
                'verbose_name': '暂缓提醒',
                'verbose_name_plural': '暂缓提醒',
            },
        ),
        migrations.RemoveConstraint(
            model_name='clockevent',
            name='clock_event_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='dispatch',
            name='dispatch_channel_known',
        ),
        migrations.RemoveConstraint(
            model_name='dispatch',
            name='dispatch_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='obligation',
            name='obligation_channel_known',
        ),
        migrations.AddField(
            model_name='clock',
            name='cancelled',
            field=models.BooleanField(default=False, verbose_name='未完成而终止'),
        ),
        migrations.AddField(
            model_name='clock',
            name='limit',
            field=models.JSONField(blank=True, null=True, verbose_name='期限长短'),
        ),
        migrations.AddField(
            model_name='clock',
            name='paused_on',
            field=models.DateField(blank=True, null=True, verbose_name='中止自'),
        ),
        migrations.AddField(
            model_name='clock',
            name='remind_on',
            field=models.DateField(default=dt.date(2000, 1, 1), verbose_name='下次提醒'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='clockevent',
            name='until',
            field=models.DateField(blank=True, null=True, verbose_name='延至'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='jurisdiction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.jurisdiction', verbose_name='地区'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='provider_id',
            field=models.CharField(blank=True, max_length=120, verbose_name='对方编号'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='moot_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='失效时间'),
        ),
        migrations.AddField(
            model_name='user',
            name='mobile',
            field=models.CharField(blank=True, max_length=20, validators=[django.core.validators.RegexValidator('^\\+?\\d{5,18}$', '手机号应为数字。')], verbose_name='手机'),
        ),
        migrations.AlterField(
            model_name='clockevent',
            name='days',
            field=models.IntegerField(blank=True, null=True, verbose_name='宽限天数'),
        ),
        migrations.AlterField(
            model_name='clockevent',
            name='kind',
            field=models.CharField(choices=[('pause', '中止计算'), ('resume', '恢复计算'), ('extension', '延期'), ('restart', '重新计算'), ('cancel', '撤销'), ('correction', '更正'), ('allowance', '件数宽限'), ('calendar', '日历调整')], max_length=12, verbose_name='事项'),
        ),
        migrations.AlterField(
            model_name='dispatch',
            name='channel',
            field=models.CharField(choices=[('inbox', '站内消息'), ('email', '电子邮件'), ('wecom', '企业微信群机器人'), ('dingtalk', '钉钉群机器人'), ('feishu', '飞书群机器人'), ('webhook', '接口推送'), ('sms', '短信')], max_length=12, verbose_name='渠道'),
        ),
        migrations.AlterField(
            model_name='dispatch',
            name='status',
            field=models.CharField(choices=[('pending', '待发'), ('sending', '发送中'), ('sent', '已发'), ('dead', '发送失败'), ('moot', '已失效')], default='pending', max_length=10, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='obligation',
            name='channel',
            field=models.CharField(choices=[('inbox', '站内消息'), ('email', '电子邮件'), ('wecom', '企业微信群机器人'), ('dingtalk', '钉钉群机器人'), ('feishu', '飞书群机器人'), ('webhook', '接口推送'), ('sms', '短信')], max_length=12, verbose_name='渠道'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('paused_on__isnull', True)), fields=['remind_on', 'jurisdiction', 'rule'], name='clock_to_look_at'),
        ),
        migrations.AddConstraint(
            model_name='clockevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pause', 'resume', 'extension', 'restart', 'cancel', 'correction', 'allowance', 'calendar'])), name='clock_event_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['inbox', 'email', 'wecom', 'dingtalk', 'feishu', 'webhook', 'sms'])), name='obligation_channel_known'),
        ),
        migrations.AddField(
            model_name='gateway',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gateways', to='workflow.department', verbose_name='限于单位'),
        ),
        migrations.AddField(
            model_name='gateway',
            name='jurisdiction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gateways', to='workflow.jurisdiction', verbose_name='地区'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='gateway',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='workflow.gateway', verbose_name='经由'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['inbox', 'email', 'wecom', 'dingtalk', 'feishu', 'webhook', 'sms'])), name='dispatch_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'sending', 'sent', 'dead', 'moot'])), name='dispatch_status_known'),
        ),
        migrations.AddField(
            model_name='shift',
            name='jurisdiction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.jurisdiction', verbose_name='地区'),
        ),
        migrations.AddField(
            model_name='shift',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='workflow.calendarversion', verbose_name='工作日历'),
        ),
        migrations.AddField(
            model_name='shiftline',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workflow.clock', verbose_name='期限'),
        ),
        migrations.AddField(
            model_name='shiftline',
            name='shift',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='workflow.shift', verbose_name='建议'),
        ),
        migrations.AddField(
            model_name='snooze',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='workflow.clock', verbose_name='期限'),
        ),
        migrations.AddField(
            model_name='snooze',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员'),
        ),
        migrations.AddConstraint(
            model_name='gateway',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['inbox', 'email', 'wecom', 'dingtalk', 'feishu', 'webhook', 'sms'])), name='gateway_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='gateway',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True)), fields=('department', 'channel'), name='gateway_one_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='gateway',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True), ('department', None)), fields=('jurisdiction', 'channel'), name='gateway_one_of_a_place'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'applied', 'dropped'])), name='shift_status_known'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.UniqueConstraint(fields=('jurisdiction', 'version'), name='shift_once_a_version'),
        ),
        migrations.AddConstraint(
            model_name='shiftline',
            constraint=models.UniqueConstraint(fields=('shift', 'clock'), name='shift_line_once'),
        ),
        migrations.AddConstraint(
            model_name='snooze',
            constraint=models.UniqueConstraint(fields=('clock', 'epoch', 'user'), name='snooze_once'),
        ),
    ]
