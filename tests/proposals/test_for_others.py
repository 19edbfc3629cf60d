"""Who acts for whom: a deputy during leave, and the supervisor for a unit that works on paper."""

import datetime as dt

import pytest

from proposals.actions import assigning, handling
from proposals.models import Assignment
from workflow.errors import NotYours
from workflow.models import Appointment, AuditEvent


def last() -> AuditEvent:
    return AuditEvent.objects.order_by("-seq").first()


@pytest.fixture
def deputy(office):
    """The drafter of the first unit stands in for its office for a week."""
    unit = office.city.units[0]
    Appointment.objects.create(
        user=office.city.drafter0, jurisdiction=unit.jurisdiction, department=unit, role="office",
        deputises_for=office.city.office0, since=office.day, until=office.day + dt.timedelta(days=6),
    )  # fmt: skip
    return office.city.drafter0


def test_a_deputy_acts_and_the_trail_says_for_whom(office, deputy):
    (assignment,) = office.assigned()
    assigning.accept(assignment, **office.when(deputy))
    assert (last().actor, last().actor_uid, last().role) == ("丽承办人（代丽单位办公室）", deputy.uid, "office")


def test_in_their_own_post_they_act_for_themselves(office, deputy):
    (assignment,) = office.in_hand()
    handling.note_contact([assignment], way="phone", people="赵明", outcome="已沟通。", **office.when(deputy))
    assert (last().actor, last().role) == ("丽承办人", "drafter")


def test_after_the_leave_they_are_no_deputy(office, deputy):
    (assignment,) = office.assigned()
    office.day += dt.timedelta(days=7)
    with pytest.raises(NotYours):
        assigning.accept(assignment, **office.when(deputy))


def on_paper(office, assignment) -> Assignment:
    assignment.department.works_on_paper = True
    assignment.department.save()
    return Assignment.objects.get(pk=assignment.pk)


def test_the_supervisor_enters_for_a_unit_on_paper(office):
    assignment = on_paper(office, office.assigned()[0])
    assigning.accept(assignment, **office.when(office.city.supervisor))
    assert assignment.status == "in_hand"
    assert (last().role, last().payload["entered_for"]) == ("supervisor", "office")


def test_but_not_for_a_unit_that_works_here(office):
    (assignment,) = office.assigned()
    with pytest.raises(NotYours):
        assigning.accept(assignment, **office.when(office.city.supervisor))


def test_nobody_signs_for_another(office):
    reply = office.at_signing()
    on_paper(office, reply.assignment)
    reply = type(reply).objects.get(pk=reply.pk)
    roles = reply.roles_of(office.by(office.city.supervisor))
    assert {"office", "drafter"} <= roles
    assert "signer" not in roles
