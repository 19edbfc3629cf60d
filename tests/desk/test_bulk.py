"""批量办理: a preview before, a result for each row after, and one refusal holds up no other."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from proposals.actions import assigning, planning
from proposals.actions.assigning import Share
from proposals.models import Assignment, Proposal
from replies.models import Reply
from tests.desk.pages import words_of
from workflow.audit import length_of
from workflow.bulk import MOST_ROWS
from workflow.models import Clock


def bulk(desk, user, room, move, rows, **data):
    """Tick the rows, look at the preview, and press the button."""
    address = reverse("desk:bulk", args=[room, move])
    browser = desk.of(user)
    before = browser.get(address, {"rows": [str(row.uid) for row in rows]})
    states = [f"{row.uid}:{row.version}:{length_of(row)}" for row in rows]
    shown = {"rows": states, "version": 0, "seen": 0, "on": desk.office.day.isoformat()}
    return before, browser.post(address, shown | data)


def test_units_sign_for_many_at_once(desk):
    rows = [desk.office.assigned(number=str(number))[0] for number in (1, 2, 3)]
    before, after = bulk(desk, desk.city.office0, "assignment", "accept", rows)
    assert "共选中 3 件，可签收 3 件" in words_of(before)
    assert words_of(after).count("已办理") >= 3
    assert set(Assignment.objects.values_list("status", flat=True)) == {"in_hand"}


def test_one_refusal_holds_up_no_other(desk):
    rows = [desk.office.assigned(number=str(number))[0] for number in (1, 2)]
    stale = Assignment.objects.get(pk=rows[0].pk)
    assigning.accept(rows[0], **desk.office.when(desk.city.office0))
    before, after = bulk(desk, desk.city.office0, "assignment", "accept", [stale, rows[1]])
    assert "可签收 1 件" in words_of(before)
    assert "当前环节不能“签收”" in words_of(before)
    assert "该件已被他人处理或修改" in words_of(after)
    assert set(Assignment.objects.values_list("status", flat=True)) == {"in_hand"}


def test_hand_over_in_bulk_takes_each_plan_and_shows_it_first(desk):
    office = desk.office
    planned, bare = office.filed("1"), office.filed("2")
    shares = [Share(office.city.units[0], "lead"), Share(office.city.units[1], "assist")]
    planning.plan(planned, shares=shares, **office.when(office.city.supervisor))
    before, after = bulk(desk, desk.city.supervisor, "proposal", "assign", [planned, bare])
    assert "丽阳市卫生局（主办）、丽阳市民政局（会办）" in words_of(before)
    assert "尚未拟定承办单位，请先预交办或逐件交办。" in words_of(after)
    statuses = dict(Proposal.objects.values_list("number", "status"))
    assert statuses == {"1": "in_hand", "2": "filed"}


def test_what_is_not_seen_is_not_moved(desk):
    (theirs,) = desk.office.assigned(place=desk.county)
    _, after = bulk(desk, desk.city.office0, "assignment", "accept", [theirs])
    assert "没有选中可办理的件" in words_of(after)
    assert Assignment.objects.get().status == "waiting"


def test_a_forged_move_and_forged_rows(desk):
    (assignment,) = desk.office.assigned()
    browser = desk.of(desk.city.office0)
    assert browser.get(reverse("desk:bulk", args=["assignment", "answer"])).status_code == 404
    assert browser.get(reverse("desk:bulk", args=["office", "accept"])).status_code == 404
    page = browser.get(reverse("desk:bulk", args=["assignment", "accept"]), {"rows": ["1", "x'--"]})
    assert "没有选中可办理的件" in words_of(page)
    assert assignment.status == "waiting"


def test_a_reason_is_asked_once_and_for_all(desk):
    rows = [desk.office.assigned(number=str(number))[0] for number in (1, 2)]
    _, missing = bulk(desk, desk.city.supervisor, "assignment", "urge", rows, text="")
    assert "请更正下面标出的内容" in words_of(missing)
    bulk(desk, desk.city.supervisor, "assignment", "urge", rows, text="请加快办理。")
    assert [row.notes.count() for row in rows] == [1, 1]


def test_several_stand_still_at_once(desk):
    rows = [desk.office.in_hand(number=str(number))[0] for number in (1, 2)]
    bulk(desk, desk.city.supervisor, "assignment", "pause_clock", rows, reason="等待省里出台政策。")
    assert Clock.objects.open().filter(paused_on=desk.office.day).count() == 4
    before, _ = bulk(desk, desk.city.supervisor, "assignment", "pause_clock", rows, reason="又")
    assert words_of(before).count("办理期限已于2026年3月2日中止。") == 2
    bulk(desk, desk.city.supervisor, "assignment", "resume_clock", rows)
    assert not Clock.objects.filter(paused_on__isnull=False).exists()


def test_a_signer_signs_what_waits(desk):
    replies = [desk.office.at_signing(number=str(number)) for number in (1, 2)]
    page = desk.get(desk.city.signer0, "work", tab="signing")
    assert str(replies[0].uid) in page.content.decode()
    _, after = bulk(desk, desk.city.signer0, "reply", "sign", replies)
    assert words_of(after).count("已办理") >= 2
    assert set(Reply.objects.values_list("status", flat=True)) == {"signed"}


@pytest.mark.parametrize(("who", "tab", "offered"), [
    ("office0", "waiting", {"批量签收"}),
    ("supervisor", "waiting", {"批量催办", "批量督办"}),
    ("drafter0", "waiting", set()),
    ("supervisor", "filed", {"批量预交办", "批量交办"}),
    ("reader", "filed", set()),
])  # fmt: skip
def test_a_list_offers_what_its_reader_may_do(desk, who, tab, offered):
    desk.office.assigned(number="1")
    desk.office.filed("2")
    desk.office.day += dt.timedelta(days=1)
    text = words_of(desk.get(getattr(desk.city, who), "work", tab=tab))
    assert {word for word in text.splitlines() if word.startswith("批量")} == offered


def ticked(desk, case, others: int) -> dict:
    """The tick of one row, and of as many others as are asked for, wherever they may be."""
    return {"rows": [str(case.uid), *(str(uuid.uuid4()) for _ in range(others))]}


def test_what_is_left_out_is_told_before_and_after(desk):
    (case,) = desk.office.assigned()
    browser, address = desk.of(desk.city.office0), reverse("desk:bulk", args=["assignment", "accept"])
    assert "另有" not in words_of(browser.get(address, ticked(desk, case, MOST_ROWS - 1)))
    before = browser.get(address, ticked(desk, case, MOST_ROWS + 2))
    assert "一次最多办理 200 件，另有 3 件未列入本次" in words_of(before)
    hidden = dict(re.findall(r'name="(rows|left_out)" value="([^"]+)"', before.content.decode()))
    after = browser.post(address, hidden | {"version": 0, "seen": 0, "on": desk.office.day.isoformat()})
    assert "另有 3 件超出一次办理的件数，未办理" in words_of(after)
    assert Assignment.objects.get().status == "in_hand"


def test_a_row_that_was_urged_since_the_preview_is_not_urged_again(desk):
    rows = [desk.office.assigned(number=str(number))[0] for number in (1, 2)]
    address = reverse("desk:bulk", args=["assignment", "urge"])
    browser = desk.of(desk.city.supervisor)
    page = browser.get(address, {"rows": [str(row.uid) for row in rows]}).content.decode()
    pressed = {"rows": re.findall(r'name="rows" value="([^"]+)"', page), "version": 0, "seen": 0}
    pressed |= {"on": desk.office.day.isoformat(), "text": "请加快办理。"}
    assert words_of(browser.post(address, pressed)).count("已办理") >= 2
    assert words_of(browser.post(address, pressed)).count("您已于2026年3月2日11:00办理过“催办”") == 2
    assert [row.notes.count() for row in rows] == [1, 1]
