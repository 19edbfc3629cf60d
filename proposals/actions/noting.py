"""拟办意见, 批示, 催办, 督办 and their answers: words that go with a case, each with its move."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from proposals.enums import NoteKind
from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment, HandlingNote
from workflow.actor import Actor
from workflow.errors import CaseMovedOn, Invalid, given
from workflow.models import StoredFile
from workflow.progress import advance


def write(
    assignment: Assignment,
    kind: NoteKind,
    *,
    text: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person: str = "",
    reply_by: dt.date | None = None,
    answers: HandlingNote | None = None,
    scan: StoredFile | None = None,
) -> HandlingNote:
    """Keep one note. Call inside the transaction of its move."""
    return HandlingNote.objects.create(
        assignment=assignment,
        kind=kind,
        text=text,
        person=person,
        happened_on=on,
        reply_by=reply_by,
        answers=answers,
        scan=scan,
        entered_by=str(by),
        entered_at=at,
    )


def keep_original(
    assignment: Assignment, *, what: str, scan: StoredFile, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """代录: the paper from which a supervisor entered `what` for the unit. Call inside the transaction of the move."""
    write(assignment, NoteKind.ORIGINAL, text=f"代录“{what}”的原件", scan=scan, by=by, on=on, at=at)


@transaction.atomic
def propose(
    assignment: Assignment, *, text: str, by: Actor, on: dt.date, at: dt.datetime, person: str = ""
) -> HandlingNote:
    """拟办意见 of the unit's office: how, by whom and by when it ought to be handled."""
    row = ASSIGNMENT_FLOW.begin("propose", by, assignment, on=on)
    text = given(text, "请填写拟办意见。", field="text")
    advance(assignment, row, by=by, on=on, at=at, note=text)
    return write(assignment, NoteKind.PROPOSED, text=text, person=person.strip(), by=by, on=on, at=at)


@transaction.atomic
def instruct(
    assignment: Assignment,
    *,
    text: str,
    person: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    scan: StoredFile | None = None,
) -> HandlingNote:
    """领导批示: a leader's words, by themselves or entered from the paper."""
    row = ASSIGNMENT_FLOW.begin("instruct", by, assignment, on=on)
    text, person = given(text, "请填写批示内容。", field="text"), given(person, "请填写批示领导。", field="person")
    advance(assignment, row, by=by, on=on, at=at, note=text, payload={"person": person})
    return write(assignment, NoteKind.INSTRUCTION, text=text, person=person, scan=scan, by=by, on=on, at=at)


@transaction.atomic
def urge(
    assignment: Assignment, *, text: str, by: Actor, on: dt.date, at: dt.datetime, reply_by: dt.date | None = None
) -> HandlingNote:
    """催办: a reminder in the supervisor's own words, perhaps with a day by which the unit says how far it is."""
    return _press(assignment, "urge", NoteKind.URGING, text, reply_by, by=by, on=on, at=at)


@transaction.atomic
def supervise(
    assignment: Assignment, *, text: str, by: Actor, on: dt.date, at: dt.datetime, reply_by: dt.date | None = None
) -> HandlingNote:
    """督办通知书: the formal letter to a unit that is behind."""
    return _press(assignment, "supervise", NoteKind.SUPERVISING, text, reply_by, by=by, on=on, at=at)


def _press(
    assignment: Assignment,
    move: str,
    kind: NoteKind,
    text: str,
    reply_by: dt.date | None,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
) -> HandlingNote:
    row = ASSIGNMENT_FLOW.begin(move, by, assignment, on=on)
    text = given(text, f"请填写{kind.label}内容。", field="text")
    if reply_by and reply_by < on:
        raise Invalid("回复期限不能早于发生日期。", field="reply_by")
    payload = {"reply_by": reply_by.isoformat()} if reply_by else {}
    advance(assignment, row, by=by, on=on, at=at, note=text, payload=payload)
    return write(assignment, kind, text=text, reply_by=reply_by, by=by, on=on, at=at)


@transaction.atomic
def answer_urging(
    assignment: Assignment, *, text: str, by: Actor, on: dt.date, at: dt.datetime, note: HandlingNote | None = None
) -> HandlingNote:
    """回复催办督办: how far the unit is. Answers the oldest open one unless another is named."""
    row = ASSIGNMENT_FLOW.begin("answer_urging", by, assignment, on=on)
    text = given(text, "请填写办理情况。", field="text")
    asked = note or assignment.notes.to_answer().first()
    if asked is None or asked.assignment_id != assignment.pk:
        raise Invalid("请选择要回复的催办或督办。", field="note")
    advance(assignment, row, by=by, on=on, at=at, note=text)
    try:
        with transaction.atomic():
            return write(assignment, NoteKind.ANSWER, text=text, answers=asked, by=by, on=on, at=at)
    except IntegrityError as error:
        raise CaseMovedOn from error
