"""A list becomes proposals row by row; every refused row says why, and the same again changes nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.actions import filing
from proposals.enums import ListField
from proposals.importing import batches, columns, plans, refusals
from proposals.importing.entries import entry_of
from proposals.models import ColumnMapping, ImportBatch, Member, PlannedShare, Proposal
from tests.sheets import xlsx
from workflow.errors import CaseMovedOn, Invalid, NotYours
from workflow.models import Appointment, AuditEvent, Department, DepartmentAlias, DepartmentGroup
from workflow.tables import Line

HEAD = ("案号", "案由", "第一提案人", "联名人", "主办单位", "会办单位", "立案日期")
GOOD = ("1", "关于甲事的提案", "赵明", "", "卫生局", "", "2026-02-06")
SHAPES = "交办方式应为：一个单办单位；或一个主办单位加会办单位；或两个以上分办单位。"
CARE = "关于加强社区养老服务的提案"


@pytest.fixture
def lists(office):
    return Lists(office)


class Lists:
    """A list of the city's committee; rows are as in HEAD, and cells left off are empty."""

    def __init__(self, office) -> None:
        self.office, self.city = office, office.city

    def begin(self, *rows, head=HEAD, by=None, data=None, **options) -> ImportBatch:
        data = data or xlsx(head, *[tuple(row) + ("",) * (len(head) - len(row)) for row in rows])
        actor = self.office.by(by or self.city.committee)
        return batches.begin(data, "清单.xlsx", session=self.city.session, by=actor, at=self.office.at, **options)

    def judge(self, *rows, **options):
        return self.judged(self.begin(*rows, **options))

    def judged(self, batch, **options):
        return batches.judge(batch, by=self.office.by(self.city.committee), on=self.office.day, **options)

    def take(self, batch, by=None, **options):
        return batches.take(batch, **self.office.when(by or self.city.committee), **options)

    def taken(self, *rows, **options):
        return self.take(self.begin(*rows, **options))


def fates(judgements) -> list[str]:
    return [str(each.outcome) for each in judgements]


def reasons(judgements) -> list[str]:
    return [each.reason for each in judgements]


def test_rows_become_filed_proposals_by_the_usual_verbs(lists):
    batch = lists.begin(GOOD, ("0716", "《关于乙事的提案》", "民盟丽阳市委", "钱 进、孙立委员", "", "", "2026年2月7日"))
    assert fates(lists.take(batch)) == ["taken", "taken"]
    first, second = Proposal.objects.order_by("id")
    assert (first.number, first.status, first.title, str(first.filed_on)) == (
        "1",
        "filed",
        "关于甲事的提案",
        "2026-02-06",
    )
    assert (second.number, second.title) == ("0716", "关于乙事的提案")
    assert list(second.proposers.values_list("name", "kind", "role")) == [
        ("民盟丽阳市委", "body", "lead"),
        ("钱进", "person", "joint"),
        ("孙立", "person", "joint"),
    ]
    assert list(AuditEvent.objects.of_case(first.uid).values_list("move", "reason")) == [
        ("register", ""),
        ("submit", "导入清单第2行"),
        ("file", "导入清单第2行"),
    ]
    batch.refresh_from_db()
    assert (batch.taken, batch.unchanged, batch.refused, batch.finished_at) == (2, 0, 0, lists.office.at)
    assert [row["proposal"] for row in batch.outcomes] == [str(first.uid), str(second.uid)]


def test_every_kind_of_column_is_read(lists):
    head = ("案由", "提案人", "联系电话", "分类", "性质", "是否公开", "重点提案", "内容", "具体建议")
    row = ("题", "赵明、钱进", "13800000000", "教育", "平时提案", "不同意", "是", "正文\n第二段", "1.甲\n（二）乙")
    assert fates(lists.taken(row, head=head)) == ["taken"]
    made = Proposal.objects.get()
    assert (made.category, made.nature, made.is_key, made.body) == ("教育", "interim", True, "正文\n第二段")
    assert (made.consents_to_publication, made.status, made.number) == (False, "submitted", None)
    assert [ask.text for ask in made.asks.all()] == ["甲", "乙"]
    assert [each.phone for each in made.proposers.all()] == ["13800000000", ""]


