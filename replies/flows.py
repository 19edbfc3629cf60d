"""Every legal move of a reply; if it is not here it cannot happen."""

from __future__ import annotations

from replies.copyflow import COPY_FLOW
from replies.enums import PromiseStatus, ReplyStatus
from replies.guards import (
    a_partner_has_not_agreed,
    a_unit_has_not_countersigned,
    another_is_under_way,
    assignment_is_not_in_hand,
    case_is_closed,
    countersign_comes_first,
    countersign_is_not_required,
    countersign_is_required,
    grade_is_missing,
    head_must_sign,
    it_is_an_opinion,
    it_is_too_early,
    it_was_judged_or_followed,
    it_was_not_numbered_here,
    it_was_reopened,
    its_answer_was_judged,
    its_day_is_missing,
    its_place_is_taken,
    letter_is_faulty,
    main_text_is_missing,
    no_number_is_reserved,
    nobody_judges_it,
    not_an_assist,
    not_of_a_merged_proposal,
    nothing_calls_for_it,
    nothing_to_follow_up,
    nothing_to_hand_in,
    nothing_to_receive,
    number_is_reserved,
    numbers_are_typed,
    opinions_are_missing,
    part_was_corrected,
    proposer_was_not_contacted,
    publication_is_decided,
    review_comes_first,
    review_is_not_required,
    review_is_required,
    section_comes_first,
    section_is_skipped,
    text_is_missing,
    text_was_changed,
    unit_has_countersigned,
    what_it_replaces_moved_on,
)
from workflow.enums import Role
from workflow.statemachine import NEW, StateMachine, consequence, move
from workflow.undo import with_undo

R = ReplyStatus
DRAFTER, OFFICE, SIGNER = {Role.DRAFTER}, {Role.OFFICE}, {Role.SIGNER}
SUPERVISOR, COMMITTEE, HEAD = {Role.SUPERVISOR}, {Role.COMMITTEE}, {Role.SECTION_HEAD}
COSIGNER = {Role.COSIGNER}
OPERATORS = {Role.ADMINISTRATOR, Role.SUPERVISOR}
BEFORE_SIGNING = {R.DRAFT, R.SECTION, R.OFFICE, R.COUNTERSIGN, R.REVIEW, R.SIGNING}
ADVICE = "退回意见→拟稿人"
# What must hold before a draft leaves the drafter, and before a clearance from outside is entered.
READY = (
    assignment_is_not_in_hand,
    part_was_corrected,
    what_it_replaces_moved_on,
    text_is_missing,
    grade_is_missing,
    proposer_was_not_contacted,
    opinions_are_missing,
)

