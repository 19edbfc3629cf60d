"""The case on one page: the same law as the flows, and only what this person may see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.views.buttons import blank_material, blank_reply
from desk.views.trail import label_of
from proposals.actions import assigning, pausing
from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment
from replies.actions import drafting, reviewing
from replies.copyflow import COPY_FLOW
from replies.flows import REPLY_FLOW
from replies.models import Reply
from tests.desk.pages import moves_on, words_of
from workflow.models import AuditEvent

PEOPLE = ("drafter0", "section_head0", "office0", "signer0", "supervisor", "committee", "reader", "office1")
STATES = ("assigned", "in_hand", "drafted", "at_signing", "signed", "numbered", "sent")


def lawful(office, user, proposal) -> set[tuple[str, str]]:
    by, found = office.by(user), set()
    found |= {(str(proposal.uid), move) for move in PROPOSAL_FLOW.open_to(by, proposal, on=office.day)}
    for each in Assignment.objects.visible_to(by).filter(proposal=proposal):
        found |= {(str(each.uid), move) for move in ASSIGNMENT_FLOW.open_to(by, each, on=office.day)}
        found |= {(str(each.uid), move) for move in REPLY_FLOW.open_to(by, blank_reply(each), on=office.day)}
        found |= {(str(each.uid), move) for move in MATERIAL_FLOW.open_to(by, blank_material(each), on=office.day)}
    for each in Reply.objects.visible_to(by).filter(proposal=proposal):
        found |= {(str(each.uid), move) for move in REPLY_FLOW.open_to(by, each, on=office.day)}
        for copy in each.copies.all() if each.status == "sent" else ():
            found |= {(str(copy.uid), move) for move in COPY_FLOW.open_to(by, copy, on=office.day)}
    return found


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_are_exactly_the_moves_that_are_open(desk, state):
    made = getattr(desk.office, state)("lead", "assist")
    proposal = made[0].proposal if isinstance(made, list) else made.proposal
    proposal.refresh_from_db()
    for name in PEOPLE:
        user = getattr(desk.city, name)
        response = desk.get(user, "case", proposal.uid)
        assert moves_on(response) == lawful(desk.office, user, proposal), name


def test_a_move_that_must_wait_is_shown_with_its_reason(desk):
    (assignment,) = desk.office.assigned()
    text = words_of(desk.get(desk.city.drafter0, "case", assignment.proposal.uid))
    assert "请先签收；办理中的件才能拟稿。" in text


def test_a_move_whose_time_is_over_may_still_be_entered_for_its_day(desk):
    (assignment,) = desk.office.assigned()
    desk.office.day += dt.timedelta(days=20)
    text = words_of(desk.get(desk.city.office0, "case", assignment.proposal.uid))
    assert "申退期限已于2026年3月9日届满。" in text
    assert "按发生日期补录" in text


def test_others_do_not_find_the_case(desk):
    (assignment,) = desk.office.assigned()
    uid = assignment.proposal.uid
    seen = {name: desk.get(user, "case", uid).status_code for name, user in vars(desk.city).items() if name[-1] in "12"}
    assert set(seen.values()) == {404}
    assert desk.get(desk.county.supervisor, "case", uid).status_code == 404


def test_every_deadline_says_why_that_day(desk):
    (assignment,) = desk.office.assigned()
    text = words_of(desk.get(desk.city.office0, "case", assignment.proposal.uid))
    assert "为何是这一天" in text
    assert "自2026-03-02起3工作日，依据丽阳市 办理规则 第1版。" in text
    assert "起算日，不计入" in text


def test_the_history_tells_who_as_what_and_when_and_marks_late_entries(desk):
    (assignment,) = desk.office.assigned()
    happened = desk.office.day
    desk.office.day += dt.timedelta(days=2)
    assigning.accept(
        assignment, by=desk.office.by(desk.city.office0), on=happened, at=desk.office.at, note="纸质件已收。"
    )
    response = desk.get(desk.city.office0, "case", assignment.proposal.uid)
    entry = response.context["trail"][0]
    assert (entry.what, entry.who, entry.role, entry.change) == (
        "签收",
        "丽单位办公室",
        "单位办公室",
        "待签收 → 办理中",
    )
    assert (entry.happened_on, entry.late, entry.reason) == (happened, True, "纸质件已收。")
    assert "补录" in words_of(response)


def test_another_units_drafts_stay_its_own(desk):
    lead, assist = desk.office.in_hand("lead", "assist")
    opinion = drafting.draft(assist, **desk.office.when(desk.city.drafter1))
    drafting.revise(
        opinion,
        version=opinion.version,
        at=desk.office.at,
        by=desk.office.by(desk.city.drafter1),
        body="一、内部讨论稿。",
    )
    drafting.submit(opinion, **desk.office.when(desk.city.drafter1))
    reviewing.send_back(opinion, reason="口径不妥，重写。", **desk.office.when(desk.city.section_head1))
    assert "口径不妥" in words_of(desk.get(desk.city.drafter1, "case", lead.proposal.uid))
    assert "口径不妥" not in words_of(desk.get(desk.city.drafter0, "case", lead.proposal.uid))
    assert desk.get(desk.city.drafter0, "reply", opinion.uid).status_code == 404


@pytest.mark.parametrize("move", ["take_feedback", "load", *PROPOSAL_FLOW.moves])
def test_the_history_tells_every_move_in_chinese(move):
    assert not label_of(AuditEvent(subject_kind="proposal", move=move)).isascii()


def test_the_reasons_of_a_deadline_name_its_days_and_what_moved_it(desk):
    (assignment,) = desk.office.in_hand()
    when = desk.office.when
    pausing.pause_clock(assignment, reason="等待省里出台政策。", **when(desk.city.supervisor))
    desk.office.day += dt.timedelta(days=11)
    pausing.resume_clock(assignment, **when(desk.city.supervisor), note="政策已出台。")
    text = words_of(desk.get(desk.city.office0, "case", assignment.proposal.uid))
    assert "2026-03-03至2026-03-12中止10日，相应顺延" in text
    assert "到期日由2026-06-02改为2026-06-12 政策已出台。" in " ".join(text.split())


def test_deadlines_that_count_back_cost_no_more(desk):
    def cost(number: str) -> int:
        (assignment,) = desk.office.in_hand(number=number)
        address = reverse("desk:case", args=[assignment.proposal.uid])
        browser = desk.of(desk.city.office0)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    plain = cost("1")
    for kind in ("draft", "review"):
        desk.city.rule.content["limits"][kind] = {"limit": [10, "working_day"], "before": "reply"}
    desk.city.rule.save()
    assert cost("2") == plain
