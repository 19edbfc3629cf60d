"""更正 of a numbered or sent reply: the number and the day of sending, with clocks and files; never the text."""

import datetime as dt

import pytest

from replies.actions import correcting
from replies.actions.archiving import archive_files
from replies.models import Reply
from workflow import clocks
from workflow.errors import Invalid, NotYours, NumberTaken, TransitionRefused
from workflow.models import AuditEvent, Clock, IssuedNumber

WHY = {"reason": "登记时误填。"}
RIGHT = "丽卫函〔2026〕21号"


def correct(office, reply, who="supervisor", **facts):
    reply = Reply.objects.get(pk=reply.pk)
    correcting.correct(reply, **(WHY | facts), **office.when(getattr(office.city, who)))
    return reply


def test_a_corrected_number_is_taken_and_the_wrong_one_void(office):
    reply = office.numbered()
    first = archive_files(reply, at=office.at)
    corrected = correct(office, reply, doc_number=RIGHT)
    numbers = dict(IssuedNumber.objects.values_list("n", "status"))
    assert (corrected.doc_number, corrected.issued.n, numbers) == (RIGHT, 21, {12: "void", 21: "issued"})
    assert corrected.frozen_hash == reply.frozen_hash
    again = archive_files(corrected, at=office.at)
    assert {each.pk for each in first}.isdisjoint({each.pk for each in again})
    event = AuditEvent.objects.order_by("-seq").first()
    assert event.payload["changes"] == [f"文号：丽卫函〔2026〕12号 → {RIGHT}"]


def test_the_letter_that_really_bears_the_mistaken_number_gets_it(office):
    correct(office, office.numbered(), doc_number=RIGHT)
    assert office.numbered(number="36", doc_number="丽卫函〔2026〕12号").issued.status == "issued"


def test_a_number_that_is_taken_leaves_all_as_it_was(office):
    reply, other = office.numbered(), office.numbered(number="36", doc_number=RIGHT)
    with pytest.raises(NumberTaken):
        correct(office, reply, doc_number=RIGHT)
    assert set(IssuedNumber.objects.values_list("status", flat=True)) == {"issued"}
    assert Reply.objects.get(pk=reply.pk).doc_number == "丽卫函〔2026〕12号"
    assert other.doc_number == RIGHT


def test_a_corrected_day_of_sending_replays_what_it_moved(office):
    reply = office.sent()
    office.day += dt.timedelta(days=3)
    day = office.day - dt.timedelta(days=1)
    corrected = correct(office, reply, sent_on=day)
    feedback = Clock.objects.get(kind="feedback")
    assert (corrected.sent_on, feedback.start, feedback.due) == (day, day, clocks.explain(feedback).day)
    assert Clock.objects.get(kind="reply").closed_on == day


def test_what_is_refused(office):
    reply = office.sent()
    with pytest.raises(NotYours):
        correct(office, reply, who="office0", doc_number=RIGHT)
    with pytest.raises(Invalid, match="请填写更正理由"):
        correct(office, reply, doc_number=RIGHT, reason=" ")
    with pytest.raises(Invalid, match="没有需要更正的内容"):
        correct(office, reply)
    with pytest.raises(Invalid, match="先后不合"):
        correct(office, reply, sent_on=office.day - dt.timedelta(days=1))
    with pytest.raises(Invalid, match="不能晚于今天"):
        correct(office, reply, sent_on=office.day + dt.timedelta(days=1))
    with pytest.raises(Invalid, match="文号年份"):
        correct(office, reply, doc_number="丽卫函〔2025〕3号")
    with pytest.raises(Invalid, match="尚未送达"):
        correct(office, office.numbered(number="36", doc_number=RIGHT), sent_on=office.day)
    with pytest.raises(TransitionRefused):
        correct(office, office.drafted(number="37"), doc_number="丽卫函〔2026〕22号")
    assert IssuedNumber.objects.filter(status="void").count() == 0


def test_a_form_sent_afterwards_is_entered(office):
    reply = office.sent()
    Reply.objects.update(form_enclosed=False)
    corrected = correct(office, reply, form_enclosed=True, reason="6月3日补寄。")
    assert corrected.form_enclosed is True
    assert AuditEvent.objects.order_by("-seq").first().payload["changes"] == ["已附征询意见表：否 → 是"]
    with pytest.raises(Invalid, match="没有需要更正的内容"):
        correct(office, reply, form_enclosed=True)


def test_no_form_is_entered_where_none_goes_along(office):
    with pytest.raises(Invalid, match="尚未送达"):
        correct(office, office.numbered(), form_enclosed=True)
    office.drafted("lead", "assist", number="36")
    with pytest.raises(Invalid, match="会办意见不附征询意见表"):
        correct(office, Reply.objects.get(kind="opinion"), form_enclosed=True)