REPLY_FLOW = StateMachine(
    name="reply",
    label="答复",
    states=frozenset(R),
    ends=frozenset({R.SUPERSEDED, R.VOID}),
    held_by={
        R.DRAFT: Role.DRAFTER,
        R.SECTION: Role.SECTION_HEAD,
        R.OFFICE: Role.OFFICE,
        R.COUNTERSIGN: Role.COSIGNER,
        R.REVIEW: Role.SUPERVISOR,
        R.SIGNING: Role.SIGNER,
        R.SIGNED: Role.OFFICE,
        R.NUMBERED: Role.OFFICE,
        R.SENT: Role.COMMITTEE,
    },
    rows=with_undo(
        #    move                     label           from            to          who                     unless
        move("draft",                 "拟稿",         {NEW},          R.DRAFT,    DRAFTER | OFFICE,       assignment_is_not_in_hand, another_is_under_way, it_is_too_early, nothing_to_follow_up),
        move("give_opinion",          "录入会办意见", {NEW},          R.SENT,     DRAFTER | OFFICE,       not_an_assist, assignment_is_not_in_hand, another_is_under_way, outside=True, paper="会办意见→主办单位"),
        move("copy_text",             "套用主件正文", {R.DRAFT},      None,       DRAFTER | OFFICE,       not_of_a_merged_proposal, main_text_is_missing),
        move("submit",                "提交审核",     {R.DRAFT},      R.SECTION,  DRAFTER | OFFICE,       section_is_skipped, *READY, undoable=True),
        move("submit",                "提交审核",     {R.DRAFT},      R.OFFICE,   DRAFTER | OFFICE,       section_comes_first, *READY, undoable=True),
        move("pass",                  "审核通过",     {R.SECTION},    R.OFFICE,   HEAD,                   assignment_is_not_in_hand, undoable=True),
        move("pass",                  "审核通过",     {R.OFFICE},     R.COUNTERSIGN, OFFICE,              countersign_is_not_required, *READY, paper="会签单→会办单位", undoable=True),
        move("pass",                  "审核通过",     {R.OFFICE},     R.REVIEW,   OFFICE,                 countersign_is_required, review_is_not_required, *READY, paper="送审单→督查", undoable=True),
        move("pass",                  "审核通过",     {R.OFFICE},     R.SIGNING,  OFFICE,                 countersign_is_required, review_is_required, *READY, paper="发文稿纸→签发人", undoable=True),
        move("pass",                  "审核通过",     {R.REVIEW},     R.SIGNING,  SUPERVISOR,             assignment_is_not_in_hand, paper="送审意见→承办单位", undoable=True),
        move("send_back",             "退回拟稿",     {R.SECTION},    R.DRAFT,    HEAD,                   paper=ADVICE, undoable=True),
        move("send_back",             "退回拟稿",     {R.OFFICE},     R.DRAFT,    OFFICE,                 paper=ADVICE, undoable=True),
        move("countersign",           "会签",         {R.COUNTERSIGN}, None,      COSIGNER,               assignment_is_not_in_hand, unit_has_countersigned, outside=True, paper="会签意见→主办单位"),
        consequence("countersigned",  "会签完毕",     {R.COUNTERSIGN}, R.REVIEW,  COSIGNER,               review_is_not_required, a_unit_has_not_countersigned),
        consequence("countersigned",  "会签完毕",     {R.COUNTERSIGN}, R.SIGNING, COSIGNER,               review_is_required, a_unit_has_not_countersigned),
        move("send_back",             "退回拟稿",     {R.COUNTERSIGN}, R.DRAFT,   COSIGNER | OFFICE,      paper=ADVICE),
        move("send_back",             "退回拟稿",     {R.REVIEW},     R.DRAFT,    SUPERVISOR,             paper=ADVICE, undoable=True),
        move("send_back",             "退回拟稿",     {R.SIGNING},    R.DRAFT,    SIGNER,                 paper=ADVICE, undoable=True),
        move("regrade",               "调整办理结果", {R.REVIEW},     None,       SUPERVISOR,             it_is_an_opinion),
        move("regrade",               "调整办理结果", {R.SENT},       None,       SUPERVISOR,             nobody_judges_it, outside=True, paper="办理结果调整记录→承办单位"),
        move("sign",                  "签发",         {R.SIGNING},    R.SIGNED,   SIGNER,                 head_must_sign, a_partner_has_not_agreed, *READY, letter_is_faulty, paper="签发单", undoable=True),
        move("enter_clearance",       "录入审签结果", {R.DRAFT, R.SECTION, R.OFFICE}, R.SIGNED,   OFFICE,                 countersign_comes_first, review_comes_first, *READY, letter_is_faulty, outside=True, paper="发文稿纸", undoable=True),
        move("enter_clearance",       "录入审签结果", {R.SIGNING},    R.SIGNED,   OFFICE,                 a_partner_has_not_agreed, *READY, letter_is_faulty, outside=True, paper="发文稿纸", undoable=True),
        move("reserve_number",        "预留文号",     BEFORE_SIGNING | {R.SIGNED}, None,      OFFICE,             numbers_are_typed, number_is_reserved),
        move("void_number",           "作废预留文号", BEFORE_SIGNING | {R.SIGNED}, None,      OFFICE,             no_number_is_reserved),
        move("number",                "编号",         {R.SIGNED},     R.NUMBERED, OFFICE,                 assignment_is_not_in_hand, outside=True, paper="正式复文（印制、用印）"),
        move("send",                  "送达",         {R.NUMBERED},   R.SENT,     OFFICE,                 assignment_is_not_in_hand, part_was_corrected, what_it_replaces_moved_on, opinions_are_missing, outside=True, paper="复文、征询意见表→提案人；复文→抄送机关"),
        move("hand_in",               "登记送交",     {R.SENT},       None,       OFFICE | SUPERVISOR,    nothing_to_hand_in, outside=True, paper="复文→交办机关", undoable=True),
        move("note_receipt",          "登记委员收到", {R.SENT},       None,       OFFICE | SUPERVISOR,    nothing_to_receive, outside=True, undoable=True),
        move("record_feedback",       "登记委员评价", {R.SENT},       None,       COMMITTEE | SUPERVISOR, nobody_judges_it, outside=True, paper="征询意见表"),
        move("order_second_handling", "重新办理",     {R.SENT},       None,       COMMITTEE | SUPERVISOR, nobody_judges_it, case_is_closed, it_was_reopened, its_day_is_missing, nothing_calls_for_it, paper="二次交办单→承办单位"),
        move("decide_publication",    "公开审查",     {R.SENT},       None,       OFFICE,                 nobody_judges_it, publication_is_decided, outside=True, paper="公开审查表"),
        move("follow_up",             "列入落实事项", {R.SENT},       None,       DRAFTER | OFFICE,       nobody_judges_it, paper="落实事项清单→督查"),
        move("void",                  "作废",         BEFORE_SIGNING, R.VOID, OFFICE | SUPERVISOR, undoable=True),
        move("correct",               "更正文号、日期", {R.NUMBERED, R.SENT}, None, SUPERVISOR,           paper="更正记录→承办单位"),
        move("reissue",               "重新制发",     {R.NUMBERED},   R.SUPERSEDED, OFFICE | SUPERVISOR,  assignment_is_not_in_hand, paper="新稿"),
        move("reissue",               "重新制发",     {R.SENT},       None,       OFFICE | SUPERVISOR,    it_was_not_numbered_here, case_is_closed, it_was_judged_or_followed, another_is_under_way, paper="新稿"),
        consequence("reissue",        "重新制发",     {NEW},          R.DRAFT,    OFFICE | SUPERVISOR),
        consequence("supersede",      "由新件代替",   {R.SENT},       R.SUPERSEDED, OFFICE),
        consequence("change_unit",    "单位变更",     BEFORE_SIGNING | {R.SENT}, None,        OPERATORS),
        consequence("record",         "补录历史件",   {NEW},          R.SENT,     OPERATORS),
        unless={
            "send_back": text_was_changed,
            "void": its_place_is_taken,
            "hand_in": its_answer_was_judged,
            "note_receipt": its_answer_was_judged,
        },
    ),
)  # fmt: skip

