"""Papers of the case: each holds the facts of its rows in its cells, and goes to those who print it."""

import datetime as dt

import pytest

from proposals.actions import extending, handling, noting, returning
from proposals.models import Assignment, Proposal
from tests.printing import lines_of, page_count, print_paper, text_of
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import HandingOffice

DAY = dt.timedelta(days=1)


@pytest.fixture
def case(office):
    """The lead unit's part, in hand, with a co-handler."""
    HandingOffice.objects.create(jurisdiction=office.city.place, name="丽阳市人民政府办公室")
    lead, _ = office.in_hand("lead", "assist", proposers=("赵明", "钱红"), asks=("建设社区养老服务站", "培训护理人员"))
    return lead


def printed(office, code, *rows, user=None, **more):
    return print_paper(office, user or office.city.supervisor, "assignment", code, *rows, **more).data


@pytest.mark.parametrize("code", ["handling", "receipt"])
def test_by_when_it_was_due_stands_there_after_the_answer_too(office, code):
    part = office.in_hand()[0]
    due = part.due_to_answer()
    handling.answer(part, counts_on=office.day, **office.when(office.city.office0))
    assert f"{due.year}年{due.month}月{due.day}日" in text_of(printed(office, code, Assignment.objects.get()))


def test_the_handling_sheet_says_what_the_case_is_and_by_when(office, case):
    Proposal.objects.update(body="近年来我市老龄化加快。\n社区养老服务设施不足。", category="社会建设")
    noting.propose(case, text="拟请医政科牵头。", person="王主任", **office.when(office.city.office0))
    noting.instruct(case, text="务必当面听取意见。", person="李局长", **office.when(office.city.office0))
    lines = lines_of(printed(office, "handling", case))
    for line in (
        "政协提案承办单",
        "承办单位：丽阳市卫生局交办日期：2026年3月2日",
        "提案号第35号届次市政协七届二次会议",
        "案由关于加强社区养老服务的提案",
        "提案人赵明、钱红",
        "提案性质会议提案提案分类社会建设",
        "承办方式主办重点提案否",
        "主办单位丽阳市卫生局",
        "会办单位丽阳市民政局",
        "签收日期2026年3月2日申退截止2026年3月9日",
        "近年来我市老龄化加快。",
        "1．建设社区养老服务站",
        "2．培训护理人员",
    ):
        assert line in lines
    whole = "".join(lines)
    assert "首次沟通：2026年3月23日；答复：2026年6月2日" in whole
    assert "王主任　2026年3月2日" in whole
    assert "务必当面听取意见。" in whole


def test_a_proposal_of_fifty_thousand_characters_stands_on_its_handling_sheet_whole(office, case):
    Proposal.objects.update(body="\n".join(f"第{n}段，" + "社区养老服务设施不足。" * 46 for n in range(100)))
    data = printed(office, "handling", case)
    whole = text_of(data)
    assert all(f"第{n}段" in whole for n in range(100))
    assert lines_of(data)[-1] == f"第{page_count(data)}页　共{page_count(data)}页"


def test_the_longest_title_and_forty_proposers_fit(office):
    names = tuple(f"委员{n}号" for n in range(40))
    (part,) = office.in_hand(title="关于养老的提案" * 28, proposers=names)
    whole = text_of(printed(office, "handling", part))
    assert whole.count("关于养老的提案") == 28
    # The label stands beside the middle of its cell, so between two of its lines.
    assert all(name in whole.replace("提案人", "") for name in names)


def test_what_looks_like_markup_in_a_case_is_text(office):
    (part,) = office.in_hand(title='#image("x") *粗* 👍 \x07案由', proposers=("赵$明$",))
    whole = text_of(printed(office, "handling", part))
    assert '#image("x") *粗* 〓 案由' in whole
    assert "赵$明$" in whole


def test_the_receipt_slip_has_room_for_the_pen(office, case):
    noting.propose(case, text="拟请医政科牵头。", person="王主任", **office.when(office.city.office0))
    lines = lines_of(printed(office, "receipt", case))
    assert lines[:2] == ["丽阳市卫生局", "收文处理笺"]
    assert "承办方式主办办理期限2026年6月2日" in lines
    assert {"领导批示", "办理情况"} <= set(lines)


def test_the_return_form_is_blank_before_the_request_and_filled_after_it(office, case):
    assert "不属职责" not in text_of(printed(office, "return", case))
    returning.request_return(
        case, reason="不属职责范围。", suggested=office.city.units[2], **office.when(office.city.office0)
    )
    lines = lines_of(printed(office, "return", case))
    assert "申请日期：2026年3月2日" in lines
    assert "承办单位丽阳市卫生局承办方式主办" in lines
    assert "交办日期2026年3月2日申退截止2026年3月9日" in lines
    assert "不属职责范围。" in "".join(lines)
    assert "丽阳市财政局" in "".join(lines)
    assert "".join(lines).count("负责人签名（盖章）：") == 3


def test_the_extension_form_shows_the_request_and_what_was_decided(office, case):
    asked = office.day + 100 * DAY
    extending.request_extension(case, until=asked, reason="争取项目资金。", **office.when(office.city.office0))
    assert "申请延至2026年6月10日" in lines_of(printed(office, "extension", case))
    assert "同意" not in text_of(printed(office, "extension", case))
    extending.grant_extension(case, until=asked, note="抓紧办理。", **office.when(office.city.supervisor))
    assert "同意，延至2026年6月10日。抓紧办理。" in text_of(printed(office, "extension", case))


