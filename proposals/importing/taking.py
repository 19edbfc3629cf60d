"""A row becomes a proposal by the verbs that people use; whatever they refuse, refuses this row alone."""

from __future__ import annotations

import datetime as dt

from django.db import DataError, IntegrityError, transaction

from proposals.actions import filing
from proposals.importing.judging import Judgement
from proposals.models import Proposal
from workflow.actor import Actor
from workflow.errors import OfficeError
from workflow.models import CaseKind


def take_row(
    found: Judgement, *, kind: CaseKind, file_it: bool, by: Actor, on: dt.date, at: dt.datetime
) -> Proposal | None:
    """The proposal, or None and the reason on the judgement."""
    try:
        with transaction.atomic():
            proposal = enter(found, kind=kind, file_it=file_it, by=by, on=on, at=at)
    except OfficeError as refusal:
        found.refuse(refusal.message)
    except (DataError, IntegrityError):
        # Nothing that was foreseen; the other rows are not to suffer for it.
        found.refuse("数据库未接受本行的内容，请核对。")
    else:
        found.uid = str(proposal.uid)
        return proposal
    return None


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
