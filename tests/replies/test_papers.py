"""Papers of the answer: the sheet that goes round, forms for the proposers, the whole mailing, the file, the ledger."""

import datetime as dt
import io
import itertools

import openpyxl
import pypdfium2
import pytest
from django.test import override_settings

from letters.writing import pdf
from proposals.models import Assignment, Proposal
from replies.actions import drafting, feedback, following_up, reviewing, sending, signing
from replies.actions.archiving import render
from replies.models import Reply
from tests.printing import lines_of, page_count, print_paper, says_link, text_of
from workflow.errors import NotYours, TransitionRefused
from workflow.models import RuleVersion

FORTY = tuple(f"委员{n}号" for n in range(1, 41))


def printed(office, code, *rows, user=None, **more):
    return print_paper(office, user or office.city.office0, "reply", code, *rows, **more).data


def of_proposals(office, code, *rows, user=None, fmt="pdf"):
    return print_paper(office, user or office.city.supervisor, "proposal", code, *rows, fmt=fmt).data


def switched(office, **switches) -> None:
    content = office.city.rule.content
    content["switches"] |= switches
    RuleVersion.objects.filter(pk=office.city.rule.pk).update(content=content)


def test_the_sheet_names_who_drafted_checked_and_signed(office):
    reply = office.numbered("lead", "assist")
    lines = lines_of(printed(office, "dispatch", reply))
    assert lines[0] == "丽阳市卫生局发文稿纸"
    assert {"同意签发。", "丽签发人　2026年3月2日"} <= set(lines)
    assert "丽单位办公室丽科室负责人" in lines  # 核稿, 科室审核
    assert "发文字号丽卫函〔2026〕12号公开属性" in lines
    assert "标题对市政协七届二次会议第35号提案的答复" in lines
    assert "主送赵明委员" in lines
    assert "抄送市政协提案委（1份），市政府督查室（1份），民政局（1份）。" in lines
    assert "办理结果A印数共6份（送1、抄3、存2）" in lines


def test_what_stood_before_a_draft_came_back_is_not_on_the_sheet(office):
    reply = office.drafted()
    when = office.when
    drafting.submit(reply, **when(office.city.drafter0))
    reviewing.pass_on(reply, **when(office.city.section_head0))
    reviewing.send_back(reply, reason="请补充数据。", **when(office.city.office0))
    whole = text_of(printed(office, "dispatch", reply))
    assert ("丽科室负责人" in whole, "丽承办人" in whole, "同意签发" in whole) == (False, True, False)


def test_a_draft_sheet_leaves_signature_and_number_blank(office):
    lines = lines_of(printed(office, "dispatch", office.drafted()))
    assert "　　　　年　　月　　日" in lines
    assert "发文字号公开属性" in lines


def test_how_a_letter_came_about_is_not_printed_by_another_unit(office):
    reply = office.sent("lead", "assist")
    with pytest.raises(NotYours):
        printed(office, "dispatch", reply, user=office.city.office1)


def test_the_form_asks_what_the_rules_ask_and_shows_no_earlier_mark(office):
    reply = office.sent()
    lines = lines_of(printed(office, "feedback", reply))
    for line in (
        "提案办理情况征询意见表",
        "承办单位：丽阳市卫生局发文字号：丽卫函〔2026〕12号",
        "提案号第35号届次市政协七届二次会议",
        "提案人赵明答复日期2026年3月2日",
        "走访情况已走访本人提出不需要走访未走访",
        "对办理态度满意基本满意不满意",
        "对办理结果满意基本满意不满意",
    ):
        assert line in lines
    assert "网上评价" not in lines
    before = printed(office, "feedback", reply)
    feedback.record_feedback(
        reply,
        proposer=reply.proposal.proposers.get(),
        attitude="dissatisfied",
        result="dissatisfied",
        way="paper",
        words="没有解决。",
        **office.when(office.city.committee),
    )
    assert printed(office, "feedback", reply) == before


