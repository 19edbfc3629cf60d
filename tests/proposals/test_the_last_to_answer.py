"""With the last unit the proposal is answered, whichever it is."""

import pytest

from proposals.actions import assigning, handling
from proposals.models import Proposal


@pytest.fixture
def late(office):
    """A co-handler that joined while the lead had its answer ready, and is now the only one that owes something."""
    (sole,) = office.in_hand()
    when = office.when(office.city.supervisor)
    joined = assigning.add_unit(sole.proposal, department=office.city.units[1], **when)
    assigning.accept(joined, **office.when(office.city.office1))
    sole.refresh_from_db()
    handling.answer(sole, counts_on=office.day, **office.when(office.city.office0))
    assert Proposal.objects.get().status == "in_hand"
    return joined


def test_a_co_handler_that_comes_last_ends_it(office, late):
    handling.answer(late, counts_on=office.day, **office.when(office.city.drafter1))
    assert Proposal.objects.get().status == "answered"


def test_so_does_the_waiver_of_one_that_stays_silent(office, late):
    handling.waive(late, reason="不涉及。", **office.when(office.city.supervisor))
    assert Proposal.objects.get().status == "answered"
