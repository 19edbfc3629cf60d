"""重点提案: who leads and who watches over it, its plan and its report."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals.actions.correcting import changed, in_words
from proposals.flows import PROPOSAL_FLOW
from proposals.models import KeyHandling, Proposal
from workflow.actor import Actor
from workflow.errors import Invalid, given
from workflow.progress import advance


@transaction.atomic
def designate(
    proposal: Proposal,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    led_by: str = "",
    supervised_by: str = "",
    committee: str = "",
    mode: str = "",
    note: str = "",
) -> KeyHandling:
    """列为重点提案: at least one leader is named."""
    row = PROPOSAL_FLOW.begin("designate", by, proposal, on=on)
    led_by, supervised_by = led_by.strip(), supervised_by.strip()
    if not (led_by or supervised_by):
        raise Invalid("请填写领办领导或督办领导。", field="led_by")
    payload = {"led_by": led_by, "supervised_by": supervised_by, "committee": committee.strip(), "mode": mode.strip()}
    advance(proposal, row, by=by, on=on, at=at, note=note, facts={"is_key": True}, payload=payload)
    # A proposal marked at registration has no leaders yet; one that lost the mark keeps what was written.
    handling, _ = KeyHandling.objects.update_or_create(proposal=proposal, defaults=payload)
    return handling


@transaction.atomic
def correct_key(
    proposal: Proposal,
    *,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    led_by: str | None = None,
    supervised_by: str | None = None,
    committee: str | None = None,
    mode: str | None = None,
) -> KeyHandling:
    """更正领办、督办领导: another name, or none where one was wrong; one of the two stays. None leaves what stands."""
    row = PROPOSAL_FLOW.begin("correct_key", by, proposal, on=on)
    handling = handling_of(proposal)
    wanted = {"led_by": led_by, "supervised_by": supervised_by, "committee": committee, "mode": mode}
    facts = changed(handling, {name: value and value.strip() for name, value in wanted.items()})
    if not (facts.get("led_by", handling.led_by) or facts.get("supervised_by", handling.supervised_by)):
        raise Invalid("请填写领办领导或督办领导。", field="led_by")
    reason = given(reason, "请填写更正理由。", field="reason")
    advance(proposal, row, by=by, on=on, at=at, note=reason, payload={"changes": in_words(handling, facts)})
    return _keep(handling, **facts)


def handling_of(proposal: Proposal) -> KeyHandling:
    handling = KeyHandling.objects.filter(proposal=proposal).first()
    if handling is None:
        raise Invalid("请先登记重点提案的领办、督办领导。")
    return handling


@transaction.atomic
def plan_key(proposal: Proposal, *, plan: str, by: Actor, on: dt.date, at: dt.datetime) -> KeyHandling:
    """重点办理方案."""
    row = PROPOSAL_FLOW.begin("plan_key", by, proposal, on=on)
    handling, plan = handling_of(proposal), given(plan, "请填写办理方案。", field="plan")
    advance(proposal, row, by=by, on=on, at=at, note=plan)
    return _keep(handling, plan=plan, planned_on=on)


@transaction.atomic
def report_key(proposal: Proposal, *, report: str, by: Actor, on: dt.date, at: dt.datetime) -> KeyHandling:
    """重点督办报告."""
    row = PROPOSAL_FLOW.begin("report_key", by, proposal, on=on)
    handling, report = handling_of(proposal), given(report, "请填写督办报告。", field="report")
    advance(proposal, row, by=by, on=on, at=at, note=report)
    return _keep(handling, report=report, reported_on=on)


def _keep(handling: KeyHandling, **columns: object) -> KeyHandling:
    KeyHandling.objects.filter(pk=handling.pk).update(**columns)
    handling.refresh_from_db()
    return handling
