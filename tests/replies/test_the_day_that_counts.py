"""办复: which day counts against the deadline, when the reply was signed or when it went out."""

import datetime as dt

import pytest

from replies.actions import correcting, sending, signing
from workflow.models import Clock

D = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("counted", "day", "late", "corrected"),
    [("signed", D("2026-06-01"), 0, D("2026-06-01")), ("sent", D("2026-06-05"), 3, D("2026-06-04"))],
)
def test_the_rules_say_which_day_counts(office, counted, day, late, corrected):
    office.city.rule.content["switches"]["reply_counts_on"] = counted
    office.city.rule.save()
    reply = office.at_signing()
    office.day = D("2026-06-01")
    signing.sign(reply, **office.when(office.city.signer0))
    office.day = D("2026-06-05")
    signing.number(reply, doc_number="丽卫函〔2026〕12号", **office.when(office.city.office0))
    sending.send(reply, **office.when(office.city.office0))
    clock = Clock.objects.get(kind="reply")
    assert (clock.closed_on, clock.days_late(office.day)) == (day, late)
    # The proposer is asked from the day on which the reply went out, whatever counts.
    assert Clock.objects.get(kind="feedback").start == D("2026-06-05")
    reply.numbered_on = D("2026-06-04")
    reply.save(update_fields=["numbered_on"])
    correcting.correct(reply, sent_on=D("2026-06-04"), reason="误填。", **office.when(office.city.supervisor))
    clock.refresh_from_db()
    assert clock.closed_on == corrected