@pytest.mark.parametrize(("asked", "forms"), [("lead", 1), ("all", 3)])
def test_as_many_forms_as_proposers_are_asked(office, asked, forms):
    switched(office, feedback_from=asked)
    reply = office.sent(proposers=("赵明", "钱红", "孙立"))
    assert text_of(printed(office, "feedback", reply)).count("提案办理情况征询意见表") == forms


def test_nobody_is_asked_before_there_is_a_numbered_answer(office):
    with pytest.raises(TransitionRefused, match="尚未编号"):
        printed(office, "feedback", office.signed())


def test_an_opinion_asks_for_no_marks(office):
    office.drafted("lead", "assist")
    with pytest.raises(TransitionRefused, match="不征询"):
        printed(office, "feedback", Reply.objects.get(kind="opinion"), user=office.city.office1)


@override_settings(PUBLIC_ADDRESS="https://tian.liyang.example")
def test_the_code_is_printed_with_the_link_that_was_just_told_and_stored_nowhere(office):
    reply = office.numbered()
    tokens = sending.send(reply, **office.when(office.city.office0))
    (token,) = tokens.values()
    links = feedback.links_to_print([token, "made-up"], "http://desk.local/", on=office.day)
    form = printed(office, "feedback", reply, links=links)
    assert says_link(form, f"https://tian.liyang.example/f/{token}/")
    assert "仅供赵明本人使用" in text_of(form)
    assert token not in str(list(reply.links.values()))
    # Printed again: what was told once is not told again.
    assert "网上评价" not in text_of(printed(office, "feedback", reply))


@pytest.mark.parametrize("token", ["", "made-up", "\x00", "长" * 64])
@override_settings(PUBLIC_ADDRESS="https://tian.liyang.example")
def test_what_is_no_token_makes_no_code(office, token):
    assert feedback.links_to_print([token], "http://desk.local/", on=office.day) == ()


def test_without_a_public_address_there_is_no_code(office):
    reply = office.numbered()
    tokens = sending.send(reply, **office.when(office.city.office0))
    assert feedback.links_to_print(tokens.values(), "http://desk.local/", on=office.day) == ()


def test_each_proposer_gets_the_one_letter_to_all_where_the_rules_say_no_more(office):
    reply = office.sent(proposers=("赵明", "钱红"))
    whole = text_of(printed(office, "mailing", reply))
    assert (whole.count("赵明、钱红委员："), whole.count("送达人送达日期")) == (2, 2)
    assert "赵明委员：" not in whole


def test_each_signer_gets_a_letter_with_their_own_salutation(office):
    switched(office, letter_per_signer=True)
    reply = office.sent(proposers=("赵明", "钱红"))
    whole = text_of(printed(office, "mailing", reply))
    assert (whole.count("赵明委员："), whole.count("钱红委员："), whole.count("赵明、钱红委员：")) == (1, 1, 0)
    assert whole.count("已建成服务站12个。") == 2
    assert (whole.count("提案办理情况征询意见表"), whole.count("送达人送达日期")) == (1, 2)
    assert whole.count("征询意见表1份") == 1  # on the receipt of the one who is asked
    assert "钱红委员　收" in whole


def test_the_job_begins_with_what_goes_into_which_envelope(office):
    switched(office, letter_per_signer=True, copies=[["市政协提案委", 60]])
    reply = office.sent(proposers=("赵明", "钱红"))
    lines = lines_of(printed(office, "mailing", reply))
    assert lines[:3] == ["寄发清单", "共4处，答复64份", "序号收件人发文字号文件份数方式日期"]
    whole = "".join(lines)
    assert "1赵明丽卫函〔2026〕12号答复、征询意见表、回执1" in whole
    assert "2钱红丽卫函〔2026〕12号答复、回执1" in whole
    assert "3市政协提案委丽卫函〔2026〕12号抄送件60" in whole


