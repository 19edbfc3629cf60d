"""站内消息: one's own, unread until marked."""

from __future__ import annotations

import pytest

from tests.desk.pages import words_of
from workflow import outbox
from workflow.enums import Channel


def write(desk, user, subject):
    return outbox.enqueue(user, Channel.INBOX, subject=subject, body="应于三日内签收。", at=desk.office.at)


def test_each_person_reads_their_own(desk):
    write(desk, desk.city.office0, "甲")
    write(desk, desk.city.office1, "乙")
    outbox.enqueue(desk.city.office0, Channel.EMAIL, subject="丙", body="", at=desk.office.at)
    found = desk.get(desk.city.office0, "inbox").context["page"].rows
    assert [message.subject for message in found] == ["甲"]


def test_the_menu_counts_what_is_unread(desk):
    first, _ = write(desk, desk.city.office0, "甲"), write(desk, desk.city.office0, "乙")
    assert "站内消息\n2" in words_of(desk.get(desk.city.office0, "work"))
    desk.post(desk.city.office0, "inbox", uid=str(first.uid))
    assert "站内消息\n1" in words_of(desk.get(desk.city.office0, "work"))
    desk.post(desk.city.office0, "inbox")
    assert not outbox.unread_of(desk.city.office0).exists()


def test_nobody_marks_anothers_message(desk):
    message = write(desk, desk.city.office0, "甲")
    desk.post(desk.city.office1, "inbox", uid=str(message.uid))
    assert outbox.unread_of(desk.city.office0).count() == 1


@pytest.mark.parametrize("uid", ["zzz", "", "\x00", "1" * 500])
def test_a_made_up_name_marks_nothing(desk, uid):
    write(desk, desk.city.office0, "甲")
    assert desk.post(desk.city.office0, "inbox", uid=uid).status_code == 302
    assert outbox.unread_of(desk.city.office0).count() == 1
