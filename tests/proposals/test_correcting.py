"""更正: old, new and why on the trail, and the clocks replayed."""

import datetime as dt

import pytest

from proposals.actions import assigning, closing, correcting, extending, handling, returning, undoing
from proposals.actions.filing import ProposerEntry
from proposals.models import Assignment, Proposal
from replies.actions import drafting, reviewing
from workflow import clocks
from workflow.errors import Invalid, NotYours, NumberTaken, OfficeError, TransitionRefused
from workflow.models import AuditEvent, Clock, ClockEvent

D = dt.date.fromisoformat
WHY = {"reason": "登记时误填。"}


@pytest.fixture
def case(office):
    """A case handed over and received, a week later."""
    (assignment,) = office.in_hand()
    office.day += dt.timedelta(days=7)
    return assignment


def last() -> list[str]:
    return AuditEvent.objects.filter(move__startswith="correct").order_by("-seq").first().payload["changes"]


def test_a_corrected_hand_over_replays_every_clock(office):
    (case,) = office.assigned()
    office.day += dt.timedelta(days=7)
    when = office.when(office.city.supervisor)
    correcting.correct_proposal(case.proposal, assigned_on=D("2026-03-04"), **WHY, **when)
    case.refresh_from_db()
    assert (case.assigned_on, case.return_by) == (D("2026-03-04"), D("2026-03-11"))
    for clock in Clock.objects.filter(subject_uid=case.uid):
        assert (clock.start, clock.due) == (D("2026-03-04"), clocks.explain(clock).day)
    assert Clock.objects.get(kind="reply").due == D("2026-06-04")
    assert set(ClockEvent.objects.values_list("kind", flat=True)) == {"correction"}
    assert "交办日期：2026-03-02 → 2026-03-04" in last()


def test_number_filing_day_and_proposers(office, case):
    proposal, when = case.proposal, office.when(office.city.supervisor)
    with pytest.raises(Invalid, match="先后不合"):
        correcting.correct_proposal(proposal, filed_on=D("2026-03-03"), **WHY, **when)
    correcting.correct_proposal(proposal, number="135", filed_on=D("2026-02-27"), **WHY, **when)
    assert last() == ["提案号：35 → 135", "立案日期：2026-03-02 → 2026-02-27"]
    entries = [ProposerEntry("钱进"), ProposerEntry("赵明")]
    kept = proposal.proposers.get().pk
    correcting.correct_proposers(proposal, proposers=entries, **WHY, **when)
    assert list(proposal.proposers.values_list("name", "role")) == [("钱进", "lead"), ("赵明", "joint")]
    assert proposal.proposers.get(name="赵明").pk == kept
    assert last() == ["提案人：赵明 → 钱进、赵明"]


def test_a_number_that_is_taken(office, case):
    office.filed("36")
    with pytest.raises(NumberTaken, match="已有第36号提案"):
        correcting.correct_proposal(case.proposal, number="36", **WHY, **office.when(office.city.supervisor))
    case.proposal.refresh_from_db()
    assert case.proposal.number == "35"


def test_a_proposer_who_gave_marks_is_not_taken_out(office):
    reply = office.sent(proposers=("赵明", "钱进"))
    proposal = Proposal.objects.get(pk=reply.proposal_id)
    second = proposal.proposers.last()
    reply.feedback.create(proposer=second, revision=1, attitude="satisfied", result="satisfied", way="paper",
                          happened_on=office.day, entered_by="x", entered_at=office.at)  # fmt: skip
    with pytest.raises(Invalid, match="已作评价的提案人不能删除"):
        correcting.correct_proposers(
            proposal, proposers=[ProposerEntry("赵明")], **WHY, **office.when(office.city.supervisor)
        )
    assert proposal.proposers.count() == 2


def test_the_unit_and_the_day_of_receipt(office, case):
    when = office.when(office.city.supervisor)
    correcting.correct_assignment(case, department=office.city.units[2], accepted_on=D("2026-03-05"), **WHY, **when)
    clock_holders = set(Clock.objects.filter(subject_uid=case.uid).values_list("holder__short_name", flat=True))
    assert (case.department, clock_holders) == (office.city.units[2], {"财政局"})
    assert Clock.objects.get(kind="receipt").closed_on == D("2026-03-05")
    assert list(Assignment.objects.visible_to(office.by(office.city.office2))) == [case]
    assert list(Assignment.objects.visible_to(office.by(office.city.office0))) == []