def test_without_filing_the_rows_wait_for_the_examination(lists):
    found = lists.taken(GOOD, file_them=False)
    remarks = ["未立案，提案号没有写入。", "立案后由督查按清单作预交办。"]
    assert (Proposal.objects.get().status, found[0].entry.remarks) == ("submitted", remarks)


@pytest.mark.parametrize(("row", "reason"), [
    (("1", "", "赵明"), "没有案由。"),
    (("1", "题", ""), "没有提案人。"),
    (("1", "", ""), "没有案由。没有提案人。"),
    (("1", "长" * 201, "赵明"), "案由超过200字。"),
    (("1" * 21, "题", "赵明"), "提案号超过20字。"),
    (("1", "题", "、".join(f"委员{n}号" for n in range(201))), "提案人不能超过200名。"),
    (("1", "题", "赵" * 81), "提案人姓名或名称超过80字。"),
    (("1", "题", "赵明", "", "", "", "二月某日"), "立案日期“二月某日”无法识别。"),
    (("1", "题", "赵明", "", "", "", "2026-02-30"), "立案日期“2026-02-30”无法识别。"),
    (("1", "题", "赵明", "", "", "", "2026-03-03"), "立案日期晚于今天。"),
    (("1", "题", "赵明", "", "卫生局、财政局"), SHAPES),
    (("1", "题", "赵明", "", "", "卫生局"), SHAPES),
    (("1", "题", "赵明", "", "卫生局", "卫生局"), "同一单位不能重复交办。"),
    (("1", "题", "赵明", "", "市园林局"), "不认识的办理单位：市园林局。"),
])  # fmt: skip
def test_a_refused_row_says_why_and_stops_no_other(lists, row, reason):
    batch = lists.begin(row, ("9", *GOOD[1:]))
    found = lists.take(batch)
    assert (fates(found), reasons(found)[0]) == (["refused", "taken"], reason)
    assert Proposal.objects.get().number == "9"
    batch.refresh_from_db()
    assert (batch.taken, batch.refused, batch.outcomes[0]["reason"]) == (1, 1, reason)


def test_a_day_of_last_year_is_late_for_nobody_and_the_trail_says_that_a_list_brought_it(lists):
    assert fates(lists.taken(("1", "题", "赵明", "", "", "", "2025.6.3"))) == ["taken"]
    assert set(AuditEvent.objects.values_list("source", "actor", "happened_on")) == {
        ("import", "丽提案委", dt.date(2025, 6, 3))
    }


def test_where_the_rules_want_a_category_a_row_without_one_is_not_filed(lists):
    rule = lists.city.rule
    type(rule).objects.filter(pk=rule.pk).update(content=rule.content | {"switches": {"category_required": True}})
    head = ("案号", "案由", "提案人", "分类")
    found = lists.taken(("1", "甲", "赵明", ""), ("2", "乙", "赵明", "教育"), ("", "丙", "赵明", ""), head=head)
    assert reasons(found) == ["没有提案分类，不能立案。", "", ""]


def test_odd_words_in_a_column_of_choices_are_refused_and_not_guessed(lists):
    head = ("案由", "提案人", "性质", "是否公开", "届次")
    rows = [
        ("题", "赵明", "特别", "也许", ""),
        ("题", "赵明", "", "", "九届一次会议"),
        ("题", "赵明", "", "未表态", "七届二次"),
    ]
    assert reasons(lists.judge(*rows, head=head)) == [
        "提案性质“特别”无法识别。是否同意公开“也许”无法识别。",
        "没有名为“九届一次会议”的届次。",
        "",
    ]


