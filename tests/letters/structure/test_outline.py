"""The heading tree of a body."""

from __future__ import annotations

from letters.structure import structure_of, structure_of_body


def tree(sections):
    return [(each.numeral, each.title, tree(each.children)) for each in sections]


def test_the_four_levels_of_the_standard_nest():
    body = (
        "经研究，答复如下：\n一、现状\n（一）设施\n1.食堂。已建三处。\n（1）东街\n（二）人员\n二、打算\n我们认真办理。"
    )

    built = structure_of_body(body)

    assert built.paragraphs == ("经研究，答复如下：",)
    assert tree(built.sections) == [
        ("一、", "现状", [("（一）", "设施", [("1.", "食堂", [("（1）", "东街", [])])]), ("（二）", "人员", [])]),
        ("二、", "打算", []),
    ]
    assert built.sections[0].children[0].children[0].paragraphs == ("已建三处。",)
    assert built.sections[1].paragraphs == ("我们认真办理。",)


def test_points_stand_below_any_heading_also_inside_a_paragraph():
    body = "一、做法\n我局做了三件事：一是建食堂。二是送餐。三是评星级。\n一是另起一段。"

    (section,) = structure_of_body(body).sections

    assert section.paragraphs == ("我局做了三件事：",)
    assert [(each.level, each.numeral, each.title) for each in section.children] == [
        (5, "一是", "建食堂"),
        (5, "二是", "送餐"),
        (5, "三是", "评星级"),
        (5, "一是", "另起一段"),
    ]


def test_one_point_alone_cuts_no_paragraph():
    assert structure_of_body("原因有二：一是资金不足。").sections == ()


def test_a_level_that_was_left_out_nests_all_the_same():
    assert tree(structure_of_body("1、先做\n（1）小事\n2、后做").sections) == [
        ("1、", "先做", [("（1）", "小事", [])]),
        ("2、", "后做", []),
    ]


def test_a_paragraph_that_a_page_broke_is_whole(letter):
    built = structure_of(letter("一、现状\n近年来我局在老城区新建助餐\n\n点十二处，老人就餐更加方便。"))

    assert built.sections[0].paragraphs == ("近年来我局在老城区新建助餐点十二处，老人就餐更加方便。",)


def test_head_and_tail_of_a_letter_are_not_of_its_body(letter):
    built = structure_of(letter("一、现状\n已建成。"))

    assert tree(built.sections) == [("一、", "现状", [])]
    assert built.citations == ()
