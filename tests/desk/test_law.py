"""办理规程: the page says what the tables say, with the settings of the place."""

from tests.desk.pages import words_of
from workflow.checks import all_flows


def test_every_row_of_every_table_stands_on_the_page(desk):
    text = words_of(desk.get(desk.city.drafter0, "law"))
    missing = {row.label for flow in all_flows() for row in flow} - set(text.splitlines())
    assert missing == set()
    assert {
        guard.rule for flow in all_flows() for row in flow for guard in row.unless if guard.rule not in text
    } == set()
    assert {row.paper for flow in all_flows() for row in flow if row.paper not in text} == set()


def test_the_settings_are_those_of_the_place(desk):
    assert "未超过延期次数（延期次数：1）" in words_of(desk.get(desk.city.drafter0, "law"))
    desk.city.rule.content["switches"] |= {"extension_times": 2, "return_window": [7, "working_day"]}
    desk.city.rule.save()
    text = words_of(desk.get(desk.city.drafter0, "law"))
    assert "未超过延期次数（延期次数：2）" in text
    assert "7工作日" in text
    assert "延期次数：1" in words_of(desk.get(desk.county.drafter0, "law"))


def test_a_place_without_rules_sees_the_usual_values(desk):
    type(desk.city.rule).objects.filter(pk=desk.city.rule.pk).update(published_at=None)
    text = words_of(desk.get(desk.city.drafter0, "law"))
    assert "尚未发布规则，按通常设置显示" in text
    assert "20工作日" in text


def test_what_may_be_edited_where_stands_there_too(desk):
    text = words_of(desk.get(desk.city.drafter0, "law"))
    assert text.count("可直接修改：") == 6
    assert "可直接修改：分类、重点提案" in text
