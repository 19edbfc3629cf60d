"""发送失败的消息: supervisors see those of their place, and send them again."""

import pytest

from tests.desk.pages import words_of
from workflow import outbox
from workflow.enums import Channel
from workflow.models import Dispatch


def fails(desk, place, settings) -> Dispatch:
    settings.EMAIL_BACKEND = "tests.mailboxes.Refusing"
    message = outbox.enqueue(
        place.office0,
        Channel.EMAIL,
        subject=f"提醒{place.place.code}",
        body="内容",
        at=desk.office.at,
        place=place.place.pk,
    )
    outbox.deliver(desk.office.at)
    return message


def test_a_supervisor_sees_why_and_sends_again(desk, settings, mailoutbox):
    message = fails(desk, desk.city, settings)
    page = words_of(desk.get(desk.city.supervisor, "unsent"))
    assert "提醒liyang" in page
    assert desk.post(desk.city.supervisor, "unsent", uid=str(message.uid)).status_code == 302
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.deliver(desk.office.at.replace(hour=12)) == 1
    assert [mail.extra_headers["Message-ID"] for mail in mailoutbox] == [f"<{message.uid}@dafu>"]
    assert "没有发送失败的消息" in words_of(desk.get(desk.city.supervisor, "unsent"))


def test_those_of_another_place_are_neither_seen_nor_sent(desk, settings):
    message = fails(desk, desk.county, settings)
    assert "没有发送失败的消息" in words_of(desk.get(desk.city.supervisor, "unsent"))
    desk.post(desk.city.supervisor, "unsent", uid=str(message.uid))
    message.refresh_from_db()
    assert message.status == "dead"


def test_what_went_out_is_not_sent_again(desk):
    message = outbox.enqueue(
        desk.city.office0, Channel.INBOX, subject="提醒", body="内容", at=desk.office.at, place=desk.city.place.pk
    )
    outbox.deliver(desk.office.at)
    desk.post(desk.city.supervisor, "unsent", uid=[str(message.uid), "nonsense"])
    message.refresh_from_db()
    assert message.status == "sent"


def test_nobody_else_may(desk):
    assert desk.get(desk.city.office0, "unsent").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(desk, settings, django_assert_num_queries, count):
    for _ in range(count):
        fails(desk, desk.city, settings)
    browser = desk.of(desk.city.supervisor)
    with django_assert_num_queries(5):
        browser.get("/admin/desk/unsent/")
