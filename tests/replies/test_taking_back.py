import datetime as dt

import pytest

from proposals.actions import undoing as receipts
from replies.actions import drafting, reviewing, sending, signing
from replies.actions.undoing import undo
from replies.models import Reply
from workflow.audit import broken_rows
from workflow.errors import NotYours, TransitionRefused
from workflow.models import Clock, RuleVersion, StoredFile

FROZEN = ("signer", "signed_by", "signed_on", "frozen", "frozen_hash", "evidence", "clearance")


def taken_back(office, reply, move, who):
    undo(reply, f"undo_{move}", **office.when(getattr(office.city, who)))
    held = tuple(getattr(reply, name) for name in FROZEN)
    stored = Reply.objects.get(pk=reply.pk)
    assert (stored.status, tuple(getattr(stored, name) for name in FROZEN)) == (reply.status, held)
    return stored


def test_a_signature_taken_back_thaws_the_letter(office):
    reply = office.at_signing()
    before = tuple(getattr(reply, name) for name in FROZEN)
    signing.sign(reply, **office.when(office.city.signer0))
    stored = taken_back(office, reply, "sign", "signer0")
    assert (stored.status, tuple(getattr(stored, name) for name in FROZEN)) == ("signing", before)
    signing.sign(stored, **office.when(office.city.signer0))
    assert (stored.status, stored.signed_on, list(broken_rows())) == ("signed", office.day, [])


def test_a_clearance_from_outside_is_taken_back_with_its_scan(office):
    reply = office.drafted()
    scan = StoredFile.objects.create(
        jurisdiction=office.city.place, sha256="0" * 64, name="稿纸.pdf", size=1, stored_at=office.at
    )
    outside = {"clearance": "paper", "signer": "孙立", "scan": scan}
    signing.enter_clearance(reply, **outside, **office.when(office.city.office0))
    stored = taken_back(office, reply, "enter_clearance", "office0")
    assert (stored.status, stored.clearance, stored.signer, stored.evidence) == ("draft", "here", "", None)


def test_what_was_numbered_or_sent_is_not_taken_back(office):
    reply = office.drafted()
    outside = {"clearance": "paper", "signer": "孙立", "doc_number": "丽卫函〔2026〕12号"}
    signing.enter_clearance(reply, **outside, **office.when(office.city.office0))
    for move in ("undo_enter_clearance", "undo_sign", "undo_number"):
        with pytest.raises(TransitionRefused):
            undo(reply, move, **office.when(office.city.office0))
    sending.send(reply, **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="没有这一办理事项"):
        undo(reply, "undo_send", **office.when(office.city.office0))
    assert Reply.objects.get().status == "sent"


@pytest.mark.parametrize(("move", "who", "after"), [
    ("submit", "drafter0", "draft"),
    ("pass", "section_head0", "section"),
    ("pass", "office0", "office"),
])  # fmt: skip
def test_a_step_is_taken_back_by_whoever_made_it(office, move, who, after):
    reply = office.drafted()
    steps = [(drafting.submit, "drafter0"), (reviewing.pass_on, "section_head0"), (reviewing.pass_on, "office0")]
    for verb, person in steps:
        verb(reply, **office.when(getattr(office.city, person)))
        if person == who:
            break
    with pytest.raises((NotYours, TransitionRefused)):
        undo(reply, f"undo_{move}", **office.when(office.city.signer0))
    assert taken_back(office, reply, move, who).status == after


def test_the_clocks_run_again(office):
    limits = {"draft": [1, "month"], "reply": [3, "month"]}
    for rule in RuleVersion.objects.all():
        RuleVersion.objects.filter(pk=rule.pk).update(content=rule.content | {"limits": limits})
    reply = office.drafted()
    drafting.submit(reply, **office.when(office.city.drafter0))
    assert set(Clock.objects.open().values_list("kind", flat=True)) == {"reply"}
    taken_back(office, reply, "submit", "drafter0")
    assert set(Clock.objects.open().values_list("kind", flat=True)) == {"draft", "reply"}


def test_a_draft_sent_back_returns_unless_it_was_worked_on(office):
    reply = office.at_signing()
    reviewing.send_back(reply, reason="请补充数据", **office.when(office.city.signer0))
    assert taken_back(office, reply, "send_back", "signer0").status == "signing"
    reply.refresh_from_db()
    reviewing.send_back(reply, reason="请补充数据", **office.when(office.city.signer0))
    drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), body="已补充。")
    with pytest.raises(TransitionRefused, match="已修改"):
        undo(reply, "undo_send_back", **office.when(office.city.signer0))


def test_a_voided_draft_comes_back_unless_another_was_begun(office):
    reply = office.drafted()
    drafting.void(reply, reason="重复", **office.when(office.city.office0))
    assert taken_back(office, reply, "void", "office0").status == "draft"
    reply.refresh_from_db()
    drafting.void(reply, reason="重复", **office.when(office.city.office0))
    drafting.draft(reply.assignment, **office.when(office.city.drafter0))
    with pytest.raises(TransitionRefused, match="在办的稿件"):
        undo(reply, "undo_void", **office.when(office.city.office0))


def test_after_its_time_only_the_trail_keeps_it(office):
    reply = office.signed()
    office.day += dt.timedelta(days=5)
    with pytest.raises(TransitionRefused, match="撤回期限"):
        undo(reply, "undo_sign", **office.when(office.city.signer0))
    assert Reply.objects.get().status == "signed"


def receipt_back(office, assignment):
    assignment = type(assignment).objects.get(pk=assignment.pk)
    receipts.undo(assignment, "undo_accept", **office.when(office.city.office0))
    return assignment


def test_a_receipt_stands_once_a_draft_was_begun(office):
    (assignment,) = office.in_hand()
    reply = drafting.draft(assignment, **office.when(office.city.drafter0))
    with pytest.raises(TransitionRefused, match="本件已有答复，请先撤销或作废"):
        receipt_back(office, assignment)
    drafting.void(reply, reason="误拟。", **office.when(office.city.office0))
    assert receipt_back(office, assignment).status == "waiting"


def test_a_draft_of_another_unit_hinders_nobody(office):
    lead, assist = office.in_hand("separate", "separate")
    drafting.draft(assist, **office.when(office.city.drafter1))
    assert receipt_back(office, lead).status == "waiting"
