"""更正: a supervisor puts right a day, a number, a unit, a part or a proposer; old, new and why stay on the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q

from proposals import deadlines
from proposals.actions import pausing
from proposals.actions.along import take_along
from proposals.actions.assigning import Share, refuse_anothers_unit, refuse_foreign_unit, refuse_wrong_shape
from proposals.actions.filing import MOST_PROPOSERS, ProposerEntry, write_proposers
from proposals.actions.returning import refuse_holder
from proposals.enums import AssignmentRole, AssignmentStatus, Decision, Origin, ProposerRole
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Proposal, Proposer
from proposals.models.assignment import ANSWER_CLOCKS
from proposals.querysets import STILL_TO_ANSWER
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import Base, ClockKind
from workflow.errors import Invalid, NumberTaken, given
from workflow.limits import ANCHORS
from workflow.models import Clock, Department
from workflow.progress import advance, refuse_future, words_of


@transaction.atomic
def correct_proposal(
    proposal: Proposal,
    *,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    number: str = "",
    filed_on: dt.date | None = None,
    assigned_on: dt.date | None = None,
) -> None:
    """Put right the number or the days of a proposal; a corrected day of hand-over replays the units' clocks."""
    row = PROPOSAL_FLOW.begin("correct", by, proposal, on=on)
    wanted = {"number": number.strip() or None, "filed_on": filed_on, "assigned_on": assigned_on}
    facts = changed(proposal, wanted)
    refuse_what_never_was(proposal, facts)
    reason = given(reason, "请填写更正理由。", field="reason")
    refuse_wrong_days(facts | {"filed_on": filed_on or proposal.filed_on}, assigned_on or proposal.assigned_on, on, at)
    before, told = proposal.assigned_on, in_words(proposal, facts)
    try:
        with transaction.atomic():
            advance(proposal, row, by=by, on=on, at=at, note=reason, facts=facts, payload={"changes": told})
    except IntegrityError as error:
        raise NumberTaken(f"{proposal.session}已有第{number}号提案。", field="number") from error
    if assigned_on and "assigned_on" in facts:
        for part in proposal.assignments.held().order_by("id"):
            _carry(part, before, assigned_on, reason=reason, by=by, on=on, at=at)


def _carry(part: Assignment, before: dt.date | None, day: dt.date, **why: Any) -> None:
    """The unit that was handed the case that day, and those in whose place it came, were handed it on the other day.

    A unit that came later keeps its own day; where the answer is due from the first hand-over, its clocks move.
    """
    line = [part]
    while line[0].replaces:
        line.insert(0, line[0].replaces)
    # From the first one on: of the later ones the answer may be due from its day.
    for each in line:
        if each.assigned_on == before:
            _hand_over_on(each, day, **why)
        elif each.assigned_on and each.assigned_on < day:
            raise Invalid(f"“{each.department}”{each.assigned_on:%Y年%-m月%-d日}已承办本件。", field="assigned_on")
    count_anew(part, **why)


