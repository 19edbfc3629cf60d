"""Every move by page: what it needs, what it does, and how a refusal is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.views import moves
from proposals.actions import closing, returning
from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Proposal
from replies.actions import drafting, feedback, reviewing
from replies.copyflow import COPY_FLOW
from replies.flows import PROMISE_FLOW, REPLY_FLOW
from replies.models import Feedback, Reply
from tests.desk.conftest import rows
from tests.desk.pages import words_of
from tests.replies.test_clearance import switch
from tests.replies.test_publication_and_promises import promised
from tests.replies.test_reissuing import sent_anew
from workflow.models import AuditEvent, StoredFile


def offered(flow) -> set[str]:
    return {row.name for row in flow if row.offered}


def test_every_offered_move_has_its_form():
    assert {*moves.PROPOSAL_MOVES, "register"} == offered(PROPOSAL_FLOW)
    assert set(moves.ASSIGNMENT_MOVES) == offered(ASSIGNMENT_FLOW)
    assert {*moves.COLLECTING, *moves.MATERIAL_MOVES} == offered(MATERIAL_FLOW)
    assert {*moves.OPENING_MOVES, *moves.REPLY_MOVES} == offered(REPLY_FLOW)
    assert set(moves.PROMISE_MOVES) == offered(PROMISE_FLOW)
    assert set(moves.COPY_MOVES) == offered(COPY_FLOW)


def returning_case(office):
    (assignment,) = office.assigned()
    returning.request_return(assignment, reason="不属本局职责。", **office.when(office.city.office0))
    return assignment


def at_office(office):
    reply = office.drafted()
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    return reply


def with_bad_mark(office):
    reply = office.sent()
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    proposer = reply.proposal.proposers.get()
    feedback.record_feedback(reply, proposer=proposer, **marks, **office.when(office.city.committee))
    return reply


def judged(office):
    reply = office.sent()
    marks = {"attitude": "satisfied", "result": "satisfied", "way": "paper"}
    proposer = reply.proposal.proposers.get()
    feedback.record_feedback(reply, proposer=proposer, **marks, **office.when(office.city.committee))
    return reply.proposal


def closed(office):
    proposal = judged(office)
    proposal.refresh_from_db()
    closing.close(proposal, **office.when(office.city.supervisor))
    return proposal


def a_sole_unit(city) -> dict:
    return rows("shares", {"department": city.units[0].pk, "role": "sole"}, {"department": "", "role": ""})


def going_round(office):
    switch(countersign="always")
    return office.at_signing("lead", "assist")


def name_of(row) -> str:
    return f"{row[0]}-{row[1]}"


# door, move, who, how the case comes to that state, what is typed, the state afterwards
SUCCESSES = [
    ("proposal", "submit", "committee", lambda o: o.proposal(), {}, "submitted"),
    ("proposal", "file", "committee", lambda o: o.submitted(), {"number": "35"}, "filed"),
    ("proposal", "refuse", "committee", lambda o: o.submitted(), {"ground": "private"}, "refused"),
    ("proposal", "withdraw", "committee", lambda o: o.submitted(), {"reason": "提案人要求撤回。"}, "withdrawn"),
    ("proposal", "assign", "supervisor", lambda o: o.filed(), a_sole_unit, "in_hand"),
    ("proposal", "close", "committee", judged, {}, "closed"),
    ("proposal", "archive", "supervisor", closed, {}, "archived"),
    ("assignment", "accept", "office0", lambda o: o.assigned()[0], {"note": "已收。"}, "in_hand"),
    ("assignment", "hand_to", "office0", lambda o: o.in_hand()[0], lambda c: {"officer": c.drafter0.pk}, "in_hand"),
    ("assignment", "request_return", "office0", lambda o: o.assigned()[0], {"reason": "不属本局。"}, "returning"),
    ("assignment", "approve_return", "supervisor", returning_case, lambda c: {"department": c.units[1].pk}, "returned"),
    ("assignment", "refuse_return", "supervisor", returning_case, {"reason": "职责明确。"}, "in_hand"),
    (
        "assignment",
        "note_contact",
        "drafter0",
        lambda o: o.in_hand()[0],
        {"way": "phone", "people": "赵明委员", "outcome": "表示理解。"},
        "in_hand",
    ),
    ("assignment", "waive", "supervisor", lambda o: o.in_hand("lead", "assist")[1], {"reason": "无涉。"}, "waived"),
    ("assignment", "draft", "drafter0", lambda o: o.in_hand()[0], {}, "in_hand"),
    (
        "assignment",
        "give_opinion",
        "drafter1",
        lambda o: o.in_hand("lead", "assist")[1],
        {"text": "一、建议纳入计划。", "signer": "孙立", "clearance": "paper"},
        "answered",
    ),
    ("reply", "submit", "drafter0", lambda o: o.drafted(), {}, "section"),
    ("reply", "pass", "office0", at_office, {"note": "同意。"}, "signing"),
    ("reply", "send_back", "signer0", lambda o: o.at_signing(), {"reason": "请补充数据。"}, "draft"),
    ("reply", "regrade", "supervisor", lambda o: o.sent(), {"grade": "B", "reason": "仅部分落实。"}, "sent"),
    (
        "reply",
        "decide_publication",
        "office0",
        lambda o: o.sent(),
        {"extent": "full", "reviewer": "孙立", "personal_data_removed": "on"},
        "sent",
    ),
    ("reply", "follow_up", "drafter0", lambda o: o.sent(), {"text": "再建8个。", "due": "2026-12-31"}, "sent"),
    ("promise", "keep_promise", "office0", promised, {"evidence": "已建成8个。"}, "kept"),
    ("reply", "countersign", "office1", going_round, {"words": "无不同意见。"}, "signing"),
    ("reply", "sign", "signer0", lambda o: o.at_signing(), {}, "signed"),
    (
        "reply",
        "enter_clearance",
        "office0",
        lambda o: o.drafted(),
        {"clearance": "oa", "signer": "王局", "doc_number": "丽卫函〔2026〕9号"},
        "numbered",
    ),
    ("reply", "number", "office0", lambda o: o.signed(), {"doc_number": "丽卫函〔2026〕9号"}, "numbered"),
    ("reply", "send", "office0", lambda o: o.numbered(), {}, "sent"),
    (
        "reply",
        "record_feedback",
        "committee",
        lambda o: o.sent(),
        {"attitude": "satisfied", "result": "mostly", "way": "paper"},
        "sent",
    ),
    ("reply", "order_second_handling", "committee", with_bad_mark, {"reason": "请逐条答复。"}, "sent"),
    ("reply", "void", "office0", lambda o: o.drafted(), {"reason": "重复。"}, "void"),
    ("reply", "reissue", "office0", lambda o: o.numbered(), {"reason": "数据有误。"}, "superseded"),
    ("reply", "reissue", "supervisor", lambda o: o.sent(), {"reason": "数据有误。"}, "sent"),
]


@pytest.mark.parametrize("success", SUCCESSES, ids=name_of)
def test_the_move_is_made_by_its_page(desk, success):
    door, name, who, made, typed, after = success
    case, user = made(desk.office), getattr(desk.city, who)
    case.refresh_from_db()
    typed = typed(desk.city) if callable(typed) else dict(typed)
    if name == "record_feedback":
        typed["proposer"] = case.proposal.proposers.get().pk
    assert desk.get(user, f"{door}_move", case.uid, name).status_code == 200
    response = desk.move(user, door, case, name, **typed)
    assert response.status_code == (200 if name == "send" else 302), words_of(response)
    case.refresh_from_db()
    assert case.status == after
    assert AuditEvent.objects.filter(case_uid=case.case_uid, move=name, actor=user.name).exists()


def test_a_letter_made_anew_and_the_new_one_name_each_other(desk):
    old = desk.office.sent()
    assert "原件在新件送达以前仍然有效" in words_of(desk.get(desk.city.office0, "reply_move", old.uid, "reissue"))
    response = desk.move(desk.city.office0, "reply", old, "reissue", reason="数据有误。")
    new = Reply.objects.get(replaces=old)
    assert response.url == reverse("desk:reply", args=[new.uid])
    assert "丽卫函〔2026〕12号" in words_of(desk.get(desk.city.office0, "reply", new.uid)).split("重新制发")[0]
    assert "新件送达前仍然有效" in words_of(desk.get(desk.city.office0, "reply", old.uid))
    new, _ = sent_anew(desk.office, new)
    told = words_of(desk.get(desk.city.drafter0, "reply", old.uid)).replace("\n", "")
    assert f"本件已停用，由新件代替：{new.doc_number}。" in told


@pytest.mark.parametrize("success", SUCCESSES, ids=name_of)
def test_the_same_move_is_not_open_to_those_who_only_read(desk, success):
    door, name, _, made, *_ = success
    case = made(desk.office)
    case.refresh_from_db()
    before = case.status
    response = desk.move(desk.city.reader, door, case, name)
    case.refresh_from_db()
    assert (response.status_code, case.status) == (403, before)
    assert "您没有对本件" in words_of(response)


REFUSALS = [
    ("proposal", "file", "committee", lambda o: o.submitted(), {"number": " "}, "必填"),
    ("proposal", "refuse", "committee", lambda o: o.submitted(), {"note": "甲"}, "必填"),
    ("proposal", "assign", "supervisor", lambda o: o.filed(), rows("shares", {"role": "lead"}), "须同时填写"),
    ("assignment", "accept", "office0", lambda o: o.assigned()[0], {"on": "2026-03-03"}, "发生日期不能晚于今天。"),
    ("assignment", "hand_to", "office0", lambda o: o.in_hand()[0], {"note": "甲"}, "请选择承办科室或承办人。"),
    ("assignment", "note_contact", "drafter0", lambda o: o.in_hand()[0], {"people": "赵明"}, "必填"),
    ("reply", "number", "office0", lambda o: o.signed(), {"doc_number": "丽卫函2026-9"}, "文号"),
    ("reply", "send_back", "signer0", lambda o: o.at_signing(), {"reason": "  "}, "必填"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=name_of)
def test_a_refusal_is_told_and_what_was_typed_stays(desk, refusal):
    door, name, who, made, typed, told = refusal
    case = made(desk.office)
    events = AuditEvent.objects.count()
    response = desk.move(getattr(desk.city, who), door, case, name, **typed)
    assert response.status_code == 200
    assert told in words_of(response) + response.content.decode()
    for value in typed.values():
        assert str(value).strip() in response.content.decode()
    assert AuditEvent.objects.count() == events


def test_a_wrong_allocation_is_told_above_the_rows(desk):
    proposal = desk.office.filed()
    typed = rows("shares", {"department": desk.city.units[0].pk, "role": "lead"})
    response = desk.move(desk.city.supervisor, "proposal", proposal, "assign", **typed)
    assert "交办方式应为：一个单办单位" in words_of(response)
    assert not Assignment.objects.exists()


def test_a_lead_and_its_assist_are_assigned_in_one_form(desk):
    proposal = desk.office.filed()
    units = desk.city.units
    typed = rows("shares", {"department": units[0].pk, "role": "lead"}, {"department": units[2].pk, "role": "assist"})
    desk.move(desk.city.supervisor, "proposal", proposal, "assign", **typed)
    assert list(proposal.assignments.order_by("id").values_list("department", "role")) == [
        (units[0].pk, "lead"),
        (units[2].pk, "assist"),
    ]


def test_a_number_typed_otherwise_is_told_as_it_should_be(desk):
    page = words_of(
        desk.move(desk.city.office0, "reply", desk.office.signed(), "number", doc_number="丽卫函[2026]044号")
    )
    assert "您要填的是否为“丽卫函〔2026〕44号”？" in page
    assert "是否为" not in words_of(
        desk.move(desk.city.office0, "reply", desk.office.signed(number="2"), "number", doc_number="四十四号")
    )


def test_a_number_that_is_taken_is_told_beside_its_field(desk):
    desk.office.filed("35")
    second = desk.office.submitted(title="乙")
    response = desk.move(desk.city.committee, "proposal", second, "file", number="35")
    assert response.context["form"].errors["number"] == ["市政协七届二次会议已有第35号提案。"]
    assert Proposal.objects.get(pk=second.pk).number is None


def test_what_another_moved_meanwhile_is_told_and_a_second_press_is_deliberate(desk):
    (assignment,) = desk.office.assigned()
    data = {"version": assignment.version - 1, "note": "纸件已收"}
    response = desk.move(desk.city.office0, "assignment", assignment, "accept", **data)
    assert "该件已被他人处理或修改" in words_of(response)
    assert "纸件已收" in response.content.decode()
    assert response.context["form"]["version"].value() == str(assignment.version)


def test_a_move_out_of_its_state_has_a_page_of_its_own(desk):
    (assignment,) = desk.office.in_hand()
    response = desk.get(desk.city.office0, "assignment_move", assignment.uid, "accept")
    assert (response.status_code, "当前环节不能“签收”。" in words_of(response)) == (409, True)


def test_a_return_is_entered_late_for_a_day_inside_its_window(desk):
    (assignment,) = desk.office.assigned()
    desk.office.day += dt.timedelta(days=20)
    page = desk.get(desk.city.office0, "assignment_move", assignment.uid, "request_return")
    assert "申退期限已于2026年3月9日届满。" in words_of(page)
    refused = desk.move(desk.city.office0, "assignment", assignment, "request_return", reason="不属本局职责。")
    assert "届满" in words_of(refused)
    made = desk.move(
        desk.city.office0, "assignment", assignment, "request_return", reason="不属本局职责。", on="2026-03-05"
    )
    assignment.refresh_from_db()
    assert (made.status_code, assignment.status) == (302, "returning")


def test_unknown_moves_and_unseen_cases_are_not_found(desk):
    (assignment,) = desk.office.assigned()
    assert desk.get(desk.city.office0, "assignment_move", assignment.uid, "answer").status_code == 404
    assert desk.get(desk.county.supervisor, "assignment_move", assignment.uid, "accept").status_code == 404


def test_a_scan_is_kept_with_the_move(desk):
    reply = desk.office.sent()
    scan = SimpleUploadedFile("征询意见表.pdf", b"%PDF-1.7 signed")
    marks = {"attitude": "satisfied", "result": "satisfied", "way": "paper", "scan": scan}
    desk.move(
        desk.city.committee, "reply", reply, "record_feedback", proposer=reply.proposal.proposers.get().pk, **marks
    )
    file = Feedback.objects.get().scan
    assert (file.name, file.content_type, file.case_uid) == ("征询意见表.pdf", "application/pdf", reply.case_uid)
    assert desk.get(desk.city.supervisor, "file", file.uid).content == b"%PDF-1.7 signed"
    assert desk.get(desk.county.supervisor, "file", file.uid).status_code == 404


def test_other_files_than_scans_are_not_taken_and_a_refused_move_keeps_none(desk):
    reply = desk.office.drafted()
    typed = {"clearance": "paper", "signer": "王局"}
    program = SimpleUploadedFile("审签.pdf", b"MZ program")
    response = desk.move(desk.city.office0, "reply", reply, "enter_clearance", scan=program, **typed)
    assert "只能上传 PDF、JPG 或 PNG 文件。" in words_of(response)
    scan = SimpleUploadedFile("审签.pdf", b"%PDF-1.7")
    wrong = typed | {"doc_number": "2026年9号"}
    response = desk.move(desk.city.office0, "reply", reply, "enter_clearance", scan=scan, **wrong)
    assert response.status_code == 200
    assert not StoredFile.objects.exists()
    assert Reply.objects.get(pk=reply.pk).status == "draft"


def test_the_links_are_shown_once_after_sending(desk):
    reply = desk.office.numbered(proposers=("赵明", "钱芳"))
    response = desk.move(desk.city.office0, "reply", reply, "send")
    ((proposer, link),) = response.context["links"]
    assert (proposer.name, link.startswith("http://testserver/f/")) == ("赵明", True)
    assert link not in desk.get(desk.city.office0, "case", reply.proposal.uid).content.decode()


def test_beginning_a_draft_leads_to_the_drafting_page(desk):
    (assignment,) = desk.office.in_hand()
    response = desk.move(desk.city.drafter0, "assignment", assignment, "draft")
    assert response["Location"] == f"/admin/desk/replies/{Reply.objects.get().uid}/"


def test_a_supervisor_enters_for_a_unit_on_paper_with_its_paper(desk):
    (assignment,) = desk.office.assigned()
    assert "代录原件" not in words_of(desk.get(desk.city.office0, "assignment_move", assignment.uid, "accept"))
    desk.city.units[0].works_on_paper = True
    desk.city.units[0].save()
    assert "代录原件扫描件" in words_of(desk.get(desk.city.supervisor, "assignment_move", assignment.uid, "accept"))
    scan = SimpleUploadedFile("签收单.pdf", b"%PDF-1.4 slip", content_type="application/pdf")
    desk.move(desk.city.supervisor, "assignment", assignment, "accept", original=scan)
    assignment.refresh_from_db()
    note = assignment.notes.get()
    assert (assignment.status, note.kind, note.text) == ("in_hand", "original", "代录“签收”的原件")
    page = desk.get(desk.city.supervisor, "case", assignment.proposal.uid)
    assert "代录职责：单位办公室" in words_of(page)
    assert desk.get(desk.city.office0, "file", note.scan.uid).status_code == 200
    assert desk.get(desk.city.office1, "file", note.scan.uid).status_code == 404


def test_the_leaders_of_a_key_proposal_are_corrected_in_a_form_that_shows_them(desk):
    proposal, who = desk.office.in_hand()[0].proposal, desk.city.committee
    address = ("proposal_move", proposal.uid, "correct_key")
    assert "本件不是重点提案" in words_of(desk.get(who, *address))
    Proposal.objects.filter(pk=proposal.pk).update(is_key=True)
    assert "尚未登记领办、督办领导" in words_of(desk.get(who, *address))
    proposal.refresh_from_db()
    desk.move(who, "proposal", proposal, "designate", led_by="王副市长", supervised_by="李副主席")
    assert "李副主席" in desk.get(who, *address).content.decode()
    proposal.refresh_from_db()
    desk.move(who, "proposal", proposal, "correct_key", led_by="赵副市长", supervised_by="", reason="登记时误填。")
    assert (proposal.key_handling.led_by, proposal.key_handling.supervised_by) == ("赵副市长", "")
