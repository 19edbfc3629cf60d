"""办理规则 at the desk: a new edition from a preset, a table of limits, a trial, and publishing once."""

from __future__ import annotations

import datetime as dt

import pytest

from desk.forms import cases
from desk.forms.rules import SECTIONS, RulesForm, field_of, read, told
from tests.desk.pages import words_of
from tests.desk.test_language import foreign
from workflow import rulemaking
from workflow.errors import Invalid
from workflow.limits import Limit, cases_of
from workflow.models import RuleVersion
from workflow.presets import presets
from workflow.switches import SWITCHES


def begin(desk, source="usual", **changes):
    data = {"place": desk.city.place.pk, "source": source, "valid_from": "2026-06-01"} | changes
    return desk.post(desk.city.administrator, "rules", **data)


@pytest.fixture
def rule(desk) -> RuleVersion:
    begin(desk)
    return RuleVersion.objects.get(jurisdiction=desk.city.place, number=2)


def filled(content, **changes) -> dict:
    """The form as a browser sends it back, with these changes."""
    form = RulesForm(content=content, initial={"valid_from": "2026-06-01"})
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value is not None and value != "null"} | changes


def send(desk, rule, press, **changes):
    return desk.post(desk.city.administrator, "rule", rule.uid, press=press, **filled(rule.content, **changes))


def test_a_new_edition_from_a_preset_or_from_what_is_in_force(desk):
    listed = words_of(desk.get(desk.city.administrator, "rules"))
    assert all(word in listed for word in ("已发布", "湖北黄石", "新建一版"))
    assert begin(desk, "huangshi").status_code == 302
    begin(desk, "in_force")
    contents = RuleVersion.objects.filter(jurisdiction=desk.city.place).order_by("number")
    assert [each.content for each in contents] == [
        desk.city.rule.content, presets()["huangshi"].content, desk.city.rule.content,
    ]  # fmt: skip
    assert foreign(listed) == set()


@pytest.mark.parametrize("preset", presets().values(), ids=lambda preset: preset.code)
def test_what_the_form_shows_it_reads_back(preset):
    form = RulesForm(filled(preset.content), content=preset.content)
    assert form.is_valid(), form.errors
    assert form.content == preset.content


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_has_a_field_that_reads_what_it_shows(name):
    switch = SWITCHES[name]
    assert field_of(switch).label == switch.label
    assert read(switch, told(switch, switch.default)) == switch.default


def test_limits_are_edited_in_a_table(desk, rule):
    page = words_of(desk.get(desk.city.administrator, "rule", rule.uid))
    assert all(word in page for word in ("答复", "首次沟通", "自交办起", "补录期限", "试算（不保存）"))
    assert foreign(page) == set()
    changes = {
        "number_reply": "2", "unit_reply": "month", "base_reply": "received",
        "number_opinion": "06-30", "unit_opinion": "date",
        "number_draft": "10", "unit_draft": "working_day", "base_draft": "before:reply",
        "number_feedback": "", "switch_return_window": "7个工作日", "switch_late_entry": "不限",
        "switch_copies": "市政协提案委 3；市政府督查室", "switch_ladder": "15、3、0", "switch_head_signs": "key",
    }  # fmt: skip
    assert send(desk, rule, "keep", **changes).status_code == 302
    rule.refresh_from_db()
    limits, switches = rule.content["limits"], rule.content["switches"]
    assert (limits["reply"], limits["opinion"], limits["draft"], "feedback" in limits) == (
        {"limit": [2, "month"], "from": "received"}, {"by": "06-30"},
        {"limit": [10, "working_day"], "before": "reply"}, False,
    )  # fmt: skip
    assert switches == {
        "return_window": [7, "working_day"], "late_entry": None, "ladder": [15, 3, 0], "head_signs": "key",
        "copies": [["市政协提案委", 3], ["市政府督查室", None]],
    }  # fmt: skip
    assert rule.published_at is None


def test_limits_by_case_are_written_a_line_a_case(desk, rule):
    lines = "重点提案：2个月\n\n省级、集体提案： 45个工作日，自签收起\n其余：6月30日前\n"
    back = "会办：答复到期前20日"
    assert send(desk, rule, "keep", cases_reply=lines, cases_draft=back).status_code == 302
    rule.refresh_from_db()
    assert rule.content["limits"]["reply"] == [
        {"when": {"is_key": True}, "limit": [2, "month"]},
        {"when": {"level": "province", "collective": True}, "limit": [45, "working_day"], "from": "received"},
        {"by": "06-30"},
    ]
    assert rule.content["limits"]["draft"] == [{"when": {"role": "assist"}, "limit": [20, "day"], "before": "reply"}]
    shown = words_of(desk.get(desk.city.administrator, "rule", rule.uid))
    assert "省级、集体提案：45工作日，自签收起" in shown


@pytest.mark.parametrize("preset", presets().values(), ids=lambda preset: preset.code)
def test_cases_of_every_preset_are_read_as_they_are_shown(preset):
    for said in preset.content["limits"].values():
        again = cases.read(cases.told(said))
        assert [Limit.read(case) for case in again] == [Limit.read(case) for case in cases_of(said)]
        assert [case.get("when") for case in again] == [
            case.get("when") if isinstance(case, dict) else None for case in cases_of(said)
        ]


