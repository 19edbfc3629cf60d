import datetime as dt

import pytest
from django.db import transaction

from proposals.actions import assigning, filing
from proposals.actions.assigning import Share
from proposals.models import Assignment, Proposal
from workflow.errors import CaseMovedOn, Invalid
from workflow.models import AuditEvent, Clock
from workflow.progress import edit


def test_the_second_of_two_is_told_that_the_case_moved_on(office):
    assignment = office.assigned()[0]
    stale = Assignment.objects.get(pk=assignment.pk)
    assigning.accept(assignment, **office.when(office.city.office0))
    events = AuditEvent.objects.count()
    with pytest.raises(CaseMovedOn):
        assigning.accept(stale, **office.when(office.city.office0))
    assert (AuditEvent.objects.count(), Assignment.objects.get().version) == (events, 1)


def test_a_move_after_an_edit_that_was_not_read_is_refused(office):
    proposal = office.proposal()
    stale = Proposal.objects.get(pk=proposal.pk)
    filing.revise(proposal, version=0, by=office.by(office.city.committee), at=office.at, title="新案由")
    with pytest.raises(CaseMovedOn):
        filing.submit(stale, **office.when(office.city.committee))
    assert Proposal.objects.get().status == "draft"


def test_an_edit_after_a_move_that_was_not_read_is_refused(office):
    proposal = office.proposal()
    stale = Proposal.objects.get(pk=proposal.pk)
    filing.submit(proposal, **office.when(office.city.committee))
    with pytest.raises(CaseMovedOn):
        edit(stale, version=stale.version, title="新案由")
    assert Proposal.objects.get().title == "关于加强社区养老服务的提案"


def test_an_edit_counts_the_version_and_shows_on_the_row(office):
    proposal = office.proposal()
    edit(proposal, version=0, title="新案由")
    assert (proposal.version, proposal.title) == (1, "新案由")
    proposal.refresh_from_db()
    assert (proposal.version, proposal.title) == (1, "新案由")


def test_a_future_day_is_refused_and_nothing_is_half_written(office):
    proposal = office.filed()
    when = office.when(office.city.supervisor) | {"on": office.day + dt.timedelta(days=1)}
    events = AuditEvent.objects.count()
    with pytest.raises(Invalid) as refusal:
        assigning.assign(proposal, shares=[assigning.Share(office.city.units[0], "sole")], **when)
    assert refusal.value.field == "on"
    assert (AuditEvent.objects.count(), Assignment.objects.count(), Clock.objects.count()) == (events, 0, 0)
    assert Proposal.objects.get().status == "filed"


def test_the_day_is_read_in_the_office_not_in_greenwich(office):
    proposal = office.proposal()
    at = dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC)  # already 2 March in Beijing
    filing.submit(proposal, by=office.by(office.city.committee), on=office.day, at=at)
    assert Proposal.objects.get().status == "submitted"


def test_a_late_entry_keeps_both_days(office):
    proposal = office.proposal()
    when = office.when(office.city.committee) | {"on": dt.date(2026, 2, 27)}
    filing.submit(proposal, note="上周五已提交，今日补录。", **when)
    event = AuditEvent.objects.get(move="submit")
    assert (event.happened_on, event.entered_at) == (dt.date(2026, 2, 27), office.at)


def test_a_failure_after_the_move_takes_the_move_back(office):
    proposal = office.proposal()
    with transaction.atomic():
        filing.submit(proposal, **office.when(office.city.committee))
        transaction.set_rollback(True)
    assert Proposal.objects.get().status == "draft"
    assert list(AuditEvent.objects.values_list("move", flat=True)) == ["register"]


def late(office, days: int, **fields):
    """Submit a proposal, entered `days` after the day on which it happened."""
    proposal = office.proposal()
    happened, office.day = office.day, office.day + dt.timedelta(days=days)
    filing.submit(proposal, **office.when(office.city.committee) | {"on": happened}, **fields)
    return proposal


def test_a_late_entry_needs_its_reason(office):
    with pytest.raises(Invalid, match="补录须在备注中说明理由"):
        late(office, 3)
    assert late(office, 3, note="当日系统停电。").status == "submitted"


@pytest.mark.parametrize(("days", "taken"), [(7, True), (8, False)])
def test_a_late_entry_has_its_limit(office, days, taken):
    office.city.rule.content["switches"] = {"late_entry": [5, "working_day"]}
    office.city.rule.save()
    if taken:
        assert late(office, days, note="材料迟到。").status == "submitted"
    else:
        with pytest.raises(Invalid, match="应在2026年3月9日前补录；逾期请督查补录"):
            late(office, days, note="材料迟到。")
        assert Proposal.objects.get().status == "draft"


def test_the_supervisor_enters_what_is_older(office):
    office.city.rule.content["switches"] = {"late_entry": [5, "working_day"]}
    office.city.rule.save()
    proposal = office.filed()
    happened, office.day = office.day, office.day + dt.timedelta(days=30)
    shares = [Share(office.city.units[0], "sole")]
    when = office.when(office.city.supervisor) | {"on": happened}
    with pytest.raises(Invalid, match="说明理由"):
        assigning.assign(proposal, shares=shares, **when)
    assigning.assign(proposal, shares=shares, note="交办会已于当日召开。", **when)
    assert proposal.status == "in_hand"
