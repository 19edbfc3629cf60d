"""重新制发: a signed letter is never edited; another is signed in its place, and what hung on the old one follows."""

import datetime as dt
import hashlib

import pytest
from django.db import IntegrityError, transaction

from letters.plain import digest
from proposals.actions import closing
from proposals.models import Assignment, Proposal
from replies.actions import (
    archiving,
    correcting,
    dispatching,
    drafting,
    feedback,
    following_up,
    numbers,
    publishing,
    reissuing,
    reviewing,
    sending,
    signing,
)
from replies.management.commands.render_letter import reply_called
from replies.models import CopyRecipient, FeedbackLink, Promise, Reply
from replies.verifying import Verdict, verify
from tests.replies.test_before_and_after_the_answer import begin, extended, revise, send
from tests.replies.test_merged_proposals import numbered as of_a_family
from tests.replies.test_the_day_that_counts import rule
from tests.workflow.test_series import opened
from workflow import files
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent, Clock, IssuedNumber

D, DAY = dt.date.fromisoformat, dt.timedelta(days=1)


def reissue(office, reply, who="office0", reason="第二项的数据有误。"):
    return reissuing.reissue(again(reply), reason=reason, **office.when(getattr(office.city, who)))


def again(reply):
    """As the next request reads it."""
    return Reply.objects.for_move().get(pk=reply.pk)


def signed_anew(office, new, **fields):
    if fields:
        by = office.by(office.city.drafter0)
        drafting.revise(new, version=new.version, at=office.at, by=by, **fields)
    drafting.submit(again(new), **office.when(office.city.drafter0))
    reviewing.pass_on(again(new), **office.when(office.city.section_head0))
    reviewing.pass_on(again(new), **office.when(office.city.office0))
    signing.sign(again(new), **office.when(office.city.signer0))
    return again(new)


def sent_anew(office, new, doc_number="丽卫函〔2026〕13号", **fields):
    new = signed_anew(office, new, **fields)
    signing.number(new, doc_number=doc_number, **office.when(office.city.office0))
    tokens = sending.send(again(new), **office.when(office.city.office0))
    return again(new), tokens


def decide(office, reply):
    whole = {"extent": "full", "reviewer": "李立", "personal_data_removed": True}
    return publishing.decide_publication(again(reply), **whole, **office.when(office.city.office0))


def mark(office, reply, result="mostly"):
    said = {"attitude": "satisfied", "way": "paper", "proposer": reply.proposal.proposers.first(), "result": result}
    return feedback.record_feedback(again(reply), **said, **office.when(office.city.committee))


@pytest.mark.parametrize("who", ["office0", "supervisor"])
def test_a_letter_not_yet_sent_stands_back_for_a_draft_that_says_the_same(office, who):
    old = office.numbered("lead", "assist")
    frozen = old.frozen_hash
    new = reissue(office, old, who)
    old = again(old)
    assert (old.status, old.frozen_hash, digest(old.frozen), old.doc_number) == (
        "superseded", frozen, frozen, "丽卫函〔2026〕12号",
    )  # fmt: skip
    assert (new.status, new.replaces, new.round, new.kind) == ("draft", old, old.round, old.kind)
    for name in ("title", "addressees", "body", "grade", "contact_person"):
        assert getattr(new, name) == getattr(old, name)
    assert [each.name for each in new.copies.all()] == [each.name for each in old.copies.all()] != []
    assert [each.source for each in new.versions.all()] == ["reissued"]
    assert old.replacement == new
    with pytest.raises(TransitionRefused):
        sending.send(old, **office.when(office.city.office0))


def test_it_goes_the_whole_way_again_and_answers_the_case(office):
    new = reissue(office, office.numbered())
    new, _ = sent_anew(office, new, body="您提出的提案收悉，现答复如下：\n已建成服务站21个。")
    assert (new.status, Assignment.objects.get().status) == ("sent", "answered")
    assert "21个" in new.frozen["letter"]["body"][-1]["text"]


def test_a_typed_number_may_be_typed_again_for_the_new_letter(office):
    old = office.numbered()
    new = signed_anew(office, reissue(office, old))
    assert IssuedNumber.objects.get().status == "void"
    signing.number(new, doc_number=old.doc_number, **office.when(office.city.office0))
    assert (new.doc_number, IssuedNumber.objects.get().subject_uid) == (old.doc_number, new.uid)