PROMISE_FLOW = StateMachine(
    name="promise",
    label="落实事项",
    states=frozenset(PromiseStatus),
    ends=frozenset({PromiseStatus.KEPT}),
    held_by={PromiseStatus.OPEN: Role.OFFICE},
    rows=with_undo(
        #           move            label           from                  to                  who
        consequence("follow_up",    "列入落实事项", {NEW},                PromiseStatus.OPEN, DRAFTER | OFFICE),
        consequence("change_unit",  "单位变更",     {PromiseStatus.OPEN}, None,               OPERATORS),
        move(       "keep_promise", "落实销号",     {PromiseStatus.OPEN}, PromiseStatus.KEPT, DRAFTER | OFFICE, outside=True, paper="落实情况→督查", undoable=True),
    ),
)  # fmt: skip

FLOWS = (REPLY_FLOW, PROMISE_FLOW, COPY_FLOW)

TEXT = frozenset(
    [
        "title",
        "addressees",
        "body",
        "grade",
        "grade_note",
        "publicity",
        "publicity_ground",
        "contact_person",
        "contact_phone",
        "contact_unit",
        "postcode",
    ]
)
# What may be edited while a reply is in which state, and by whom; signing freezes everything.
EDITABLE: dict[str, tuple[frozenset[str], frozenset[Role]]] = {
    R.DRAFT: (TEXT, frozenset(DRAFTER | OFFICE)),
    R.SECTION: (TEXT, frozenset(HEAD)),
    R.OFFICE: (TEXT, frozenset(OFFICE)),
}
# Who may write 情况说明 for what 格式校核 found, in which state: who may change the text, sign it or enter its clearance.
EXPLAINED_BY: dict[str, frozenset[Role]] = {
    R.DRAFT: frozenset(DRAFTER | OFFICE),
    R.SECTION: frozenset(HEAD | OFFICE),
    R.OFFICE: frozenset(OFFICE),
    R.SIGNING: frozenset(SIGNER | OFFICE),
}
