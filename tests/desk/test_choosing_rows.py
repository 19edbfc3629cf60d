"""A row that was right to choose a moment ago, or never was: the verb says why, not “选择一个有效的选项”."""

import datetime as dt

import pytest
from django import forms
from django.urls import reverse

from desk.forms.fields import NOT_FOUND, Offering
from proposals.actions import planning, returning
from proposals.models import Assignment, Material, PlanOpinion
from tests.desk.conftest import rows
from tests.desk.pages import words_of
from tests.desk.test_bad_input import every_field
from workflow.models import Appointment, AuditEvent, Department


def stopped(desk, unit):
    """The unit is no more, since the page was shown."""
    Department.objects.filter(pk=unit.pk).update(until=desk.office.day - dt.timedelta(days=1))
    return unit


def refused(page, words) -> None:
    assert page.status_code == 200
    assert words in words_of(page)
    assert "有效的选项" not in words_of(page)


@pytest.mark.parametrize("field", list(every_field()))
def test_no_choice_of_rows_is_left_without_words(field):
    if isinstance(field, forms.ModelChoiceField):
        assert isinstance(field, Offering)


def test_merges_that_cannot_be(desk):
    one, two = desk.office.filed("1"), desk.office.filed("2")
    handed_over = desk.office.assigned(number="3")[0].proposal
    foreign = desk.office.filed("4", desk.county, title="关于县城绿化的提案")
    for into, words in (
        (one, "提案不能并入自身。"),
        (handed_over, "只能并入已立案、尚未交办的提案。"),
        (foreign, NOT_FOUND),
    ):
        page = desk.move(desk.city.committee, "proposal", one, "merge", into=into.pk, reason="相同。")
        refused(page, words)
    assert foreign.title not in words_of(page)
    offered = page.context["form"].fields["into"].widget.choices
    assert [choice.instance for choice, _ in offered if choice] == [two]
    page = desk.move(desk.city.committee, "proposal", one, "merge", into=two.pk, reason="相同。")
    assert page.status_code == 302
    refused(desk.move(desk.city.committee, "proposal", desk.office.filed("5"), "merge", into=one.pk, reason="相同。"),
            "该提案已并入其他提案，请选择主提案。")  # fmt: skip


def test_a_return_to_a_unit_that_cannot_take_it(desk):
    assignment, _ = desk.office.assigned("lead", "assist")
    own, other, third = desk.city.units
    for unit, words in (
        (own, "不能改由本单位自己承办。"),
        (other, "“丽阳市民政局”已承办本件。"),
        (stopped(desk, third), "“丽阳市财政局”当日未设立或已停用。"),
        (desk.county.units[0], NOT_FOUND),
    ):
        given = {"reason": "不属职责。", "suggested": unit.pk}
        refused(desk.move(desk.city.office0, "assignment", assignment, "request_return", **given), words)
    assert Assignment.objects.get(pk=assignment.pk).status == "waiting"


def test_a_return_granted_to_a_unit_that_cannot_take_it(desk):
    (assignment,) = desk.office.assigned()
    returning.request_return(assignment, reason="不属职责。", **desk.office.when(desk.city.office0))
    for unit, words in (
        (desk.city.units[0], "不能改由本单位自己承办。"),
        (stopped(desk, desk.city.units[1]), "“丽阳市民政局”当日未设立或已停用。"),
        (desk.county.units[0], NOT_FOUND),
    ):
        page = desk.move(desk.city.supervisor, "assignment", assignment, "approve_return", department=unit.pk)
        refused(page, words)
    page = desk.move(desk.city.supervisor, "assignment", assignment, "approve_return", department=desk.city.units[2].pk)
    assert page.status_code == 302


@pytest.mark.parametrize("move", ["suggest_unit", "correct"])
def test_a_unit_that_already_has_a_part(desk, move):
    lead, _ = desk.office.in_hand("lead", "assist")
    who = desk.city.office0 if move == "suggest_unit" else desk.city.supervisor
    page = desk.move(who, "assignment", lead, move, department=desk.city.units[1].pk, reason="应由其承办。")
    refused(page, "“丽阳市民政局”已承办本件。")
    assert page.context["form"].errors["department"]


