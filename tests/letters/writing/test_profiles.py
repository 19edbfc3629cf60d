"""A profile is plain data: it survives JSON and refuses what it cannot print."""

from __future__ import annotations

import json
import re

import pytest

from letters import profiles
from letters.profiles import ContactField, Layout, Profile, ProfileError


@pytest.mark.parametrize("name", profiles.names())
def test_presets_survive_json(name):
    profile = profiles.load(name)

    assert Profile.from_dict(json.loads(json.dumps(profile.as_dict()))) == profile


def test_every_preset_says_what_it_is():
    presets = [profiles.preset(name) for name in profiles.names()]

    assert len({each.name for each in presets}) == len(presets)
    assert all(each.says.endswith("。") for each in presets)


def test_what_is_left_out_is_the_plain_file():
    assert Profile.from_dict({}) == Profile()
    assert Profile().layout is Layout.FILE


def test_contact_lines_are_read_in_order():
    data = {"contact_lines": [{"label": "联系部门及电话", "facts": ["unit", "phone"]}]}

    (line,) = Profile.from_dict(data).contact_lines

    assert (line.label, line.facts) == ("联系部门及电话", (ContactField.UNIT, ContactField.PHONE))


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"colour": "red"}, "colour：没有这一项"),
        ({"layout": "poster"}, "layout：应为file、letter之一"),
        ({"grade": "upside_down"}, "grade：应为"),
        ({"sealed": "yes"}, "sealed：应为是或否"),
        ({"mark_suffix": 3}, "mark_suffix：应为文字"),
        ({"salutation_most": True}, "salutation_most：应为整数"),
        ({"number_words": "函"}, "number_words：应为文字组成的列表"),
        ({"reported": [" "]}, "reported：应为文字组成的列表"),
        ({"salutation_many": "{n}位"}, "salutation_many：花括号里只能用{first}、{count}"),
        ({"contact_lines": "联系人"}, "contact_lines：应为列表"),
        ({"contact_lines": [{"label": "联系人"}]}, "每行应有 label 和 facts"),
        ({"contact_lines": [{"label": "联系人", "facts": ["fax"]}]}, "contact_lines：应为person"),
        ({"contact_lines": [{"label": "联系人", "facts": "person"}]}, "facts 应为列表"),
        ({"grade_form": "办理结果：{mark}"}, "grade_form：花括号里只能用{grade}"),
        ({"title_form": "对{place}的答复"}, "title_form：花括号里只能用"),
        ({"publicity_form": "{"}, "publicity_form：花括号里只能用"),
        ({"title_form": "对{body:>999999999}的答复"}, "title_form：花括号里只能用"),
        ({"title_form": "对{body.__class__}的答复"}, "title_form：花括号里只能用"),
        ({"title_form": "对{body!r}{}的答复"}, "title_form：花括号里只能用"),
    ],
)
def test_errors_name_the_field(data, named):
    with pytest.raises(ProfileError, match=re.escape(named)):
        Profile.from_dict(data)


@pytest.mark.parametrize("name", ["atlantis", "../profiles/nanyang", ""])
def test_an_unknown_preset_is_named(name):
    with pytest.raises(ProfileError, match="没有这一预设"):
        profiles.load(name)
