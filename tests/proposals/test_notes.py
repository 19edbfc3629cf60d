"""拟办, 批示, 催办, 督办, the answers to these, and who else ought to have a part."""

import datetime as dt

import pytest

from proposals.actions import assigning, handling, noting
from workflow.errors import Invalid, NotYours, TransitionRefused


@pytest.fixture
def case(office):
    (assignment,) = office.in_hand()
    return assignment


def test_a_unit_notes_its_proposal_and_its_leaders_words(office, case):
    noting.propose(case, text="拟请养老科办理。", **office.when(office.city.office0))
    noting.instruct(case, text="同意，月底前报稿。", person="陈立", **office.when(office.city.office0))
    kept = list(case.notes.values_list("kind", "person", "text"))
    assert kept == [("proposed", "", "拟请养老科办理。"), ("instruction", "陈立", "同意，月底前报稿。")]


def test_each_step_may_be_skipped(office, case):
    assigning.hand_to(case, officer=office.city.drafter0, **office.when(office.city.office0))
    assert (case.officer, case.notes.count()) == (office.city.drafter0, 0)


def test_empty_words_are_refused(office, case):
    with pytest.raises(Invalid, match="请填写拟办意见"):
        noting.propose(case, text=" ", **office.when(office.city.office0))
    with pytest.raises(Invalid, match="请填写批示领导"):
        noting.instruct(case, text="同意。", person="", **office.when(office.city.office0))
    with pytest.raises(NotYours):
        noting.propose(case, text="拟请办理。", **office.when(office.city.office1))


@pytest.mark.parametrize(("verb", "kind"), [(noting.urge, "urging"), (noting.supervise, "supervising")])
def test_an_urging_is_answered_once(office, case, verb, kind):
    until = office.day + dt.timedelta(days=3)
    asked = verb(case, text="请加快办理。", reply_by=until, **office.when(office.city.supervisor))
    answer = noting.answer_urging(case, text="本周报稿。", **office.when(office.city.office0))
    assert (asked.kind, asked.reply_by, answer.answers) == (kind, until, asked)
    with pytest.raises(TransitionRefused, match="没有待回复的催办或督办"):
        noting.answer_urging(case, text="再报。", **office.when(office.city.office0))


def test_only_the_supervisor_urges_and_no_day_lies_before(office, case):
    with pytest.raises(NotYours):
        noting.urge(case, text="请加快办理。", **office.when(office.city.office0))
    with pytest.raises(Invalid, match="回复期限不能早于"):
        noting.urge(case, text="请加快。", reply_by=office.day - dt.timedelta(days=1),
                    **office.when(office.city.supervisor))  # fmt: skip
    assert not case.notes.exists()


def suggest(office, case, unit=1):
    handling.suggest_unit(
        case, department=office.city.units[unit], reason="涉及民政职责。", **office.when(office.city.office0)
    )


def test_a_suggested_unit_joins_and_who_was_alone_leads(office, case):
    suggest(office, case)
    added = assigning.add_unit(case.proposal, department=office.city.units[1], **office.when(office.city.supervisor))
    case.refresh_from_db()
    assert (case.role, case.extra, added.role, added.status) == ("lead", None, "assist", "waiting")


def test_a_suggestion_may_be_declined(office, case):
    suggest(office, case)
    handling.decline_unit(case, reason="不涉及。", **office.when(office.city.supervisor))
    assert case.extra is None
    with pytest.raises(TransitionRefused, match="没有待定的增办建议"):
        handling.decline_unit(case, reason="不涉及。", **office.when(office.city.supervisor))


def test_a_unit_that_has_the_case_is_not_added(office, case):
    with pytest.raises(Invalid, match="本单位自己"):
        suggest(office, case, unit=0)
    with pytest.raises(Invalid, match="已承办本件"):
        assigning.add_unit(case.proposal, department=office.city.units[0], **office.when(office.city.supervisor))


def test_a_second_suggestion_waits_until_the_first_is_settled(office, case):
    suggest(office, case)
    with pytest.raises(TransitionRefused, match="已建议增加“丽阳市民政局”，待督查处理。"):
        suggest(office, case, unit=2)
    assert case.extra == office.city.units[1]
    handling.decline_unit(case, reason="不涉及。", **office.when(office.city.supervisor))
    suggest(office, case, unit=2)
    assert case.extra == office.city.units[2]
