"""并案: one investigation, one reply to each proposer, and the case is answered with the last of them."""

import pytest

from proposals.actions import assigning, closing, merging
from proposals.actions.assigning import Share
from replies.actions import drafting, feedback, reviewing, sending, signing
from replies.actions.grading import regrade
from replies.actions.owing import kinds_of
from replies.actions.together import companions, with_companions
from replies.models import FeedbackLink, Reply
from tests.replies.test_clearance import switch
from workflow.audit import broken_rows
from workflow.errors import TransitionRefused
from workflow.models import Clock


def merged(office, *roles):
    """The first unit's part in a main proposal, 35, into which 36 was merged."""
    main = office.filed("35", asks=("建服务站",))
    other = office.filed("36", proposers=("钱进",), title="关于发展老年食堂的提案")
    merging.merge(other, into=main, reason="同一事项", **office.when(office.city.committee))
    units = zip(office.city.units, roles or ("sole",), strict=False)
    shares = [Share(unit, role) for unit, role in units]
    assignments = assigning.assign(main, shares=shares, **office.when(office.city.supervisor))
    for index, each in enumerate(assignments):
        assigning.accept(each, **office.when(getattr(office.city, f"office{index}")))
    office.contact(assignments[0])
    return assignments[0]


def drafted(office, *roles):
    assignment = merged(office, *roles)
    main = drafting.draft(assignment, **office.when(office.city.drafter0))
    text = {"body": f"{main.body}\n已建成服务站12个。", "grade": "A", "publicity": "closed", "publicity_ground": "涉密"}
    drafting.revise(main, version=main.version, at=office.at, by=office.by(office.city.drafter0), **text)
    other = Reply.objects.for_page().get(proposal__number="36")
    drafting.copy_text(other, **office.when(office.city.drafter0))
    return main, other


def on(office, verb, reply, who, **more):
    return with_companions(verb)(reply, together=True, **more, **office.when(getattr(office.city, who)))


def numbered(office):
    main = drafted(office)[0]
    on(office, drafting.submit, main, "drafter0")
    main.refresh_from_db()
    on(office, reviewing.pass_on, main, "section_head0")
    main.refresh_from_db()
    on(office, reviewing.pass_on, main, "office0")
    main.refresh_from_db()
    on(office, signing.sign, main, "signer0")
    pair = list(Reply.objects.for_page().order_by("id"))
    for n, each in enumerate(pair, start=1):
        signing.number(each, doc_number=f"丽卫函〔2026〕{n}号", **office.when(office.city.office0))
    return pair


def test_each_proposer_gets_a_draft_of_their_own(office):
    assignment = merged(office)
    main = drafting.draft(assignment, **office.when(office.city.drafter0))
    other = Reply.objects.get(proposal__number="36")
    assert (main.proposal.number, main.addressees, other.addressees) == ("35", "赵明委员：", "钱进委员：")
    assert (other.assignment, other.title) == (assignment, "对市政协七届二次会议第36号提案的答复")
    assert "《关于发展老年食堂的提案》（第36号）" in other.body
    assert (main.case_uid, other.case_uid) == (main.proposal.uid, other.proposal.uid)
    assert list(broken_rows()) == []


def test_the_main_text_is_taken_over_and_the_opening_stays(office):
    main, other = drafted(office)
    assert other.body.splitlines() == [
        "您提出的《关于发展老年食堂的提案》（第36号）收悉。经研究，现答复如下：",
        *main.body.splitlines()[1:],
    ]
    assert (other.grade, other.publicity, other.publicity_ground) == ("A", "closed", "涉密")
    assert other.addressees == "钱进委员："
    with pytest.raises(TransitionRefused):
        drafting.copy_text(main, **office.when(office.city.drafter0))


def test_a_voided_draft_is_begun_again_alone(office):
    main, other = drafted(office)
    drafting.void(other, reason="重新起草", **office.when(office.city.office0))
    again = drafting.draft(main.assignment, **office.when(office.city.drafter0))
    assert (again.proposal, Reply.objects.under_way().count()) == (other.proposal, 2)
    with pytest.raises(TransitionRefused, match="在办的稿件"):
        drafting.draft(main.assignment, **office.when(office.city.drafter0))


def test_they_move_together_or_each_on_its_own(office):
    main, other = drafted(office)
    drafting.submit(main, **office.when(office.city.drafter0))
    assert [each.pk for each in companions(main)] == [main.pk]
    drafting.submit(other, **office.when(office.city.drafter0))
    assert [each.pk for each in companions(other)] == [main.pk, other.pk]
    on(office, reviewing.pass_on, other, "section_head0")
    assert set(Reply.objects.values_list("status", flat=True)) == {"office"}


def test_together_means_all_or_none(office):
    main, other = drafted(office)
    drafting.revise(other, version=other.version, at=office.at, by=office.by(office.city.drafter0), grade="")
    with pytest.raises(TransitionRefused, match="办理结果"):
        on(office, drafting.submit, main, "drafter0")
    assert set(Reply.objects.values_list("status", flat=True)) == {"draft"}


def test_the_case_is_answered_with_the_last_reply(office):
    main, other = numbered(office)
    sending.send(other, **office.when(office.city.office0))
    other.assignment.refresh_from_db()
    assert (other.status, other.assignment.status) == ("sent", "in_hand")
    sending.send(main, **office.when(office.city.office0))
    main.assignment.refresh_from_db()
    main.proposal.refresh_from_db()
    assert (main.assignment.status, main.proposal.status) == ("answered", "answered")
    assert FeedbackLink.objects.count() == 2