def test_what_still_runs_on_its_letters_goes_along_to_the_right_unit(office):
    office.city.rule.content["limits"]["publication"] = [20, "working_day"]
    office.city.rule.save()
    answered = Assignment.objects.for_move().get(pk=office.sent().assignment_id)
    when = office.when(office.city.supervisor)
    correcting.correct_assignment(answered, department=office.city.units[2], **WHY, **when)
    assert Clock.objects.open().get(kind="publication").holder == office.city.units[2]


def test_lead_and_assist_change_places(office):
    lead, assist = office.in_hand("lead", "assist")
    office.day += dt.timedelta(days=3)
    when = office.when(office.city.supervisor)
    correcting.correct_roles(lead.proposal, roles={lead: "assist", assist: "lead"}, **WHY, **when)
    lead.refresh_from_db()
    assist.refresh_from_db()
    assert (lead.role, assist.role) == ("assist", "lead")
    kinds = {each: set(Clock.objects.open().filter(subject_uid=each.uid).values_list("kind", flat=True))
             for each in (lead, assist)}  # fmt: skip
    assert kinds == {lead: {"opinion"}, assist: {"contact", "reply"}}
    assert assist.due_to_answer() == D("2026-06-02")


def running(assignment) -> set[str]:
    return set(Clock.objects.open().filter(subject_uid=assignment.uid).values_list("kind", flat=True))


def test_a_part_given_back_runs_on_as_it_was_extended(office):
    lead, assist = office.in_hand("lead", "assist")
    until, when = D("2026-06-20"), office.when(office.city.supervisor)
    extending.request_extension(lead, until=until, reason="需勘测。", **office.when(office.city.office0))
    extending.grant_extension(lead, **when)
    for roles in ({lead: "assist", assist: "lead"}, {lead: "lead", assist: "assist"}):
        proposal = Proposal.objects.get(pk=lead.proposal_id)
        correcting.correct_roles(proposal, roles=roles, **WHY, **when)
    assert (running(lead), running(assist)) == ({"reply"}, {"opinion"})
    assert lead.due_to_answer() == until


def test_a_second_handling_keeps_its_day_whatever_the_part_is_called(office):
    reply = office.sent("lead", "assist")
    lead, assist = reply.proposal.assignments.order_by("pk")
    handling.reopen(lead, reason="委员不满意。", **office.when(office.city.supervisor))
    proposal, due = Proposal.objects.get(pk=lead.proposal_id), lead.due_to_answer()
    new = assigning.add_unit(proposal, department=office.city.units[2], **office.when(office.city.supervisor))
    roles = {lead: "assist", assist: "assist", new: "lead"}
    correcting.correct_roles(proposal, roles=roles, **WHY, **office.when(office.city.supervisor))
    assert (running(lead), lead.due_to_answer()) == ({"second_handling"}, due)


@pytest.mark.parametrize("end", ["answered", "waived"])
def test_who_gave_an_opinion_or_was_excused_does_not_become_the_lead(office, end):
    lead, assist = office.in_hand("lead", "assist")
    if end == "waived":
        handling.waive(assist, reason="不涉及。", **office.when(office.city.supervisor))
    else:
        drafting.give_opinion(assist, text="一、同意。", signer="孙立", **office.when(office.city.drafter1))
    with pytest.raises(Invalid, match="不能更正其承办方式"):
        correcting.correct_roles(
            lead.proposal, roles={lead: "assist", assist: "lead"}, **WHY, **office.when(office.city.supervisor)
        )
    assert set(lead.proposal.assignments.values_list("role", "status")) == {("lead", "in_hand"), ("assist", end)}


def test_roles_name_every_unit_and_keep_one_lead(office):
    lead, assist = office.in_hand("lead", "assist")
    when = office.when(office.city.supervisor)
    with pytest.raises(Invalid, match="全部承办单位"):
        correcting.correct_roles(lead.proposal, roles={lead: "sole"}, **WHY, **when)
    with pytest.raises(Invalid, match="交办方式应为"):
        correcting.correct_roles(lead.proposal, roles={lead: "lead", assist: "lead"}, **WHY, **when)
    with pytest.raises(Invalid, match="没有需要更正的内容"):
        correcting.correct_roles(lead.proposal, roles={lead: "lead", assist: "assist"}, **WHY, **when)


@pytest.mark.parametrize(
    ("state", "facts", "said"),
    [
        ("submitted", {"number": "9"}, "当前环节不能"),
        ("submitted", {"filed_on": D("2026-03-02")}, "当前环节不能"),
        ("filed", {"assigned_on": D("2026-03-02")}, "本件尚无交办日期，不能更正"),
    ],
)
def test_what_never_happened_is_not_corrected_into_being(office, state, facts, said):
    proposal = getattr(office, state)()
    with pytest.raises(OfficeError, match=said):
        correcting.correct_proposal(proposal, **facts, **WHY, **office.when(office.city.supervisor))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.assigned_on) == (state, None)


