"""Everything after the draft happens on paper: three forms carry the case from the typed draft to its end."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.body import text_of
from proposals.enums import ProposalStatus
from replies.actions import drafting
from replies.actions.archiving import archive_files
from replies.enums import Clearance, ReplyStatus
from tests.personas import moment
from workflow import files
from workflow.audit import broken_rows, length_of
from workflow.models import Clock


def form(user, door: str, case, move: str, **data):
    """Fill one form of the desk as this person."""
    case.refresh_from_db()
    data = {"version": case.version, "seen": length_of(case)} | data
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser.post(reverse(f"desk:{door}_move", args=[case.uid, move]), data)


def drafted(office, letter):
    """A draft of the letter, with its opinion and contact, as an officer leaves it before printing it for signature."""
    reply = office.drafted(
        "lead", "assist", title=letter.proposal_title, number=letter.proposal_number, proposers=letter.proposers
    )
    text = {"body": text_of(letter.body), "grade": letter.grade}
    drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), **text)
    return reply


def test_three_forms_after_the_draft(office, letter, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(office.day, 11))
    reply, today = drafted(office, letter), office.day.isoformat()
    proposal = reply.proposal
    cleared = {"clearance": "paper", "signer": letter.signatory[0], "on": today, "sent_on": today}

    # A mistake on the way: the number is not of the form that the office uses, and nothing is kept of the attempt.
    wrong = form(office.city.office0, "reply", reply, "enter_clearance", doc_number="丽卫函[2026]24号", **cleared)
    assert "文号应为" in wrong.content.decode()
    reply.refresh_from_db()
    assert (reply.status, reply.signer) == (ReplyStatus.DRAFT, "")

    scan = SimpleUploadedFile("发文稿纸.pdf", b"%PDF-1.4 scan", content_type="application/pdf")
    first = form(
        office.city.office0, "reply", reply, "enter_clearance", doc_number="丽卫函〔2026〕24号", scan=scan, **cleared
    )
    marks = {
        "proposer": proposal.proposers.get().pk,
        "attitude": "satisfied",
        "result": "satisfied",
        "way": "paper",
        "on": today,
    }
    second = form(office.city.committee, "reply", reply, "record_feedback", **marks)
    third = form(office.city.supervisor, "proposal", proposal, "close", on=today)

    assert "/f/" in first.content.decode(), "the feedback link is shown once, to be printed on the letter"
    assert [second.status_code, third.status_code] == [302, 302]
    reply.refresh_from_db()
    proposal.refresh_from_db()
    assert (reply.status, reply.clearance, reply.signer) == (ReplyStatus.SENT, Clearance.PAPER, letter.signatory[0])
    assert files.read(reply.evidence) == b"%PDF-1.4 scan"
    assert proposal.status == ProposalStatus.CLOSED
    assert not Clock.objects.open().exists()
    assert list(broken_rows()) == []
    printed = {each.format: files.read(each.file) for each in archive_files(reply, at=office.at)}
    assert printed["pdf"].startswith(b"%PDF")