def test_what_goes_along_apart_is_packed_and_no_form_that_was_not(office):
    reply = office.at_signing()
    body = f"{reply.body}\n附件：1. 名单\n2. 任务清单\n附件1\n名单\n张三。"
    Reply.objects.filter(pk=reply.pk).update(body=body)
    reply.refresh_from_db()
    signing.sign(reply, **office.when(office.city.signer0))
    signing.number(reply, doc_number="丽卫函〔2026〕12号", **office.when(office.city.office0))
    whole = "".join(lines_of(printed(office, "mailing", reply)))
    assert "答复、任务清单、征询意" in whole  # and goes on in the next line of its cell
    assert "抄送件、任务清单1" in whole
    sending.send(reply, form_enclosed=False, **office.when(office.city.office0))
    whole = "".join(lines_of(printed(office, "mailing", Reply.objects.for_page().get(pk=reply.pk))))
    assert "答复、任务清单、回执1" in whole
    assert "提案办理情况征询意见表" not in whole


def test_the_signed_letter_stays_the_same_whoever_gets_a_copy(office):
    switched(office, letter_per_signer=True)
    reply = office.sent(proposers=("赵明", "钱红"))
    frozen, letter = Reply.objects.values_list("frozen_hash", flat=True).get(), render(reply, "pdf", on=office.day)[0]
    printed(office, "mailing", reply)
    reply.refresh_from_db()
    assert (reply.frozen_hash, render(reply, "pdf", on=office.day)[0]) == (frozen, letter)
    assert reply.frozen["letter"]["salutation"] == "赵明、钱红委员："


def test_forty_signers_and_their_copies_are_one_job_in_order(office):
    switched(office, letter_per_signer=True, feedback_from="all", copies=[["市政协提案委", 60]])
    reply = office.sent(proposers=FORTY)
    data = printed(office, "mailing", reply)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    starts = [n for n, text in enumerate(pages) if "对市政协七届二次会议第35号提案的答复" in text and "委员：" in text]
    assert len(starts) == 40
    assert all(start % 2 == 0 for start in starts)  # on a front face
    assert [pages[start].count(f"{name}委员：") for start, name in zip(starts, FORTY, strict=True)] == [1] * 40
    # letter of two faces, form, receipt, and the back of each
    assert [after - before for before, after in itertools.pairwise(starts)] == [6] * 39
    assert "".join(pages).count("市政协提案委　收") == 1
    assert "共42处，答复102份" in pages[0]
    pdf.proof.cache_clear()
    assert printed(office, "mailing", reply) == data


def test_labels_of_several_letters_stand_on_one_sheet(office):
    replies = [office.sent(number=str(n), doc_number=f"丽卫函〔2026〕{n + 1}号") for n in range(3)]
    data = printed(office, "labels", *replies)
    assert (page_count(data), text_of(data).count("赵明委员　收")) == (1, 3)
    assert "内件：丽卫函〔2026〕2号　1份" in text_of(data)


def test_a_members_phone_is_on_no_paper(office):
    reply = office.sent()
    reply.proposal.proposers.update(phone="13800001111")
    for code in ("dispatch", "feedback", "delivery", "labels", "mailing"):
        assert "1380000" not in text_of(printed(office, code, reply))
    for code in ("contents", "note", "summary"):
        assert "1380000" not in text_of(of_proposals(office, code, reply.proposal))
    handling = print_paper(office, office.city.office0, "assignment", "handling", Assignment.objects.get()).data
    assert "1380000" not in text_of(handling)


