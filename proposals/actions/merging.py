"""并案: one investigation for several proposals, each with a reply of its own; undone before hand-over."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals.enums import ProposalStatus
from proposals.flows import PROPOSAL_FLOW
from proposals.models import Proposal
from workflow.actor import Actor
from workflow.audit import hold
from workflow.errors import Invalid, given
from workflow.progress import advance


@transaction.atomic
def merge(proposal: Proposal, *, into: Proposal, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """Let `into` be handled for this proposal too. Both must be filed and not yet handed over."""
    # Both trails in one order, whichever is merged into which: two clerks who cross each other do not wait for ever.
    for uid in sorted({proposal.uid, into.uid}):
        hold(uid)
    row = PROPOSAL_FLOW.begin("merge", by, proposal, on=on)
    refuse_wrong_main(proposal, Proposal.objects.filter(pk=into.pk).first())
    reason = given(reason, "请填写并案理由。", field="reason")
    advance(proposal, row, by=by, on=on, at=at, note=reason, facts={"merged_into": into}, payload={"into": into.number})


def refuse_wrong_main(proposal: Proposal, main: Proposal | None) -> None:
    if main is None or main.jurisdiction_id != proposal.jurisdiction_id or main.kind_id != proposal.kind_id:
        raise Invalid("只能并入本地区同类的提案。", field="into")
    if main.pk == proposal.pk:
        raise Invalid("提案不能并入自身。", field="into")
    if main.status == ProposalStatus.MERGED:
        raise Invalid("该提案已并入其他提案，请选择主提案。", field="into")
    if main.status != ProposalStatus.FILED:
        raise Invalid("只能并入已立案、尚未交办的提案。", field="into")


@transaction.atomic
def unmerge(proposal: Proposal, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """取消并案: the proposal stands for itself again."""
    row = PROPOSAL_FLOW.begin("unmerge", by, proposal, on=on)
    payload = {"into": proposal.merged_into.number if proposal.merged_into else ""}
    advance(proposal, row, by=by, on=on, at=at, note=note, facts={"merged_into": None}, payload=payload)
