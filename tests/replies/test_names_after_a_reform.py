"""Whom a letter names, asks and copies after a reform: until it is signed, whoever stands there today."""

from __future__ import annotations

import pytest

from proposals.actions import assigning, correcting, merging
from proposals.actions.assigning import Share
from proposals.models import Assignment
from replies import papers
from replies.actions import countersigning, drafting, feedback, reviewing, signing, undoing
from replies.models import Reply
from tests.replies.test_clearance import switch
from tests.replies.test_feedback import say
from tests.replies.test_joint_letters import joined, passed
from tests.replies.test_what_goes_along import WHY, new_unit, succeed
from workflow.errors import Invalid, TransitionRefused


@pytest.fixture
def health(office):
    return new_unit(office, "丽阳市卫生健康委员会")


def again(reply):
    return Reply.objects.for_move().get(pk=reply.pk)


def copied(letter):
    """Whom it is copied to beside those on the list of the place."""
    return [copy.recipient for copy in letter.cc if not copy.recipient.startswith("市政")]


def agree(office, reply, person, who):
    countersigning.countersign(reply, person=person, **office.when(getattr(office.city, who)))


def signed(office, reply):
    reply = again(reply)
    signing.sign(reply, **office.when(office.city.signer0))
    return papers.letter_of(again(reply))


def test_a_letter_whose_only_partner_was_taken_over_by_its_writer_goes_straight_on(office):
    draft = joined(office, office.city.units[1])
    succeed(office, office.city.units[0], unit=1)
    assert passed(office, again(draft)).status == "signing"
    letter = signed(office, draft)
    assert (letter.joint_with, letter.signatory) == ((), (office.city.signer0.name,))


def test_with_a_partner_left_it_is_still_joint(office):
    draft = joined(office, office.city.units[1], office.city.units[2])
    succeed(office, office.city.units[0], unit=1)
    reply = passed(office, again(draft))
    assert (reply.status, [each.department for each in reply.asked()]) == ("countersign", [office.city.units[2]])


def test_nobody_is_asked_by_rule_where_only_the_writer_itself_was_consulted(office):
    switch(countersign="always")
    draft = office.drafted("lead", "assist")
    succeed(office, office.city.units[0], unit=1)
    assert passed(office, again(draft)).status == "signing"


def test_who_agreed_for_a_unit_signs_for_its_successor(office, health):
    reply = passed(office, joined(office, office.city.units[1], office.city.units[2]))
    agree(office, reply, "周平", "office1")
    agree(office, reply, "钱进", "office2")
    succeed(office, health, unit=1)
    letter = signed(office, reply)
    signers = dict(zip((letter.sign_off, *letter.joint_with), letter.signatory, strict=True))
    assert signers == {"丽阳市卫生局": office.city.signer0.name, health.name: "周平", "丽阳市财政局": "钱进"}


def test_a_unit_that_agreed_itself_signs_itself(office):
    reply = passed(office, joined(office, office.city.units[1], office.city.units[2]))
    agree(office, reply, "钱进", "office2")
    agree(office, reply, "周平", "office1")
    succeed(office, office.city.units[2], unit=1)
    letter = signed(office, reply)
    assert (letter.joint_with, letter.signatory[1:]) == (("丽阳市财政局",), ("钱进",))


def test_a_signed_letter_keeps_the_names_of_its_day(office, health):
    reply = passed(office, joined(office, office.city.units[1]))
    agree(office, reply, "周平", "office1")
    before = signed(office, reply)
    succeed(office, health, unit=1)
    assert papers.letter_of(again(reply)) == before
    assert (before.joint_with, copied(before)) == (("丽阳市民政局",), ["民政局", "财政局"])
    assert list(again(reply).joint_with.all()) == [office.city.units[1]]


def test_a_sent_letter_is_shown_under_the_name_that_it_bears(office, health):
    reply = office.sent()
    say(office, reply, result="dissatisfied")
    feedback.order_second_handling(again(reply), reason="委员不满意。", **office.when(office.city.supervisor))
    succeed(office, health)
    part = Assignment.objects.get(pk=reply.assignment_id)
    renewed = drafting.draft(part, **office.when(health.drafter))
    assert (part.department, again(reply).issuer, renewed.issuer) == (health, "丽阳市卫生局", health.name)


def test_what_was_signed_and_thaws_bears_the_name_of_today(office, health):
    reply = passed(office, joined(office, office.city.units[1]))
    agree(office, reply, "周平", "office1")
    signed(office, reply)
    succeed(office, health, unit=1)
    reply = again(reply)
    undoing.undo(reply, "undo_sign", **office.when(office.city.signer0))
    letter = signed(office, reply)
    assert (letter.joint_with, letter.signatory[1:]) == ((health.name,), ("周平",))


