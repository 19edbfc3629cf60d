"""An edition of rules that clocks or reminders would stumble over cannot be published."""

import pytest
from django.core.exceptions import ValidationError

from config.sample import LIMITS, SWITCHES
from letters.profiles import load
from workflow.models import GradeScheme, LetterProfile, RuleVersion


def problems(content) -> list[str]:
    return RuleVersion(content=content).problems()


def test_the_rules_of_the_sample_are_well_written():
    assert problems({"limits": LIMITS, "switches": SWITCHES}) == []


def test_rules_may_leave_out_what_they_do_not_decide():
    assert problems({}) == []


@pytest.mark.parametrize("content", [[], "limits", None, {"limits": []}, {"switches": None}])
def test_rules_are_a_table_of_two_tables(content):
    assert problems(content) == ['内容应为 {"limits": {…}, "switches": {…}} 的形式。']


@pytest.mark.parametrize(
    "limit", [[0, "day"], [-1, "day"], ["3", "month"], [True, "day"], [3, "week"], [3], 3, [3, []], [10**6, "day"]]
)
def test_a_limit_is_a_number_and_a_known_unit(limit):
    (said,) = problems({"limits": {"reply": limit}})
    assert said.startswith("limits 中“reply”应为")


def test_a_limit_is_of_a_known_kind():
    (said,) = problems({"limits": {"replay": [3, "month"]}})
    assert said.startswith("limits 中没有“replay”")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ladder", ["15"]), ("ladder", 15), ("ladder", [31]), ("ladder", [-1]), ("ladder", None),
        ("channels", ["pigeon"]), ("channels", "inbox"), ("channels", [["inbox"]]),
        ("return_window", 5),
    ],
)  # fmt: skip
def test_a_switch_has_the_form_that_its_reader_expects(name, value):
    (said,) = problems({"switches": {name: value}})
    assert said.startswith(f"switches 中“{name}”应为")


@pytest.mark.parametrize(
    ("limits", "switches", "said"),
    [
        ({"reply": [8, "month"]}, {}, "答复期限8个月，超过办理最长期限6个月。"),
        ({"reply": [100, "working_day"]}, {"cap": [4, "month"]}, "答复期限100工作日，超过办理最长期限4个月。"),
        ({}, {"cap": [2, "month"], "extension_most": [3, "month"]}, "一次延期最长3个月，超过办理最长期限2个月。"),
        (
            {"reply": [1, "month"], "draft": {"limit": [30, "day"], "before": "reply"}},
            {},
            "拟稿期限为答复到期前30日，而答复期限只有1个月。",
        ),
        (
            {"feedback": {"limit": [15, "day"], "from": "meeting"}},
            {},
            "委员评价期限只能自交办或事发之日起算，不能自交办会起算。",
        ),
    ],
)
def test_parts_that_make_each_other_impossible(limits, switches, said):
    assert problems({"limits": limits, "switches": switches}) == [said]


def test_parts_that_go_together():
    limits = {"reply": [{"when": {"is_key": True}, "limit": [2, "month"]}, {"by": "12-31"}], "opinion": [6, "month"]}
    assert problems({"limits": limits, "switches": {"volume_allowance": [[20, 10], [50, 15]]}}) == []


@pytest.mark.parametrize(
    "steps", [[[20, 10], [20, 15]], [[50, 10], [20, 15]], [[20, 10], [50, 5]], [20, 10], 5, [[20]]]
)
def test_an_allowance_rises_with_the_number_of_items(steps):
    (said,) = problems({"switches": {"volume_allowance": steps}})
    assert said.startswith("switches 中“volume_allowance”应为")


def test_the_form_shows_them_at_the_field():
    with pytest.raises(ValidationError) as refusal:
        RuleVersion(content=[]).clean()
    assert set(refusal.value.message_dict) == {"content"}


@pytest.mark.parametrize("content", [{}, [], [{}], [{"code": "A"}], [{"code": "A", "label": "已解决"}] * 2, ["A"]])
def test_a_grade_scheme_nobody_could_choose_from_is_refused(office, content):
    scheme = GradeScheme.objects.filter(jurisdiction=office.city.place).get()
    scheme.content = content
    with pytest.raises(ValidationError, match="代码不能为空或重复"):
        scheme.full_clean()


@pytest.mark.parametrize("content", ["x", [1], {"kind": "x"}, {"layout": "round"}])
def test_a_layout_that_could_not_print_is_refused(office, content):
    profile = LetterProfile(jurisdiction=office.city.place, valid_from=office.day, content=content)
    with pytest.raises(ValidationError, match="公文版式有误"):
        profile.full_clean()


def test_a_preset_is_a_layout(office):
    LetterProfile(jurisdiction=office.city.place, valid_from=office.day, content=load("nanyang").as_dict()).full_clean()
