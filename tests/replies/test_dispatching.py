"""抄送件: with the letter or after it, acknowledged, returned, sent again; and the office told once of silent ones."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from replies.actions import dispatching, sending
from replies.models import CopyRecipient, Reply
from tests.personas import moment
from tests.replies.test_clearance import switch
from workflow.errors import CaseMovedOn, Invalid, NotYours, TransitionRefused
from workflow.models import Appointment, AuditEvent, Dispatch

DAY = dt.timedelta(days=1)


def copy_of(reply, name="市政协提案委"):
    return CopyRecipient.objects.for_move().get(reply=reply, name=name)


def do(office, verb, copy, who="office0", **given):
    verb(copy, **given, **office.when(getattr(office.city, who)))
    return copy


def sent_later(office):
    reply = office.numbered()
    sending.send(reply, copies_later=True, **office.when(office.city.office0))
    return reply


def test_copies_go_out_with_the_letter(office):
    reply = office.sent()
    rows = list(reply.copies.values_list("status", "sent_on"))
    assert rows == [("sent", office.day)] * 2
    moves = AuditEvent.objects.filter(subject_kind="copyrecipient").values_list("move", "from_status", "to_status")
    assert list(moves) == [("go_along", "", "sent")] * 2


def test_a_copy_may_go_out_later_and_by_another_way(office):
    copy = copy_of(sent_later(office))
    assert (copy.status, copy.is_out) == ("", False)
    with pytest.raises(Invalid, match="请选择抄送方式"):
        do(office, dispatching.dispatch, copy, channel="pigeon")
    with pytest.raises(NotYours):
        do(office, dispatching.dispatch, copy, who="supervisor")
    do(office, dispatching.dispatch, copy, channel="mail")
    assert (copy.status, copy.channel, copy.sent_on) == ("sent", "mail", office.day)
    with pytest.raises(TransitionRefused):
        do(office, dispatching.dispatch, copy)


def test_no_copy_goes_before_its_letter(office):
    with pytest.raises(TransitionRefused, match="答复尚未送达"):
        do(office, dispatching.dispatch, copy_of(office.numbered()))


@pytest.mark.parametrize("who", ["office0", "supervisor", "committee"])
def test_a_copy_is_acknowledged_once(office, who):
    reply = office.sent()
    copy, stale = copy_of(reply), copy_of(reply)
    office.day += DAY
    do(office, dispatching.acknowledge, copy, who=who)
    assert (copy.status, copy.received_on) == ("received", office.day)
    with pytest.raises(CaseMovedOn):
        do(office, dispatching.acknowledge, stale, who=who)


def test_who_has_nothing_to_do_with_it_acknowledges_nothing(office):
    copy = copy_of(office.sent())
    for who in ("drafter0", "signer0", "office1", "reader", "administrator"):
        with pytest.raises(NotYours):
            do(office, dispatching.acknowledge, copy, who=who)


def test_the_unit_that_gets_a_copy_says_so_and_sends_none(office):
    reply = office.sent("lead", "assist")
    copy = copy_of(reply, "民政局")
    assert CopyRecipient.objects.visible_to(office.by(office.city.office1)).filter(pk=copy.pk).exists()
    with pytest.raises(TransitionRefused, match="由发文单位办公室办理"):
        do(office, dispatching.resend, do(office, dispatching.return_copy, copy, reason="缺页。"), who="office1")
    other = copy_of(office.sent("lead", "assist", number="36", doc_number="丽卫函〔2026〕13号"), "民政局")
    do(office, dispatching.acknowledge, other, who="office1")
    assert other.status == "received"


def test_what_comes_back_goes_out_again(office):
    copy = copy_of(office.sent())
    with pytest.raises(Invalid, match="请填写退回原因"):
        do(office, dispatching.return_copy, copy, reason=" ")
    office.day += DAY
    do(office, dispatching.return_copy, copy, reason="地址有误。")
    assert (copy.status, copy.returned_on, copy.return_reason) == ("returned", office.day, "地址有误。")
    with pytest.raises(TransitionRefused):
        do(office, dispatching.acknowledge, copy)
    office.day += DAY
    do(office, dispatching.resend, copy, channel="electronic")
    copy.refresh_from_db()
    assert (copy.status, copy.sent_on, copy.resent, copy.returned_on) == ("sent", office.day, 1, None)


def test_a_mistaken_receipt_is_taken_back(office):
    copy = do(office, dispatching.acknowledge, copy_of(office.sent()))
    copy = copy_of(copy.reply)
    dispatching.undo(copy, "undo_acknowledge", **office.when(office.city.office0))
    copy.refresh_from_db()
    assert (copy.status, copy.received_on) == ("sent", None)


def test_nothing_is_received_before_it_went_out(office):
    office.day += 2 * DAY
    copy = copy_of(office.sent())
    early = office.when(office.city.office0) | {"on": office.day - DAY}
    with pytest.raises(Invalid, match="发生日期不能早于"):
        dispatching.acknowledge(copy, **early)


@pytest.mark.parametrize("facts", [
    {"status": "lost"}, {"status": ""}, {"status": "received"}, {"status": "returned"}, {"channel": "pigeon"},
    {"status": "returned", "return_reason": "x"}, {"received_on": dt.date(2026, 3, 9)}, {"sent_on": None},
    {"status": "received", "received_on": dt.date(2020, 1, 1)},
])  # fmt: skip
def test_the_database_keeps_the_facts_of_a_state_together(office, facts):
    copy = copy_of(office.sent())
    with pytest.raises(IntegrityError), transaction.atomic():
        CopyRecipient.objects.filter(pk=copy.pk).update(**facts)


# Ten working days from Monday 2 March 2026 end on Monday 16 March.
@pytest.mark.parametrize(("limit", "day", "late"), [
    ([10, "working_day"], dt.date(2026, 3, 16), False),
    ([10, "working_day"], dt.date(2026, 3, 17), True),
    ([3, "day"], dt.date(2026, 3, 6), True),
    (None, dt.date(2026, 12, 1), False),
])  # fmt: skip
def test_when_a_copy_is_overdue_says_the_place(office, limit, day, late):
    switch(copy_receipt_within=limit)
    assert dispatching.overdue(copy_of(office.sent()), day) is late


def told(day):
    return dispatching.remind(moment(day, 9))


def test_the_office_is_told_once_of_what_nobody_acknowledged(office):
    reply = office.sent()
    do(office, dispatching.acknowledge, copy_of(reply, "市政府督查室"))
    assert told(dt.date(2026, 3, 16)) == 0
    assert (told(dt.date(2026, 3, 17)), told(dt.date(2026, 3, 17)), told(dt.date(2026, 3, 18))) == (1, 0, 0)
    messages = Dispatch.objects.filter(recipient=office.city.office0)
    assert set(messages.values_list("channel", flat=True)) == {"inbox", "email"}
    assert "丽卫函〔2026〕12号抄送市政协提案委，2026年3月2日发出，尚未签收" in messages[0].body
    assert Dispatch.objects.exclude(recipient=office.city.office0).count() == 0


def test_of_a_unit_without_an_office_the_supervisor_is_told(office):
    office.sent()
    Appointment.objects.filter(role="office", department=office.city.units[0]).delete()
    assert told(dt.date(2026, 3, 17)) == 2
    assert {each.recipient for each in Dispatch.objects.all()} == {office.city.supervisor}


def test_what_went_out_again_is_waited_for_anew(office):
    copy = copy_of(office.sent())
    assert told(dt.date(2026, 3, 17)) == 2
    office.day = dt.date(2026, 3, 18)
    do(office, dispatching.resend, do(office, dispatching.return_copy, copy_of(copy.reply), reason="缺页。"))
    assert told(dt.date(2026, 3, 31)) == 0
    assert told(dt.date(2026, 4, 2)) == 1


def test_nobody_is_told_on_a_day_off(office):
    office.sent()
    assert told(dt.date(2026, 3, 21)) == 0
    assert told(dt.date(2026, 3, 23)) == 2


def test_an_old_letter_has_no_copies_to_send(office):
    reply = sent_later(office)
    Reply.objects.filter(pk=reply.pk).update(origin="imported")
    with pytest.raises(TransitionRefused, match="历史件不登记抄送发出"):
        do(office, dispatching.dispatch, copy_of(reply))