@pytest.mark.parametrize(("changes", "said"), [
    ({"number_reply": "0"}, "应为1至1000的整数"),
    ({"number_reply": "06-30"}, "定日请选择“定日（月-日）”"),
    ({"number_reply": "09-31", "unit_reply": "date"}, "没有9月31日这一天。"),
    ({"number_reply": "8"}, "答复期限8个月，超过办理最长期限6个月。"),
    ({"switch_return_window": "一周"}, "填写有误，请参照说明。"),
    ({"cases_reply": "重点提案2个月"}, "第1行“重点提案2个月”缺少冒号"),
    ({"cases_reply": "其余：3个月\n大型提案：2个月"}, "第2行“大型提案：2个月”中没有“大型提案”这种情形"),
    ({"cases_reply": "重点提案：两个月"}, "的期限看不懂"),
    ({"cases_reply": "重点提案：2个月，自发文起"}, "的起算看不懂"),
    ({"cases_reply": "重点提案：9月31日前\n其余：3个月"}, "没有9月31日这一天。"),
    ({"cases_reply": "其余：3个月\n重点提案：2个月"}, "其后的情形永远用不到"),
    ({"valid_from": ""}, "必填"),
])  # fmt: skip
def test_what_cannot_hold_is_said_and_what_was_typed_stays(desk, rule, changes, said):
    response = send(desk, rule, "publish", **changes)
    assert response.status_code == 200
    assert said in words_of(response)
    before = rule.content
    rule.refresh_from_db()
    assert (rule.content, rule.published_at) == (before, None)


def test_it_is_tried_on_past_cases_before_it_is_published(desk, rule):
    desk.office.in_hand(number="1")
    page = words_of(send(desk, rule, "try", number_reply="2"))
    assert all(word in page for word in ("试算：最近交办的1件次", "第1号", "2026-06-02", "2026-05-06", "提前"))
    kept = RuleVersion.objects.get(pk=rule.pk)
    assert (kept.published_at, kept.content) == (None, rule.content)
    assert 'value="2"' in send(desk, rule, "try", number_reply="2").content.decode()


def test_without_rungs_or_channels_it_is_published_only_if_that_is_meant(desk, rule):
    content = {"limits": {"reply": [3, "month"]}, "switches": {"ladder": [], "channels": []}}
    RuleVersion.objects.filter(pk=rule.pk).update(content=content)
    by, at = desk.office.by(desk.city.administrator), desk.office.at
    silent = RuleVersion.objects.get(pk=rule.pk)
    with pytest.raises(Invalid, match=r"没有提醒阶梯.*没有提醒渠道.*请勾选确认") as refused:
        rulemaking.publish(silent, by=by, at=at)
    assert refused.value.field == "confirmed"
    rulemaking.publish(silent, by=by, at=at, confirmed=True)
    assert silent.published_at == at


def test_rules_under_which_nothing_would_run_are_not_published(desk, rule):
    without = {f"number_{kind}": "" for kind in rule.content["limits"]} | {"confirmed": "on"}
    assert "没有设置任何期限" in words_of(send(desk, rule, "publish", **without))
    assert RuleVersion.objects.get(pk=rule.pk).published_at is None


def test_every_switch_stands_in_one_fold():
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(SWITCHES)


def test_published_it_cannot_be_changed(desk, rule):
    assert send(desk, rule, "publish").status_code == 302
    assert RuleVersion.objects.get(pk=rule.pk).published_at is not None
    page = words_of(desk.get(desk.city.administrator, "rule", rule.uid))
    assert ("不再修改" in page, "试算（不保存）" in page) == (True, False)
    assert "已发布的办理规则不再修改，请另建新版。" in words_of(send(desk, rule, "keep", number_reply="1"))


def test_others_do_not_come_in(desk, rule):
    for who in ("supervisor", "office0", "committee"):
        assert desk.get(getattr(desk.city, who), "rules").status_code == 403
        assert desk.get(getattr(desk.city, who), "rule", rule.uid).status_code == 403
    assert desk.get(desk.county.administrator, "rule", rule.uid).status_code == 404
    assert begin(desk, place=desk.county.place.pk).status_code == 200
    assert RuleVersion.objects.filter(jurisdiction=desk.county.place).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_one_and_at_three(desk, django_assert_num_queries, count):
    for day in range(count):
        begin(desk, valid_from=dt.date(2026, 6, 1 + day).isoformat())
    browser = desk.of(desk.city.administrator)
    with django_assert_num_queries(8):
        browser.get("/admin/desk/rules/")


@pytest.mark.parametrize(("name", "said", "kept"), [
    ("volume_allowance", "20件宽限10日；50 件 15天", [[20, 10], [50, 15]]),
    ("escalation", "超期3日 科室负责人；10天 督查", [[3, "section_head"], [10, "supervisor"]]),
    ("remind_hours", "8:30-18:00", ["08:30", "18:00"]),
    ("remind_hours", "不限", None),
    ("cap", "6个月", [6, "month"]),
    ("copies", "市政协提案委 3；市督查室", [["市政协提案委", 3], ["市督查室", None]]),
])  # fmt: skip
def test_settings_are_written_as_people_say_them(name, said, kept):
    assert read(SWITCHES[name], said) == kept


@pytest.mark.parametrize(
    ("name", "said"), [("escalation", "超期3日 局长"), ("cap", "半年"), ("volume_allowance", "许多")]
)
def test_words_that_say_no_setting_are_not_guessed(name, said):
    with pytest.raises((ValueError, KeyError)):
        read(SWITCHES[name], said)


@pytest.mark.parametrize("name", SWITCHES)
def test_what_is_usual_is_told_in_words(name):
    assert "[" not in str(field_of(SWITCHES[name]).help_text)