@transaction.atomic
def correct_proposers(
    proposal: Proposal, *, proposers: Sequence[ProposerEntry], reason: str, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """Put right who made a proposal, in order. Marks and links stay with the person who has them."""
    row = PROPOSAL_FLOW.begin("correct_proposers", by, proposal, on=on)
    entries = [entry for entry in proposers if entry.name.strip()]
    if not entries:
        raise Invalid("提案至少要有一名提案人。", field="proposers")
    reason = given(reason, "请填写更正理由。", field="reason")
    standing = list(proposal.proposers.all())
    phones = {each.name: each.phone for each in standing}
    entries = [replace(each, phone=each.phone or phones.get(each.name.strip(), "")) for each in entries]
    old, new = ("、".join(each.name for each in each_list) for each_list in (standing, entries))
    payload = {"changes": [f"提案人：{old} → {new}"]}
    advance(proposal, row, by=by, on=on, at=at, note=reason, payload=payload)
    try:
        _seat(standing, entries)
    except ProtectedError as error:
        raise Invalid("已作评价的提案人不能删除。", field="proposers") from error
    write_proposers(proposal, entries)


def _seat(standing: Sequence[Proposer], entries: Sequence[ProposerEntry]) -> None:
    """Give each row the place of its name, so that marks and links go with the person and not with the place.

    A name that stands no longer was misspelt: its row takes the first new name. What is left over goes.
    """
    names = [entry.name.strip() for entry in entries]
    seats = {names.index(each.name) + 1: each for each in reversed(standing) if each.name in names}
    seated = {each.pk for each in seats.values()}
    free = [place for place in range(1, len(names) + 1) if place not in seats]
    left = [each for each in standing if each.pk not in seated]
    seats |= dict(zip(free, left, strict=False))
    for each in left[len(free) :]:
        each.delete()
    # Out of the way first: a place is held by one row at any moment, and the lead by one.
    for place, each in seats.items():
        Proposer.objects.filter(pk=each.pk).update(order=place + MOST_PROPOSERS, role=ProposerRole.JOINT)
    for place, each in seats.items():
        role = ProposerRole.LEAD if place == 1 else ProposerRole.JOINT
        Proposer.objects.filter(pk=each.pk).update(order=place, role=role)


@transaction.atomic
def correct_assignment(
    assignment: Assignment,
    *,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    department: Department | None = None,
    assigned_on: dt.date | None = None,
    accepted_on: dt.date | None = None,
) -> None:
    """Put right the unit or the days of one part; its clocks are replayed or change hands."""
    row = ASSIGNMENT_FLOW.begin("correct", by, assignment, on=on)
    facts = changed(assignment, {"department": department, "accepted_on": accepted_on, "assigned_on": assigned_on})
    reason = given(reason, "请填写更正理由。", field="reason")
    handed_over, received = assigned_on or assignment.assigned_on, accepted_on or assignment.accepted_on
    refuse_wrong_days({"filed_on": assignment.proposal.filed_on}, handed_over, on, at)
    refuse_wrong_days({"assigned_on": handed_over}, received, on, at)
    if "assigned_on" in facts:
        refuse_day_of_proposal(assignment)
        before_it = assignment.replaces or assignment.proposal
        refuse_wrong_days({"assigned_on": before_it.assigned_on}, handed_over, on, at)
    if accepted_on and not assignment.accepted_on:
        raise Invalid("本件尚未签收。", field="accepted_on")
    if "department" in facts and department:
        refuse_foreign_unit(assignment.proposal, department, assignment.assigned_on or on, field="department")
        refuse_anothers_unit(assignment.proposal, department, by, field="department")
        refuse_holder(assignment, department, field="department")
        refuse_suggested(assignment, department)
        # Whom it named itself is now nobody else.
        named = [name for name in ("suggested", "extra") if getattr(assignment, f"{name}_id") == department.pk]
        facts |= {"section": None, "officer": None} | dict.fromkeys(named)
    told = in_words(assignment, facts)
    day, before = facts.pop("assigned_on", None), assignment.department
    advance(assignment, row, by=by, on=on, at=at, note=reason, facts=facts, payload={"changes": told})
    mine = Clock.objects.filter(subject_uid=assignment.uid)
    if "department" in facts:
        # With what runs on its letters, to whichever proposal of the family; also what 办结 stopped and an undo sets
        # running again.
        running = Q(closed_at__isnull=True) | Q(kind=ClockKind.PUBLICATION)
        owing = _owing_for(assignment, before)
        letters = Clock.objects.filter(running, case_uid__in=assignment.proposal.family, holder__in=owing)
        letters.exclude(subject_uid=assignment.uid).update(holder=assignment.department.heir)
        mine.update(holder=assignment.department)
        for unit in owing:
            take_along(unit, assignment.department.heir, part=assignment, by=by, on=on, at=at)
    if "accepted_on" in facts:
        mine.filter(kind=ClockKind.RECEIPT, closed_at__isnull=False).update(closed_on=accepted_on)
        count_anew(assignment, reason=reason, by=by, on=on, at=at)
    if day:
        _hand_over_on(assignment, day, reason=reason, by=by, on=on, at=at)


def refuse_suggested(assignment: Assignment, department: Department) -> None:
    """Whom the unit wants to take its place gets it by the return, or not at all."""
    if assignment.status == AssignmentStatus.RETURNING and department.pk == assignment.suggested_id:
        raise Invalid(f"本件正在申退，建议改由“{department.name}”承办，请同意退回或拒绝申退。", field="department")


def refuse_day_of_proposal(assignment: Assignment) -> None:
    """Units that were handed the case together have one day, that of the proposal."""
    if assignment.replaces_id is None and assignment.assigned_on == assignment.proposal.assigned_on:
        raise Invalid("本单位随提案一并交办，请更正提案的交办日期。", field="assigned_on")


@transaction.atomic
def correct_roles(
    proposal: Proposal, *, roles: Mapping[Assignment, str], reason: str, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """Put right who leads and who assists, all units together: there is one lead at any moment."""
    row = PROPOSAL_FLOW.begin("correct_roles", by, proposal, on=on)
    held = {each.pk: each for each in proposal.assignments.held().select_related("department")}
    if {each.pk for each in roles} != held.keys():
        raise Invalid("请填写全部承办单位的承办方式。", field="roles")
    refuse_wrong_shape(proposal, [Share(each.department, role) for each, role in roles.items()], on, by)
    moved = {each: role for each, role in roles.items() if held[each.pk].role != role}
    if not moved:
        raise Invalid("没有需要更正的内容。", field="roles")
    refuse_another_kind_of_answer({held[each.pk]: role for each, role in moved.items()})
    reason = given(reason, "请填写更正理由。", field="reason")
    words = dict(AssignmentRole.choices)
    told = [f"{each.department}：{words[held[each.pk].role]} → {words[role]}" for each, role in moved.items()]
    advance(proposal, row, by=by, on=on, at=at, note=reason, payload={"changes": told})
    # Who gives up the lead comes first: the database allows one at a time.
    for each in sorted(moved, key=lambda each: moved[each] in (AssignmentRole.LEAD, AssignmentRole.SOLE)):
        _take_part(held[each.pk], moved[each], by=by, on=on, at=at)


def refuse_another_kind_of_answer(moved: Mapping[Assignment, str]) -> None:
    """Who gave an opinion has not answered the proposer, and who was excused cannot lead."""
    for assignment, role in moved.items():
        other = assignment.answers_the_proposer != (role != AssignmentRole.ASSIST)
        if other and assignment.status not in STILL_TO_ANSWER:
            words = assignment.get_status_display()
            raise Invalid(f"“{assignment.department}”{words}，不能更正其承办方式。", field="roles")


def _take_part(assignment: Assignment, role: str, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """Another part has other milestones; those that both have run on, and so does a second handling."""
    row = ASSIGNMENT_FLOW.begin("correct", by, assignment, on=on)
    advance(assignment, row, by=by, on=on, at=at, facts={"role": role})
    paused_on = assignment.paused_on
    wanted = {*deadlines.milestones(assignment), ClockKind.SECOND_HANDLING}
    running = Clock.objects.open().filter(subject_uid=assignment.uid)
    clocks.give_up(running.exclude(kind__in=wanted), reason="更正承办方式", by=by, on=on, at=at)
    assignment.forget()
    owes = assignment.status in STILL_TO_ANSWER
    if owes and assignment.rule and not assignment.due_to_answer():
        _time_anew(assignment, by=by, on=on, at=at)
        assignment.forget()
        if paused_on:
            # What stood still in the other part stands still in this one.
            pausing.stop(assignment, reason="更正承办方式前已中止", by=by, on=paused_on, at=at)


def _owing_for(assignment: Assignment, unit: Department) -> list[Department]:
    """Who owes what this unit answered: itself and, after its reform, its successor; not one with a part of its own."""
    own_part = assignment.proposal.assignments.filter(department=unit.heir).exclude(pk=assignment.pk)
    return [unit] if unit.heir == unit or own_part.exists() else [unit, unit.heir]


def _time_anew(assignment: Assignment, **when: Any) -> None:
    """Its milestones from the days as they stand. What an earlier correction had stopped runs on as it was extended."""
    before = {clock.kind: clock for clock in Clock.objects.filter(subject_uid=assignment.uid).order_by("pk")}
    for kind in sorted(deadlines.milestones(assignment), key=lambda kind: kind not in ANCHORS):
        if kind not in before:
            deadlines.start_handling(assignment, kind)
        elif kind in ANSWER_CLOCKS:
            clocks.take_up([before[kind]], reason="更正承办方式", **when)
            Clock.objects.filter(pk=before[kind].pk).update(holder=assignment.department)


def _hand_over_on(
    assignment: Assignment, day: dt.date, *, reason: str, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """The unit was given the case on another day: its window and the clocks from that day are counted anew."""
    refuse_wrong_days({"assigned_on": day}, assignment.accepted_on, on, at)
    window = deadlines.return_by(assignment.rules, day, clocks.calendar_of(assignment.jurisdiction_id))
    move = "redate" if assignment.status == AssignmentStatus.RETURNED else "correct"
    row = ASSIGNMENT_FLOW.begin(move, by, assignment, on=on)
    told = in_words(assignment, {"assigned_on": day, "return_by": window})
    facts = {"assigned_on": day, "return_by": window}
    advance(assignment, row, by=by, on=on, at=at, note=reason, facts=facts, payload={"changes": told})
    count_anew(assignment, reason=reason, by=by, on=on, at=at)


def count_anew(assignment: Assignment, **why: Any) -> None:
    """Its milestones from the days as they stand now; what was granted stays within the cap counted so."""
    # Others count back from the answer's deadline: it comes first.
    timed = Clock.objects.filter(subject_uid=assignment.uid, kind__in=deadlines.MILESTONES)
    for clock in sorted(timed, key=lambda clock: (clock.kind not in ANCHORS, clock.pk)):
        base = (clock.limit or {}).get("from", Base.GIVEN)
        start = deadlines.counts_from(assignment, clock.kind, base)
        if start and clock.start != start:
            clocks.correct(clock, start=start, **why)
    granted = assignment.extensions.filter(decision=Decision.GRANTED).order_by("until").last()
    if granted and assignment.status in STILL_TO_ANSWER and granted.until > (cap := deadlines.latest(assignment)):
        raise Invalid(
            f"“{assignment.department}”已准予延期至{granted.until:%Y年%-m月%-d日}，"
            f"按更正后的交办日期最迟只能延至{cap:%Y年%-m月%-d日}，不能更正。",
            field="assigned_on",
        )


def changed(case: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is really another value; Invalid where nothing is."""
    facts = {name: value for name, value in wanted.items() if value is not None and getattr(case, name) != value}
    if not facts:
        raise Invalid("没有需要更正的内容。")
    return facts


def refuse_what_never_was(proposal: Proposal, facts: Mapping[str, Any]) -> None:
    """Filing and hand-over have moves of their own; only a 历史件 may get later what its letter did not say."""
    for name in facts:
        if proposal.origin == Origin.MADE and getattr(proposal, name) is None:
            raise Invalid(f"本件尚无{words_of(Proposal, [name])}，不能更正。", field=name)


def in_words(case: Any, facts: Mapping[str, Any]) -> list[str]:
    return [
        f"{case._meta.get_field(name).verbose_name}：{_word(getattr(case, name))} → {_word(value)}"
        for name, value in facts.items()
    ]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "无")


def refuse_wrong_days(
    earlier: Mapping[str, dt.date | None], later: dt.date | None, on: dt.date, at: dt.datetime
) -> None:
    """No corrected day lies after today, and none before the one that must come first."""
    for name, day in earlier.items():
        if isinstance(day, dt.date):
            refuse_future(day, at)
            if later and day > later:
                raise Invalid("更正后的日期先后不合：前一环节不能晚于后一环节。", field=name)
    if later and later > on:
        raise Invalid("更正后的日期不能晚于今天。")