def test_what_is_refused(office, case):
    when = office.when(office.city.supervisor)
    with pytest.raises(Invalid, match="请填写更正理由"):
        correcting.correct_assignment(case, accepted_on=D("2026-03-04"), reason=" ", **when)
    with pytest.raises(Invalid, match="没有需要更正的内容"):
        correcting.correct_assignment(case, accepted_on=D("2026-03-02"), **WHY, **when)
    with pytest.raises(Invalid, match="先后不合"):
        correcting.correct_assignment(case, accepted_on=D("2026-02-27"), **WHY, **when)
    with pytest.raises(Invalid, match="不能晚于今天"):
        correcting.correct_assignment(case, accepted_on=D("2026-04-01"), **WHY, **when)
    with pytest.raises(NotYours):
        correcting.correct_assignment(case, accepted_on=D("2026-03-04"), **WHY, **office.when(office.city.office0))
    with pytest.raises(TransitionRefused):
        correcting.correct_proposal(office.proposal(), number="9", **WHY, **when)
    assert not ClockEvent.objects.exists()


def test_marks_go_with_the_person_and_not_with_the_place(office):
    reply = office.sent(proposers=("赵明", "钱进"))
    proposal = Proposal.objects.get(pk=reply.proposal_id)
    first = proposal.proposers.get(name="赵明")
    when = office.when(office.city.supervisor)
    names = ["孙丽", "钱进", "赵明"]
    correcting.correct_proposers(proposal, proposers=[ProposerEntry(name) for name in names], **WHY, **when)
    assert list(proposal.proposers.values_list("order", "name", "role")) == [
        (1, "孙丽", "lead"), (2, "钱进", "joint"), (3, "赵明", "joint"),
    ]  # fmt: skip
    first.refresh_from_db()
    assert (first.name, first.order) == ("赵明", 3)


def test_no_day_of_hand_over_after_its_receipt_or_before_its_filing(office, case):
    when = office.when(office.city.supervisor)
    for day in ("2026-03-05", "2026-02-27", "0001-01-01"):
        with pytest.raises(Invalid, match="先后不合"):
            correcting.correct_assignment(case, assigned_on=D(day), **WHY, **when)
        with pytest.raises(Invalid, match="先后不合"):
            correcting.correct_proposal(Proposal.objects.get(), assigned_on=D(day), **WHY, **when)
    assert not ClockEvent.objects.exists()


def test_a_draft_of_another_part_goes_no_further(office):
    reply = office.drafted("lead", "assist")
    drafting.submit(reply, **office.when(office.city.drafter0))
    Assignment.objects.filter(pk=reply.assignment_id).update(role="assist")  # as a correction of the parts does
    reply = type(reply).objects.get(pk=reply.pk)
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    with pytest.raises(TransitionRefused, match="承办方式已更正，本稿不再适用"):
        reviewing.pass_on(reply, **office.when(office.city.office0))


def extended(office, case, until="2026-07-01"):
    office.city.rule.content["switches"] |= {"cap": [4, "month"], "extension_most": [3, "month"]}
    office.city.rule.save()
    case = Assignment.objects.for_move().get(pk=case.pk)
    extending.request_extension(case, until=D(until), reason="需勘测。", **office.when(office.city.office0))
    extending.grant_extension(case, **office.when(office.city.supervisor))
    return case


def hand_over_on(office, day):
    when = office.when(office.city.supervisor)
    correcting.correct_proposal(Proposal.objects.get(), assigned_on=D(day), **WHY, **when)


def earlier_filed(office):
    when = office.when(office.city.supervisor)
    correcting.correct_proposal(Proposal.objects.get(), filed_on=D("2026-02-02"), **WHY, **when)


def test_what_was_granted_stays_within_the_cap_counted_anew(office, case):
    extended(office, case)
    earlier_filed(office)
    with pytest.raises(Invalid, match="已准予延期至2026年7月1日，按更正后的交办日期最迟只能延至2026年6月2") as refusal:
        hand_over_on(office, "2026-02-25")
    assert refusal.value.field == "assigned_on"
    assert Clock.objects.get(kind="reply").start == D("2026-03-02")
    assert Proposal.objects.get().assigned_on == D("2026-03-02")
    hand_over_on(office, "2026-03-01")
    assert Clock.objects.get(kind="reply").due == D("2026-07-01")


