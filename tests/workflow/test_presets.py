"""Presets and editions of rules: begun, revised, published once, and refused in words."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from proposals.trying import try_out
from tests.personas import moment
from workflow import rulemaking
from workflow.errors import CaseMovedOn, Invalid, NotYours
from workflow.models import Clock, RuleVersion
from workflow.presets import presets

D = dt.date.fromisoformat


def begin(office, content=None, *, valid_from="2026-06-01", who="administrator"):
    return rulemaking.begin(
        office.city.place, kind=office.kind, content=content or presets()["usual"].content,
        valid_from=D(valid_from), by=office.by(getattr(office.city, who)),
    )  # fmt: skip


@pytest.mark.parametrize("preset", presets().values(), ids=lambda preset: preset.code)
def test_every_preset_stands_and_says_where_it_is_from(preset):
    assert RuleVersion(content=preset.content).problems() == []
    assert preset.name
    assert preset.says
    assert bool(preset.source) == (preset.code != "usual")


def test_what_a_document_leaves_open_is_usual():
    known = presets()
    assert len(known) >= 9
    assert known["huangshi"].content["limits"]["opinion"] == [2, "month"]
    assert known["huangshi"].content["limits"]["reply"] == [3, "month"]
    assert known["yulin"].content["switches"] == {"return_window": [7, "working_day"], "late_return": "refuse"}


def test_an_edition_counts_once_it_is_published(office):
    rule = begin(office, presets()["shanghai"].content)
    assert (rule.number, rule.published_at) == (2, None)
    office.in_hand(number="1")
    assert Clock.objects.get(kind="reply").due == D("2026-06-02")
    by = office.by(office.city.administrator)
    rulemaking.revise(rule, content=rule.content, valid_from=D("2026-03-02"), by=by)
    rulemaking.publish(rule, by=by, at=office.at)
    office.in_hand(number="2")
    assert set(Clock.objects.filter(kind="reply").values_list("due", flat=True)) == {D("2026-06-02"), D("2026-05-06")}


def test_a_published_edition_never_changes(office):
    rule = begin(office)
    by = office.by(office.city.administrator)
    stale = RuleVersion.objects.get(pk=rule.pk)
    rulemaking.publish(rule, by=by, at=office.at)
    with pytest.raises(Invalid, match="已发布的办理规则不再修改"):
        rulemaking.revise(rule, content={}, valid_from=D("2026-06-01"), by=by)
    with pytest.raises(Invalid, match="已发布的办理规则不再修改"):
        rulemaking.publish(rule, by=by, at=office.at)
    with pytest.raises(CaseMovedOn):
        rulemaking.revise(stale, content={}, valid_from=D("2026-06-01"), by=by)
    assert RuleVersion.objects.get(pk=rule.pk).content == rule.content


@pytest.mark.parametrize(("content", "told"), [
    ({"limits": {"reply": [0, "month"]}}, "limits 中“reply”"),
    ({"limits": {"reply": {"by": "09-31"}}}, "没有9月31日这一天。"),
    ({"limits": {"reply": {"by": "02-29"}}}, "2月29日不是每年都有"),
    ({"switches": {"colour": "red"}}, "switches 中没有“colour”"),
    ({"limits": {"reply": [7, "month"]}}, "答复期限7个月，超过办理最长期限6个月。"),
    ({"limits": {"reply": [{"by": "05-31", "when": {"is_key": True}}, {"limit": [200, "day"]}]}}, "期限200日，超过"),
    ({"limits": {"reply": [3, "month"]}, "switches": {"cap": [60, "working_day"]}}, "超过办理最长期限60工作日。"),
])  # fmt: skip
def test_rules_that_cannot_hold_are_refused(office, content, told):
    with pytest.raises(Invalid) as refused:
        begin(office, content)
    assert told in refused.value.message
    assert RuleVersion.objects.filter(jurisdiction=office.city.place).count() == 1


def test_a_first_day_before_that_of_the_published_edition_is_refused(office):
    rule = begin(office, valid_from="2019-12-31")
    with pytest.raises(Invalid, match="不能早于已发布版本的生效日期2020年1月1日"):
        rulemaking.publish(rule, by=office.by(office.city.administrator), at=office.at)
    assert RuleVersion.objects.get(pk=rule.pk).published_at is None


@pytest.mark.parametrize("who", ["supervisor", "committee", "office0"])
def test_only_the_administrator_of_the_place_makes_rules(office, who):
    rule = begin(office)
    for by in (office.by(getattr(office.city, who)), office.by(office.county.administrator)):
        for refused in (
            lambda by=by: rulemaking.publish(rule, by=by, at=office.at),
            lambda by=by: rulemaking.revise(rule, content={}, valid_from=office.day, by=by),
            lambda by=by: rulemaking.begin(
                office.city.place, kind=office.kind, content={}, valid_from=office.day, by=by
            ),
        ):
            with pytest.raises(NotYours, match="由该地区的管理员设置"):
                refused()


def test_rules_are_tried_on_the_parts_handed_over_last(office):
    office.in_hand(number="1")
    office.in_hand("lead", "assist", number="2")
    before = list(Clock.objects.order_by("pk").values_list("due", flat=True))
    trial = try_out(begin(office, presets()["shanghai"].content))
    assert (trial.tried, trial.changed, trial.later, trial.earlier) == (3, 2, 0, 2)
    assert {(each.before, each.after, each.days) for each in trial.biggest} == {(D("2026-06-02"), D("2026-05-06"), -27)}
    assert list(Clock.objects.order_by("pk").values_list("due", flat=True)) == before


def test_cases_are_told_apart_when_rules_are_tried(office):
    office.in_hand(number="1")
    office.city.session.closed_on = D("2026-01-16")
    office.city.session.save()
    trial = try_out(begin(office, presets()["fixed_dates"].content))
    assert [(each.before, each.after) for each in trial.biggest] == [(D("2026-06-02"), D("2026-06-30"))]
    trial = try_out(begin(office, presets()["hainan"].content))
    assert [(each.before, each.after) for each in trial.biggest] == [(D("2026-06-02"), D("2026-04-16"))]
    back = {"limits": {"reply": [3, "month"], "opinion": {"limit": [5, "day"], "before": "reply"}}}
    assert RuleVersion(content=back).problems() != []


def test_a_limit_that_comes_or_goes_counts_as_most(office):
    office.in_hand(number="1")
    trial = try_out(begin(office, {"limits": {"receipt": [3, "working_day"]}}))
    assert (trial.changed, trial.later, trial.earlier, trial.biggest[0].after) == (1, 0, 0, None)


@pytest.mark.parametrize("count", [1, 3])
def test_a_trial_asks_the_same_of_one_and_of_three(office, django_assert_num_queries, count):
    for number in range(count):
        office.in_hand(number=str(number))
    rule = begin(office)
    try_out(rule)
    with django_assert_num_queries(3):
        try_out(rule)


def test_by_command(office, capsys):
    call_command("make_rules")
    assert "huangshi" in capsys.readouterr().out
    call_command("make_rules", "--preset", "huangshi", "--jurisdiction", "liyang", "--valid-from", "2027-01-01")
    assert capsys.readouterr().out == "已生成丽阳市 办理规则 第2版，尚未发布。\n"
    made = RuleVersion.objects.get(jurisdiction=office.city.place, number=2)
    assert (made.published_at, made.content) == (None, presets()["huangshi"].content)


@pytest.mark.parametrize(("args", "told"), [
    (("--preset", "atlantis", "--jurisdiction", "liyang", "--valid-from", "2027-01-01"), "没有“atlantis”这一预设"),
    (("--preset", "yulin", "--jurisdiction", "liyang"), "请用 --valid-from 写明生效日期"),
    (("--preset", "yulin", "--jurisdiction", "liyang", "--valid-from", "2027-02-29"), "现为：2027-02-29"),
    (("--preset", "yulin", "--jurisdiction", "nowhere", "--valid-from", "2027-01-01"), "请用 --jurisdiction"),
])  # fmt: skip
def test_what_the_command_refuses(office, args, told):
    with pytest.raises(CommandError, match=told):
        call_command("make_rules", *args)
    assert RuleVersion.objects.count() == 2
    assert moment(office.day)
