"""Every switch that a jurisdiction's rules may set: what it decides, its form, its usual value. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from letters.lint import RULES, UnknownSetting, severities_from
from workflow.enums import JURISDICTION_ROLES, UNIT_ROLES, Channel, LimitUnit
from workflow.limits import is_number, is_span

WARNING = "warn_within"  # from how many days before its last day on a deadline counts as near
EARLIEST = 30  # the most days before a due date that a rung may stand
LATEST = 365  # the most days after it that a further role may be told


@dataclass(frozen=True, slots=True)
class Form:
    """What a value may look like, as a test and in words for whoever writes the rules."""

    holds: Callable[[Any], bool]
    said: str


LIMIT_OR_NONE = Form(lambda value: value is None or is_span(value), "[整数, 单位]，或 null（不限）")
YES_NO = Form(lambda value: isinstance(value, bool), "true 或 false")
LIMIT = Form(is_span, '[整数, 单位]，如 [5, "working_day"]')
WHEN = Form(lambda value: value in ("never", "key", "always"), "never（从不）、key（重点提案）、always（全部）之一")


def one_of(*values: str) -> Form:
    return Form(lambda value: value in values, f"{'、'.join(values)} 之一")


def number(least: int, most: int) -> Form:
    return Form(lambda value: is_number(value, least, most), f"{least}至{most}的整数")


def list_of(holds: Callable[[Any], bool], said: str) -> Form:
    return Form(lambda value: isinstance(value, list) and all(map(holds, value)), said)


def is_copy(value: Any) -> bool:
    """A body's name and how many copies it gets; null where the letter does not say how many."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], str)
        and bool(value[0].strip())
        and (value[1] is None or is_number(value[1], 1, 999))
    )


def is_staircase(value: Any) -> bool:
    """[number of items, days more], each step higher than the one before."""
    if not (isinstance(value, list) and all(isinstance(step, list) and len(step) == 2 for step in value)):
        return False
    numbers = all(is_number(count, 1, 9999) and is_number(days, 1, 365) for count, days in value)
    return numbers and all(low[0] < high[0] and low[1] < high[1] for low, high in itertools.pairwise(value))


def is_step(value: Any) -> bool:
    """So many days late, this role is told as well."""
    roles = UNIT_ROLES | JURISDICTION_ROLES
    return isinstance(value, list) and len(value) == 2 and is_number(value[0], 1, LATEST) and value[1] in roles


