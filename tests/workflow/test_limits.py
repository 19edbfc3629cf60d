"""What a rule may say of a limit, which one holds for a case, and what is refused in words."""

import datetime as dt

import pytest

from workflow.enums import Base, LimitUnit
from workflow.limits import Limit, chosen, day_of, wrong_limit

MONTHS = Limit(3, LimitUnit.MONTH)
FORWARD_ONLY = "“before”应为 reply、opinion、second_handling 之一，且这些期限本身不能倒推。"
CLOSE = {"limit": [3, "month"], "from": "session_close"}
FROM_CLOSE = Limit(3, LimitUnit.MONTH, Base.SESSION_CLOSE)
BACK = {"limit": [15, "working_day"], "before": "reply"}


@pytest.mark.parametrize(("said", "limit", "words"), [
    ([3, "month"], MONTHS, "3个月"),
    (CLOSE, FROM_CLOSE, "3个月"),
    (BACK, Limit(15, LimitUnit.WORKING_DAY, before="reply"), "答复到期前15工作日"),
    ({"by": "06-30"}, Limit(0, LimitUnit.DAY, by="06-30"), "6月30日前"),
])  # fmt: skip
def test_a_limit_is_read_and_written_and_said(said, limit, words):
    assert wrong_limit("draft", said) == []
    assert chosen(said, {}) == limit
    assert Limit.read(limit.as_json()) == limit
    assert str(limit) == words


def test_the_first_case_that_fits_holds():
    said = [
        {"when": {"is_key": True}, "limit": [2, "month"]},
        {"when": {"nature": "session", "level": "city"}, "limit": [3, "month"], "from": "session_close"},
        {"limit": [3, "month"]},
    ]
    assert wrong_limit("reply", said) == []
    assert chosen(said, {"is_key": True, "nature": "session", "level": "city"}) == Limit(2, LimitUnit.MONTH)
    held = chosen(said, {"is_key": False, "nature": "session", "level": "city"})
    assert held == Limit(3, LimitUnit.MONTH, Base.SESSION_CLOSE)
    assert chosen(said, {"is_key": False, "nature": "interim"}) == MONTHS


def test_no_limit_where_no_case_fits_or_none_is_set():
    assert chosen(None, {}) is None
    assert chosen([{"when": {"is_key": True}, "limit": [2, "month"]}], {"is_key": False}) is None


@pytest.mark.parametrize(("kind", "said", "told"), [
    ("reply", {"by": "09-31"}, "没有9月31日这一天。"),
    ("reply", {"by": "02-29"}, "2月29日不是每年都有，请改为2月28日。"),
    ("reply", {"by": "13-01"}, "没有13月1日这一天。"),
    ("reply", {"by": "6月底"}, "“by”应为“月-日”，如 06-30。"),
    ("reply", {"limit": [0, "month"]}, "“limit”应为 [1至1000的整数, 单位]，单位为 day、working_day、month 之一。"),
    ("reply", {"limit": [3, "month"], "by": "06-30"}, "“limit”与“by”须有且只有一项。"),
    ("reply", {}, "“limit”与“by”须有且只有一项。"),
    ("reply", {"limit": [3, "month"], "from": "sent"}, "“from”应为 given、received、meeting、session_close 之一。"),
    ("draft", {"limit": [3, "day"], "before": "contact"}, FORWARD_ONLY),
    ("reply", {"limit": [3, "day"], "before": "reply"}, FORWARD_ONLY),
    ("draft", {"limit": [3, "day"], "before": "reply", "from": "given"}, "“before”不能与“from”“by”同用。"),
    ("reply", {"limit": [3, "month"], "when": {"colour": "red"}}, "“when”中没有“colour”，可用：level、nature、"),
    ("reply", {"limit": [3, "month"], "when": {"is_key": 1}}, "“when”中“is_key”应为 true、false 之一。"),
    ("reply", {"limit": [3, "month"], "when": "key"}, "“when”应为 {名称: 值} 的形式。"),
    ("reply", {"limit": [3, "month"], "cap": 6}, "没有“cap”这一项"),
])  # fmt: skip
def test_what_cannot_hold_is_refused_in_words(kind, said, told):
    problems = wrong_limit(kind, said)
    assert any(problem.startswith(told) for problem in problems), problems


def test_a_case_that_can_never_come_into_use_is_refused():
    problems = wrong_limit("reply", [{"limit": [3, "month"]}, {"when": {"is_key": True}, "limit": [2, "month"]}])
    assert problems == ["分情形时，只有末项可以不加“when”，其后的情形永远用不到。"]


@pytest.mark.parametrize("said", ["3 months", 3, [], [3], [[3, "month"]], None])
def test_what_is_no_limit_at_all_is_told_the_forms(said):
    assert wrong_limit("reply", said)[0].startswith("应为[整数, 单位]")


@pytest.mark.parametrize(("after", "day"), [("2026-03-02", "2026-06-30"), ("2026-06-30", "2027-06-30")])
def test_a_day_of_the_year_is_the_first_one_after_the_start(after, day):
    assert day_of("06-30", dt.date.fromisoformat(after)) == dt.date.fromisoformat(day)


def test_the_same_case_twice_is_refused():
    once = {"when": {"is_key": True}, "limit": [2, "month"]}
    assert wrong_limit("reply", [once, once]) == ["同一情形写了两次，后一次永远用不到。"]