def moved_on(office, restarts=True):
    """A case given back, and on the sixth with the next unit."""
    office.city.rule.content["switches"]["return_restarts"] = restarts
    office.city.rule.save()
    (first,) = office.assigned()
    returning.request_return(first, reason="不属本局职责。", **office.when(office.city.office0))
    office.day = D("2026-03-06")
    second = returning.approve_return(first, department=office.city.units[1], **office.when(office.city.supervisor))
    office.day = D("2026-03-09")
    return first, second


def starts(assignment) -> dict[str, str]:
    found = Clock.objects.open().filter(subject_uid=assignment.uid).values_list("kind", "start")
    return {kind: start.isoformat() for kind, start in found}


@pytest.mark.parametrize(("restarts", "reply"), [(True, "2026-03-06"), (False, "2026-03-04")])
def test_the_day_of_the_proposal_is_that_of_the_first_unit_wherever_the_case_is_now(office, restarts, reply):
    first, second = moved_on(office, restarts)
    hand_over_on(office, "2026-03-04")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.assigned_on, first.status, second.assigned_on) == (D("2026-03-04"), "returned", D("2026-03-06"))
    assert starts(second) == {"contact": reply, "reply": reply, "receipt": "2026-03-06"}
    clock = Clock.objects.get(subject_uid=second.uid, kind="reply")
    assert clocks.explain(clock).day == clock.due
    assert AuditEvent.objects.get(move="redate").subject_uid == first.uid


def test_no_day_of_the_proposal_after_a_unit_had_the_case_in_anothers_place(office):
    moved_on(office)
    with pytest.raises(Invalid, match="“丽阳市民政局”2026年3月6日已承办本件"):
        hand_over_on(office, "2026-03-07")
    assert set(Assignment.objects.values_list("assigned_on", flat=True)) == {D("2026-03-02"), D("2026-03-06")}


def test_a_unit_that_came_later_has_a_day_of_its_own(office):
    _, second = moved_on(office)
    when = office.when(office.city.supervisor)
    second = Assignment.objects.for_move().get(pk=second.pk)
    with pytest.raises(Invalid, match="先后不合"):
        correcting.correct_assignment(second, assigned_on=D("2026-02-27"), **WHY, **when)
    correcting.correct_assignment(second, assigned_on=D("2026-03-04"), **WHY, **when)
    assert (starts(second)["reply"], Proposal.objects.get().assigned_on) == ("2026-03-04", D("2026-03-02"))


def test_units_that_were_handed_the_case_together_have_one_day(office):
    (case,) = office.assigned()
    office.day += dt.timedelta(days=7)
    case = Assignment.objects.for_move().get(pk=case.pk)
    with pytest.raises(Invalid, match="请更正提案的交办日期") as refusal:
        correcting.correct_assignment(case, assigned_on=D("2026-03-04"), **WHY, **office.when(office.city.supervisor))
    assert (refusal.value.field, case.assigned_on) == ("assigned_on", D("2026-03-02"))
    hand_over_on(office, "2026-03-04")
    assert Assignment.objects.get().assigned_on == Proposal.objects.get().assigned_on == D("2026-03-04")


def test_who_is_suggested_by_a_return_gets_the_case_by_it(office):
    (case,) = office.assigned()
    suggested, when = office.city.units[1], office.when(office.city.supervisor)
    returning.request_return(case, reason="不属本局。", suggested=suggested, **office.when(office.city.office0))
    with pytest.raises(Invalid, match="正在申退，建议改由“丽阳市民政局”承办"):
        correcting.correct_assignment(case, department=suggested, **WHY, **when)
    returning.refuse_return(case, reason="属本局职责。", **when)
    correcting.correct_assignment(case, department=suggested, **WHY, **when)
    assert (case.department, case.suggested) == (suggested, None)


def test_what_closing_stopped_is_the_right_units_once_it_runs_again(office):
    office.city.rule.content["limits"]["publication"] = [90, "working_day"]
    office.city.rule.save()
    reply = office.sent()
    proposal = Proposal.objects.get(pk=reply.proposal_id)
    office.day += dt.timedelta(days=60)
    when = office.when(office.city.supervisor)
    closing.close(proposal, **when)
    part = Assignment.objects.for_move().get(pk=reply.assignment_id)
    correcting.correct_assignment(part, department=office.city.units[2], reason="登记时误填。", **when)
    undoing.undo(Proposal.objects.get(pk=proposal.pk), "undo_close", **when)
    assert Clock.objects.open().get(kind="publication").holder == office.city.units[2]