def test_each_contact_has_its_record_and_none_a_blank_one(office, case):
    blank = printed(office, "contacts", case)
    assert (page_count(blank), "面商" in text_of(blank)) == (1, True)
    for outcome in ("提案人表示理解。", "补充了三条意见。"):
        handling.note_contact(
            [case], way="meeting", people="赵明委员", outcome=outcome, **office.when(office.city.drafter0)
        )
    two = printed(office, "contacts", case)
    assert page_count(two) == 3  # the second one begins on a front face
    assert {"参加人员赵明委员", "沟通日期2026年3月2日地点"} <= set(lines_of(two))
    assert page_count(printed(office, "contacts", case, duplex=False)) == 2


def test_the_hand_over_letter_counts_what_each_unit_got_and_lists_it(office, case):
    more = office.in_hand("sole", number="36", title="关于修路的提案")
    parts = list(Assignment.objects.order_by("id"))
    whole = text_of(printed(office, "assigning", *parts))
    assert "丽阳市人民政府办公室文件" in whole
    assert "现将市政协七届二次会议提案2件交你单位办理" in whole
    assert "共2件，其中主办1件，单办1件" in whole
    assert "现将市政协七届二次会议提案1件交你单位办理" in whole
    lines = lines_of(printed(office, "assigning", case, *more))
    assert "序号提案号案由提案人承办单位方式申退截止办理期限" in lines
    assert "2第36号关于修路的提案赵明丽阳市卫生局单办2026年3月9日2026年6月2日" in lines


def test_no_letterhead_is_made_up_where_a_place_has_several_offices(office, case):
    HandingOffice.objects.create(jurisdiction=office.city.place, name="丽阳市委办公室")
    done = print_paper(office, office.city.supervisor, "assignment", "assigning", case)
    assert "no_issuer" in {finding.code for finding in done.findings}
    assert "办公室" not in text_of(done.data)


def test_the_urging_letter_says_how_late_it_is_and_what_is_asked(office, case):
    with pytest.raises(TransitionRefused, match="没有催办"):
        printed(office, "urging", case)
    office.day += 100 * DAY
    noting.urge(case, text="请抓紧办理。", reply_by=office.day + 7 * DAY, **office.when(office.city.supervisor))
    whole = text_of(printed(office, "urging", case))
    assert "关于催办市政协七届二次会议第35号提案的函" in whole
    assert "办理期限为2026年6月2日，已超期8天，尚未答复" in whole
    assert "请抓紧办理。请于2026年6月17日前将办理情况书面报送我单位。" in whole.replace("　", "")


def test_the_supervising_letter_is_another_one(office, case):
    noting.urge(case, text="请抓紧办理。", **office.when(office.city.supervisor))
    noting.supervise(case, text="一、请主要领导过问。", **office.when(office.city.supervisor))
    whole = text_of(printed(office, "supervising", case))
    assert "关于督办" in whole
    assert ("一、请主要领导过问。" in whole, "请抓紧办理" in whole) == (True, False)


@pytest.mark.parametrize(("code", "whose"), [("assigning", "office0"), ("urging", "drafter0"), ("return", "committee")])
def test_who_does_not_print_a_paper_is_told_so(office, case, code, whose):
    with pytest.raises(NotYours, match="不由您打印"):
        printed(office, code, case, user=getattr(office.city, whose))


def test_a_unit_prints_its_own_part_and_not_that_of_another(office, case):
    other = Assignment.objects.get(role="assist")
    assert "承办方式主办" in text_of(printed(office, "handling", case, user=office.city.office0))
    with pytest.raises(Exception, match="请先选择"):
        printed(office, "handling", other, user=office.city.office0)


@pytest.mark.parametrize("code", ["handling", "receipt", "return", "extension", "contacts", "assigning"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_job_costs_the_same_at_one_and_at_three(office, django_assert_num_queries, code, count):
    HandingOffice.objects.create(jurisdiction=office.city.place, name="丽阳市人民政府办公室")
    parts = [office.in_hand(number=str(n))[0] for n in range(count)]
    with django_assert_num_queries(13 if code == "assigning" else 11):
        printed(office, code, *parts)


def test_equal_rows_are_equal_bytes(office, case):
    assert printed(office, "handling", case) == printed(office, "handling", case)
    parts = Assignment.objects.all()
    assert printed(office, "assigning", *parts) == printed(office, "assigning", *parts)


def test_the_task_list_of_several_units_names_each(office, case):
    parts = list(Assignment.objects.order_by("id"))
    lines = lines_of(printed(office, "tasks", *parts))
    assert lines[:2] == ["市政协七届二次会议提案办理任务分解表", "共2件"]
    assert "2第35号关于加强社区养老服务的提案赵明、钱红丽阳市民政局会办2026年3月9日2026年4月2日" in lines
    assert printed(office, "tasks", *parts, fmt="xlsx")[:2] == b"PK"


def test_the_hand_over_letter_to_be_worked_on_comes_without_its_table(office, case):
    assert printed(office, "assigning", case, fmt="docx")[:2] == b"PK"
    with pytest.raises(Invalid, match="请打印PDF"):
        printed(office, "assigning", *Assignment.objects.all(), fmt="docx")