def test_a_number_given_out_here_goes_on_to_the_new_letter(office):
    opened(office, first=37)
    old = office.signed()
    signing.number(old, **office.when(office.city.office0))
    new = reissue(office, old)
    assert str(new.reserved_number) == old.doc_number
    other = office.signed(number="2")
    signing.number(other, **office.when(office.city.office0))
    new = signed_anew(office, new)
    signing.number(new, **office.when(office.city.office0))
    assert (new.doc_number, other.doc_number) == ("丽卫函〔2026〕37号", "丽卫函〔2026〕38号")


def test_a_number_that_went_on_may_be_given_up(office):
    opened(office, first=37)
    old = office.signed()
    signing.number(old, **office.when(office.city.office0))
    new = reissue(office, old)
    numbers.void_number(again(new), reason="另编新号。", **office.when(office.city.office0))
    new = signed_anew(office, new)
    signing.number(new, **office.when(office.city.office0))
    assert (new.doc_number, IssuedNumber.objects.get(n=37).status) == ("丽卫函〔2026〕38号", "void")


@pytest.mark.parametrize("who", ["drafter0", "signer0", "committee", "reader", "office1"])
def test_nobody_else_may(office, who):
    reply = office.numbered()
    with pytest.raises(NotYours):
        reissue(office, reply, who)
    assert Reply.objects.get() == reply


@pytest.mark.parametrize("state", ["drafted", "at_signing", "signed"])
def test_what_is_not_numbered_is_changed_or_taken_back_instead(office, state):
    with pytest.raises(TransitionRefused):
        reissue(office, getattr(office, state)())
    assert Reply.objects.count() == 1


def test_a_reason_is_needed_and_stands_on_both_trails(office):
    reply = office.numbered()
    with pytest.raises(Invalid) as refusal:
        reissue(office, reply, reason=" ")
    assert (refusal.value.field, again(reply).status) == ("reason", "numbered")
    new = reissue(office, reply)
    events = AuditEvent.objects.filter(move="reissue").order_by("seq")
    assert [(each.subject_uid, each.reason) for each in events] == [
        (reply.uid, "第二项的数据有误。"), (new.uid, "第二项的数据有误。"),
    ]  # fmt: skip


def test_a_sent_letter_stands_until_the_new_one_is_sent(office):
    old = office.sent()
    new = reissue(office, old)
    assert (again(old).status, new.status, Assignment.objects.get().status) == ("sent", "draft", "answered")
    opening, recalled, *_ = new.body.split("\n")
    assert recalled == f"2026年3月2日发出的《{old.title}》（丽卫函〔2026〕12号）同时收回，请以本件为准。"
    assert opening == old.body.split("\n")[0]
    office.day += 7 * DAY
    new, tokens = sent_anew(office, new)
    old = again(old)
    assert (old.status, old.sent_on, new.status, new.sent_on) == ("superseded", D("2026-03-02"), "sent", office.day)
    assert set(tokens) == {new.proposal.proposers.get().pk}
    assert (old.doc_number, old.issued.status) == ("丽卫函〔2026〕12号", "issued")


def test_the_answer_counts_on_the_day_of_the_first_letter(office):
    old = office.sent()
    day = Clock.objects.get(kind="reply").closed_on
    new = reissue(office, old)
    office.day += 60 * DAY
    new, _ = sent_anew(office, new)
    assert new.round_counts_on() == Clock.objects.get(kind="reply").closed_on == day == old.sent_on
    assert AuditEvent.objects.filter(move="answer", subject_kind="assignment").count() == 1


def test_where_arrival_counts_what_had_arrived_is_not_registered_again(office):
    rule(office, "received")
    old = office.sent()
    new, _ = sent_anew(office, reissue(office, old))
    assert new.arrival == "received_on"  # the first never arrived: this one will


