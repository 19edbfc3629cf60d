"""情况说明 for a problem of 格式校核 that is let stand, and taking it back: both on the trail of the case."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from replies.flows import EXPLAINED_BY
from replies.linting import Noted, problems
from replies.models import Reply, Waiver
from workflow.actor import Actor
from workflow.audit import record
from workflow.enums import Role
from workflow.errors import CaseMovedOn, Invalid, NotYours, TransitionRefused, given
from workflow.progress import refuse_future

LONGEST_REASON = 2_000


def explainers(reply: Reply, by: Actor) -> frozenset[Role]:
    """As what this person may write 情况说明 now; empty where they may not."""
    return EXPLAINED_BY.get(reply.status, frozenset()) & reply.roles_of(by)


@transaction.atomic
def waive_problem(reply: Reply, *, key: str, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> Waiver:
    """Let one problem stand, for a reason. It holds while the same is found in the same words."""
    role = _begin(reply, by, on, at)
    reason = given(reason, "请填写情况说明。", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"情况说明不能超过{LONGEST_REASON}字。", field="reason")
    problem = _standing(reply, key, on).problem
    waiver = Waiver.objects.create(
        reply=reply,
        key=key,
        rule=problem.rule,
        part=problem.place.part,
        quote=problem.quote,
        message=problem.message,
        reason=reason,
        author=by.user,
        author_name=str(by)[:80],
        happened_on=on,
        created_at=at,
    )
    _tell(waiver, "waive_problem", role, note=reason, by=by, on=on, at=at)
    return waiver


@transaction.atomic
def withdraw_waiver(waiver: Waiver, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """收回: the problem counts again. What was explained stays on the trail."""
    role = _begin(waiver.reply, by, on, at)
    withdrawn = {"withdrawn_at": at, "withdrawn_by": str(by)[:80]}
    if Waiver.objects.holding().filter(pk=waiver.pk).update(**withdrawn) != 1:
        raise CaseMovedOn
    _tell(waiver, "withdraw_waiver", role, note=note, by=by, on=on, at=at)


def _begin(reply: Reply, by: Actor, on: dt.date, at: dt.datetime) -> Role:
    """Hold the case, so that nobody signs it meanwhile; as what this person explains it."""
    reply.hold()
    # The row as it stands: the letter that is judged is not the one that the page was opened with.
    reply.reread()
    if reply.status not in EXPLAINED_BY:
        raise TransitionRefused(f"当前环节（{reply.get_status_display()}）不写情况说明。")
    roles = explainers(reply, by)
    if not roles:
        raise NotYours("只有能修改本稿、签发或录入审签结果的人可以写情况说明。")
    refuse_future(on, at)
    if on < timezone.localdate(at):
        raise Invalid("情况说明记在当天，不补录。", field="on")
    return min(roles, key=list(Role).index)


def _standing(reply: Reply, key: str, on: dt.date) -> Noted:
    found = next((each for each in problems(reply, on=on) if each.key == key), None)
    if found is None:
        raise Invalid("没有这一问题，或文字已改；请保存后重新校核。", field="key")
    if found.strict:
        raise Invalid("本地区规定，这一问题须改正，不得以情况说明代替。", field="key")
    if found.waiver:
        raise Invalid("这一问题已有情况说明。", field="key")
    return found


def _tell(waiver: Waiver, move: str, role: Role, *, note: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    told = {"problem": waiver.message, "quote": waiver.quote[:200]}
    record(waiver.reply, move, by=by, on=on, at=at, role=role, note=note, payload=told)
