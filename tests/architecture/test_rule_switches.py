"""Every switch of the rules and each value it may take: what is open with one is refused with another, and why."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals.actions import closing, extending, filing, returning, undoing
from proposals.models import Assignment, Proposal
from replies.actions import drafting, feedback, reviewing, signing, waiving
from replies.linting import problems
from replies.models import Reply
from workflow.checks import all_flows
from workflow.errors import OfficeError
from workflow.models import Appointment
from workflow.switches import MARKS, SWITCHES, WORDS, wrong

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.timedelta(days=1)
Attempt = Callable[[], Any]
Scene = Callable[[Any], Attempt]

# Scenes: how far the case has come under the rules, and the move that hangs on them.


def filing_one_without_a_category(office) -> Attempt:
    proposal = office.submitted()
    return lambda: filing.file(proposal, number="35", **office.when(office.city.committee))


def refusing_on_a_local_ground(office) -> Attempt:
    proposal = office.submitted()
    return lambda: filing.refuse(proposal, ground="不属本市事权", **office.when(office.city.committee))


def submitting_ten_days_late(office) -> Attempt:
    proposal = office.proposal()
    when = office.when(office.city.committee)
    office.day += 10 * DAY
    late = office.when(office.city.committee) | {"on": when["on"]}
    return lambda: filing.submit(proposal, note="当日停电。", **late)


def closing_what_was_only_sent(office) -> Attempt:
    office.sent()
    office.day += 60 * DAY
    return lambda: closing.close(Proposal.objects.get(), **office.when(office.city.committee))


def taking_back_a_receipt_after(days: int) -> Scene:
    def scene(office) -> Attempt:
        (assignment,) = office.in_hand()
        office.day += days * DAY
        row = Assignment.objects.get(pk=assignment.pk)
        return lambda: undoing.undo(row, "undo_accept", **office.when(office.city.office0))

    return scene


def asking_back_after(days: int) -> Scene:
    def scene(office) -> Attempt:
        (assignment,) = office.assigned()
        office.day += days * DAY
        return lambda: returning.request_return(assignment, reason="不属职责。", **office.when(office.city.office0))

    return scene


def returned_once(office) -> Assignment:
    (first,) = office.assigned()
    returning.request_return(first, reason="不属职责。", **office.when(office.city.office0))
    unit = office.city.units[1]
    return returning.approve_return(first, department=unit, **office.when(office.city.supervisor))


def asking_back_again_without_the_leader(office) -> Attempt:
    again = returned_once(office)
    return lambda: returning.request_return(again, reason="不属职责。", **office.when(office.city.office1))


def refusing_the_second_return(office) -> Attempt:
    again = returned_once(office)
    when = office.when(office.city.office1)
    returning.request_return(again, reason="不属职责。", leader="陈立", **when)
    return lambda: returning.refuse_return(again, reason="属职责。", **office.when(office.city.supervisor))


def asking_for_time_until(day: str) -> Scene:
    def scene(office) -> Attempt:
        (assignment,) = office.in_hand()
        when = office.when(office.city.office0)
        until = dt.date.fromisoformat(day)
        return lambda: extending.request_extension(assignment, until=until, reason="需勘测。", **when)

    return scene


def asking_for_time_again(office) -> Attempt:
    (assignment,) = office.in_hand()
    unit, supervisor = office.when(office.city.office0), office.when(office.city.supervisor)
    extending.request_extension(assignment, until=dt.date(2026, 6, 10), reason="需勘测。", **unit)
    extending.grant_extension(assignment, **supervisor)
    return lambda: extending.request_extension(assignment, until=dt.date(2026, 6, 20), reason="未完。", **unit)


def submitting_a_draft(*, contact: bool, grade: str) -> Scene:
    def scene(office) -> Attempt:
        (assignment,) = office.in_hand()
        if contact:
            office.contact(assignment)
        reply = drafting.draft(assignment, **office.when(office.city.drafter0))
        body = "收悉，现答复如下：\n一、已建成服务站12个。"
        drafter = office.by(office.city.drafter0)
        drafting.revise(reply, version=reply.version, at=office.at, by=drafter, body=body, grade=grade)
        return lambda: drafting.submit(reply, **office.when(office.city.drafter0))

    return scene


def at_the_office(office, *roles: str, key: bool):
    reply = office.drafted(*roles)
    Proposal.objects.filter(pk=reply.proposal_id).update(is_key=key)
    reply = type(reply).objects.for_move().get(pk=reply.pk)
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    return reply


def entering_a_clearance(*, key: bool) -> Scene:
    def scene(office) -> Attempt:
        reply, when = at_the_office(office, key=key), office.when(office.city.office0)
        return lambda: signing.enter_clearance(reply, clearance="paper", signer="孙立", **when)

    return scene


def clearing_with_a_co_handler(*, key: bool) -> Scene:
    def scene(office) -> Attempt:
        reply, when = at_the_office(office, "lead", "assist", key=key), office.when(office.city.office0)
        return lambda: signing.enter_clearance(reply, clearance="paper", signer="孙立", **when)

    return scene


def signing_as(*, head: bool, key: bool) -> Scene:
    def scene(office) -> Attempt:
        Appointment.objects.filter(user=office.city.signer0).update(is_head=head)
        reply = at_the_office(office, key=key)
        reviewing.pass_on(reply, **office.when(office.city.office0))
        return lambda: signing.sign(reply, **office.when(office.city.signer0))

    return scene


def signing_what_is_addressed_to_another(office) -> Attempt:
    reply = office.at_signing()
    type(reply).objects.filter(pk=reply.pk).update(addressees="钱静委员：")
    reply.refresh_from_db()
    return lambda: signing.sign(reply, **office.when(office.city.signer0))


def explaining_what_is_addressed_to_another(office) -> Attempt:
    attempt = signing_what_is_addressed_to_another(office)
    reply = Reply.objects.for_move().get()
    [problem] = [each for each in problems(reply, on=office.day) if each.stops]

    def explained() -> None:
        reason = {"key": problem.key, "reason": "提案人已更名。"}
        waiving.waive_problem(reply, **reason, **office.when(office.city.signer0))
        attempt()

    return explained


def writing_in_between(office) -> Attempt:
    (assignment,) = office.in_hand()
    return lambda: drafting.draft(assignment, kind="interim", **office.when(office.city.drafter0))


def supplementing_a_reply_of_grade_a(office) -> Attempt:
    assignment = Assignment.objects.get(pk=office.sent().assignment_id)
    return lambda: drafting.draft(assignment, **office.when(office.city.drafter0))


def ordering_a_second_handling_on(mark: str) -> Scene:
    def scene(office) -> Attempt:
        reply = office.sent()
        proposer, when = reply.proposal.proposers.get(), office.when(office.city.committee)
        feedback.record_feedback(reply, proposer=proposer, attitude="satisfied", result=mark, way="paper", **when)
        return lambda: feedback.order_second_handling(reply, reason="请再答复。", **when)

    return scene


OPEN = None
NO_CATEGORY, NO_GROUND = "请先填写提案分类", "请选择不予立案的理由"
NO_CONTACT, NO_GRADE = "尚无与提案人的沟通记录", "请先填写办理结果"
COUNTERSIGN, HEAD = "须先送会办单位会签", "本件由主要领导签发"
TOO_EARLY, UNTRACKED = "应拟正式答复，不作阶段性答复", "办理结果无须跟踪办理"
FAULTY = "格式校核未通过：称谓写的是钱静，提案者是赵明"
REVIEW, NO_CALL = "须先送督查审核", "委员评价未达到重新办理的条件"

# switch: (value, what is tried, the refusal or OPEN).
PROOFS: dict[str, list[tuple[Any, Scene, str | None]]] = {
    "late_entry": [
        (None, submitting_ten_days_late, OPEN),
        ([20, "working_day"], submitting_ten_days_late, OPEN),
        ([5, "working_day"], submitting_ten_days_late, "应在2026年3月9日前补录；逾期请督查补录"),
        ([9, "day"], submitting_ten_days_late, "应在2026年3月11日前补录"),
        ([1, "month"], submitting_ten_days_late, OPEN),
    ],
    "undo_within": [
        ([1, "working_day"], taking_back_a_receipt_after(2), "撤回期限已于2026年3月3日届满"),
        ([2, "working_day"], taking_back_a_receipt_after(2), OPEN),
        ([1, "day"], taking_back_a_receipt_after(2), "撤回期限已于2026年3月3日届满"),
        ([1, "month"], taking_back_a_receipt_after(2), OPEN),
    ],
    "category_required": [
        (False, filing_one_without_a_category, OPEN),
        (True, filing_one_without_a_category, NO_CATEGORY),
    ],
    "local_grounds": [
        ([], refusing_on_a_local_ground, NO_GROUND),
        (["不属本市事权"], refusing_on_a_local_ground, OPEN),
    ],
    "return_window": [
        ([2, "working_day"], asking_back_after(3), "申退期限已于2026年3月4日届满"),
        ([3, "working_day"], asking_back_after(3), OPEN),
        ([2, "day"], asking_back_after(3), "申退期限已于2026年3月4日届满"),
        ([1, "month"], asking_back_after(3), OPEN),
    ],
    "late_return": [
        ("refuse", asking_back_after(10), "申退期限已于2026年3月9日届满"),
        ("flag", asking_back_after(10), OPEN),
    ],
    "leader_consents_to_second_return": [
        (True, asking_back_again_without_the_leader, "再次申退须由单位主要领导同意"),
        (False, asking_back_again_without_the_leader, OPEN),
    ],
    "convene_at_hop": [
        (2, refusing_the_second_return, "第2次申退，请先召集有关单位协调"),
        (3, refusing_the_second_return, OPEN),
    ],
    "extension_times": [
        (0, asking_for_time_until("2026-06-20"), "最多延期0次"),
        (1, asking_for_time_until("2026-06-20"), OPEN),
        (1, asking_for_time_again, "最多延期1次"),
        (2, asking_for_time_again, OPEN),
        (0, writing_in_between, OPEN),
        (1, writing_in_between, TOO_EARLY),
    ],
    "extension_most": [
        ([15, "day"], asking_for_time_until("2026-06-20"), "最多延至2026年6月17日"),
        ([1, "month"], asking_for_time_until("2026-06-20"), OPEN),
    ],
    "cap": [
        ([105, "day"], asking_for_time_until("2026-06-20"), "最多延至2026年6月15日"),
        ([6, "month"], asking_for_time_until("2026-06-20"), OPEN),
    ],
    "contact_required": [
        (True, submitting_a_draft(contact=False, grade="A"), NO_CONTACT),
        (True, submitting_a_draft(contact=True, grade="A"), OPEN),
        (False, submitting_a_draft(contact=False, grade="A"), OPEN),
    ],
    "grade_required": [
        (True, submitting_a_draft(contact=True, grade=""), NO_GRADE),
        (True, submitting_a_draft(contact=True, grade="A"), OPEN),
        (False, submitting_a_draft(contact=True, grade=""), OPEN),
    ],
    "reply_counts_on": [
        ("signed", closing_what_was_only_sent, OPEN),
        ("sent", closing_what_was_only_sent, OPEN),
        ("handed_in", closing_what_was_only_sent, "尚未登记"),
        ("received", closing_what_was_only_sent, "尚未登记"),
    ],
    "supervisor_review": [
        ("never", entering_a_clearance(key=True), OPEN),
        ("key", entering_a_clearance(key=False), OPEN),
        ("key", entering_a_clearance(key=True), REVIEW),
        ("always", entering_a_clearance(key=False), REVIEW),
    ],
    "countersign": [
        ("never", clearing_with_a_co_handler(key=True), OPEN),
        ("key", clearing_with_a_co_handler(key=False), OPEN),
        ("key", clearing_with_a_co_handler(key=True), COUNTERSIGN),
        ("always", clearing_with_a_co_handler(key=False), COUNTERSIGN),
        ("always", entering_a_clearance(key=False), OPEN),
    ],
    "head_signs": [
        ("never", signing_as(head=False, key=True), OPEN),
        ("key", signing_as(head=False, key=False), OPEN),
        ("key", signing_as(head=False, key=True), HEAD),
        ("always", signing_as(head=False, key=False), HEAD),
        ("always", signing_as(head=True, key=False), OPEN),
    ],
    "lint": [
        ({}, signing_what_is_addressed_to_another, FAULTY),
        ({"SALUTATION": "error"}, signing_what_is_addressed_to_another, OPEN),
        ({"SALUTATION": "off"}, signing_what_is_addressed_to_another, OPEN),
    ],
    "lint_strict": [
        ([], explaining_what_is_addressed_to_another, OPEN),
        (["SALUTATION"], explaining_what_is_addressed_to_another, "不得以情况说明代替"),
    ],
    "follow_up_grades": [
        (["B"], supplementing_a_reply_of_grade_a, UNTRACKED),
        ([], supplementing_a_reply_of_grade_a, UNTRACKED),
        (["A", "B"], supplementing_a_reply_of_grade_a, OPEN),
    ],
    "second_handling_marks": [
        *(([mark], ordering_a_second_handling_on(mark), OPEN) for mark in MARKS),
        *(([], ordering_a_second_handling_on(mark), NO_CALL) for mark in MARKS),
        (["mostly", "dissatisfied"], ordering_a_second_handling_on("satisfied"), NO_CALL),
    ],
}
# What opens or shuts no move: where its values are tried.
AGAIN = "tests/proposals/test_return_again.py"
ELSEWHERE = {
    "return_restarts": f"{AGAIN}::test_a_change_of_unit_wins_time_only_where_the_rules_say_so",
    "warn_within": "tests/desk/test_work_list.py::test_from_which_day_on_it_is_near_says_the_place",
    "volume_allowance": "tests/proposals/test_volume_allowance.py::test_each_step_gives_its_days_once",
    "copies": "tests/architecture/test_rule_switches.py::test_the_copies_go_to_whom_the_rules_name",
    "file_copies": "tests/replies/test_copies.py::test_the_prints_are_counted_by_where_they_go",
    "copy_receipt_within": "tests/replies/test_dispatching.py::test_when_a_copy_is_overdue_says_the_place",
    "feedback_from": "tests/replies/test_clearance.py::test_every_signer_is_asked_where_the_rules_say_so",
    "letter_per_signer": "tests/replies/test_papers.py::test_each_signer_gets_a_letter_with_their_own_salutation",
    "ladder": "tests/workflow/test_reminders.py::test_a_place_may_have_its_own_ladder_and_channels",
    "channels": "tests/workflow/test_reminders.py::test_a_place_may_have_its_own_ladder_and_channels",
    "escalation": "tests/workflow/test_escalation.py::test_a_place_may_have_its_own_steps",
    "remind_hours": "tests/workflow/test_quiet_hours.py::test_nothing_is_made_outside_the_hours",
}
CLOSED_CHOICES = (True, False, "never", "key", "always", "refuse", "flag", *([mark] for mark in MARKS))


@pytest.mark.parametrize(
    ("switch", "value", "scene", "said"),
    [pytest.param(switch, *proof, id=f"{switch}-{n}-{proof[0]}") for switch, proofs in PROOFS.items()
     for n, proof in enumerate(proofs)],
)  # fmt: skip
def test_the_move_is_open_or_refused_as_the_rules_say(office, switch, value, scene, said):
    office.city.rule.content["switches"][switch] = value
    office.city.rule.save()
    attempt = scene(office)
    if said is OPEN:
        attempt()
    else:
        with pytest.raises(OfficeError, match=said):
            attempt()


@pytest.mark.parametrize("named", [[], [["市政协提案委", 3]], [["市政协提案委", 2], ["市政府督查室", None]]])
def test_the_copies_go_to_whom_the_rules_name(office, named):
    office.city.rule.content["switches"]["copies"] = named
    office.city.rule.save()
    reply = office.drafted()
    assert list(reply.copies.values_list("name", "copies")) == [tuple(each) for each in named]


def test_every_switch_that_a_guard_hangs_on_is_tried():
    named = {guard.switch for flow in all_flows() for row in flow for guard in row.unless if guard.switch}
    assert named - PROOFS.keys() == set()


def test_no_switch_is_forgotten():
    assert PROOFS.keys() | ELSEWHERE.keys() == SWITCHES.keys()


def test_each_opens_with_one_value_and_shuts_with_another():
    outcomes = {switch: {said is OPEN for _, _, said in proofs} for switch, proofs in PROOFS.items()}
    assert {switch for switch, seen in outcomes.items() if len(seen) < 2} == set()


def test_every_value_is_one_that_may_be_set_and_no_choice_is_left_out():
    for switch, proofs in PROOFS.items():
        tried = [value for value, _, _ in proofs]
        assert [wrong(switch, value) for value in tried if wrong(switch, value)] == []
        if SWITCHES[switch].form is not WORDS:
            choices = [value for value in CLOSED_CHOICES if wrong(switch, value) is None]
            assert [value for value in choices if value not in tried] == [], switch


@pytest.mark.parametrize("place", sorted(set(ELSEWHERE.values())))
def test_what_is_tried_elsewhere_is_there(place):
    path, name = place.split("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
