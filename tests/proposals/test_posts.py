"""任职 that an administrator enters: a newcomer's first post and those of the place; each on a trail."""

from __future__ import annotations

import datetime as dt

import pytest

from proposals.actions import posts
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours
from workflow.models import Appointment, AuditEvent, Department, HandingOffice, User

DAY = dt.timedelta(days=1)


@pytest.fixture
def newcomer(office):
    return User.objects.create_user("new", name="新人")


def give(office, user, role, *, who="administrator", **facts):
    post = Appointment(user=user, jurisdiction=office.city.place, role=role, **facts)
    by = who if isinstance(who, User) else getattr(office.city, who)
    posts.give_post(post, **office.when(by))
    return post


def correct(office, post, *, who="administrator", **changes):
    posts.correct_post(post, changes=changes, **office.when(getattr(office.city, who)))


def test_a_newcomers_post_stands_on_the_trail_of_the_unit(office, newcomer):
    unit = office.city.units[0]
    section = Department.objects.create(jurisdiction=office.city.place, parent=unit, name="养老科")
    for department in (unit, section):
        give(office, newcomer, "drafter", department=department, since=office.day)
        event = AuditEvent.objects.latest("pk")
        assert (event.case_uid, event.move, event.role) == (unit.uid, "give_post", "administrator")
        assert event.payload == {"colleague": "新人", "role": "承办人", "since": "2026-03-02"}
    assert [post.unit_id for post in newcomer.posts(office.day)] == [unit.pk] * 2
    assert list(broken_rows()) == []


def test_a_post_of_the_place_and_its_deputy_stand_on_the_trail_of_the_place(office, newcomer):
    give(office, newcomer, "supervisor", deputises_for=office.city.supervisor, until=office.day + 6 * DAY)
    event = AuditEvent.objects.get()
    assert (event.case_uid, event.jurisdiction_id) == (office.city.place.uid, office.city.place.pk)
    assert event.payload == {
        "colleague": "新人", "role": "督查", "until": "2026-03-08", "principal": office.city.supervisor.name
    }  # fmt: skip


def test_a_deputy_in_a_unit_is_set_by_the_verb_for_it(office, newcomer):
    lent = {"department": office.city.units[0], "deputises_for": office.city.signer0}
    with pytest.raises(Invalid, match="“人员与代理”"):
        give(office, newcomer, "signer", **lent)
    assert not newcomer.appointments.exists()


@pytest.mark.parametrize("who", ["office0", "supervisor", "committee", "reader"])
def test_others_give_no_posts(office, newcomer, who):
    with pytest.raises(NotYours):
        give(office, newcomer, "drafter", who=who, department=office.city.units[0])
    with pytest.raises(NotYours):
        give(office, newcomer, "reader", who=office.county.administrator)
    assert not newcomer.appointments.exists()


def test_a_superuser_sets_up_a_place_before_it_has_an_administrator(office, newcomer):
    root = User.objects.create_superuser("root", name="根")
    give(office, newcomer, "administrator", who=root)
    assert (AuditEvent.objects.get().role, AuditEvent.objects.get().actor) == ("", "根")


def test_a_post_of_the_place_ends_and_the_trail_says_what_was(office):
    post = office.city.supervisor.appointments.get()
    handing = HandingOffice.objects.create(jurisdiction=office.city.place, name="市政府办公室")
    correct(office, post, until=office.day, hands_over_for=handing, since=None)
    event = AuditEvent.objects.get()
    assert sorted(event.payload["changes"]) == ["止：无 → 2026-03-02", "限于交办机关：无 → 市政府办公室"]
    assert (event.move, event.payload["colleague"]) == ("correct_post", office.city.supervisor.name)
    post.refresh_from_db()
    assert (post.until, post.hands_over_for) == (office.day, handing)
    with pytest.raises(Invalid, match="没有需要更正的内容"):
        correct(office, post, until=office.day)


@pytest.mark.parametrize("change", ["until", "since", "role", "department"])
def test_a_post_in_a_unit_does_not_end_behind_the_back_of_its_cases(office, change):
    post = office.city.drafter0.appointments.get()
    other = {"role": "signer", "department": office.city.units[1]}
    with pytest.raises(Invalid, match="“人员与代理”"):
        correct(office, post, **{change: other.get(change, office.day)})
    assert not AuditEvent.objects.exists()
    correct(office, office.city.signer0.appointments.get(), is_head=True)
    assert AuditEvent.objects.get().payload["changes"] == ["主要领导：否 → 是"]


def test_others_correct_no_posts(office):
    with pytest.raises(NotYours):
        correct(office, office.city.signer0.appointments.get(), who="office0", is_head=True)
    assert not Appointment.objects.filter(is_head=True).exists()


def test_a_unit_that_is_no_more_gets_no_posts(office, newcomer):
    gone = office.city.units[2]
    gone.until = office.day - DAY
    gone.save()
    with pytest.raises(Invalid, match="当日未设立或已停用") as refused:
        give(office, newcomer, "office", department=gone, since=office.day)
    assert refused.value.field == "department"
    assert not newcomer.appointments.exists()


def test_nobody_is_a_deputy_of_oneself(office, newcomer):
    with pytest.raises(Invalid, match="不能代行本人的职责"):
        give(office, newcomer, "supervisor", deputises_for=newcomer, since=office.day, until=office.day + DAY)
    assert not newcomer.appointments.exists()