def test_a_unit_put_right_after_the_other_agreed_agrees_first(office):
    reply = passed(office, joined(office, office.city.units[1], roles=("lead", "assist")))
    agree(office, reply, "周平", "office1")
    wrong, right = Assignment.objects.for_move().get(role="assist"), office.city.units[2]
    correcting.correct_assignment(wrong, department=right, **WHY, **office.when(office.city.supervisor))
    with pytest.raises(TransitionRefused, match="联合行文单位丽阳市财政局尚未会签"):
        signed(office, reply)

    reply = again(reply)
    reviewing.send_back(reply, reason="联合行文单位已更正。", **office.when(office.city.signer0))
    agree(office, passed(office, reply), "钱进", "office2")
    letter = signed(office, reply)
    assert (letter.joint_with, letter.signatory[1:]) == (("丽阳市财政局",), ("钱进",))


def test_the_successor_may_be_asked_to_sign_too_by_either_name(office, health):
    draft = office.drafted("lead", "assist")
    old = office.city.units[1]
    succeed(office, health, unit=1)
    draft = again(draft)
    assert list(draft.may_join()) == [health]
    old.refresh_from_db()
    for unit in (old, health):
        join(office, draft, unit)
        assert list(draft.joint_with.all()) == [health]


def test_the_writer_does_not_sign_beside_itself(office):
    draft = office.drafted("lead", "assist")
    old, lead = office.city.units[1], office.city.units[0]
    succeed(office, lead, unit=1)
    draft = again(draft)
    assert list(draft.may_join()) == []
    old.refresh_from_db()
    with pytest.raises(Invalid) as refusal:
        join(office, draft, old)
    assert refusal.value.field == "joint_with"


def join(office, draft, *units):
    drafting.revise(draft, version=draft.version, at=office.at, by=office.by(office.city.drafter0), joint_with=units)


def supplement(office, part, drafter):
    return drafting.draft(Assignment.objects.get(pk=part), kind="supplementary", **office.when(drafter))


@pytest.fixture
def follows(office):
    switch(follow_up_grades=["A"])
    return office


@pytest.mark.parametrize(("skips", "step"), [(True, "office"), (False, "section")])
def test_the_steps_of_review_are_those_of_the_successor(follows, health, skips, step):
    office, part = follows, follows.sent().assignment_id
    health.skips_section = skips
    health.save()
    succeed(office, health)
    letter = supplement(office, part, health.drafter)
    drafting.revise(letter, version=letter.version, at=office.at, by=office.by(health.drafter), grade="A")
    drafting.submit(letter, **office.when(health.drafter))
    assert letter.status == step


def test_copies_go_to_the_successor_and_the_letter_tells_with_whom(follows, health):
    office, part = follows, follows.sent("lead", "assist", "assist").assignment_id
    succeed(office, health, unit=1)
    letter = papers.letter_of(supplement(office, part, office.city.drafter0))
    assert copied(letter) == [health.name, "财政局"]
    assert letter.co_units == (health.name, "丽阳市财政局")
    assert "经会同丽阳市卫生健康委员会、丽阳市财政局研究" in letter.body[0].text


def test_who_writes_the_letter_gets_no_copy_of_it(follows):
    office, part = follows, follows.sent("lead", "assist", "assist").assignment_id
    succeed(office, office.city.units[0], unit=1)
    letter = papers.letter_of(supplement(office, part, office.city.drafter0))
    assert (copied(letter), letter.co_units) == (["财政局"], ("丽阳市财政局",))
    assert "经会同丽阳市财政局研究" in letter.body[0].text


def test_an_opinion_is_addressed_to_whoever_stands_in_the_place_of_the_lead(office, health):
    reply = office.sent("lead", "assist")
    succeed(office, health)
    say(office, reply, result="dissatisfied")
    feedback.order_second_handling(again(reply), reason="委员不满意。", **office.when(office.city.supervisor))
    late = assigning.add_unit(reply.proposal, department=office.city.units[2], **office.when(office.city.supervisor))
    assigning.accept(late, **office.when(office.city.office2))
    opinion = drafting.draft(late, **office.when(office.city.drafter2))
    assert opinion.addressees == "丽阳市卫生健康委员会："


def test_the_main_text_is_taken_over_with_the_names_that_it_tells(office, health):
    """The opening of the main letter was written before the reform; the other letter still opens with its own case."""
    main, other = office.filed("35"), office.filed("36", proposers=("钱进",), title="关于发展老年食堂的提案")
    merging.merge(other, into=main, reason="同一事项", **office.when(office.city.committee))
    shares = [Share(office.city.units[0], "lead"), Share(office.city.units[1], "assist")]
    parts = assigning.assign(main, shares=shares, **office.when(office.city.supervisor))
    for index, each in enumerate(parts):
        assigning.accept(each, **office.when(getattr(office.city, f"office{index}")))
    drafting.draft(parts[0], **office.when(office.city.drafter0))
    succeed(office, health, unit=1)
    letter = Reply.objects.for_move().get(proposal=other)
    drafting.copy_text(letter, **office.when(office.city.drafter0))
    assert letter.body.startswith("您提出的《关于发展老年食堂的提案》（第36号）收悉。经会同丽阳市民政局研究，")