def test_a_number_twice_in_the_list_and_a_number_of_another_proposal_are_refused(lists):
    lists.office.filed("35", title="关于别的事的提案")
    found = lists.judge(GOOD, ("1", "关于丙事的提案", "钱进"), ("35", "关于丁事的提案", "钱进"))
    assert reasons(found) == [
        "",
        "提案号与第2行重复。",
        "提案号已被使用：市政协七届二次会议第35号《关于别的事的提案》。",
    ]


def test_a_refused_row_keeps_its_number_from_the_rows_below(lists):
    rows = (("1", "关于甲事的提案", "赵明", "", "市园林局"), ("1", "关于乙事的提案", "钱进"))
    assert reasons(lists.taken(*rows)) == ["不认识的办理单位：市园林局。", "提案号与第2行重复。"]
    assert not Proposal.objects.exists()


def test_the_same_list_again_changes_nothing_and_says_so(lists):
    rows = (GOOD, ("", "关于没有号的提案", "钱进"))
    assert fates(lists.taken(*rows)) == ["taken", "taken"]
    events = AuditEvent.objects.count()
    again = lists.taken(*rows)
    assert fates(again) == ["unchanged", "unchanged"]
    assert reasons(again) == ["已有第1号，未作改动。", "同一提案人的同名提案已登记（待审查），未作改动。"]
    assert (Proposal.objects.count(), AuditEvent.objects.count()) == (2, events)


def test_one_proposal_twice_without_a_number_is_taken_once(lists):
    row = ("", "关于没有号的提案", "钱进")
    assert reasons(lists.judge(row, row)) == ["", "与第2行是同一件。"]


def test_an_alike_title_is_a_hint_and_no_refusal(lists):
    there = lists.office.filed("35", title=CARE)
    found = lists.judge(
        ("1", "关于进一步加强社区养老服务的建议", "钱进"),
        ("2", "关于规范校车运营的提案", "钱进"),
        ("3", "关于规范校车运营工作的提案", "孙立"),
    )
    assert fates(found) == ["taken"] * 3
    assert [[each.line for each in row.alike] for row in found] == [
        [there.line],
        [],
        ["清单第3行《关于规范校车运营的提案》"],
    ]


def test_a_row_of_another_session_goes_there(lists):
    session = lists.city.session
    other = type(session).objects.create(jurisdiction=lists.city.place, level="city", body="市政协", term=7, meeting=1)
    head = ("案号", "案由", "提案人", "届次")
    lists.taken(("1", "甲", "赵明", "市政协七届一次会议"), ("1", "甲", "赵明", ""), head=head)
    assert set(Proposal.objects.values_list("session", "number")) == {(other.pk, "1"), (session.pk, "1")}


def shares(judgement) -> list[tuple[str, str]]:
    return [(share.department.short_name, str(share.role)) for share in judgement.shares]


@pytest.mark.parametrize(("head", "cells", "allocation"), [
    (("主办单位",), ("卫生局",), [("卫生局", "sole")]),
    (("主办单位", "会办单位"), ("卫生局", "民政局、财政局"),
     [("卫生局", "lead"), ("民政局", "assist"), ("财政局", "assist")]),
    (("主办单位", "协办单位"), ("财政局", "各局"), [("财政局", "lead"), ("卫生局", "assist"), ("民政局", "assist")]),
    (("分办单位",), ("各局",), [("卫生局", "separate"), ("民政局", "separate"), ("财政局", "separate")]),
    (("承办单位",), ("卫生局",), [("卫生局", "sole")]),
    (("承办单位",), ("主办：卫生局；会办：民政局",), [("卫生局", "lead"), ("民政局", "assist")]),
    (("承办单位", "会办单位"), ("卫生局", "民政局"), [("卫生局", "lead"), ("民政局", "assist")]),
])  # fmt: skip
def test_units_make_an_allocation(lists, head, cells, allocation):
    group = DepartmentGroup.objects.create(jurisdiction=lists.city.place, name="各局")
    group.units.set(lists.city.units)
    found = lists.judge(("题", "赵明", *cells), head=("案由", "提案人", *head))
    assert (reasons(found), sorted(shares(found[0]))) == ([""], sorted(allocation))


