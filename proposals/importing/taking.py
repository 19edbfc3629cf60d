"""A row becomes a proposal by the verbs that people use; whatever they refuse, refuses this row alone."""

from __future__ import annotations

import datetime as dt

from django.db import DataError, IntegrityError, transaction

from proposals.actions import filing, planning
from proposals.flows import PROPOSAL_FLOW
from proposals.importing.judging import Judgement
from proposals.models import Proposal
from workflow.actor import Actor
from workflow.errors import OfficeError
from workflow.models import CaseKind


def take_row(found: Judgement, *, kind: CaseKind, file_it: bool, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The proposal with its plan, or nothing of it and the reason on the judgement."""
    try:
        with transaction.atomic():
            proposal = enter(found, kind=kind, file_it=file_it, by=by, on=on, at=at)
            keep_plan(found, proposal, by=by, on=on, at=at)
    except OfficeError as refusal:
        found.refuse(refusal.message)
    except (DataError, IntegrityError):
        # Nothing that was foreseen; the other rows are not to suffer for it.
        found.refuse("数据库未接受本行的内容，请核对。")
    else:
        found.uid = str(proposal.uid)


def enter(found: Judgement, *, kind: CaseKind, file_it: bool, by: Actor, on: dt.date, at: dt.datetime) -> Proposal:
    """Filed where the row has a number and that is wanted; else it waits for the examination."""
    entry = found.entry
    day = min(entry.filed_on or on, on)
    note = f"导入清单第{entry.row}行"
    proposal = filing.register(
        session=found.session, kind=kind, proposers=entry.proposers, by=by, on=day, at=at, **entry.text
    )
    filing.submit(proposal, by=by, on=day, at=at, note=note)
    if file_it and entry.number:
        filing.file(proposal, number=entry.number, by=by, on=day, at=at, note=note)
    elif entry.number:
        entry.remarks.append("未立案，提案号没有写入。")
    return proposal


def keep_plan(found: Judgement, proposal: Proposal, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The units of the row as 预交办, where the one who imports may also plan; else they wait in the report."""
    if not found.shares:
        return
    if "plan" in PROPOSAL_FLOW.open_to(by, proposal, on=on):
        note = f"导入清单第{found.entry.row}行"
        planning.plan(proposal, shares=found.shares, by=by, on=on, at=at, note=note)
        found.planned = True
    else:
        found.entry.remarks.append("立案后由督查按清单作预交办。")
