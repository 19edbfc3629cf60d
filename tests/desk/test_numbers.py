"""文号管理 at the desk: a series opened, numbers reserved and void, the page and the sheet of what no paper bears."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from replies.actions import numbers
from tests.desk.pages import words_of
from tests.workflow.test_series import WHY, do, opened
from workflow import series
from workflow.models import IssuedNumber, LetterProfile, NumberSeries


def act(desk, user, row, name, **data):
    return desk.post(user, "number_series_act", row.uid, name, **data)


def test_the_office_opens_a_series_and_goes_on_in_mid_year(desk):
    office, unit = desk.city.office0, desk.city.units[0]
    asked = {"department": unit.pk, "code": "丽卫函", "papers": ["reply"], "first": 37}
    response = desk.of(office).post(reverse("desk:numbers"), asked)
    row = NumberSeries.objects.get()
    assert response["Location"] == reverse("desk:number_series", args=[row.uid])
    assert "丽卫函〔2026〕37号" in words_of(desk.get(office, "number_series", row.uid))
    again = desk.of(office).post(reverse("desk:numbers"), asked | {"code": "丽卫字"})
    assert "答复已用“丽卫函”编号，请先停用。" in words_of(again)


def test_others_look_or_do_not_come_in(desk):
    row = opened(desk.office)
    assert "启用机关代字" not in words_of(desk.get(desk.city.supervisor, "numbers"))
    assert desk.of(desk.city.supervisor).post(reverse("desk:numbers"), {"code": "x"}).status_code == 403
    for who in ("drafter0", "signer0", "committee"):
        assert desk.get(getattr(desk.city, who), "numbers").status_code == 403
    assert desk.get(desk.city.office1, "number_series", row.uid).status_code == 404
    assert desk.get(desk.city.supervisor, "number_series_act", row.uid, "close").status_code == 403
    assert desk.get(desk.city.office0, "number_series_act", row.uid, "sell").status_code == 404


def test_numbers_are_reserved_registered_and_void(desk):
    row, user = opened(desk.office), desk.city.office0
    act(desk, user, row, "reserve", purpose="关于值班安排的通知")
    act(desk, user, row, "claim", year=2026, n=2, until=4, purpose="停机期间纸质发文")
    number = IssuedNumber.objects.reserved().get()
    page = words_of(desk.get(user, "number_series", row.uid))
    assert "关于值班安排的通知" in page
    assert "丽卫函〔2026〕5号" in page
    assert "止号应不小于起号" in words_of(act(desk, user, row, "claim", year=2026, n=9, until=8, purpose="误"))
    desk.post(user, "number_act", row.uid, number.uid, "void", reason="通知取消。")
    number.refresh_from_db()
    assert (number.status, number.reason) == ("void", "通知取消。")
    assert desk.get(user, "number_act", row.uid, number.uid, "use").status_code == 404
    act(desk, user, row, "start", year=2027, first=9)
    act(desk, user, row, "close", reason="改由OA编号。")
    row.refresh_from_db()
    assert (row.owned, row.years.get(year=2027).first) == (False, 9)


def test_the_sheet_says_what_no_paper_bears(desk):
    row = opened(desk.office)
    reply = desk.office.signed()
    numbers.reserve_number(reply, **desk.office.when(desk.city.office0))
    kept = do(desk.office, series.reserve, row, **WHY)
    do(desk.office, series.void, kept, reason="通知取消。")
    file = desk.get(desk.city.office0, "number_gaps", row.uid)
    lines = [[cell.value for cell in line][:3] for line in load_workbook(io.BytesIO(file.content)).active.rows]
    assert lines == [
        ["文号", "情况", "用途、原因"],
        ["丽卫函〔2026〕1号", "预留未用", reply.line],
        ["丽卫函〔2026〕2号", "作废", "关于值班安排的通知；通知取消。"],
    ]


def test_a_letter_is_numbered_by_one_press(desk):
    opened(desk.office)
    reply = desk.office.signed()
    asked = words_of(desk.get(desk.city.office0, "reply_move", reply.uid, "number"))
    assert "不必填写，将编为丽卫函〔2026〕1号" in asked
    assert desk.move(desk.city.office0, "reply", reply, "reserve_number", n=5).status_code == 200
    desk.move(desk.city.office0, "reply", reply, "reserve_number", n=5, note="纸上已印。")
    assert "将编为丽卫函〔2026〕5号" in words_of(desk.get(desk.city.office0, "reply_move", reply.uid, "number"))
    desk.move(desk.city.office0, "reply", reply, "number")
    reply.refresh_from_db()
    assert (reply.status, reply.doc_number) == ("numbered", "丽卫函〔2026〕5号")


def test_without_a_series_the_number_is_asked_for(desk):
    reply = desk.office.signed()
    assert desk.move(desk.city.office0, "reply", reply, "number").status_code == 200
    reply.refresh_from_db()
    assert reply.status == "signed"


def test_the_form_says_how_the_numbers_of_the_layout_begin(desk):
    LetterProfile.objects.create(
        jurisdiction=desk.city.place,
        number=1,
        content={"number_words": ["函", "提函"]},
        valid_from=desk.office.day,
        published_at=desk.office.at,
    )
    reply = desk.office.signed()
    assert "本单位版式的机关代字以“函”“提函”结尾。" in words_of(
        desk.get(desk.city.office0, "reply_move", reply.uid, "number")
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(desk, django_assert_num_queries, count):
    for index in range(count):
        opened(desk.office, code=f"丽卫{'一二三'[index]}函", unit=index, who=f"office{index}")
    browser, address = desk.of(desk.city.supervisor), reverse("desk:numbers")
    browser.get(address)
    with django_assert_num_queries(7):
        assert len(browser.get(address).context["rows"]) == count
