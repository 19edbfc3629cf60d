"""发文台账: what was sent with its prints and copies, filtered, ticked in bulk, and as a sheet."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from replies.actions import dispatching, sending
from replies.models import CopyRecipient
from tests.desk.pages import words_of
from tests.replies.test_dispatching import copy_of, do
from tests.replies.test_reissuing import reissue, sent_anew
from workflow.audit import length_of


def listed(desk, user, **query):
    page = desk.get(user, "outgoing", **query)
    return [[copy.name for copy, _ in row["copies"]] for row in page.context["rows"]]


def test_a_sent_letter_stands_there_with_its_prints_and_copies(desk):
    reply = desk.office.sent()
    page = words_of(desk.get(desk.city.office0, "outgoing"))
    assert "丽卫函〔2026〕12号" in page
    assert "送 1、抄 2、存 2" in page
    assert listed(desk, desk.city.supervisor) == [["市政协提案委", "市政府督查室"]]
    case = words_of(desk.get(desk.city.office0, "case", reply.proposal.uid))
    assert "5份（送1、抄2、存2）" in case
    assert "登记签收" in case
    assert "印数：5份" in words_of(desk.get(desk.city.office0, "reply", reply.uid))


def test_a_sent_letter_stays_there_when_another_takes_its_place(desk):
    old = desk.office.sent()
    new, _ = sent_anew(desk.office, reissue(desk.office, old))
    page = words_of(desk.get(desk.city.office0, "outgoing"))
    assert all(said in page for said in (old.doc_number, new.doc_number, "已被代替"))
    sheet = desk.of(desk.city.office0).get(reverse("desk:outgoing_sheet"))
    states = [row[9].value for row in load_workbook(io.BytesIO(sheet.content)).active.rows if row[5].value == "主送"]
    assert "代替\n丽卫函〔2026〕12号" in words_of(desk.get(desk.city.office0, "case", old.proposal.uid))
    assert states == ["已送达", "已被代替"]


def test_drafts_and_letters_of_others_do_not(desk):
    desk.office.numbered()
    desk.office.sent("lead", "assist", number="36", doc_number="丽卫函〔2026〕13号")
    assert len(listed(desk, desk.city.office0)) == 1
    for user in (desk.city.office2, desk.county.supervisor):
        assert listed(desk, user) == []


def test_units_to_choose_from_are_those_whose_letters_stand_there(desk):
    def offered(user):
        return {unit.name for unit in desk.get(user, "outgoing").context["form"].fields["unit"].queryset}

    assert offered(desk.city.office0) == {"丽阳市卫生局"}
    assert offered(desk.city.supervisor) == {"丽阳市卫生局", "丽阳市民政局", "丽阳市财政局"}


def test_filters_narrow_letters_and_the_copies_shown(desk):
    reply = desk.office.sent()
    user, unit = desk.city.office0, desk.city.units
    do(desk.office, dispatching.acknowledge, copy_of(reply))
    assert listed(desk, user, state="received") == [["市政协提案委"]]
    assert listed(desk, user, state="sent", channel="paper") == [["市政府督查室"]]
    assert listed(desk, user, state="returned") == listed(desk, user, channel="mail") == []
    assert listed(desk, user, unit=unit[1].pk) == listed(desk, user, since="2026-03-03") == []
    assert len(listed(desk, user, unit=unit[0].pk, until="2026-03-02", number="卫函")) == 1
    assert listed(desk, user, since="昨天") == []


def test_a_copy_that_waits_too_long_stands_out_and_on_the_work_list(desk):
    desk.office.sent()
    desk.office.day = dt.date(2026, 3, 17)
    assert "逾期未签收" in words_of(desk.get(desk.city.office0, "outgoing"))
    assert len(desk.get(desk.city.office0, "work", tab="copies").context["rows"]) == 1
    assert len(desk.get(desk.city.office1, "work", tab="copies").context["rows"]) == 0


def test_many_copies_are_registered_at_once(desk):
    reply = desk.office.sent()
    user, address = desk.city.office0, reverse("desk:bulk", args=["copy", "acknowledge"])
    chosen = list(reply.copies.values_list("uid", flat=True))
    preview = words_of(desk.of(user).get(address, {"rows": chosen}))
    assert all(said in preview for said in ("丽卫函〔2026〕12号　抄送市政府督查室", "抄送件"))
    assert "返回发文台账" in words_of(desk.of(user).get(address))
    seen = length_of(reply)
    rows = [f"{copy.uid}:{copy.version}:{seen}" for copy in reply.copies.all()]
    desk.of(user).post(address, {"rows": rows, "version": 1, "seen": seen, "on": desk.office.day.isoformat()})
    assert set(reply.copies.values_list("status", flat=True)) == {"received"}


def test_copies_are_moved_by_their_pages(desk):
    reply = desk.office.numbered()
    desk.move(desk.city.office0, "reply", reply, "send", copies_later="on")
    copy = copy_of(reply)
    assert copy.status == ""
    desk.move(desk.city.office0, "copy", copy, "dispatch", channel="mail")
    desk.move(desk.city.office0, "copy", copy, "return", reason="查无此人。")
    assert "查无此人" in words_of(desk.get(desk.city.office0, "case", reply.proposal.uid))
    assert desk.move(desk.city.supervisor, "copy", copy, "resend", channel="paper").status_code == 403
    desk.move(desk.city.office0, "copy", copy, "resend", channel="paper")
    copy.refresh_from_db()
    assert (copy.status, copy.channel, copy.resent) == ("sent", "paper", 1)


def test_the_sheet_has_a_line_for_the_letter_and_for_each_copy(desk):
    reply = desk.office.sent()
    do(desk.office, dispatching.return_copy, copy_of(reply), reason="缺页。")
    file = desk.of(desk.city.office0).get(reverse("desk:outgoing_sheet"))
    lines = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(file.content)).active.rows]
    assert [line[5:10] for line in lines] == [
        ["主送、抄送", "机关、提案人", "份数", "方式", "状态"],
        ["主送", "赵明", 1, None, "已送达"],
        ["抄送", "市政协提案委", 1, "纸质专送", "退回"],
        ["抄送", "市政府督查室", 1, "纸质专送", "待签收"],
    ]
    assert lines[2][13] == "缺页。"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(desk, django_assert_num_queries, count):
    for n in range(count):
        desk.office.sent(number=f"{n}", doc_number=f"丽卫函〔2026〕{n + 1}号")
    browser = desk.of(desk.city.supervisor)
    browser.get(reverse("desk:outgoing"))
    with django_assert_num_queries(10):
        assert len(browser.get(reverse("desk:outgoing")).context["rows"]) == count
    with django_assert_num_queries(8):
        browser.get(reverse("desk:outgoing_sheet"))
    assert CopyRecipient.objects.count() == 2 * count


def test_copies_that_wait_are_sent_from_the_list(desk):
    reply = desk.office.numbered()
    sending.send(reply, copies_later=True, **desk.office.when(desk.city.office0))
    assert listed(desk, desk.city.office0, state="waiting") == [["市政协提案委", "市政府督查室"]]
    buttons = words_of(desk.get(desk.city.office0, "outgoing"))
    assert "批量发出抄送" in buttons
    assert "批量发出抄送" not in words_of(desk.get(desk.city.supervisor, "outgoing"))
