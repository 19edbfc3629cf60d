"""延期: within its limit and the cap, decided once."""

import datetime as dt

import pytest

from proposals import deadlines
from proposals.actions import extending, handling, returning, undoing
from proposals.models import Assignment
from replies.actions import feedback, sending
from workflow import clocks
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Clock, ClockEvent

D = dt.date.fromisoformat


@pytest.fixture
def case(office):
    (assignment,) = office.in_hand()
    return assignment


def ask(office, case, until="2026-06-20", reason="需现场勘测。"):
    return extending.request_extension(case, until=D(until), reason=reason, **office.when(office.city.office0))


def grant(office, case, **fields):
    return extending.grant_extension(case, **fields, **office.when(office.city.supervisor))


def test_a_granted_extension_moves_the_due_day_and_says_so(office, case):
    assert case.due_to_answer() == D("2026-06-02")
    ask(office, case)
    grant(office, case, note="同意。", proposer_told_on=office.day)
    clock = Clock.objects.get(kind="reply")
    assert (clock.due, clock.epoch) == (D("2026-06-20"), 1)
    explained = clocks.explain(clock)
    assert (explained.day, explained.steps[-1].why) == (D("2026-06-20"), "2026-03-02准予延期")
    event = ClockEvent.objects.get()
    assert (event.kind, event.due_before, event.due_after) == ("extension", D("2026-06-02"), D("2026-06-20"))


def test_a_refused_extension_moves_nothing(office, case):
    ask(office, case)
    extending.refuse_extension(case, reason="期限充裕。", **office.when(office.city.supervisor))
    assert case.due_to_answer() == D("2026-06-02")
    assert case.extensions.get().decision == "refused"


@pytest.mark.parametrize(
    ("until", "said"),
    [("2026-06-02", "须晚于现办理期限2026年6月2日"), ("2026-07-03", "最多延至2026年7月2日")],
)
def test_not_earlier_and_not_past_the_limit(office, case, until, said):
    with pytest.raises(Invalid, match=said):
        ask(office, case, until)
    assert not case.extensions.exists()


def test_not_past_the_cap(office, case):
    office.city.rule.content["switches"] |= {"cap": [4, "month"], "extension_most": [3, "month"]}
    office.city.rule.save()
    case.refresh_from_db()
    with pytest.raises(Invalid, match=r"最多延至2026年7月2日.*阶段性答复"):
        ask(office, case, "2026-07-03")
    ask(office, case, "2026-07-02")


def test_not_twice_and_not_while_one_waits(office, case):
    ask(office, case)
    with pytest.raises(TransitionRefused, match="已有一份待定"):
        ask(office, case)
    grant(office, case)
    with pytest.raises(TransitionRefused, match="最多延期1次"):
        ask(office, case, "2026-07-01")


def test_not_after_the_due_day(office, case):
    office.day = D("2026-06-02")
    ask(office, case)
    extending.refuse_extension(case, reason="材料已齐。", **office.when(office.city.supervisor))
    office.day = D("2026-06-03")
    with pytest.raises(TransitionRefused, match="已于2026年6月2日届满"):
        ask(office, case)


def test_a_unit_cannot_grant_its_own(office, case):
    ask(office, case)
    with pytest.raises(NotYours):
        extending.grant_extension(case, **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="没有待定的延期申请"):
        grant(office, office.in_hand(number="36")[0])


def test_the_supervisor_may_grant_less_but_not_more_than_the_rules(office, case):
    ask(office, case, "2026-07-01")
    with pytest.raises(Invalid, match="最多延至"):
        grant(office, case, until=D("2026-08-01"))
    assert case.extensions.get().decision == "asked"
    grant(office, case, until=D("2026-06-15"))
    assert case.due_to_answer() == D("2026-06-15")


def test_what_was_asked_falls_away_when_the_case_goes_elsewhere(office, case):
    extension = ask(office, case)
    returning.request_return(case, reason="不属本局职责。", **office.when(office.city.office0))
    returning.approve_return(case, department=office.city.units[1], **office.when(office.city.supervisor))
    extension.refresh_from_db()
    assert (extension.decision, extension.decided_on, extension.until) == ("withdrawn", office.day, None)
    assert case.last_move.payload["withdrawn_extension"] == "2026-06-20"


def test_what_was_asked_waits_while_a_return_is_refused(office, case):
    extension = ask(office, case)
    returning.request_return(case, reason="不属本局职责。", **office.when(office.city.office0))
    returning.refuse_return(case, reason="属本局职责。", **office.when(office.city.supervisor))
    grant(office, case)
    extension.refresh_from_db()
    assert extension.decision == "granted"


def test_what_was_asked_falls_away_with_a_waiver_and_comes_back_with_it(office):
    _, assist = office.in_hand("lead", "assist")
    day = {"until": D("2026-04-10"), "reason": "需现场勘测。"}
    extension = extending.request_extension(assist, **day, **office.when(office.city.office1))
    handling.waive(assist, reason="不涉及。", **office.when(office.city.supervisor))
    extension.refresh_from_db()
    assert extension.decision == "withdrawn"
    undoing.undo(assist, "undo_waive", **office.when(office.city.supervisor))
    extension.refresh_from_db()
    assert (extension.decision, extension.decided_on) == ("asked", None)
    grant(office, assist)


def test_who_answers_in_time_asks_for_no_more(office):
    reply = office.numbered()
    extension = ask(office, reply.assignment)
    sending.send(reply, **office.when(office.city.office0))
    extension.refresh_from_db()
    assert extension.decision == "withdrawn"


@pytest.mark.parametrize(("restarts", "last"), [(True, "2026-07-08"), (False, "2026-07-02")])
def test_the_cap_counts_from_where_the_due_day_counts(office, case, restarts, last):
    office.city.rule.content["switches"] |= {"cap": [4, "month"], "extension_most": [3, "month"]}
    office.city.rule.content["switches"]["return_restarts"] = restarts
    office.city.rule.save()
    returning.request_return(case, reason="不属本局职责。", **office.when(office.city.office0))
    office.day = D("2026-03-08")
    new = returning.approve_return(case, department=office.city.units[1], **office.when(office.city.supervisor))
    assert deadlines.latest(Assignment.objects.get(pk=new.pk)) == D(last)


def test_a_second_handling_has_a_cap_of_its_own(office):
    reply = office.sent()
    assert deadlines.latest(Assignment.objects.get()) == D("2026-09-02")
    office.day = D("2026-08-31")
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    proposer = reply.proposal.proposers.get()
    feedback.record_feedback(reply, proposer=proposer, **marks, **office.when(office.city.committee))
    feedback.order_second_handling(reply, reason="请再研究。", **office.when(office.city.committee))
    again = Assignment.objects.get()
    assert (again.due_to_answer(), deadlines.latest(again)) == (D("2026-09-30"), D("2027-03-01"))
    ask(office, again, "2026-10-20")
    with pytest.raises(Invalid, match="最多延至"):
        grant(office, Assignment.objects.get(), until=D("2026-11-20"))
    grant(office, Assignment.objects.get())
    assert Assignment.objects.get().due_to_answer() == D("2026-10-20")