def planned() -> list[tuple[str, str, str]]:
    return sorted(PlannedShare.objects.values_list("proposal__number", "department__short_name", "role"))


def test_whoever_may_plan_keeps_the_units_as_a_plan_with_the_proposal(lists):
    Appointment.objects.create(user=lists.city.committee, jurisdiction=lists.city.place, role="supervisor")
    found = lists.taken(("1", "题", "赵明", "", "卫生局", "民政局"))
    assert found[0].planned
    assert planned() == [("1", "卫生局", "lead"), ("1", "民政局", "assist")]


def test_the_supervisor_plans_later_what_the_committee_brought_in(lists):
    batch = lists.begin(GOOD, ("2", "关于乙事的提案", "钱进"), ("", "关于丙事的提案", "孙立", "", "民政局"))
    found = lists.take(batch)
    assert (planned(), found[0].entry.remarks) == ([], ["立案后由督查按清单作预交办。"])
    assert plans.plan_list(batch, **lists.office.when(lists.city.committee)) == (0, {})
    assert plans.plan_list(batch, **lists.office.when(lists.city.supervisor)) == (1, {})
    assert planned() == [("1", "卫生局", "sole")]
    assert plans.plan_list(batch, **lists.office.when(lists.city.supervisor)) == (0, {})
    filing.file(Proposal.objects.get(number=None), number="3", **lists.office.when(lists.city.committee))
    batch.refresh_from_db()
    assert plans.plan_list(batch, **lists.office.when(lists.city.supervisor)) == (1, {})
    assert planned() == [("1", "卫生局", "sole"), ("3", "民政局", "sole")]


def test_a_unit_that_closed_meanwhile_is_no_plan_and_says_so(lists):
    batch = lists.begin(GOOD)
    lists.take(batch)
    Department.objects.filter(pk=lists.city.units[0].pk).update(until="2026-03-01")
    done, refused = plans.plan_list(batch, **lists.office.when(lists.city.supervisor))
    line = "市政协七届二次会议第1号《关于甲事的提案》"
    assert (done, refused, planned()) == (0, {line: "“丽阳市卫生局”当日未设立或已停用。"}, [])


def test_several_units_without_a_part_are_refused(lists):
    found = lists.judge(("题", "赵明", "卫生局、民政局"), head=("案由", "提案人", "承办单位"))
    assert reasons(found) == ["办理单位有多个（丽阳市卫生局、丽阳市民政局），请注明主办、会办或分办。"]


def test_an_unknown_unit_is_a_question_and_its_answer_is_kept(lists):
    batch = lists.begin(("1", "题", "赵明", "", "市卫计委", "市直各局"))
    units, before = lists.city.units, Department.objects.count()
    assert batches.open_questions(lists.judged(batch)) == {"市卫计委": 1, "市直各局": 1}
    answers = {"市卫计委": str(units[0].uid), "市直各局": ""}
    batches.answer(batch, answers, remember=["市卫计委"], on=lists.office.day)
    found = lists.judged(batch)[0]
    # The rest, a lead without its co-handlers, is no allocation: it is left for later whole.
    assert (found.outcome, shares(found), found.entry.remarks) == ("taken", [], ["办理单位以后再定：市直各局。"])
    assert DepartmentAlias.objects.get().department == units[0]
    assert Department.objects.count() == before
    assert batches.open_questions(lists.judge(("2", "题二", "赵明", "", "市卫计委"))) == {}