def test_a_unit_that_is_added_twice_or_too_late(desk):
    proposal = desk.office.in_hand()[0].proposal
    twice = desk.move(desk.city.supervisor, "proposal", proposal, "add_unit", department=desk.city.units[0].pk)
    refused(twice, "“丽阳市卫生局”已承办本件。")
    gone = stopped(desk, desk.city.units[1])
    late = desk.move(desk.city.supervisor, "proposal", proposal, "add_unit", department=gone.pk)
    refused(late, "“丽阳市民政局”当日未设立或已停用。")
    assert (twice.context["form"].errors.keys(), late.context["form"].errors.keys()) == ({"department"}, {"department"})
    section = Department.objects.create(jurisdiction=desk.city.place, parent=desk.city.units[2], name="预算科")
    refused(desk.move(desk.city.supervisor, "proposal", proposal, "add_unit", department=section.pk),
            "“预算科”不是本地区的承办单位。")  # fmt: skip
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("move", ["assign", "plan"])
def test_a_hand_over_to_a_unit_that_was_stopped_meanwhile(desk, move):
    proposal, unit = desk.office.filed(), desk.city.units[0]
    given = rows("shares", {"department": unit.pk, "role": "sole"})
    refused(
        desk.move(
            desk.city.supervisor,
            "proposal",
            proposal,
            move,
            **rows("shares", {"department": desk.county.units[0].pk, "role": "sole"}),
        ),
        NOT_FOUND,
    )
    stopped(desk, unit)
    refused(desk.move(desk.city.supervisor, "proposal", proposal, move, **given), "“丽阳市卫生局”当日未设立或已停用。")
    Department.objects.filter(pk=unit.pk).update(until=None)
    assert desk.move(desk.city.supervisor, "proposal", proposal, move, **given).status_code == 302


def test_a_case_handed_to_who_has_left_or_to_a_section_that_is_no_more(desk):
    (assignment,) = desk.office.in_hand()
    section = Department.objects.create(jurisdiction=desk.city.place, parent=desk.city.units[0], name="养老科")
    other = Department.objects.create(jurisdiction=desk.city.place, parent=desk.city.units[1], name="救助科")
    Appointment.objects.filter(user=desk.city.drafter0).update(until=desk.office.day - dt.timedelta(days=1))
    for given, words in (
        ({"officer": desk.city.drafter0.pk}, "承办人不在本单位任职。"),
        ({"officer": desk.city.drafter1.pk}, NOT_FOUND),
        ({"section": other.pk}, "承办科室不属于本单位。"),
        ({"section": stopped(desk, section).pk}, "“养老科”当日未设立或已停用。"),
    ):
        refused(desk.move(desk.city.office0, "assignment", assignment, "hand_to", **given), words)
    given = {"officer": desk.city.section_head0.pk}
    assert desk.move(desk.city.office0, "assignment", assignment, "hand_to", **given).status_code == 302


def test_material_is_asked_of_the_own_sections_alone(desk):
    (assignment,) = desk.office.in_hand()
    due = (desk.office.day + dt.timedelta(days=5)).isoformat()
    for unit, words in (
        (desk.city.units[1], "只能向本单位科室、下属单位或所辖县（区）部门征集材料。"),
        (desk.county.units[0], NOT_FOUND),
    ):
        given = {"department": unit.pk, "wanted": "床位数。", "due": due}
        refused(desk.move(desk.city.drafter0, "assignment", assignment, "collect", **given), words)
    assert not Material.objects.exists()


def test_a_case_that_is_no_longer_in_hand_is_not_noted_along(desk):
    first, second = desk.office.in_hand(number="1")[0], desk.office.in_hand(number="2")[0]
    theirs = desk.office.in_hand(number="3", place=desk.county)[0]
    talk = {"way": "meeting", "people": "赵明委员", "outcome": "表示理解。"}
    page = desk.move(desk.city.drafter0, "assignment", first, "note_contact", also=[theirs.pk], **talk)
    refused(page, NOT_FOUND)
    returning.request_return(second, reason="不属职责。", **desk.office.when(desk.city.office0))
    desk.office.in_hand(number="4")
    page = desk.move(desk.city.drafter0, "assignment", first, "note_contact", also=[second.pk], **talk)
    refused(page, "当前环节不能“沟通登记”")
    assert not AuditEvent.objects.filter(move="note_contact").exists()


