"""Documents that a body cites."""

from __future__ import annotations

import pytest

from letters.structure import structure_of, structure_of_body
from letters.structure.model import RelationKind


def cited(body):
    return structure_of_body(body).citations


def the_one(body):
    (citation,) = cited(body)
    return citation


def test_title_and_number_are_one_document():
    citation = the_one("根据《关于推进养老服务的实施意见》（临政办发〔2023〕12号），我局已办理。")

    assert (citation.title, citation.doc_number) == ("关于推进养老服务的实施意见", "临政办发〔2023〕12号")


def test_a_number_alone_is_a_document_without_its_verb():
    assert the_one("我局已落实临政办发〔2023〕12号文件。").doc_number == "临政办发〔2023〕12号"


@pytest.mark.parametrize(
    "body",
    [
        "出台了《临川市养老服务办法，老人受益。",
        "出台了<<临川市养老服务办法>>，老人受益。",
        "出台了《临川市 养老服务办法》，老人受益。",
        "出台了《临川市养老服\n务办法》，老人受益。",
    ],
)
def test_slips_of_the_marks_hide_no_document(body, letter):
    (citation,) = structure_of(letter(body)).citations

    assert citation.title == "临川市养老服务办法"


def test_a_slip_is_told():
    assert the_one("出台了《甲办法、《乙办法》。".replace("《乙办法》", "")).slip
    assert [(each.title, each.slip) for each in cited("出台《甲办法、《乙办法》。")] == [
        ("甲办法", True),
        ("乙办法", False),
    ]


def test_a_title_may_hold_another():
    assert the_one("按《关于印发《助餐管理办法》的通知》执行。").title == "关于印发《助餐管理办法》的通知"


@pytest.mark.parametrize(
    "body", ["《人民日报》报道了此事。", "您提出的《关于建食堂的建议》（第18号）收悉。", "《关于建食堂的提案》很好。"]
)
def test_books_and_the_case_itself_are_no_documents(body):
    assert cited(body) == ()


def test_the_same_document_counts_once_with_all_its_places():
    citation = the_one("按《甲办法》办理。《甲办法》（临民发〔2023〕2号）第三条规定如下。")

    assert len(citation.spans) == 2
    assert citation.doc_number == "临民发〔2023〕2号"


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("《临川市“十三五”养老规划》", (2016, 2020)),
        ("《临川市养老规划（2016-2020年）》", (2016, 2020)),
        ("《临川市养老规划》（2021—2025年）", (2021, 2025)),
        ("《临川市国民经济和社会发展第十四个五年规划》", (2021, 2025)),
        ("《临川市养老规划》", None),
    ],
)
def test_the_years_a_plan_is_for(title, period):
    assert the_one(f"出台了{title}和有关制度。").period == period


def test_the_years_of_one_are_not_those_of_its_neighbour():
    assert [each.period for each in cited("出台《甲规划》《“十三五”乙规划》。")] == [None, (2016, 2020)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("我局认真贯彻落实《甲办法》。", RelationKind.IMPLEMENTS),
        ("根据《甲办法》，已发放补贴。", RelationKind.IMPLEMENTS),
        ("市政府转发《甲办法》。", RelationKind.FORWARDS),
        ("与之配套的《甲办法》已经施行。", RelationKind.SUPPORTS),
        ("《甲办法》同时废止。", RelationKind.REPEALS),
        ("市政府废止了《甲办法》。", RelationKind.REPEALS),
    ],
)
def test_what_is_done_with_a_document(body, kind):
    assert [relation.kind for relation in the_one(body).relations] == [kind]


def test_a_document_made_to_carry_out_another():
    first, second = cited("根据《甲意见》，我市制定了《乙细则》。")

    assert [(each.kind, each.by) for each in first.relations] == [(RelationKind.IMPLEMENTS, "乙细则")]
    assert second.relations == ()