def test_an_answer_may_be_a_group_or_be_meant_for_this_list_only(lists):
    group = DepartmentGroup.objects.create(jurisdiction=lists.city.place, name="各局")
    group.units.set(lists.city.units[1:])
    batch = lists.begin(("1", "题", "赵明", "", "市卫计委", "有关部门"))
    answers = {"市卫计委": str(lists.city.units[0].uid), "有关部门": "group:各局"}
    batches.answer(batch, answers, remember=[], on=lists.office.day)
    assert shares(lists.judged(batch)[0]) == [("卫生局", "lead"), ("民政局", "assist"), ("财政局", "assist")]
    assert not DepartmentAlias.objects.exists()


def test_a_unit_of_another_place_is_no_answer(lists):
    batch = lists.begin(("1", "题", "赵明", "", "市卫计委"))
    with pytest.raises(Invalid):
        batches.answer(batch, {"市卫计委": str(lists.office.county.units[0].uid)}, remember=[], on=lists.office.day)
    batch.refresh_from_db()
    assert (batch.answers, DepartmentAlias.objects.count()) == ({}, 0)


def test_columns_are_guessed_corrected_and_remembered(lists):
    head = ("序号", "提案编号", "题目要点", "提案者", "附议人1", "附议人2", "备注")
    batch = lists.begin(("1", "35", "题", "赵明", "钱进", "孙立", "x"), head=head)
    assert batch.columns == {
        "提案编号": "number",
        "提案者": "proposers",
        "附议人1": "joint_proposers",
        "附议人2": "joint_proposers",
    }
    with pytest.raises(Invalid):
        lists.judged(batch)
    chosen = batch.columns | {"题目要点": "title", "备注": ""}
    batches.set_columns(batch, chosen, by=lists.office.by(lists.city.committee), at=lists.office.at)
    assert fates(lists.take(batch)) == ["taken"]
    assert [each.name for each in Proposal.objects.get().proposers.all()] == ["赵明", "钱进", "孙立"]
    moved = lists.begin(("2", "题", "36", "赵明", "", "", ""), head=("序号", "题目要点", "提案编号", *head[3:]))
    assert moved.columns["题目要点"] == "title"
    assert ColumnMapping.objects.get().kept_by == "丽提案委"


@pytest.mark.parametrize(("chosen", "message"), [
    ({"案由": "title"}, "请指明哪一列是提案人。"),
    ({"第一提案人": "proposers"}, "请指明哪一列是案由。"),
    ({"案由": "title", "案号": "title", "第一提案人": "proposers"}, "有多列对应“案由”，只能保留一列。"),
])  # fmt: skip
def test_an_unclear_mapping_is_refused_and_not_kept(lists, chosen, message):
    batch = lists.begin(GOOD)
    with pytest.raises(Invalid) as refused:
        batches.set_columns(batch, chosen, by=lists.office.by(lists.city.committee), at=lists.office.at)
    assert (refused.value.message, ColumnMapping.objects.exists()) == (message, False)


@pytest.mark.parametrize("words", [
    "案由", "提案题目", "标题", "提案案由（全称）", "title",
])  # fmt: skip
def test_a_title_goes_by_many_names(words):
    assert columns.meaning(words) == "title"


@pytest.mark.parametrize(("words", "field"), [
    ("编号", "number"), ("提案者", "proposers"), ("第一提案人姓名", "lead_proposer"), ("附议人", "joint_proposers"),
    ("协办单位", "assist"), ("配合单位", "assist"), ("承办单位", "units"), ("承办单位主办", "lead"), ("界别", "sector"),
    ("备注", None), ("序号", None), ("提案人数", None),
    ("第一提案人电话", "phone"), ("政协提案案由", "title"),
    ("是否公开", "consents_to_publication"),
])  # fmt: skip
def test_other_columns_too(words, field):
    assert columns.meaning(words) == field


