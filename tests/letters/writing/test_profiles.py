"""A profile is plain data: it survives JSON and refuses what it cannot print."""

from __future__ import annotations

import json

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
        ({"colour": "red"}, "colour"),
        ({"layout": "poster"}, "layout must be one of file, letter"),
        ({"grade": "upside_down"}, "grade must be one of"),
        ({"sealed": "yes"}, "sealed must be bool"),
        ({"mark_suffix": 3}, "mark_suffix must be str"),
        ({"salutation_most": True}, "salutation_most must be int"),
        ({"number_words": "函"}, "number_words must be a list of words"),
        ({"reported": [" "]}, "reported must be a list of words"),
        ({"salutation_many": "{n}位"}, "salutation_many may use count, first"),
        ({"contact_lines": "联系人"}, "contact_lines must be a list"),
        ({"contact_lines": [{"label": "联系人"}]}, "needs label and facts"),
        ({"contact_lines": [{"label": "联系人", "facts": ["fax"]}]}, "facts must be one of"),
        ({"contact_lines": [{"label": "联系人", "facts": "person"}]}, "facts must be a list"),
        ({"grade_form": "办理结果：{mark}"}, "grade_form may use grade"),
        ({"title_form": "对{place}的答复"}, "title_form may use"),
        ({"publicity_form": "{"}, "publicity_form may use"),
    ],
)
def test_errors_name_the_field(data, named):
    with pytest.raises(ProfileError, match=named):
        Profile.from_dict(data)


@pytest.mark.parametrize("name", ["atlantis", "../profiles/nanyang", ""])
def test_an_unknown_preset_is_named(name):
    with pytest.raises(ProfileError, match="no preset named"):
        profiles.load(name)
