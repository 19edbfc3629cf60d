"""Candidates for 落实事项 from the whole body."""

from __future__ import annotations

import pytest

from letters.structure import structure_of_body
from letters.structure.model import CommitmentKind, Origin


def found(body):
    return structure_of_body(body).commitments


def the_one(body):
    (commitment,) = found(body)
    return commitment


@pytest.mark.parametrize(
    ("said", "year", "month", "day"),
    [
        ("到2026年，全市建成社区食堂50个。", 2026, None, None),
        ("我局将在2026年9月底前完成老城区改造。", 2026, 9, None),
        ("力争2026年6月30日前开通东线公交。", 2026, 6, 30),
        ("我市计划于2027年新建公办幼儿园三所。", 2027, None, None),
        ("在2026年将通过政府购买服务提供助餐3万人次。", 2026, None, None),
    ],
)
def test_what_has_a_day_can_be_verified(said, year, month, day):
    commitment = the_one(f"该项工作有序开展。{said}")

    assert commitment.sentence == said
    assert commitment.kind == CommitmentKind.VERIFIABLE
    assert (commitment.due.year, commitment.due.month, commitment.due.day) == (year, month, day)


@pytest.mark.parametrize("said", ["今年年底前出台管理办法。", "三年内实现助餐服务全覆盖。"])
def test_a_term_without_a_year_stays_as_printed(said):
    due = the_one(f"下一步，我局将{said}").due

    assert due.text in said
    assert due.year is None


def test_a_figure_or_a_thing_to_be_there_can_be_verified_without_a_day():
    assert the_one("我局将新建停车位300个。").kind == CommitmentKind.VERIFIABLE
    assert the_one("我局将尽快出台实施细则。").kind == CommitmentKind.VERIFIABLE


@pytest.mark.parametrize(
    "said",
    [
        "我局将继续加强部门沟通协调。",
        "力争逐步提高补贴标准。",
        "我委将积极推动医疗资源下沉。",
        "将选择两个街道开展助餐试点。",
    ],
)
def test_what_only_goes_on_is_long_term(said):
    assert the_one(said).kind == CommitmentKind.LONG_TERM


@pytest.mark.parametrize(
    "said",
    [
        "截至2024年底，全市已建成食堂50个。",
        "预计到2030年老年人口将增至134万人。",
        "我局将该项工作纳入重点任务。",
        "近年来先后投入资金300万元。",
        "2023年争取到省级资金340万元。",
        "被列为试点县。",
        "感谢您的关心，希望继续支持我们加强工作。",
        "您提出的建议收悉，我们将认真研究落实。",
        "“希望以后继续加强培训。”一位居民说。",
    ],
)
def test_what_was_done_is_expected_or_is_courtesy_is_no_candidate(said):
    assert found(said) == ()


def test_each_step_of_what_is_to_come_is_one_candidate_with_all_it_says():
    body = "已建成三处。\n下一步，我局将抓好落实。\n一是加强培训。组织护理员轮训。\n二是扩大覆盖。2026年底前新建十处。"

    lead, first, second = found(body)

    assert lead.sentence == "下一步，我局将抓好落实。"
    assert (first.sentence, first.detail) == ("一是加强培训。", "组织护理员轮训。")
    assert first.kind == CommitmentKind.LONG_TERM
    assert (second.kind, second.due.year) == (CommitmentKind.VERIFIABLE, 2026)


def test_points_before_what_is_to_come_are_not():
    assert found("一是加强培训，组织护理员轮训。\n二是扩大覆盖，建立台账。") == ()


def test_a_heading_opens_what_is_to_come_and_the_next_one_closes_it():
    body = "一、下一步打算\n完善补贴办法，扩大覆盖面。\n二、有关说明\n完善补贴办法需要市里支持。"

    assert [each.sentence for each in found(body)] == ["完善补贴办法，扩大覆盖面。"]


def test_thanks_end_what_is_to_come():
    assert len(found("下一步，我局将加强培训。\n感谢您的支持。\n一是加强培训工作。")) == 1


@pytest.mark.parametrize(
    "said",
    [
        "《临川市养老规划》提出，到2027年，全市建成社区食堂50个。",
        "规划中提到“扩大供给。到2027年，建成社区食堂50个。”目前正在推进。",
    ],
)
def test_a_target_of_a_document_is_not_the_writers_own(said):
    assert the_one(said).origin == Origin.POLICY


def test_after_the_quotation_the_writer_speaks_again():
    own = found("意见要求“到2027年建成食堂50个。”今后我局将新建助餐点10个。")

    assert [each.origin for each in own] == [Origin.POLICY, Origin.OWN]


def test_a_promise_before_the_document_is_named_is_own():
    assert the_one("我局将新建助餐点10个，落实《临川市养老规划》提出的任务。").origin == Origin.OWN


def test_spans_show_where_it_stands():
    body = "已建成。\n我局将新建停车位300个。"
    (span,) = the_one(body).spans

    assert body[span.start : span.end] == "我局将新建停车位300个。"