def test_an_opinion_on_the_plan_that_was_settled_meanwhile(desk):
    proposal = desk.office.planned()
    given = {"wish": "not_ours", "suggested": desk.city.units[2].pk, "reason": "不属职责。"}
    page = desk.move(desk.city.office1, "proposal", proposal, "comment", department=desk.city.units[1].pk, **given)
    assert page.status_code == 302
    wrong = {"wish": "not_ours", "suggested": desk.city.units[0].pk, "reason": "不属职责。"}
    refused(
        desk.move(desk.city.office0, "proposal", proposal, "comment", department=desk.city.units[0].pk, **wrong),
        "建议改由的单位不能是本单位。",
    )
    refused(
        desk.move(desk.city.office0, "proposal", proposal, "comment", department=desk.city.units[1].pk, **wrong),
        "只能提出本单位的意见。",
    )
    opinion = PlanOpinion.objects.get()
    proposal.refresh_from_db()
    planning.settle(proposal, opinion=opinion, granted=False, **desk.office.when(desk.city.supervisor))
    page = desk.move(desk.city.supervisor, "proposal", proposal, "settle", opinion=opinion.pk, granted="yes")
    refused(page, "该件已被他人处理或修改")


def test_people_of_a_unit(desk):
    unit, day = desk.city.units[0], desk.office.day.isoformat()
    address = reverse("desk:staff_deputy", args=[unit.uid, desk.city.signer0.uid])
    browser = desk.of(desk.city.office0)
    refused(browser.post(address, {"deputy": desk.city.signer0.pk, "since": day}), "不能由本人代理本人。")
    refused(browser.post(address, {"deputy": desk.city.signer1.pk, "since": day}), NOT_FOUND)
    Appointment.objects.filter(user=desk.city.drafter0).update(until=desk.office.day - dt.timedelta(days=1))
    refused(browser.post(address, {"deputy": desk.city.drafter0.pk, "since": day}), "代理人不在本单位任职。")
    leave = reverse("desk:staff_leave", args=[unit.uid, desk.city.signer0.uid])
    refused(browser.post(leave, {"to": desk.city.signer0.pk}), "不能移交给本人。")
    section = stopped(desk, Department.objects.create(jurisdiction=desk.city.place, parent=unit, name="养老科"))
    role = reverse("desk:staff_role", args=[unit.uid, desk.city.signer0.uid])
    refused(browser.post(role, {"role": "drafter", "department": section.pk}), "“养老科”当日未设立或已停用。")


def test_a_reform_of_units_that_cannot_be(desk):
    old, heir, gone = desk.city.units
    day = desk.office.day.isoformat()
    stopped(desk, gone)
    for successor, words in (
        (old, "不能划转给本单位。"),
        (gone, "丽阳市财政局已停用或已划转。"),
        (desk.county.units[0], NOT_FOUND),
    ):
        given = {"old": old.pk, "successor": successor.pk, "from_day": day}
        refused(desk.post(desk.city.administrator, "reform", **given), words)
    Department.objects.filter(pk=old.pk).update(successor=heir)
    given = {"old": old.pk, "successor": heir.pk, "from_day": day}
    refused(desk.post(desk.city.administrator, "reform", **given), "丽阳市卫生局已划转。")


def test_a_letter_is_not_signed_with_a_unit_that_left_the_case(desk):
    reply = desk.office.drafted("lead", "assist")
    given = {"version": reply.version, "title": reply.title, "body": reply.body, **rows("copies")}
    address = reverse("desk:reply", args=[reply.uid])
    page = desk.of(desk.city.drafter0).post(address, given | {"joint_with": [desk.city.units[2].pk]})
    refused(page, "只能与同办本件的单位联合行文：丽阳市财政局不承办本件。")
    page = desk.of(desk.city.drafter0).post(address, given | {"joint_with": [desk.county.units[2].pk]})
    refused(page, NOT_FOUND)
    page = desk.of(desk.city.drafter0).post(address, given | {"joint_with": [desk.city.units[1].pk]})
    assert page.status_code == 302
