"""Every legal move of a proposal, of a unit's part in it and of a request for material; what is not here cannot happen."""

from __future__ import annotations

from proposals.enums import AssignmentStatus, MaterialStatus, ProposalStatus
from proposals.guards import (
    UNIT,
    a_unit_has_begun,
    a_unit_is_suggested,
    an_arrival_is_missing,
    an_extension_is_asked,
    another_unit_asks,
    another_unit_wants_more,
    another_unit_was_asked,
    answered_before,
    asking_unit_is_done,
    category_is_missing,
    clock_is_paused,
    clock_stands_still,
    deadline_has_passed,
    extended_often_enough,
    feedback_is_pending,
    it_is_not_key,
    it_is_of_the_plenary,
    lead_has_answered,
    leaders_are_named,
    main_was_handed_over,
    no_clock_is_paused,
    no_clock_runs,
    no_extension_is_asked,
    no_leaders_are_named,
    no_plan_goes_round,
    no_proposers,
    no_unit_is_suggested,
    not_a_silent_assist,
    nothing_to_answer,
    opinions_on_plan_wait,
    others_are_merged_into_it,
    replies_are_missing,
    return_window_is_over,
    units_answered_apart,
    units_must_be_convened,
    work_has_begun,
)
from workflow.enums import Role
from workflow.statemachine import NEW, StateMachine, consequence, move
from workflow.undo import with_undo

P, A, M = ProposalStatus, AssignmentStatus, MaterialStatus
COMMITTEE, SUPERVISOR, OFFICE, DRAFTER = {Role.COMMITTEE}, {Role.SUPERVISOR}, {Role.OFFICE}, {Role.DRAFTER}
HEAD, SIGNER = {Role.SECTION_HEAD}, {Role.SIGNER}
OPERATORS = {Role.ADMINISTRATOR, Role.SUPERVISOR}
WATCHERS = COMMITTEE | SUPERVISOR
# Where a proposal has, or may have, a number and days that can be wrong.
FILED_ONCE = set(P) - {P.DRAFT, P.SUBMITTED, P.REFUSED}

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
        # Nobody waits again for what is no longer needed.
        unless={"supply": asking_unit_is_done, "drop": asking_unit_is_done},
    ),
)  # fmt: skip

FLOWS = (PROPOSAL_FLOW, ASSIGNMENT_FLOW, MATERIAL_FLOW)

# What may be edited while a proposal is in which state; elsewhere only moves change it.
EDITABLE: dict[str, frozenset[str]] = {
    P.DRAFT: frozenset({"title", "body", "category", "nature", "consents_to_publication", "is_key"}),
    P.SUBMITTED: frozenset({"title", "category", "nature", "is_key"}),
    P.FILED: frozenset({"category", "is_key"}),
}