def test_who_may_bring_a_list_and_who_may_take_it(lists):
    with pytest.raises(NotYours):
        lists.begin(GOOD, by=lists.city.reader)
    with pytest.raises(NotYours):
        lists.begin(GOOD, by=lists.office.county.committee)
    batch = lists.begin(GOOD, by=lists.city.supervisor)
    with pytest.raises(NotYours):
        lists.take(batch, by=lists.city.supervisor)
    assert not Proposal.objects.exists()
    assert fates(lists.take(batch)) == ["taken"]


def test_batches_are_seen_where_one_brings_lists_in(lists):
    batch = lists.begin(GOOD)
    seen = {who: ImportBatch.objects.visible_to(lists.office.by(user)).filter(pk=batch.pk).exists() for who, user in (
        ("committee", lists.city.committee), ("supervisor", lists.city.supervisor), ("reader", lists.city.reader),
        ("office", lists.city.office0), ("other", lists.office.county.committee),
    )}  # fmt: skip
    assert seen == {"committee": True, "supervisor": True, "reader": False, "office": False, "other": False}


def test_a_list_is_taken_once(lists):
    batch = lists.begin(GOOD)
    lists.take(batch)
    with pytest.raises(CaseMovedOn):
        lists.take(batch)
    with pytest.raises(CaseMovedOn):
        batches.set_columns(batch, batch.columns, by=lists.office.by(lists.city.committee), at=lists.office.at)
    assert Proposal.objects.count() == 1


def test_more_rows_than_a_request_bears_are_left_to_the_command(lists):
    batch = lists.begin(GOOD, ("2", "关于乙事的提案", "钱进"))
    with pytest.raises(Invalid):
        lists.take(batch, most=1)
    assert not Proposal.objects.exists()
    assert len(lists.take(batch, most=None)) == 2


def test_the_report_has_the_refused_rows_as_they_stood_and_runs_no_formula(lists):
    data = 'HEAD\n=1+1,,-赵明,"他说""好""，\n走了",,,\n'.replace("HEAD", ",".join(HEAD))
    batch = lists.begin(data=data.encode("gb18030"))
    found = lists.take(batch)
    table = batches.table_of(batch)
    data = refusals.csv_of(table, {each.entry.row: each.reason for each in found if each.reason})
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["行号", *HEAD, "未导入原因"]
    assert rows[1:] == [["2", "'=1+1", "", "'-赵明", '他说"好"，\n走了', "", "", "", "没有案由。"]]


def test_the_report_mended_is_a_list_again_with_the_columns_that_were_said(lists):
    head = ("提案编号", "题目要点", "提案者")
    batch = lists.begin(("1", "", "赵明"), head=head)
    chosen = {"提案编号": "number", "题目要点": "title", "提案者": "proposers"}
    batches.set_columns(batch, chosen, by=lists.office.by(lists.city.committee), at=lists.office.at)
    found = lists.take(batch)
    report = refusals.csv_of(batches.table_of(batch), {found[0].entry.row: found[0].reason}).decode("utf-8-sig")
    mended = lists.begin(data=report.replace("1,,赵明", "1,题,赵明").encode())
    assert fates(lists.take(mended)) == ["taken"]


RISKY_TITLES = ("=1+1", "+甲", "-乙", "@丙", "＝1+1", "＋甲", "－乙", "＠丙", "'=1+1", "''－乙")


def test_what_was_made_safe_comes_back_as_it_stood(lists):
    """Marked for the spreadsheet, unmarked for us, as often as the list goes round; no other apostrophe is touched."""
    titles = (*RISKY_TITLES, "'甲'的提案")
    rows = [f"{number},{title},赵明" for number, title in enumerate(titles)]
    table = batches.table_of(lists.begin(data="\n".join(["案号,案由,第一提案人", *rows]).encode()))
    for _ in range(3):
        data = refusals.csv_of(table, {line.number: "没有提案人。" for line in table.rows})
        written = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert [row[2] for row in written[1:]] == [*(f"'{title}" for title in RISKY_TITLES), "'甲'的提案"]
        table = batches.table_of(lists.begin(data=data))
        assert [line.cells["案由"] for line in table.rows] == list(titles)


