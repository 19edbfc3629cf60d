import datetime as dt

import pytest

from letters.plain import digest
from proposals.actions import assigning, handling
from proposals.models import Contact
from replies.actions import drafting, reviewing, sending, signing
from replies.actions.archiving import archive_files, render
from replies.models import FeedbackLink, Reply
from replies.papers import letter_of
from tests.personas import acting
from workflow.enums import Source
from workflow.errors import Invalid, NotYours, NumberTaken, TransitionRefused
from workflow.models import Clock, IssuedNumber, RuleVersion


def switch(**switches) -> None:
    """Rules are read by the day of hand-over, so they are set before it."""
    for rule in RuleVersion.objects.all():
        RuleVersion.objects.filter(pk=rule.pk).update(content=rule.content | {"switches": switches})


def submit(office, reply, who="drafter0"):
    drafting.submit(reply, **office.when(getattr(office.city, who)))


def test_submit_goes_to_the_section(office):
    reply = office.drafted()
    submit(office, reply)
    assert reply.status == "section"


def test_submit_goes_to_the_office_where_there_is_no_section(office):
    reply = office.drafted()
    reply.assignment.department.skips_section = True
    submit(office, reply)
    assert reply.status == "office"


@pytest.mark.parametrize(("lack", "reason"), [
    ("body", "标题和正文不能为空。"),
    ("title", "标题和正文不能为空。"),
    ("grade", "请先填写办理结果。"),
    ("contact", "尚无与提案人的沟通记录。"),
])  # fmt: skip
def test_a_draft_that_is_not_ready_stays(office, lack, reason):
    reply = office.drafted()
    if lack == "contact":
        Contact.objects.all().delete()
    else:
        drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), **{lack: ""})
    for move in (submit, cleared):
        with pytest.raises(TransitionRefused, match=reason):
            move(office, reply)
    assert Reply.objects.get().status == "draft"


def test_rules_may_ask_for_neither_contact_nor_grade(office):
    switch(contact_required=False, grade_required=False)
    assignment = office.in_hand()[0]
    reply = drafting.draft(assignment, **office.when(office.city.drafter0))
    submit(office, reply)
    assert reply.status == "section"


def test_the_lead_waits_for_every_opinion_or_its_waiver(office):
    lead, assist = office.in_hand("lead", "assist")
    office.contact(lead)
    reply = drafting.draft(lead, **office.when(office.city.drafter0))
    drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), grade="A")
    with pytest.raises(TransitionRefused, match="会办意见未齐：丽阳市民政局。"):
        submit(office, reply)
    handling.waive(assist, reason="职责已划出", **office.when(office.city.supervisor))
    submit(office, reply)
    assert reply.status == "section"


def test_a_reply_is_passed_on_step_by_step(office):
    reply = office.drafted()
    submit(office, reply)
    with pytest.raises(NotYours):
        reviewing.pass_on(reply, **office.when(office.city.office0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    assert reply.status == "office"
    reviewing.pass_on(reply, **office.when(office.city.office0))
    assert reply.status == "signing"


def test_the_supervisor_reads_first_where_the_rules_say_so(office):
    switch(supervisor_review="always")
    reply = office.at_signing()
    assert reply.status == "review"
    reviewing.pass_on(reply, **office.when(office.city.supervisor))
    assert reply.status == "signing"


@pytest.mark.parametrize("who", ["section_head0", "office0", "signer0"])
def test_each_reader_may_send_back_with_a_reason(office, who):
    reply = office.drafted()
    submit(office, reply)
    for reader in ("section_head0", "office0"):
        if who == reader:
            break
        reviewing.pass_on(reply, **office.when(getattr(office.city, reader)))
    when = office.when(getattr(office.city, who))
    with pytest.raises(Invalid):
        reviewing.send_back(reply, reason=" ", **when)
    reviewing.send_back(reply, reason="补充数据", **when)
    assert reply.status == "draft"


def test_signing_freezes_the_whole_letter(office):
    reply = office.signed()
    reply.refresh_from_db()
    assert (reply.signer, reply.signed_on, reply.signed_by) == ("丽签发人", office.day, office.city.signer0)
    assert reply.frozen_hash == digest(reply.frozen)
    assert reply.frozen["letter"]["date"] == "2026-03-02"
    with pytest.raises(NotYours):
        drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.office0), body="改")


