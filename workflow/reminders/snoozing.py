"""暂缓提醒: somebody need not hear of one deadline for a few days, and says why; lateness still calls further up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from workflow import clocks
from workflow.actor import Actor
from workflow.errors import Invalid, NotYours, given
from workflow.models import Clock, Snooze, User
from workflow.reminders.people import Held, People

LONGEST = 10  # working days


@transaction.atomic
def snooze(clock: Clock, *, until: dt.date, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> Snooze:
    """Do not remind the actor of this last day before `until`; on that day it is remembered again."""
    reason = given(reason, "请填写暂缓理由。", field="reason")
    user = _hearer(clock, by, on)
    if clock.closed_at or clock.paused_on:
        raise Invalid("办理期限已办结或已中止，不再提醒。")
    longest = clocks.calendar_of(clock.jurisdiction_id).add_working_days(on, LONGEST).day
    if not on < until <= longest:
        raise Invalid(f"暂缓最多{LONGEST}个工作日，应在{longest:%Y年%-m月%-d日}及以前，且晚于今日。", field="until")
    if clock.snoozes.filter(user=user, epoch=clock.epoch).exists():
        raise Invalid("该期限已暂缓过一次，不能再次暂缓。")
    Clock.objects.filter(pk=clock.pk).update(remind_on=Least(F("remind_on"), until))
    return Snooze.objects.create(
        clock=clock, epoch=clock.epoch, user=user, until=until, reason=reason[:200], made_at=at
    )


def _hearer(clock: Clock, by: Actor, on: dt.date) -> User:
    """Who asks, where every rung reminds them; NotYours for whom only lateness calls, and for anybody else."""
    held = Held(clock.jurisdiction_id, clock.rule_id, clock.holder_id, clock.kind)
    told = {each.after for each in People(on).told(held, clock.rule) if by.user and each.user_id == by.user.pk}
    if by.user is None or not told:
        raise NotYours("该期限不提醒您，无须暂缓。")
    if None not in told:
        raise NotYours("逾期升级提醒不能暂缓。")
    return by.user
