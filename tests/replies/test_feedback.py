import datetime as dt

import pytest

from proposals.actions import closing
from replies.actions import drafting, feedback, sending
from replies.models import Feedback, FeedbackLink, Reply
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Clock


def say(office, reply, who="committee", result="mostly", **more):
    data = {"attitude": "satisfied", "way": "paper", "proposer": reply.proposal.proposers.first()} | more
    return feedback.record_feedback(reply, result=result, **data, **office.when(getattr(office.city, who)))


@pytest.mark.parametrize("who", ["committee", "supervisor"])
def test_marks_from_paper_stop_the_clock(office, who):
    reply = office.sent()
    said = say(office, reply, who, words=" 继续推进。 ")
    assert (said.revision, said.words, said.way, said.entered_by) == (
        1, "继续推进。", "paper", getattr(office.city, who).name,
    )  # fmt: skip
    assert not Clock.objects.open().exists()


@pytest.mark.parametrize("who", ["office0", "drafter0", "signer0", "reader"])
def test_nobody_else_enters_marks(office, who):
    reply = office.sent()
    with pytest.raises(NotYours):
        say(office, reply, who)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(("change", "field"), [
    ({"result": "good"}, "result"),
    ({"attitude": ""}, "attitude"),
    ({"way": "link"}, "way"),
])  # fmt: skip
def test_marks_that_are_none_are_refused(office, change, field):
    reply = office.sent()
    with pytest.raises(Invalid) as refusal:
        say(office, reply, **change)
    assert refusal.value.field == field
    assert not Feedback.objects.exists()


def test_a_proposer_of_another_case_has_no_say(office):
    reply, other = office.sent(), office.filed("36")
    with pytest.raises(Invalid):
        say(office, reply, proposer=other.proposers.get())


def test_an_opinion_is_not_put_to_the_proposer(office):
    office.drafted("lead", "assist")
    opinion = Reply.objects.get(kind="opinion")
    with pytest.raises(TransitionRefused):
        say(office, opinion)


def test_a_change_of_mind_is_a_new_revision_and_the_last_counts(office):
    reply = office.sent()
    say(office, reply, result="dissatisfied")
    say(office, reply, result="satisfied")
    assert Feedback.objects.count() == 2
    assert [each.result for each in Feedback.objects.current()] == ["satisfied"]
    with pytest.raises(TransitionRefused):
        feedback.order_second_handling(reply, reason="再办", **office.when(office.city.committee))


def test_a_second_handling_needs_a_bad_mark_a_reason_and_comes_once(office):
    reply = office.sent()
    when = office.when(office.city.committee)
    with pytest.raises(TransitionRefused):
        feedback.order_second_handling(reply, reason="再办", **when)
    say(office, reply, result="dissatisfied")
    with pytest.raises(Invalid):
        feedback.order_second_handling(reply, reason=" ", **when)
    feedback.order_second_handling(reply, reason="请逐条答复", **when)
    with pytest.raises(TransitionRefused):
        feedback.order_second_handling(reply, reason="再办", **when)
    assert Clock.objects.open().get().kind == "second_handling"


def test_the_second_reply_is_a_renewed_one_of_the_next_round(office):
    reply = office.sent()
    say(office, reply, result="dissatisfied")
    feedback.order_second_handling(reply, reason="请逐条答复", **office.when(office.city.committee))
    again = drafting.draft(Reply.objects.get().assignment, **office.when(office.city.drafter0))
    assert (again.kind, again.round, Reply.objects.count()) == ("renewed", 2, 2)


def test_a_token_is_kept_as_a_hash_and_ends(office):
    reply = office.numbered()
    token = next(iter(sending.send(reply, **office.when(office.city.office0)).values()))
    link = FeedbackLink.objects.get()
    assert token not in str({field.name: getattr(link, field.name) for field in link._meta.fields})
    assert feedback.link_of(token, on=link.expires_on) == link
    assert feedback.link_of(token, on=link.expires_on + dt.timedelta(days=1)) is None
    assert feedback.link_of(token[:-1], on=office.day) is None


def test_a_case_is_closed_after_feedback_or_after_its_time(office):
    reply = office.sent()
    proposal = reply.proposal
    proposal.refresh_from_db()
    with pytest.raises(TransitionRefused):
        closing.close(proposal, **office.when(office.city.supervisor))
    office.day = Clock.objects.open().get().due + dt.timedelta(days=1)
    closing.close(proposal, **office.when(office.city.supervisor))
    assert (proposal.status, Feedback.objects.count(), Clock.objects.open().count()) == ("closed", 0, 0)
    closing.archive(proposal, **office.when(office.city.supervisor))
    assert proposal.status == "archived"