def is_hours(value: Any) -> bool:
    """From one time of a day to a later one."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_time, value)) and value[0] < value[1]


def is_time(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) is not None


def is_severities(value: Any) -> bool:
    """{rule of 格式校核: severity}."""
    if not isinstance(value, dict):
        return False
    try:
        severities_from(value)
    except UnknownSetting:
        return False
    return True


LINT_RULES = tuple(rule.id for rule in RULES)


@dataclass(frozen=True, slots=True)
class Switch:
    """One setting: its words on the page of law, its form, and the usual value."""

    label: str
    form: Form
    default: Any


DAYS_OF_REPLY = ("signed", "sent", "handed_in", "received")
DAY_OF_REPLY = Form(
    DAYS_OF_REPLY.__contains__,
    "signed（签发）、sent（送达）、handed_in（送交交办机关）、received（委员收到）之一",
)
MARKS = ("satisfied", "mostly", "dissatisfied", "no_view")
WORDS = list_of(lambda value: isinstance(value, str) and bool(value.strip()), "由文字组成的列表")

SWITCHES: dict[str, Switch] = {
    # Entering and taking back.
    "late_entry": Switch("补录期限", LIMIT_OR_NONE, [20, LimitUnit.WORKING_DAY]),
    "undo_within": Switch("撤回期限", LIMIT, [1, LimitUnit.WORKING_DAY]),
    # Filing.
    "category_required": Switch("立案须先分类", YES_NO, default=False),
    "local_grounds": Switch("本地不予立案理由", WORDS, []),
    # Returning.
    "return_window": Switch("申退期限", LIMIT, [5, LimitUnit.WORKING_DAY]),
    "late_return": Switch("逾期申退", one_of("refuse", "flag"), "refuse"),
    "return_restarts": Switch("改办后期限重新计算", YES_NO, default=True),
    "leader_consents_to_second_return": Switch("再次申退须主要领导同意", YES_NO, default=True),
    "convene_at_hop": Switch("第几次退办须召集协调", number(2, 9), 3),
    # Handling.
    "extension_most": Switch("一次延期最长", LIMIT, [1, LimitUnit.MONTH]),
    "extension_times": Switch("延期次数", number(0, 9), 1),
    "cap": Switch("办理最长期限", LIMIT, [6, LimitUnit.MONTH]),
    "volume_allowance": Switch(
        "件数宽限",
        Form(is_staircase, "[件数, 宽限天数] 组成的列表，件数和天数逐级增加，如 [[20, 10], [50, 15]]"),
        [],
    ),
    WARNING: Switch("预警天数", number(1, EARLIEST), 7),
    # The reply.
    "reply_counts_on": Switch("办复日期", DAY_OF_REPLY, "sent"),
    "contact_required": Switch("答复前须与提案人沟通", YES_NO, default=True),
    "grade_required": Switch("答复须填办理结果", YES_NO, default=True),
    "countersign": Switch("会办单位会签", WHEN, "never"),
    "supervisor_review": Switch("签发前送督查审核", WHEN, "never"),
    "head_signs": Switch("由主要领导签发", WHEN, "never"),
    "copies": Switch(
        "抄送机关",
        list_of(is_copy, '[机关, 份数] 组成的列表，如 [["市政协提案委", 3]]'),
        [["市政协提案委", 1], ["市政府督查室", 1]],
    ),
    "lint": Switch(
        "格式校核级别", Form(is_severities, '{规则: 级别} 的形式，如 {"CC_LIST": "block", "VAGUE": "off"}'), {}
    ),
    "lint_strict": Switch(
        "不得以情况说明代替的校核规则", list_of(LINT_RULES.__contains__, '校核规则组成的列表，如 ["SALUTATION"]'), []
    ),
    "letter_per_signer": Switch("联名提案逐人行文", YES_NO, default=False),
    "file_copies": Switch("存档份数", number(0, 20), 2),
    "copy_receipt_within": Switch("抄送签收期限", LIMIT_OR_NONE, [10, LimitUnit.WORKING_DAY]),
    # After it.
    "feedback_from": Switch("征询谁的评价", one_of("lead", "all"), "lead"),
    "second_handling_marks": Switch(
        "重新办理的评价", list_of(MARKS.__contains__, f"列表，可用：{'、'.join(MARKS)}"), ["dissatisfied"]
    ),
    "follow_up_grades": Switch("须跟踪办理的结果", WORDS, ["B"]),
    # Reminding.
    "ladder": Switch(
        "提醒阶梯",
        list_of(lambda rung: is_number(rung, 0, EARLIEST), f"0至{EARLIEST}的整数组成的列表，如 [30, 15, 7, 3, 0]"),
        [30, 15, 7, 3, 0],
    ),
    "channels": Switch(
        "提醒渠道",
        list_of(Channel.values.__contains__, f"列表，可用：{'、'.join(Channel.values)}"),
        [Channel.INBOX, Channel.EMAIL],
    ),
    "escalation": Switch(
        "逾期升级提醒",
        list_of(is_step, '[超期天数, 职责] 组成的列表，如 [[3, "section_head"], [5, "signer"]]'),
        [[3, "section_head"], [5, "signer"], [10, "supervisor"]],
    ),
    "remind_hours": Switch(
        "提醒时段",
        Form(lambda value: value is None or is_hours(value), '["08:30", "18:00"] 的形式，或 null（不限）'),
        None,
    ),
}


def wrong(name: str, value: Any) -> str | None:
    """What is wrong with a setting, in words; None where it may stand so."""
    if name not in SWITCHES:
        return f"switches 中没有“{name}”这一设置，可用：{'、'.join(SWITCHES)}。"
    form = SWITCHES[name].form
    return None if _holds(form, value) else f"switches 中“{name}”应为{form.said}。"


def _holds(form: Form, value: Any) -> bool:
    try:
        return form.holds(value)
    except TypeError:
        # A list where a word was wanted cannot even be looked up.
        return False
