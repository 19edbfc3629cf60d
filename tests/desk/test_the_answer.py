"""What follows the draft, at the desk: forms that offer a choice only where there is one, and the case shows it."""

import pytest
from django.urls import reverse

from replies.actions.grading import regrade
from replies.models import Reply
from tests.desk.pages import words_of
from tests.replies.test_clearance import switch
from tests.replies.test_merged_proposals import drafted


def test_replies_of_a_family_are_ticked_to_move_together(desk):
    main, other = drafted(desk.office)
    assert "并案各件一并办理（共2件）" in words_of(desk.get(desk.city.drafter0, "reply_move", main.uid, "submit"))
    desk.move(desk.city.drafter0, "reply", main, "submit", together="on")
    assert set(Reply.objects.values_list("status", flat=True)) == {"section"}
    page = words_of(desk.get(desk.city.office0, "case", main.proposal.uid))
    assert "并案：第36号" in page
    assert "提交审核" in words_of(desk.get(desk.city.office0, "case", other.proposal.uid))


def test_a_reply_alone_is_not(desk):
    reply = desk.office.drafted()
    assert "一并办理" not in words_of(desk.get(desk.city.drafter0, "reply_move", reply.uid, "submit"))


def test_the_kind_is_chosen_where_there_is_a_choice(desk):
    switch(extension_times=0)
    lead, assist = desk.office.in_hand("lead", "assist")
    page = words_of(desk.get(desk.city.drafter0, "assignment_move", lead.uid, "draft"))
    assert "阶段性答复" in page
    assert "阶段性答复" not in words_of(desk.get(desk.city.drafter1, "assignment_move", assist.uid, "draft"))
    desk.move(desk.city.drafter0, "assignment", lead, "draft", kind="interim")
    assert Reply.objects.get().kind == "interim"


def test_the_case_tells_who_was_asked_and_what_became_of_the_grade(desk):
    switch(countersign="always")
    reply = desk.office.at_signing("lead", "assist")
    seen = words_of(desk.get(desk.city.office1, "case", reply.proposal.uid))
    assert "待会签" in seen
    assert "待会签" not in words_of(desk.get(desk.city.office2, "work"))
    assert "会签" in words_of(desk.get(desk.city.office1, "work"))


def test_a_confirmed_grade_stands_beside_the_first(desk):
    reply = desk.office.sent()
    regrade(reply, grade="B", reason="仅部分落实。", **desk.office.when(desk.city.supervisor))
    page = words_of(desk.get(desk.city.supervisor, "case", reply.proposal.uid))
    assert {"办理结果 A", "现为 B"} <= set(page.splitlines())


@pytest.mark.parametrize("count", [1, 3])
def test_a_case_costs_the_same_for_one_change_and_for_three(desk, django_assert_num_queries, count):
    reply = desk.office.sent("lead", "assist")
    for grade in "BCA"[:count]:
        regrade(reply, grade=grade, reason="核实", **desk.office.when(desk.city.supervisor))
    browser = desk.of(desk.city.office0)
    address = reverse("desk:case", args=[reply.proposal.uid])
    browser.get(address)
    with django_assert_num_queries(42):
        browser.get(address)


def test_units_of_the_case_are_ticked_for_a_joint_letter(desk):
    reply = desk.office.drafted("lead", "assist")
    page = words_of(desk.get(desk.city.drafter0, "reply", reply.uid))
    assert {"联合行文单位", "丽阳市民政局"} <= set(page.splitlines())
    assert "丽阳市财政局" not in page
    alone = desk.office.drafted(number="36")
    assert "联合行文单位" not in words_of(desk.get(desk.city.drafter0, "reply", alone.uid))


@pytest.mark.parametrize(("ticked", "kept"), [({"form_enclosed": "on"}, True), ({}, False)])
def test_whether_the_form_lay_with_the_letter_is_ticked_at_sending(desk, ticked, kept):
    reply = desk.office.numbered()
    assert "随函附有征询意见表" in words_of(desk.get(desk.city.office0, "reply_move", reply.uid, "send"))
    desk.move(desk.city.office0, "reply", reply, "send", **ticked)
    reply.refresh_from_db()
    assert (reply.status, reply.form_enclosed) == ("sent", kept)
    assert ("没有随函附送" in words_of(desk.get(desk.city.office0, "reply", reply.uid))) is not kept


def test_a_supplement_asks_for_no_form(desk):
    reply = desk.office.numbered()
    Reply.objects.filter(pk=reply.pk).update(kind="supplementary")
    assert "征询意见表" not in words_of(desk.get(desk.city.office0, "reply_move", reply.uid, "send"))


def test_the_review_names_what_is_private(desk):
    reply = desk.office.at_signing()
    page = words_of(desk.get(desk.city.office0, "reply_move", desk.office.sent(number="36").uid, "decide_publication"))
    assert "公开文本中有" not in page
    Reply.objects.filter(pk=reply.pk).update(body="收悉。身份证号320102199001011234。")
    reply.refresh_from_db()
    for who, move, facts in (
        ("signer0", "sign", {}),
        ("office0", "number", {"doc_number": "丽卫函〔2026〕35号"}),
        ("office0", "send", {}),
    ):
        desk.move(getattr(desk.city, who), "reply", reply, move, **facts)
    page = words_of(desk.get(desk.city.office0, "reply_move", reply.uid, "decide_publication"))
    assert "公开文本中有身份证号“320102199001011234”。" in page


def test_the_review_begins_with_the_ground_of_the_letter(desk):
    reply = desk.office.sent()
    Reply.objects.filter(pk=reply.pk).update(publicity="closed", publicity_ground="涉及工作秘密")
    form = desk.get(desk.city.office0, "reply_move", reply.uid, "decide_publication").context["form"]
    assert (form["extent"].value(), form["ground"].value()) == ("none", "涉及工作秘密")