def test_the_proposer_is_asked_about_the_new_letter(office):
    old = office.numbered()
    tokens = sending.send(old, **office.when(office.city.office0))
    new, fresh = sent_anew(office, reissue(office, old))
    [stale], [usable] = tokens.values(), fresh.values()
    assert feedback.link_of(stale, on=office.day) is None
    assert feedback.link_of(usable, on=office.day).reply == new
    assert FeedbackLink.objects.count() == 2
    running = Clock.objects.open().values_list("subject_uid", "kind")
    assert set(running) == {(new.uid, "feedback")}
    mark(office, new)
    closing.close(Proposal.objects.get(), **office.when(office.city.committee))


def test_how_much_is_public_is_decided_anew(office):
    office.city.rule.content["limits"]["publication"] = [20, "working_day"]
    office.city.rule.save()
    old = office.sent()
    decide(office, old)
    new = reissue(office, old)
    assert not Clock.objects.open().filter(kind="publication").exists()
    new, _ = sent_anew(office, new)
    assert Clock.objects.open().get(kind="publication").subject_uid == new.uid
    decide(office, new)
    assert new.publication.extent == "full"


def test_promises_are_those_of_the_letter_that_stands(office):
    old = office.sent()
    what = {"text": "年底前建成服务站30个。", "due": D("2026-12-31")}
    following_up.follow_up(again(old), **what, **office.when(office.city.office0))
    new, _ = sent_anew(office, reissue(office, old))
    promise = Promise.objects.for_move().get()
    assert promise.reply == new
    following_up.keep_promise(promise, evidence="已建成。", **office.when(office.city.office0))


def test_a_letter_that_was_judged_stays(office):
    judged = office.sent()
    mark(office, judged)
    with pytest.raises(TransitionRefused, match="委员已评价"):
        reissue(office, judged)


def test_an_interim_reply_is_made_anew_until_the_answer_follows(office):
    assignment = extended(office)
    interim = begin(office, assignment, "interim")
    send(office, interim, 1)
    new, tokens = sent_anew(office, reissue(office, interim))
    assert (again(interim).status, tokens, Assignment.objects.get().status) == ("superseded", {}, "in_hand")
    answer = begin(office, Assignment.objects.get())
    revise(office, answer, body="您提出的提案收悉，现答复如下：\n已建成。", grade="A")
    send(office, answer, 3)
    with pytest.raises(TransitionRefused, match="其后已另行答复"):
        reissue(office, new)


def test_a_case_that_is_closed_stays(office):
    reply = office.sent()
    new = signed_anew(office, reissue(office, reply))
    office.day += 90 * DAY
    closing.close(Proposal.objects.get(), **office.when(office.city.committee))
    with pytest.raises(TransitionRefused, match="本件已办结"):
        reissue(office, reply)
    signing.number(new, doc_number="丽卫函〔2026〕13号", **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="本件已办结"):
        sending.send(again(new), **office.when(office.city.office0))


def test_only_one_is_under_way(office):
    reply = office.sent()
    reissue(office, reply)
    with pytest.raises(TransitionRefused, match="已有一份在办的稿件"):
        reissue(office, reply)


def test_a_mark_that_comes_meanwhile_stops_the_new_letter(office):
    old = office.sent()
    new = signed_anew(office, reissue(office, old))
    signing.number(new, doc_number="丽卫函〔2026〕13号", **office.when(office.city.office0))
    mark(office, old)
    with pytest.raises(TransitionRefused, match="委员已评价"):
        sending.send(again(new), **office.when(office.city.office0))
    assert (again(old).status, again(new).status) == ("sent", "numbered")


def test_a_new_draft_given_up_leaves_the_sent_letter_as_it_was(office):
    old = office.sent()
    new = reissue(office, old)
    drafting.void(again(new), reason="原件无误。", **office.when(office.city.office0))
    assert (again(old).status, again(old).replacement) == ("sent", None)
    assert reissue(office, old).replaces == old


def test_a_new_draft_given_up_before_anything_went_out_leaves_the_answer_to_be_drafted(office):
    old = office.numbered()
    drafting.void(again(reissue(office, old)), reason="重新拟稿。", **office.when(office.city.office0))
    fresh = drafting.draft(Assignment.objects.get(), **office.when(office.city.drafter0))
    assert (fresh.kind, fresh.round, fresh.replaces) == ("formal", 1, None)


