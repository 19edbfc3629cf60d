"""One list from the upload to its result: begin, say what its columns mean, answer its questions, try, take."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from proposals.enums import ImportOutcome
from proposals.flows import PROPOSAL_FLOW
from proposals.importing import columns as columnar
from proposals.importing.entries import entry_of
from proposals.importing.judging import Judge, Judgement
from proposals.importing.refusals import as_it_stood
from proposals.importing.taking import take_row
from proposals.models import ImportBatch, Proposal, Session
from proposals.querysets import importing_places
from workflow import files
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import CaseMovedOn, Invalid, NotYours, OfficeError
from workflow.models import CaseKind, DepartmentAlias
from workflow.naming import UnitNames
from workflow.statemachine import NEW
from workflow.tables import Table, read

MOST_AT_ONCE = 2000
"""Rows that one request takes; the command takes them all."""
GIVEN_UP = dt.timedelta(minutes=15)
"""After which a run that was cut off may be begun again: what it took is there, and stays as it is."""


@transaction.atomic
def begin(
    data: bytes, name: str, *, session: Session, by: Actor, at: dt.datetime, file_them: bool = True
) -> ImportBatch:
    """Keep the file with what its columns mean as far as is known. Invalid where it is no list."""
    refuse_stranger(session, by)
    table = read_list(data, name)
    columns, _ = columnar.columns_for(table.headers, session.jurisdiction)
    return ImportBatch.objects.create(
        jurisdiction_id=session.jurisdiction_id,
        session=session,
        file=files.store(data, name or "清单", jurisdiction_id=session.jurisdiction_id, at=at, restricted=True),
        columns=columns,
        file_them=file_them,
        entered_by=str(by),
        entered_at=at,
    )


def table_of(batch: ImportBatch) -> Table:
    return read_list(files.read(batch.file), batch.file.name)


def read_list(data: bytes, name: str) -> Table:
    """The table in a file; one that was handed back for its refused rows reads as the list that it was."""
    return as_it_stood(read(data, name))


def remembered(batch: ImportBatch, table: Table) -> bool:
    """Whether somebody said before what columns of these names mean."""
    return columnar.columns_for(table.headers, batch.jurisdiction)[1]


@transaction.atomic
def set_columns(batch: ImportBatch, columns: Mapping[str, str], *, by: Actor, at: dt.datetime) -> None:
    """As a person corrected them, for this list and for the next one with these headers."""
    refuse_started(batch)
    chosen = {header: name for header, name in columns.items() if name}
    columnar.keep(chosen, table_of(batch).headers, jurisdiction=batch.jurisdiction, by=str(by), at=at)
    batch.columns = chosen
    batch.save(update_fields=["columns"])


@transaction.atomic
def answer(batch: ImportBatch, answers: Mapping[str, str], *, remember: Iterable[str], on: dt.date) -> None:
    """What unknown names mean here. Those to remember become aliases of their unit; a unit is never made."""
    refuse_started(batch)
    names = UnitNames(batch.jurisdiction_id, on=on)
    for name, said in answers.items():
        units = names.meant(said)
        if said and not units:
            raise Invalid(f"“{name}”的答复不是本地区的单位。", field="answers")
        if name in remember and len(units) == 1 and len(name) <= 80:
            DepartmentAlias.objects.get_or_create(
                jurisdiction=batch.jurisdiction, name=name, defaults={"department": units[0]}
            )
    batch.answers = batch.answers | dict(answers)
    batch.save(update_fields=["answers"])


def judge(batch: ImportBatch, *, by: Actor, on: dt.date, later: bool = False) -> list[Judgement]:
    """The dry run: every row with its fate. Changes nothing."""
    court = Judge(batch.session, by=by, on=on, answers=batch.answers, later=later, file_them=batch.file_them)
    return judged(table_of(batch), batch.columns, court)


def judged(table: Table, columns: Mapping[str, str], court: Judge) -> list[Judgement]:
    columnar.refuse_unclear(columns)
    return [court.judge(entry_of(line, columns)) for line in table.rows]


def try_out(
    data: bytes, name: str, *, session: Session, by: Actor, on: dt.date, later: bool = False, file_them: bool = True
) -> list[Judgement]:
    """A dry run of which nothing is kept, for programs."""
    refuse_stranger(session, by)
    table = read_list(data, name)
    columns, _ = columnar.columns_for(table.headers, session.jurisdiction)
    return judged(table, columns, Judge(session, by=by, on=on, later=later, file_them=file_them))


def refuse_stranger(session: Session, by: Actor) -> None:
    if session.jurisdiction_id not in importing_places(by):
        raise NotYours("您没有在本地区导入清单的权限。")


def open_questions(judgements: Iterable[Judgement]) -> dict[str, int]:
    """Names of units that nobody here bears, with the number of rows that wait for an answer."""
    found: dict[str, int] = {}
    for each in judgements:
        for name in each.unknown:
            found[name] = found.get(name, 0) + 1
    return found


def may_take(jurisdiction_id: int, by: Actor, on: dt.date) -> bool:
    """Whoever registers proposals takes lists of them: the flow says who."""
    blank = Proposal(jurisdiction_id=jurisdiction_id, status=NEW)
    return "register" in PROPOSAL_FLOW.open_to(by, blank, on=on)


def take(
    batch: ImportBatch,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    later: bool = False,
    most: int | None = MOST_AT_ONCE,
) -> list[Judgement]:
    """Register, submit and file what can be taken, each row by itself. Again, or cut off and again, it adds nothing."""
    if not may_take(batch.jurisdiction_id, by, on):
        raise NotYours("导入提案须由提案委确认。")
    judgements = judge(batch, by=by, on=on, later=later)
    if most is not None and sum(each.is_taken for each in judgements) > most:
        raise Invalid(f"一次最多导入{most}件；更多的请由管理员用命令导入。", field="file")
    claim(batch, at)
    # The trail says that it came by a list; what a list tells of earlier days is entered late by nobody.
    by, kind = dataclasses.replace(by, source=Source.IMPORT), CaseKind.usual()
    for each in judgements:
        if each.is_taken:
            take_row(each, kind=kind, file_it=batch.file_them, by=by, on=on, at=at)
    finish(batch, judgements, at=at)
    return judgements


def run(
    data: bytes,
    name: str,
    *,
    session: Session,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    later: bool = False,
    file_them: bool = True,
    most: int | None = MOST_AT_ONCE,
) -> tuple[ImportBatch, list[Judgement]]:
    """Begin and take at once, for programs. What is refused as a whole leaves no list behind."""
    batch = begin(data, name, session=session, by=by, at=at, file_them=file_them)
    try:
        return batch, take(batch, by=by, on=on, at=at, later=later, most=most)
    except OfficeError:
        batch.delete()
        batch.file.delete()
        raise


def claim(batch: ImportBatch, at: dt.datetime) -> None:
    """Of two people who press at once, one takes the list."""
    idle = Q(started_at=None) | Q(started_at__lt=at - GIVEN_UP)
    if ImportBatch.objects.filter(idle, pk=batch.pk, finished_at=None).update(started_at=at) != 1:
        raise CaseMovedOn
    batch.started_at = at


def finish(batch: ImportBatch, judgements: list[Judgement], *, at: dt.datetime) -> None:
    counts = counted(judgements)
    batch.finished_at = at
    batch.taken, batch.unchanged, batch.refused = (counts[each] for each in ImportOutcome)
    batch.outcomes = [told(each) for each in judgements]
    batch.save(update_fields=["finished_at", "taken", "unchanged", "refused", "outcomes"])


def counted(judgements: Iterable[Judgement]) -> dict[ImportOutcome, int]:
    counts = Counter(each.outcome for each in judgements)
    return {outcome: counts[outcome] for outcome in ImportOutcome}


def refuse_started(batch: ImportBatch) -> None:
    if batch.started_at:
        raise CaseMovedOn


def told(found: Judgement) -> dict[str, Any]:
    """One row of the report, the same on the page, in the API and in the batch."""
    entry = found.entry
    return {
        "row": entry.row,
        "outcome": str(found.outcome),
        "number": entry.number,
        "title": entry.title,
        "proposers": [each.name for each in entry.proposers],
        "reason": found.reason,
        "remarks": entry.remarks,
        "proposal": found.uid or None,
        "planned": found.planned,
        "shares": [
            {"department": str(share.department.uid), "name": share.department.name, "role": str(share.role)}
            for share in found.shares
        ],
        "alike": [{"proposal": each.uid or None, "line": each.line} for each in found.alike],
    }
