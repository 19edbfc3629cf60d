"""What may stand against a move, as a sentence for whoever would make it; the tables are in `flows`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from proposals.enums import AssignmentRole, AssignmentStatus, Decision, MaterialStatus, Nature, ProposalStatus
from workflow.actor import Actor
from workflow.enums import Role
from workflow.statemachine import guard, road

P, A, M = ProposalStatus, AssignmentStatus, MaterialStatus
# Who works on a unit's part.
UNIT = {Role.DRAFTER, Role.SECTION_HEAD, Role.OFFICE}

# Of a proposal.


@guard("须有提案人")
def no_proposers(proposal: Any, _on: dt.date) -> str | None:
    return None if proposal.proposers.exists() else "提案尚无提案人。"


@guard("须先分类", switch="category_required")
def category_is_missing(proposal: Any, _on: dt.date) -> str | None:
    needed = proposal.rules.switch("category_required")
    return "请先填写提案分类。" if needed and not proposal.category else None


@guard("没有并入它的提案")
def others_are_merged_into_it(proposal: Any, _on: dt.date) -> str | None:
    return "已有提案并入本件，请先取消并案。" if proposal.merged.exists() else None


@guard("并入的提案尚未交办")
def main_was_handed_over(proposal: Any, _on: dt.date) -> str | None:
    main = proposal.merged_into
    return None if main is None or main.status == P.FILED else "并入的提案已交办，不能取消并案。"


@guard("正在预交办")
def no_plan_goes_round(proposal: Any, on: dt.date) -> str | None:
    if proposal.planned_until is None:
        return "本件未预交办。"
    over = on > proposal.planned_until
    return f"预交办意见已于{proposal.planned_until:%Y年%-m月%-d日}截止。" if over else None


@guard("预交办意见均已处理")
def opinions_on_plan_wait(proposal: Any, _on: dt.date) -> str | None:
    waiting = proposal.plan_opinions.filter(decision=Decision.ASKED).values_list("department__name", flat=True)
    return f"尚有预交办意见未处理：{'、'.join(waiting)}。" if waiting else None


@guard("各承办单位均未签收、未改办")
def a_unit_has_begun(proposal: Any, _on: dt.date) -> str | None:
    held = proposal.assignments.held()
    begun = held.exclude(status=A.WAITING).exists() or held.filter(hop__gt=0).exists()
    return "已有单位签收或申退，不能撤回交办。" if begun else None


@guard("各承办单位均已答复")
def replies_are_missing(proposal: Any, _on: dt.date) -> str | None:
    return "尚有承办单位未答复。" if proposal.assignments.still_to_answer().exists() else None


@guard("办复日期已登记", switch="reply_counts_on")
def an_arrival_is_missing(proposal: Any, _on: dt.date) -> str | None:
    return "答复的办复日期（送交或委员收到）尚未登记。" if proposal.awaits_arrival else None


@guard("委员评价已收到或已到期")
def feedback_is_pending(proposal: Any, on: dt.date) -> str | None:
    return "委员评价期限未满，且尚未收到评价。" if proposal.awaits_feedback(on) else None


@guard("尚未登记领办、督办领导")
def leaders_are_named(proposal: Any, _on: dt.date) -> str | None:
    return "本件已列为重点提案，并登记了领办、督办领导。" if hasattr(proposal, "key_handling") else None


@road("已登记领办、督办领导")
def no_leaders_are_named(proposal: Any, _on: dt.date) -> str | None:
    return None if hasattr(proposal, "key_handling") else "本件尚未登记领办、督办领导。"


@road("为平时提案")
def it_is_of_the_plenary(proposal: Any, _on: dt.date) -> str | None:
    return None if proposal.nature == Nature.INTERIM else "会议提案由督查交办。"


@guard("分办的由督查归档", personal=True)
def units_answered_apart(proposal: Any, _on: dt.date, by: Actor) -> str | None:
    if Role.SUPERVISOR in proposal.roles_of(by):
        return None
    apart = proposal.assignments.held().filter(role=AssignmentRole.SEPARATE).exists()
    return "本件由几个单位分别答复，请督查归档。" if apart else None


@road("为重点提案")
def it_is_not_key(proposal: Any, _on: dt.date) -> str | None:
    return None if proposal.is_key else "本件不是重点提案。"


# Of a unit's part.


@guard("在申退期限内；逾期按规则", switch="late_return")
def return_window_is_over(assignment: Any, on: dt.date) -> str | None:
    if on <= assignment.return_by or assignment.rules.switch("late_return") == "flag":
        return None
    return f"申退期限已于{assignment.return_by:%Y年%-m月%-d日}届满。"


@guard("尚未答复过")
def answered_before(assignment: Any, _on: dt.date) -> str | None:
    """办复之后不再申退: who is to answer again has said that the case is theirs."""
    return "本单位已答复过本件，重新办理期间不能申退。" if assignment.was_reopened else None


@guard("多次退办须先召集协调", switch="convene_at_hop")
def units_must_be_convened(assignment: Any, _on: dt.date) -> str | None:
    nth = assignment.times_returned + 1
    if nth < assignment.rules.switch("convene_at_hop") or assignment.convened_on:
        return None
    return f"本件已是第{nth}次申退，请先召集有关单位协调。"


@road("为会办单位")
def not_a_silent_assist(assignment: Any, _on: dt.date) -> str | None:
    return None if assignment.role == AssignmentRole.ASSIST else "只有会办单位可以免予会办。"


@guard("主办单位尚未答复")
def lead_has_answered(assignment: Any, _on: dt.date) -> str | None:
    lead = assignment.proposal.assignments.filter(role=AssignmentRole.LEAD, status=A.ANSWERED)
    return "主办单位已答复，不能再请该单位会办。" if lead.exists() else None


@guard("没有待定的增办建议")
def a_unit_is_suggested(assignment: Any, _on: dt.date) -> str | None:
    return f"已建议增加“{assignment.extra.name}”，待督查处理。" if assignment.extra else None


@road("已提出增办建议")
def no_unit_is_suggested(assignment: Any, _on: dt.date) -> str | None:
    return None if assignment.extra_id else "没有待定的增办建议。"


@guard("没有待定的延期申请")
def an_extension_is_asked(assignment: Any, _on: dt.date) -> str | None:
    return "已有一份待定的延期申请。" if assignment.extensions.asked().exists() else None


@guard("未超过延期次数", switch="extension_times")
def extended_often_enough(assignment: Any, _on: dt.date) -> str | None:
    most = assignment.rules.switch("extension_times")
    granted = assignment.extensions.filter(decision=Decision.GRANTED).count()
    return f"按规则最多延期{most}次。" if granted >= most else None


@guard("尚未征集材料、拟稿")
def work_has_begun(assignment: Any, _on: dt.date) -> str | None:
    begun = next((rows.model for rows in assignment.leaned_on_by() if rows.exists()), None)
    return f"本件已有{begun._meta.verbose_name}，请先撤销或作废。" if begun else None


@guard("须在到期前")
def deadline_has_passed(assignment: Any, on: dt.date) -> str | None:
    clock = assignment.answer_clock
    if clock is None:
        return "本件没有可以延长的期限。"
    return f"办理期限已于{clock.due:%Y年%-m月%-d日}届满，不能再申请延期。" if clock.days_late(on) else None


@guard("期限未在中止")
def clock_is_paused(assignment: Any, _on: dt.date) -> str | None:
    since = assignment.paused_on
    return f"办理期限已于{since:%Y年%-m月%-d日}中止。" if since else None


@guard("有正在计算的期限")
def no_clock_runs(assignment: Any, on: dt.date) -> str | None:
    clock = assignment.answer_clock
    if clock is None:
        return "本件没有正在计算的期限。"
    if on < clock.start:
        return f"办理期限自{clock.start:%Y年%-m月%-d日}起算，不能在此以前中止。"
    return f"办理期限已于{clock.due:%Y年%-m月%-d日}届满，不能再中止。" if on > clock.due else None


@road("期限已中止")
def no_clock_is_paused(assignment: Any, _on: dt.date) -> str | None:
    return None if assignment.paused_on else "本件的办理期限未中止。"


@road("有待定的延期申请")
def no_extension_is_asked(assignment: Any, _on: dt.date) -> str | None:
    return None if assignment.extensions.asked().exists() else "没有待定的延期申请。"


@guard("期限未在中止；先恢复计算")
def clock_stands_still(assignment: Any, _on: dt.date) -> str | None:
    return "办理期限正在中止，请先恢复计算再延期。" if assignment.paused_on else None


@road("有待回复的催办或督办")
def nothing_to_answer(assignment: Any, _on: dt.date) -> str | None:
    return None if assignment.notes.to_answer().exists() else "没有待回复的催办或督办。"


# Of a request for material.


@guard("征集单位仍在办理")
def asking_unit_is_done(material: Any, _on: dt.date) -> str | None:
    return None if material.assignment.status == A.IN_HAND else "征集材料的单位已不在办理本件。"


@guard("由被征集的单位提供", personal=True)
def another_unit_was_asked(material: Any, _on: dt.date, by: Actor) -> str | None:
    return None if material.is_asked_of(by) else "材料由被征集的单位提供。"


@guard("由征集的单位退回", personal=True)
def another_unit_wants_more(material: Any, _on: dt.date, by: Actor) -> str | None:
    return None if material.assignment.roles_of(by) & UNIT else "只有征集材料的单位可以退回补充。"


@guard("由征集的单位撤销", personal=True)
def another_unit_asks(material: Any, _on: dt.date, by: Actor) -> str | None:
    return None if material.assignment.roles_of(by) & UNIT else "只有征集材料的单位可以撤销。"
