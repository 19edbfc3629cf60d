import datetime as dt

import pytest

from tests.mailboxes import Slow
from tests.personas import moment
from workflow import outbox
from workflow.enums import Channel
from workflow.models import Dispatch

AT = moment(dt.date(2026, 3, 2))
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def mail(office) -> Dispatch:
    return outbox.enqueue(office.city.office0, Channel.EMAIL, subject="办理期限提醒", body="内容", at=AT)


def state(mail) -> tuple[str, int]:
    mail.refresh_from_db()
    return mail.status, mail.attempts


def test_a_message_goes_out_once(mail, mailoutbox):
    assert [outbox.deliver(AT), outbox.deliver(AT + MINUTE)] == [1, 0]
    assert state(mail) == ("sent", 1)
    assert [(sent.subject, sent.to) for sent in mailoutbox] == [("办理期限提醒", ["liyang0-office@example.org"])]
    assert mailoutbox[0].extra_headers == {"Message-ID": f"<{mail.uid}@dafu>"}


def test_an_inbox_message_is_delivered_by_being_there(office, mailoutbox):
    message = outbox.enqueue(office.city.office0, Channel.INBOX, subject="提醒", body="内容", at=AT)
    assert outbox.deliver(AT) == 1
    assert (state(message), mailoutbox) == (("sent", 1), [])


def test_nothing_is_written_for_who_has_no_address(office):
    office.city.office0.email = ""
    assert outbox.enqueue(office.city.office0, Channel.EMAIL, subject="提醒", body="内容", at=AT) is None
    assert not Dispatch.objects.exists()


def test_a_server_that_is_down_is_tried_again_with_patience(mail, settings):
    settings.EMAIL_BACKEND = "tests.mailboxes.Down"
    at = AT
    for attempt, minutes in enumerate(outbox.PATIENCE, start=1):
        assert outbox.deliver(at) == 0
        assert state(mail) == ("pending", attempt)
        assert mail.next_try_at == at + minutes * MINUTE
        assert outbox.deliver(mail.next_try_at - MINUTE / 2) == 0
        assert state(mail) == ("pending", attempt)
        at = mail.next_try_at
    outbox.deliver(at)
    assert state(mail) == ("dead", len(outbox.PATIENCE) + 1)
    assert mail.last_error == "connection refused"


def test_a_server_that_comes_back_gets_the_message(mail, settings, mailoutbox):
    settings.EMAIL_BACKEND = "tests.mailboxes.Down"
    outbox.deliver(AT)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.deliver(AT + MINUTE) == 1
    assert (state(mail), mail.last_error, len(mailoutbox)) == (("sent", 2), "", 1)


def test_a_recipient_refused_for_good_is_dead_at_once(mail, settings):
    settings.EMAIL_BACKEND = "tests.mailboxes.Refusing"
    assert outbox.deliver(AT) == 0
    assert state(mail) == ("dead", 1)
    assert outbox.deliver(AT + dt.timedelta(days=1)) == 0


def test_an_address_that_is_none_is_dead_and_holds_up_nobody(office, mail, mailoutbox):
    Dispatch.objects.update(address="a@example.org\nBcc: b@example.org")
    outbox.enqueue(office.city.drafter0, Channel.EMAIL, subject="提醒", body="内容", at=AT)
    assert outbox.deliver(AT) == 1
    assert (state(mail), [sent.to for sent in mailoutbox]) == (("dead", 1), [["liyang0-drafter@example.org"]])


def test_what_a_crashed_worker_took_is_tried_again_after_its_lease(mail):
    assert [each.pk for each in outbox.claim(AT)] == [mail.pk]
    assert outbox.deliver(AT + outbox.LEASE - MINUTE) == 0
    assert state(mail) == ("sending", 1)
    assert outbox.deliver(AT + outbox.LEASE) == 1
    assert state(mail) == ("sent", 2)


def test_a_message_that_kills_every_worker_is_dead_in_the_end(mail, mailoutbox):
    at = AT
    for _ in range(outbox.MOST_ATTEMPTS):
        assert len(outbox.claim(at)) == 1
        at += outbox.LEASE
    assert outbox.deliver(at) == 0
    assert (state(mail)[0], mailoutbox) == ("dead", [])


def test_a_fault_that_no_channel_names_is_tried_again_and_holds_up_nobody(office, mail, settings, caplog):
    settings.EMAIL_BACKEND = "tests.mailboxes.Broken"
    outbox.enqueue(office.city.office0, Channel.INBOX, subject="提醒", body="内容", at=AT)
    assert outbox.deliver(AT) == 1
    assert (state(mail), mail.last_error) == (("pending", 1), "RuntimeError: no such thing")
    assert "no such thing" in caplog.text


def test_what_another_run_has_taken_over_is_neither_sent_nor_marked(office, mail, settings):
    settings.EMAIL_BACKEND = "tests.mailboxes.Slow"
    Slow.taken.clear()
    outbox.enqueue(office.city.drafter0, Channel.EMAIL, subject="第二封", body="内容", at=AT)
    assert outbox.deliver(AT) == 0
    assert Slow.taken == ["办理期限提醒"]
    assert set(Dispatch.objects.values_list("status", "sent_at")) == {("sending", None)}


def test_more_than_a_batch_goes_out_in_one_run(office, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 2)
    for _ in range(5):
        outbox.enqueue(office.city.office0, Channel.INBOX, subject="提醒", body="内容", at=AT)
    assert outbox.deliver(AT) == 5