def test_a_list_of_somebody_elses_keeps_its_apostrophes(lists):
    table = batches.table_of(lists.begin(("1", "'=1+1", "赵明")))
    assert table.rows[0].cells["案由"] == "'=1+1"


def test_programs_send_the_keys_of_the_api(lists):
    unit = lists.city.units[0]
    rows = [
        {
            "number": "7",
            "title": "题",
            "proposers": [{"name": "赵明", "phone": "138"}, {"name": "某研究院", "kind": "body"}],
            "asks": ["甲、乙", "丙"],
            "is_key": True,
            "shares": [{"department": str(unit.uid), "role": "sole"}],
        },
        {"title": "题二", "proposers": ["钱进"], "lead": "卫生局"},
        {"title": "题三", "proposers": "[{"},
        {"title": "题四", "proposers": ["钱进"], "shares": [{"department": "卫生局", "role": "boss"}]},
    ]
    found = lists.taken(data=json.dumps(rows).encode())
    assert reasons(found) == [
        "",
        "",
        "提案人的 JSON 内容有误。没有提案人。",
        "承办方式应为 sole、lead、assist、separate 之一。",
    ]
    first = Proposal.objects.get(number="7")
    assert (first.is_key, [ask.text for ask in first.asks.all()]) == (True, ["甲、乙", "丙"])
    assert list(first.proposers.values_list("name", "kind", "phone")) == [
        ("赵明", "person", "138"),
        ("某研究院", "body", ""),
    ]
    assert [shares(each) for each in found[:2]] == [[("卫生局", "sole")], [("卫生局", "sole")]]


@pytest.mark.parametrize(("words", "number"), [
    ("35", "35"), ("第35号", "35"), ("市政协七届二次会议第 0716 号", "0716"), ("３５", "35"), ("35号", "35"),
    ("提-12", "提-12"),
])  # fmt: skip
def test_a_number_is_a_text_without_its_frame(words, number):
    line = Line(2, {"案号": words, "案由": "题", "提案人": "赵明"})
    assert entry_of(line, columns.guess(line.cells)).number == number


ODD = ["[", "[{}]", "[1]", "[null]", '[{"name":1}]', "主办：", "等", "《》", "第号"]
CELLS = st.one_of(st.text(max_size=40), st.sampled_from(ODD))


@given(said=st.fixed_dictionaries(dict.fromkeys(ListField.values, CELLS)))
@settings(max_examples=150, deadline=None)
def test_any_words_in_any_column_are_read_or_are_a_problem(said):
    entry = entry_of(Line(2, said), {name: name for name in said})
    assert entry.problems or (entry.title and entry.proposers)


def test_names_that_stand_for_others_are_remarked(lists):
    found = lists.judge(("1", "题", "赵明、钱 进等5人"))[0]
    assert [each.name for each in found.entry.proposers] == ["赵明", "钱进"]
    assert found.entry.remarks == ["“等5人”未列出姓名，只登记列出的提案人。"]


def test_another_sector_than_the_roster_says_is_remarked(lists):
    place = lists.city.place
    Member.objects.create(jurisdiction=place, level="city", body="市政协", term=7, name="赵明", sector="教育界")
    found = lists.judge(("题", "赵明", "经济界"), ("题", "赵明", "教育界"), head=("案由", "提案人", "界别"))
    assert [each.entry.remarks for each in found] == [["委员名册中赵明的界别为教育界。"], []]


def test_judging_costs_the_same_for_one_row_and_for_three(lists, django_assert_num_queries):
    for size in (1, 3):
        batch = lists.begin(*[(str(n), f"关于第{n}事的提案", "赵明", "", "卫生局") for n in range(size)])
        with django_assert_num_queries(10):
            lists.judged(batch)