def test_nobody_but_the_signer_signs_and_no_program(office):
    reply = office.at_signing()
    for who in ("office0", "drafter0", "signer1"):
        with pytest.raises(NotYours):
            signing.sign(reply, **office.when(getattr(office.city, who)))
    nobody = acting(office.city.signer0, on=office.day, source=Source.API)
    program = type(nobody)(source=Source.API, posts=nobody.posts)
    with pytest.raises(Invalid):
        signing.sign(reply, by=program, on=office.day, at=office.at)
    assert Reply.objects.get().status == "signing"


def cleared(office, reply, **more):
    data = {"clearance": "paper", "signer": "孙立"} | more
    return signing.enter_clearance(reply, **data, **office.when(office.city.office0))


def test_a_clearance_from_outside_takes_one_form(office):
    reply = office.drafted()
    tokens = cleared(office, reply, doc_number="丽卫函〔2026〕12号", sent_on=office.day)
    reply.refresh_from_db()
    assert (reply.status, reply.signer, reply.signed_by, reply.clearance) == ("sent", "孙立", None, "paper")
    assert (len(tokens), FeedbackLink.objects.count()) == (1, 1)


@pytest.mark.parametrize(("change", "field"), [
    ({"clearance": "here"}, "clearance"),
    ({"signer": " "}, "signer"),
    ({"sent_on": dt.date(2026, 3, 2)}, "doc_number"),
    ({"doc_number": "12号"}, "doc_number"),
    ({"doc_number": "丽卫函〔2025〕12号"}, "doc_number"),
])  # fmt: skip
def test_a_wrong_clearance_writes_nothing(office, change, field):
    reply = office.drafted()
    with pytest.raises(Invalid) as refusal:
        cleared(office, reply, **change)
    assert refusal.value.field == field
    assert (Reply.objects.get().status, IssuedNumber.objects.count()) == ("draft", 0)


def test_numbering_adds_the_number_and_nothing_else(office):
    reply = office.numbered()
    reply.refresh_from_db()
    assert (reply.status, reply.doc_number, str(reply.issued)) == ("numbered", *["丽卫函〔2026〕12号"] * 2)
    assert (reply.frozen["letter"]["doc_number"], letter_of(reply).doc_number) == (None, "丽卫函〔2026〕12号")
    assert reply.frozen_hash == digest(reply.frozen)


def test_a_number_is_given_once(office):
    office.numbered(number="1")
    with pytest.raises(NumberTaken):
        office.numbered(number="2")
    assert Reply.objects.get(proposal__number="2").status == "signed"


def test_files_are_printed_once_and_always_the_same(office):
    reply = office.numbered()
    first = archive_files(reply, at=office.at)
    assert sorted(each.format for each in first) == ["docx", "ofd", "pdf"]
    assert {each.pk for each in archive_files(reply, at=office.at)} == {each.pk for each in first}
    assert render(reply, "pdf", on=office.day) == render(reply, "pdf", on=office.day)
    with pytest.raises(Invalid):
        render(reply, "exe", on=office.day)


def test_sending_answers_the_case_and_starts_feedback(office):
    reply = office.sent()
    reply.proposal.refresh_from_db()
    assert (reply.sent_on, reply.proposal.status) == (office.day, "answered")
    assert list(Clock.objects.open().values_list("kind", "subject_uid", "due")) == [
        ("feedback", reply.uid, dt.date(2026, 3, 23))
    ]
    assert set(reply.copies.values_list("sent_on", flat=True)) == {office.day}


def test_an_unnumbered_reply_is_not_sent(office):
    reply = office.signed()
    with pytest.raises(TransitionRefused):
        sending.send(reply, **office.when(office.city.office0))


def test_every_signer_is_asked_where_the_rules_say_so(office):
    switch(feedback_from="all")
    office.sent(proposers=("赵明", "钱进"))
    assert FeedbackLink.objects.count() == 2


@pytest.mark.parametrize("roles", [("sole",), ("lead", "assist")])
def test_a_unit_that_is_added_late_is_heard_before_the_letter_goes_out(office, roles):
    reply = office.numbered(*roles)
    unit = office.city.units[2]
    added = assigning.add_unit(reply.proposal, department=unit, **office.when(office.city.supervisor))
    with pytest.raises(TransitionRefused, match="会办意见未齐"):
        sending.send(reply, **office.when(office.city.office0))
    handling.waive(added, reason="职责已划出", **office.when(office.city.supervisor))
    sending.send(reply, **office.when(office.city.office0))
    reply.proposal.refresh_from_db()
    assert (reply.status, reply.proposal.status) == ("sent", "answered")
