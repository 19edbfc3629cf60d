"""Which face a role is set in, by what the machine has."""

from __future__ import annotations

import pytest

from letters.writing import fonts
from letters.writing.fonts import Role

BUNDLED = {"Noto Serif SC": {400}, "Noto Sans SC": {400}}


def chosen(role, **here):
    return fonts._choose(role, BUNDLED | {name.replace("_", " "): weights for name, weights in here.items()})


@pytest.mark.parametrize("role", list(Role))
def test_every_role_ends_in_a_face_that_comes_along(role):
    assert fonts._choose(role, BUNDLED).families[-1] in BUNDLED


@pytest.mark.parametrize("role", list(Role))
def test_the_offices_own_face_comes_first_and_is_drawn_as_it_is(role):
    for family in fonts.OFFICE[role]:
        choice = fonts._choose(role, BUNDLED | {family: {400}, "Noto Serif CJK SC": {400, 700}})

        assert choice.families[0] == family
        assert (choice.office, choice.stroke, choice.weight) == (True, 0.0, 400)


def test_a_title_face_without_a_bold_one_gets_an_outline():
    assert chosen(Role.MARK).stroke > 0
    assert chosen(Role.MARK).weight == 400


def test_a_bold_face_is_better_than_an_outline():
    choice = chosen(Role.MARK, Noto_Serif_CJK_SC={400, 700, 900})

    assert (choice.weight, choice.stroke) == (700, 0.0)


def test_body_is_never_bold_or_outlined():
    choice = chosen(Role.BODY, Noto_Serif_CJK_SC={400, 700})

    assert (choice.weight, choice.stroke) == (400, 0.0)


def test_a_face_with_narrow_quotes_is_not_first_in_the_body():
    assert chosen(Role.BODY, LXGW_WenKai={400}).families == ("Noto Serif SC", "LXGW WenKai")
    assert chosen(Role.BODY, LXGW_WenKai={400}, FandolFang_R={400}).families[:2] == ("FandolFang R", "LXGW WenKai")
    assert chosen(Role.KAI, LXGW_WenKai={400}).families[0] == "LXGW WenKai"


def test_a_stand_in_of_the_same_style_is_said_to_be_one():
    assert not chosen(Role.BODY, FandolFang_R={400}).office