def test_the_contents_list_what_the_moves_left(office):
    reply = office.sent("lead", "assist")
    lines = lines_of(of_proposals(office, "contents", reply.proposal))
    assert "序号" not in lines[0]
    assert "责任者文号题名日期页号备注" in "".join(lines)
    assert "3督查交办通知单2026-03-02" in lines
    assert "5丽阳市民政局会办意见2026-03-02" in lines
    whole = "".join(lines)
    assert whole.count("发文稿纸") == 1
    assert "丽卫函〔2026〕" in whole
    note = text_of(of_proposals(office, "note", reply.proposal)).replace("本卷情况", "")
    assert "本卷为市政协七届二次会议第35号《关于加强社区养老服务的提案》办理材料，共有文件材料9件" in note


def test_a_unit_does_not_read_in_its_contents_how_another_came_to_its_reply(office):
    office.sent("separate", "separate")
    lines = lines_of(of_proposals(office, "contents", Proposal.objects.get(), user=office.city.office1))
    assert "签发单" not in "".join(lines)
    assert "签发单" in text_of(of_proposals(office, "contents", Proposal.objects.get(), user=office.city.office0))


def test_the_summary_has_a_line_a_case_on_paper_and_as_a_spreadsheet(office):
    reply = office.sent("lead", "assist")
    when = office.when(office.city.drafter0)
    due = office.day + dt.timedelta(days=200)
    following_up.follow_up(reply, text="建成服务站20个。", owner=office.city.units[0], due=due, **when)
    feedback.record_feedback(
        reply,
        proposer=reply.proposal.proposers.get(),
        attitude="satisfied",
        result="mostly",
        way="paper",
        **office.when(office.city.committee),
    )
    book = openpyxl.load_workbook(io.BytesIO(of_proposals(office, "summary", reply.proposal, fmt="xlsx")))
    heads, row = list(book.active.values)
    line = dict(zip(heads, row, strict=True))
    assert len(heads) == 21
    expected = {
        "序号": "1", "届次": "市政协七届二次会议", "提案号": "35", "案由": "关于加强社区养老服务的提案",
        "提案者": "赵明", "主办单位": "丽阳市卫生局", "会办单位": "丽阳市民政局", "交办日期": "2026-03-02",
        "办理期限": "2026-06-02", "沟通情况": "面商2026-03-02", "会办意见收齐日期": "2026-03-02",
        "答复日期": "2026-03-02", "文号": "丽卫函〔2026〕12号", "办理结果": "A",
        "委员评价（态度/结果）": "满意/基本满意", "落实事项": "建成服务站20个。",
    }  # fmt: skip
    assert {name: line[name] for name in expected} == expected
    whole = text_of(of_proposals(office, "summary", reply.proposal))
    assert "提案办理情况汇总表" in whole
    assert "共1件　制表日期：2026年3月2日" in whole


def test_a_co_handler_sees_in_the_summary_what_was_sent_and_no_more(office):
    office.sent("lead", "assist")
    file = of_proposals(office, "summary", Proposal.objects.get(), user=office.city.office1, fmt="xlsx")
    heads, row = list(openpyxl.load_workbook(io.BytesIO(file)).active.values)
    line = dict(zip(heads, row, strict=True))
    assert line["文号"] == "丽卫函〔2026〕12号"
    assert not line["沟通情况"]  # of the lead unit


@pytest.mark.parametrize(("code", "queries"), [("contents", 11), ("summary", 13)])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_at_one_and_at_three(office, django_assert_num_queries, code, queries, count):
    for n in range(count):
        office.sent(number=str(n), doc_number=f"丽卫函〔2026〕{n + 1}号")
    rows = list(Proposal.objects.all())
    with django_assert_num_queries(queries):
        of_proposals(office, code, *rows)


@pytest.mark.parametrize("code", ["dispatch", "feedback", "delivery", "labels", "mailing"])
@pytest.mark.parametrize("count", [1, 3])
def test_mailings_cost_the_same_at_one_and_at_three(office, django_assert_num_queries, code, count):
    replies = [office.sent(number=str(n), doc_number=f"丽卫函〔2026〕{n + 1}号") for n in range(count)]
    with django_assert_num_queries(8 if code == "dispatch" else 7):
        printed(office, code, *replies)