def test_an_opinion_from_outside_is_not_made_anew_here(office):
    office.drafted("lead", "assist")
    opinion = Reply.objects.get(kind="opinion")
    with pytest.raises(TransitionRefused, match="不是本系统编号的公文"):
        reissue(office, opinion, "office1")


def test_copies_of_the_old_letter_are_waited_for_no_more(office):
    old = office.sent("lead", "assist")
    out = CopyRecipient.objects.filter(reply=old)
    copy = out.first()
    dispatching.return_copy(copy, reason="地址有误", **office.when(office.city.office0))
    new, _ = sent_anew(office, reissue(office, old))
    assert not CopyRecipient.objects.to_remind_of().filter(reply=old).exists()
    assert {each.status for each in new.copies.all()} == {"sent"}
    with pytest.raises(TransitionRefused, match="本公文已被代替"):
        dispatching.resend(CopyRecipient.objects.for_move().get(pk=copy.pk), **office.when(office.city.office0))


def test_of_a_family_one_letter_may_be_made_anew(office):
    main, other = of_a_family(office)
    for reply in (main, other):
        sending.send(reply, **office.when(office.city.office0))
    new, _ = sent_anew(office, reissue(office, other))
    assert (new.proposal, new.assignment) == (other.proposal, main.assignment)
    assert Assignment.objects.get(pk=main.assignment_id).status == "answered"
    assert again(other).status == "superseded"


def test_the_grade_is_the_one_confirmed_last(office):
    old = office.sent()
    old.grade_changes.create(
        old="A", new="B", reason="尚未解决", happened_on=office.day, entered_by="督查", entered_at=office.at
    )
    assert reissue(office, old).grade == "B"


def test_a_file_of_the_old_letter_is_known_and_told_as_superseded(office):
    old = office.sent()
    pdf = next(each for each in archiving.archive_files(again(old), at=office.at) if each.format == "pdf")
    data = files.read(pdf.file)
    seen = Reply.objects.all()
    assert verify(data, "a.pdf", among=seen).verdict == Verdict.SIGNED
    sent_anew(office, reissue(office, old))
    told = verify(data, "a.pdf", among=seen)
    assert (told.verdict, told.reply) == (Verdict.SUPERSEDED, old)
    assert told.message == f"{old.doc_number}：曾经签发，已重新制发，由丽卫函〔2026〕13号代替。"
    assert hashlib.sha256(data).hexdigest() == pdf.file.sha256


def test_by_its_number_the_letter_that_bears_it_now_is_found(office):
    old = office.numbered()
    new = signed_anew(office, reissue(office, old), body="您提出的提案收悉，现答复如下：\n已建成服务站21个。")
    signing.number(new, doc_number=old.doc_number, **office.when(office.city.office0))
    data = archiving.render(again(new), "docx", on=office.day)[0]
    told = verify(data, "a.docx", among=Reply.objects.all())
    assert (told.verdict, told.reply) == (Verdict.ALTERED, new)
    assert "文字与签发的公文相同" in told.message


def test_by_its_number_the_letter_that_bears_it_now_is_printed(office):
    old = office.numbered()
    assert reply_called(old.doc_number) == old
    new = signed_anew(office, reissue(office, old))
    assert reply_called(old.doc_number) == old  # nothing else bears it yet
    signing.number(new, doc_number=old.doc_number, **office.when(office.city.office0))
    assert reply_called(old.doc_number) == new


def test_who_had_the_old_letter_still_sees_it(office):
    old = office.sent("lead", "assist")
    sent_anew(office, reissue(office, old))
    assert old in Reply.objects.visible_to(office.by(office.city.drafter1))


def test_who_shares_the_case_does_not_see_a_letter_that_never_went_out(office):
    old = office.numbered("lead", "assist")
    reissue(office, old)
    assert old not in Reply.objects.visible_to(office.by(office.city.drafter1))


def test_a_number_of_the_new_letter_is_corrected_like_any_other(office):
    new, _ = sent_anew(office, reissue(office, office.sent()))
    correcting.correct(
        again(new), doc_number="丽卫函〔2026〕14号", reason="误填。", **office.when(office.city.supervisor)
    )
    assert again(new).doc_number == "丽卫函〔2026〕14号"


def test_nothing_replaces_itself(office):
    reply = office.numbered()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(replaces=reply.pk)
