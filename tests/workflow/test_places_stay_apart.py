"""A place is set up from nothing but the migrations, and its people never reach into another."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from config.management.commands.up import free_port
from proposals.models import Proposal
from workflow.models import Appointment, CaseKind, Department, User


def test_the_first_kind_of_case_is_there_from_the_start(db):
    assert CaseKind.objects.get().name == "政协提案"


def test_a_post_in_a_unit_of_another_place_is_refused_and_gives_nothing(office):
    office.assigned()
    user = User.objects.create_user("stranger", name="外人")
    post = Appointment(user=user, jurisdiction=office.county.place, department=office.city.units[0], role="drafter")
    with pytest.raises(ValidationError, match="不属于所选地区"):
        post.full_clean()
    post.save()
    assert user.posts(office.day) == ()
    assert list(Proposal.objects.visible_to(office.by(user))) == []


@pytest.mark.parametrize("name", ["parent", "successor"])
def test_a_unit_has_its_relatives_at_home(office, name):
    unit = Department(jurisdiction=office.county.place, name="新局", **{name: office.city.units[0]})
    with pytest.raises(ValidationError, match="其他地区"):
        unit.full_clean()


@pytest.mark.parametrize("port", ["abc", "99999", "-1"])
def test_a_port_that_is_none_is_refused_before_anything_starts(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="PORT"):
        free_port()


@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31T23:59:59-12:00"])
def test_a_sweep_outside_the_calendar_is_refused(db, at):
    with pytest.raises(CommandError, match="2000至2100"):
        call_command("remind", at=at)