def test_sent_together_each_proposer_has_a_link(office):
    main, other = numbered(office)
    tokens = on(office, sending.send, main, "office0")
    lead = {each.proposal.proposers.get().pk for each in (main, other)}
    assert set(tokens) == lead


def marks(office, reply, result):
    feedback.record_feedback(
        reply,
        proposer=reply.proposal.proposers.get(),
        attitude="satisfied",
        result=result,
        way="paper",
        **office.when(office.city.committee),
    )


def test_closing_waits_for_what_every_proposer_says(office):
    main, other = numbered(office)
    on(office, sending.send, main, "office0")
    main, other = Reply.objects.for_page().order_by("id")
    marks(office, main, "satisfied")
    with pytest.raises(TransitionRefused, match="委员评价"):
        closing.close(main.proposal, **office.when(office.city.supervisor))
    marks(office, other, "satisfied")
    closing.close(main.proposal, **office.when(office.city.supervisor))
    assert (main.proposal.status, Clock.objects.open().count()) == ("closed", 0)


def test_a_second_handling_answers_the_whole_family_again(office):
    main, other = numbered(office)
    on(office, sending.send, main, "office0")
    main, other = Reply.objects.for_page().order_by("id")
    marks(office, other, "dissatisfied")
    feedback.order_second_handling(other, reason="请补充", **office.when(office.city.committee))
    other.assignment.refresh_from_db()
    drafting.draft(other.assignment, **office.when(office.city.drafter0))
    begun = Reply.objects.under_way().order_by("proposal__number")
    assert list(begun.values_list("kind", "round", "proposal__number")) == [("renewed", 2, "35"), ("renewed", 2, "36")]


def test_opinions_and_rules_are_those_of_the_main_case(office):
    switch(supervisor_review="key")
    assignment = merged(office, "lead", "assist")
    assignment.proposal.is_key = True
    assignment.proposal.save(update_fields=["is_key"])
    drafting.draft(assignment, **office.when(office.city.drafter0))
    other = Reply.objects.for_page().get(proposal__number="36")
    assert "经会同丽阳市民政局研究" in other.body
    assert (other.needs_review, other.copies.filter(name="民政局").exists()) == (True, True)
    drafting.revise(other, version=other.version, at=office.at, by=office.by(office.city.drafter0), grade="A")
    with pytest.raises(TransitionRefused, match="会办意见未齐"):
        drafting.submit(other, **office.when(office.city.drafter0))


def test_all_units_of_the_case_see_what_was_sent(office):
    assignment = merged(office, "separate", "separate")
    drafting.draft(assignment, **office.when(office.city.drafter0))
    other = Reply.objects.filter(proposal__number="36")

    def seen():
        return Reply.objects.visible_to(office.by(office.city.office1)).filter(pk__in=other).exists()

    assert not seen()
    clearance = {"clearance": "paper", "signer": "孙立", "doc_number": "丽卫函〔2026〕9号", "sent_on": office.day}
    for each in Reply.objects.for_page():
        drafting.revise(each, version=each.version, at=office.at, by=office.by(office.city.drafter0), grade="A")
    signing.enter_clearance(Reply.objects.for_page().get(pk__in=other), **clearance, **office.when(office.city.office0))
    assert seen()


def test_of_a_family_only_what_is_tracked_is_supplemented(office):
    main, other = numbered(office)
    on(office, sending.send, main, "office0")
    main, other = Reply.objects.for_page().order_by("id")
    regrade(other, grade="B", reason="仅部分落实", **office.when(office.city.supervisor))
    supplement = drafting.draft(other.assignment, **office.when(office.city.drafter0))
    assert (supplement.kind, supplement.proposal, supplement.addressees) == (
        "supplementary", other.proposal, "钱进委员：",
    )  # fmt: skip
    assert Reply.objects.under_way().count() == 1


@pytest.mark.parametrize("first", [0, 1])
def test_a_second_press_does_not_begin_the_next_round_while_a_letter_of_this_one_is_under_way(office, first):
    pair = numbered(office)
    sending.send(pair[first], **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="在办的稿件"):
        drafting.draft(pair[0].assignment, **office.when(office.city.drafter0))
    assert [(each.kind, each.round) for each in Reply.objects.order_by("id")] == [("formal", 1)] * 2


@pytest.mark.parametrize("first", [0, 1])
def test_who_is_answered_later_than_the_others_is_answered_for_the_first_time(office, first):
    pair = drafted(office)
    done, late = pair[first], pair[1 - first]
    late.refresh_from_db()
    drafting.void(late, reason="重新起草", **office.when(office.city.office0))
    done.refresh_from_db()
    clearance = {"clearance": "paper", "signer": "孙立", "doc_number": "丽卫函〔2026〕9号", "sent_on": office.day}
    signing.enter_clearance(done, **clearance, **office.when(office.city.office0))
    assert kinds_of(late.assignment) == ("formal", "interim")
    again = drafting.draft(late.assignment, **office.when(office.city.drafter0))
    assert (again.proposal, again.kind, again.round) == (late.proposal, "formal", 1)
    assert again.title == late.title
