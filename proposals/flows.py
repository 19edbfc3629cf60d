"""Every legal move of a proposal, of a unit's part in it and of a request for material; what is not here cannot happen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from proposals.enums import AssignmentRole, AssignmentStatus, Decision, MaterialStatus, Nature, ProposalStatus
from workflow.actor import Actor
from workflow.enums import Role
from workflow.statemachine import NEW, StateMachine, consequence, guard, move, road
from workflow.undo import with_undo

P, A, M = ProposalStatus, AssignmentStatus, MaterialStatus
COMMITTEE, SUPERVISOR, OFFICE, DRAFTER = {Role.COMMITTEE}, {Role.SUPERVISOR}, {Role.OFFICE}, {Role.DRAFTER}
HEAD, SIGNER = {Role.SECTION_HEAD}, {Role.SIGNER}
OPERATORS = {Role.ADMINISTRATOR, Role.SUPERVISOR}
WATCHERS = COMMITTEE | SUPERVISOR
UNIT = DRAFTER | HEAD | OFFICE
# Where a proposal has, or may have, a number and days that can be wrong.
FILED_ONCE = set(P) - {P.DRAFT, P.SUBMITTED, P.REFUSED}


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


PROPOSAL_FLOW = StateMachine(
    name="proposal",
    label="提案",
    states=frozenset(P),
    ends=frozenset({P.ARCHIVED, P.REFUSED, P.MERGED, P.WITHDRAWN}),
    held_by={
        P.DRAFT: Role.COMMITTEE,
        P.SUBMITTED: Role.COMMITTEE,
        P.FILED: Role.SUPERVISOR,
        P.IN_HAND: Role.OFFICE,
        P.ANSWERED: Role.COMMITTEE,
        P.CLOSED: Role.SUPERVISOR,
    },
    rows=with_undo(
        #           move            label             from                        to           who                  unless
        move(       "register",     "登记",           {NEW},                      P.DRAFT,     COMMITTEE,           outside=True),
        move(       "submit",       "提交审查",       {P.DRAFT},                  P.SUBMITTED, COMMITTEE,           no_proposers, undoable=True),
        move(       "send_back",    "退回修改",       {P.SUBMITTED},              P.DRAFT,     COMMITTEE,           paper="退回修改建议→提案人", undoable=True),
        move(       "file",         "立案",           {P.SUBMITTED},              P.FILED,     COMMITTEE,           no_proposers, category_is_missing, paper="立案通知→提案人", undoable=True),
        move(       "refuse",       "不予立案",       {P.SUBMITTED},              P.REFUSED,   COMMITTEE,           paper="不予立案通知→提案人", undoable=True),
        move(       "withdraw",     "撤案",           {P.SUBMITTED, P.FILED},     P.WITHDRAWN, COMMITTEE,           others_are_merged_into_it, paper="撤案通知→提案人", undoable=True),
        move(       "merge",        "并案",           {P.FILED},                  P.MERGED,    COMMITTEE,           others_are_merged_into_it, opinions_on_plan_wait, paper="并案通知→提案人"),
        move(       "unmerge",      "取消并案",       {P.MERGED},                 P.FILED,     COMMITTEE,           main_was_handed_over),
        move(       "plan",         "预交办",         {P.FILED},                  None,        SUPERVISOR,          paper="预交办清单→各承办单位"),
        move(       "comment",      "预交办意见",     {P.FILED},                  None,        OFFICE,              no_plan_goes_round, paper="预交办意见→交办机关"),
        move(       "settle",       "处理预交办意见", {P.FILED},                  None,        SUPERVISOR),
        move(       "assign",       "交办",           {P.FILED},                  P.IN_HAND,   SUPERVISOR,          opinions_on_plan_wait, paper="交办通知单→承办单位", undoable=True),
        move(       "assign",       "交办",           {P.FILED},                  P.IN_HAND,   COMMITTEE,           it_is_of_the_plenary, opinions_on_plan_wait, paper="交办通知单→承办单位", undoable=True),
        move(       "add_unit",     "增加承办单位",   {P.IN_HAND},                None,        SUPERVISOR,          paper="增办通知→新增单位"),
        move(       "designate",    "列为重点提案",   {P.FILED, P.IN_HAND},       None,        WATCHERS,            leaders_are_named, paper="重点提案函告→承办单位、提案人"),
        move(       "plan_key",     "重点办理方案",   {P.IN_HAND},                None,        OFFICE | WATCHERS,   it_is_not_key, paper="重点提案办理方案→督办领导"),
        move(       "report_key",   "重点督办报告",   {P.IN_HAND, P.ANSWERED},    None,        WATCHERS,            it_is_not_key, paper="重点提案督办报告→主席会议"),
        consequence("answer",       "答复",           {P.IN_HAND},                P.ANSWERED,  OFFICE | SUPERVISOR, replies_are_missing),
        consequence("reopen",       "重新办理",       {P.ANSWERED},               P.IN_HAND,   WATCHERS),
        move(       "close",        "办结",           {P.ANSWERED},               P.CLOSED,    WATCHERS,            replies_are_missing, an_arrival_is_missing, feedback_is_pending, undoable=True),
        move(       "archive",      "归档",           {P.CLOSED},                 P.ARCHIVED,  OFFICE | SUPERVISOR, units_answered_apart, paper="卷内目录→档案", undoable=True),
        move(       "correct",      "更正案号、日期", FILED_ONCE,                 None,        SUPERVISOR,          paper="更正记录→承办单位"),
        move(       "correct_proposers", "更正提案人", set(P) - {P.DRAFT},        None,        SUPERVISOR | COMMITTEE, paper="更正记录→承办单位"),
        move(       "correct_roles", "更正承办方式",  {P.IN_HAND},                None,        SUPERVISOR,          paper="更正记录→承办单位"),
        move(       "correct_key",  "更正领办、督办领导", set(P) - {P.DRAFT, P.SUBMITTED, P.REFUSED, P.WITHDRAWN, P.MERGED}, None, WATCHERS, it_is_not_key, no_leaders_are_named, paper="更正记录→承办单位、提案人"),
        consequence("record",       "补录历史件",     {NEW},                      P.CLOSED,    OPERATORS),
        consequence("change_unit",  "单位变更",       {P.FILED},                  None,        OPERATORS),
        consequence("carry_over",   "结转",           {P.DRAFT, P.SUBMITTED, P.FILED, P.IN_HAND, P.ANSWERED}, None, COMMITTEE | {Role.ADMINISTRATOR}),
        unless={"file": others_are_merged_into_it, "assign": a_unit_has_begun},
    ),
)  # fmt: skip

ASSIGNMENT_FLOW = StateMachine(
    name="assignment",
    label="承办",
    states=frozenset(A),
    ends=frozenset({A.RETURNED, A.WAIVED}),
    held_by={A.WAITING: Role.OFFICE, A.IN_HAND: Role.DRAFTER, A.RETURNING: Role.SUPERVISOR, A.ANSWERED: Role.SUPERVISOR},
    rows=with_undo(
        #           move                 label             from                      to           who               unless
        consequence("assign",            "交办",           {NEW},                    A.WAITING,   WATCHERS),
        consequence("recall",            "撤回交办",       {A.WAITING},              A.RETURNED,  WATCHERS),
        move(       "accept",            "签收",           {A.WAITING},              A.IN_HAND,   OFFICE,           undoable=True),
        move(       "propose",           "拟办意见",       {A.IN_HAND},              None,        OFFICE),
        move(       "instruct",          "领导批示",       {A.IN_HAND},              None,        OFFICE | SIGNER,  outside=True),
        move(       "hand_to",           "分送承办人",     {A.IN_HAND},              None,        OFFICE | HEAD,    undoable=True),
        move(       "suggest_unit",      "建议增加单位",   {A.IN_HAND},              None,        OFFICE,           a_unit_is_suggested, paper="增办建议→交办机关"),
        move(       "decline_unit",      "不予增加单位",   {A.IN_HAND},              None,        SUPERVISOR,       no_unit_is_suggested),
        move(       "request_return",    "申退",           {A.WAITING, A.IN_HAND},   A.RETURNING, OFFICE,           return_window_is_over, answered_before, paper="退回申请→交办机关", undoable=True),
        move(       "convene",           "召集协调",       {A.RETURNING},            None,        SUPERVISOR,       outside=True, paper="协调会议记录→有关单位"),
        move(       "approve_return",    "同意退回",       {A.RETURNING},            A.RETURNED,  SUPERVISOR,       units_must_be_convened, paper="改办通知单→新承办单位"),
        move(       "refuse_return",     "拒绝申退",       {A.RETURNING},            A.IN_HAND,   SUPERVISOR,       units_must_be_convened, paper="不予退回通知→承办单位", undoable=True),
        move(       "note_contact",      "沟通登记",       {A.IN_HAND},              None,        OFFICE | DRAFTER, outside=True, paper="沟通记录"),
        move(       "waive",             "免予会办",       {A.WAITING, A.IN_HAND},   A.WAIVED,    SUPERVISOR,       not_a_silent_assist, paper="免予会办通知→主办单位", undoable=True),
        move(       "request_extension", "申请延期",       {A.IN_HAND},              None,        OFFICE | DRAFTER, an_extension_is_asked, extended_often_enough, deadline_has_passed, paper="延期申请→交办机关"),
        move(       "grant_extension",   "同意延期",       {A.IN_HAND},              None,        SUPERVISOR,       no_extension_is_asked, clock_stands_still, paper="延期通知→承办单位；延期说明→提案人"),
        move(       "refuse_extension",  "不同意延期",     {A.IN_HAND},              None,        SUPERVISOR,       no_extension_is_asked),
        move(       "pause_clock",       "中止计算",       {A.IN_HAND},              None,        SUPERVISOR,       clock_is_paused, no_clock_runs, paper="中止计算通知→承办单位、提案人"),
        move(       "resume_clock",      "恢复计算",       {A.IN_HAND, A.ANSWERED},  None,        SUPERVISOR,       no_clock_is_paused, paper="恢复计算通知→承办单位、提案人"),
        move(       "urge",              "催办",           {A.WAITING, A.IN_HAND},   None,        SUPERVISOR,       paper="催办通知单→承办单位"),
        move(       "supervise",         "督办",           {A.WAITING, A.IN_HAND},   None,        SUPERVISOR,       paper="督办通知书→承办单位"),
        move(       "answer_urging",     "回复催办督办",   {A.WAITING, A.IN_HAND},   None,        OFFICE,           nothing_to_answer, paper="办理情况回复→督查"),
        consequence("transfer",          "整体划转",       {A.WAITING, A.IN_HAND, A.RETURNING}, None, OPERATORS),
        consequence("hand_over_work",    "离岗移交",       {A.WAITING, A.IN_HAND, A.RETURNING, A.ANSWERED}, None, OFFICE | {Role.ADMINISTRATOR}),
        consequence("answer",            "答复",           {A.IN_HAND},              A.ANSWERED,  OFFICE | DRAFTER),
        consequence("reopen",            "重新办理",       {A.ANSWERED},             A.IN_HAND,   WATCHERS),
        move(       "correct",           "更正单位、日期", set(A) - {A.RETURNED},    None,        SUPERVISOR,       paper="更正记录→承办单位"),
        consequence("redate",            "随提案更正交办日期", {A.RETURNED},          None,        SUPERVISOR),
        consequence("record",            "补录历史件",     {NEW},                    A.ANSWERED,  OPERATORS),
        unless={"waive": lead_has_answered, "accept": work_has_begun},
    ),
)  # fmt: skip

MATERIAL_FLOW = StateMachine(
    name="material",
    label="材料征集",
    states=frozenset(M),
    ends=frozenset({M.WITHDRAWN}),
    held_by={M.ASKED: Role.OFFICE, M.GIVEN: Role.DRAFTER},
    rows=with_undo(
        #    move        label       from        to           who   unless
        move("collect",  "征集材料", {NEW},      M.ASKED,     UNIT, asking_unit_is_done, paper="材料征集单→科室、下属单位"),
        move("supply",   "提供材料", {M.ASKED},  M.GIVEN,     UNIT, asking_unit_is_done, another_unit_was_asked, paper="材料→征集单位", undoable=True),
        move("ask_more", "退回补充", {M.GIVEN},  M.ASKED,     UNIT, asking_unit_is_done, another_unit_wants_more),
        consequence("change_unit", "单位变更", {M.ASKED, M.GIVEN}, None, OPERATORS),
        move("drop",     "撤销征集", {M.ASKED},  M.WITHDRAWN, UNIT, another_unit_asks, undoable=True),
    ),
)  # fmt: skip

FLOWS = (PROPOSAL_FLOW, ASSIGNMENT_FLOW, MATERIAL_FLOW)

# What may be edited while a proposal is in which state; elsewhere only moves change it.
EDITABLE: dict[str, frozenset[str]] = {
    P.DRAFT: frozenset({"title", "body", "category", "nature", "consents_to_publication", "is_key"}),
    P.SUBMITTED: frozenset({"title", "category", "nature", "is_key"}),
    P.FILED: frozenset({"category", "is_key"}),
}
