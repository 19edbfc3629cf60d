"""系统管理: reference data, kept by the administrators of its own jurisdiction."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.test import RequestFactory
from django.urls import reverse

from proposals.models import Assignment, Proposal, Session
from replies.models import Reply
from tests.desk.pages import words_of
from workflow.api import keys
from workflow.models import (
    ApiKey,
    Appointment,
    AuditEvent,
    CalendarVersion,
    Clock,
    Department,
    DepartmentGroup,
    RuleVersion,
    User,
)
from workflow.site import site

TABLES = sorted(site._registry.items(), key=lambda each: each[0].__name__)


def address(model, page, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def request_of(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


@pytest.mark.parametrize(("model", "table"), TABLES, ids=lambda each: getattr(each, "__name__", ""))
def test_no_table_lets_anybody_write_a_state_or_delete(desk, model, table):
    root = User.objects.create_superuser("root", name="根")
    request = request_of(root)
    editable = set(table.get_form(request, fields=None)().fields) if table.has_add_permission(request) else set()
    assert not editable & {"status", "version"}
    assert not table.has_delete_permission(request)
    assert not table.list_editable


def test_cases_are_in_no_table():
    assert not {Proposal, Assignment, Reply} & site._registry.keys()


@pytest.mark.parametrize(("model", "table"), TABLES, ids=lambda each: getattr(each, "__name__", ""))
def test_each_list_opens_for_an_administrator_and_for_nobody_of_a_unit(desk, model, table):
    assert desk.of(desk.city.administrator).get(address(model, "changelist")).status_code == 200
    assert desk.of(desk.city.office0).get(address(model, "changelist")).status_code == 403


@pytest.mark.parametrize("model", [Department, Appointment, User, Session, RuleVersion])
def test_an_administrator_sees_and_opens_the_rows_of_the_own_jurisdiction_only(desk, model):
    browser = desk.of(desk.city.administrator)
    seen = set(site._registry[model].get_queryset(request_of(desk.city.administrator)))
    others = set(site._registry[model].get_queryset(request_of(desk.county.administrator)))
    assert seen
    assert others
    assert not seen & others
    assert browser.get(address(model, "change", min(row.pk for row in others))).status_code == 302
    assert browser.get(address(model, "change", min(row.pk for row in seen))).status_code == 200


def test_a_unit_is_added_in_the_own_jurisdiction_and_in_no_other(desk):
    browser = desk.of(desk.city.administrator)
    unit = {"name": "丽阳市水利局", "short_name": "水利局"}
    refused = browser.post(address(Department, "add"), unit | {"jurisdiction": desk.county.place.pk})
    assert (refused.status_code, Department.objects.filter(name="丽阳市水利局").exists()) == (200, False)
    browser.post(address(Department, "add"), unit | {"jurisdiction": desk.city.place.pk})
    assert Department.objects.get(name="丽阳市水利局").jurisdiction == desk.city.place


def test_whoever_also_works_elsewhere_is_not_one_administrators_to_change(desk):
    user = desk.city.office0
    browser = desk.of(desk.city.administrator)
    assert browser.get(address(User, "change", user.pk)).status_code == 200
    Appointment.objects.create(user=user, jurisdiction=desk.county.place, role="reader")
    assert browser.get(address(User, "change", user.pk)).status_code == 302
    assert browser.get(reverse("admin:auth_user_password_change", args=[user.pk])).status_code == 404


def test_no_administrator_reaches_a_superuser(desk):
    root = User.objects.create_superuser("root", name="根")
    assert desk.of(desk.city.administrator).get(address(User, "change", root.pk)).status_code == 302


def newcomer(place, **first_post) -> dict:
    words = {"username": "new", "name": "新人", "email": "", "password1": "long-word-7", "password2": "long-word-7"}
    frame = {"appointments-TOTAL_FORMS": 1, "appointments-INITIAL_FORMS": 0}
    post = {"jurisdiction": place.place.pk} | first_post
    return words | frame | {f"appointments-0-{name}": value for name, value in post.items()}


def test_an_administrator_makes_an_account_with_its_first_post(desk):
    data = newcomer(desk.city, department=desk.city.units[0].pk, role="drafter")
    desk.of(desk.city.administrator).post(address(User, "add"), data)
    made = User.objects.get(username="new")
    assert (made.name, made.is_superuser, made.check_password("long-word-7")) == ("新人", False, True)
    assert [(each.department, each.role) for each in made.appointments.all()] == [(desk.city.units[0], "drafter")]
    event = AuditEvent.objects.get(move="give_post")
    assert (event.case_uid, event.payload) == (desk.city.units[0].uid, {"colleague": "新人", "role": "承办人"})
    assert desk.of(desk.city.administrator).get(address(User, "change", made.pk)).status_code == 200
    assert desk.of(desk.county.administrator).get(address(User, "change", made.pk)).status_code == 302


@pytest.mark.parametrize("wrong", ["no post", "no row", "elsewhere", "a unit's role without a unit"])
def test_no_account_is_made_without_a_post_at_home(desk, wrong):
    data = {
        "no post": newcomer(desk.city, jurisdiction=""),
        "no row": newcomer(desk.city, role="reader") | {"appointments-TOTAL_FORMS": 0},
        "elsewhere": newcomer(desk.county, role="reader"),
        "a unit's role without a unit": newcomer(desk.city, role="drafter"),
    }[wrong]
    answer = desk.of(desk.city.administrator).post(address(User, "add"), data)
    assert (answer.status_code, User.objects.filter(username="new").exists()) == (200, False)


def test_a_person_without_a_post_is_the_superusers_alone(desk):
    stranger, root = User.objects.create_user("stranger", name="生人"), User.objects.create_superuser("root", name="根")
    password = reverse("admin:auth_user_password_change", args=[stranger.pk])
    assert desk.of(desk.city.administrator).get(password).status_code == 404
    assert desk.of(root).get(password).status_code == 200


def test_a_superuser_may_appoint_later(desk):
    root = User.objects.create_superuser("root", name="根")
    desk.of(root).post(address(User, "add"), newcomer(desk.city, jurisdiction=""))
    assert not User.objects.get(username="new").appointments.exists()


def post_of(desk, user, role, **facts) -> dict:
    return {"user": user.pk, "jurisdiction": desk.city.place.pk, "role": role} | facts


def test_a_post_of_the_place_is_given_and_ended_in_the_table_and_told(desk):
    browser, user = desk.of(desk.city.administrator), desk.city.office0
    answer = browser.post(address(Appointment, "add"), post_of(desk, user, "supervisor", since="2026-03-02"))
    post = Appointment.objects.get(user=user, role="supervisor")
    assert (answer.status_code, AuditEvent.objects.get().move) == (302, "give_post")
    answer = browser.post(address(Appointment, "change", post.pk), {"since": "2026-03-02", "until": "2026-03-31"})
    post.refresh_from_db()
    assert (answer.status_code, post.until, post.role) == (302, dt.date(2026, 3, 31), "supervisor")
    text = words_of(desk.get(desk.city.administrator, "staff"))
    assert ("登记任职" in text, "止：无 → 2026-03-31" in text) == (True, True)


def test_the_table_of_posts_is_no_door_beside_leave_and_deputies(desk):
    browser, post = desk.of(desk.city.administrator), desk.city.signer0.appointments.get()
    wanted = post_of(desk, desk.city.drafter1, "drafter", until="2026-03-01", is_head="on")
    assert browser.post(address(Appointment, "change", post.pk), wanted).status_code == 302
    post.refresh_from_db()
    assert (post.user, post.role, post.until, post.is_head) == (desk.city.signer0, "signer", None, True)
    lent = {"department": desk.city.units[0].pk, "deputises_for": desk.city.signer0.pk}
    page = browser.post(address(Appointment, "add"), post_of(desk, desk.city.drafter1, "signer", **lent))
    assert "单位人员的代理请在“人员与代理”中设置。" in words_of(page)
    assert not Appointment.objects.exclude(deputises_for=None).exists()


def test_nothing_changed_is_nothing_told(desk):
    post = desk.city.supervisor.appointments.get()
    answer = desk.of(desk.city.administrator).post(address(Appointment, "change", post.pk), {})
    assert (answer.status_code, AuditEvent.objects.exists()) == (302, False)


def test_a_unit_is_taken_over_by_the_verb_alone(desk):
    unit, heir = desk.city.units[:2]
    browser = desk.of(desk.city.administrator)
    data = {"jurisdiction": desk.city.place.pk, "name": unit.name, "short_name": "卫局", "successor": heir.pk}
    assert browser.post(address(Department, "change", unit.pk), data).status_code == 302
    unit.refresh_from_db()
    assert (unit.short_name, unit.successor) == ("卫局", None)


def test_a_session_is_opened_by_the_wizard_alone(desk):
    session = desk.city.session
    columns = ("level", "body", "term")
    data = {name: getattr(session, name) for name in columns} | {"jurisdiction": session.jurisdiction_id, "meeting": 3}
    assert desk.of(desk.city.administrator).post(address(Session, "add"), data).status_code == 403
    assert Session.objects.count() == 2
    assert desk.get(desk.city.administrator, "session_open").status_code == 200


def test_an_administrator_revokes_the_keys_of_the_own_jurisdiction_and_no_other(desk):
    (mine, secret), (theirs, other) = (
        keys.issue(name="OA", jurisdiction=place.place, scopes=["reader"]) for place in (desk.city, desk.county)
    )
    browser = desk.of(desk.city.administrator)
    browser.post(address(ApiKey, "changelist"), {"action": "revoke", "_selected_action": [mine.pk, theirs.pk]})
    assert keys.key_of(secret, desk.office.at) is None
    assert keys.key_of(other, desk.office.at) == theirs
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(mine.pk)]


def test_published_editions_and_calendars_are_read_only(desk):
    browser = desk.of(desk.city.administrator)
    rule = desk.city.rule
    browser.post(address(RuleVersion, "change", rule.pk), {"number": 9})
    rule.refresh_from_db()
    assert rule.number == 1
    calendar = CalendarVersion.objects.filter(jurisdiction=None).first()
    assert browser.get(address(CalendarVersion, "change", calendar.pk)).status_code == 200
    assert browser.post(address(CalendarVersion, "change", calendar.pk), {"year": 1999}).status_code == 403


def test_the_table_of_rules_is_only_read(desk):
    """Editions are published by the verb alone, with all that it checks."""
    browser = desk.of(desk.city.administrator)
    draft = RuleVersion.objects.create(
        jurisdiction=desk.city.place, kind=desk.city.rule.kind, number=2, valid_from=desk.office.day, content={}
    )
    at = {"published_at_0": "2036-01-01", "published_at_1": "08:00"}
    edition = {"number": 3, "valid_from": "2026-01-01", "content": "{}"} | at
    assert browser.get(address(RuleVersion, "change", draft.pk)).status_code == 200
    assert browser.post(address(RuleVersion, "change", draft.pk), edition).status_code == 403
    assert browser.post(address(RuleVersion, "add"), edition).status_code == 403
    draft.refresh_from_db()
    assert (draft.number, draft.published_at, RuleVersion.objects.filter(number=3).exists()) == (2, None, False)


def test_a_group_is_kept_of_the_own_units_and_of_no_others(desk):
    browser = desk.of(desk.city.administrator)
    group = {"jurisdiction": desk.city.place.pk, "name": "各局"}
    foreign = browser.post(address(DepartmentGroup, "add"), group | {"units": [desk.county.units[0].pk]})
    assert (foreign.status_code, DepartmentGroup.objects.exists()) == (200, False)
    browser.post(address(DepartmentGroup, "add"), group | {"units": [unit.pk for unit in desk.city.units]})
    assert set(DepartmentGroup.objects.get(name="各局").units.all()) == set(desk.city.units)


def test_a_day_of_a_session_put_right_counts_its_deadlines_anew(desk):
    desk.city.rule.content["limits"]["reply"] = {"limit": [3, "month"], "from": "meeting"}
    desk.city.rule.save()
    session = desk.city.session
    session.meeting_on = dt.date(2026, 2, 27)
    session.save()
    desk.office.in_hand()
    columns = ("level", "body", "term", "meeting")
    data = {name: getattr(session, name) for name in columns} | {"jurisdiction": session.jurisdiction_id}
    answer = desk.of(desk.city.administrator).post(
        address(Session, "change", session.pk), data | {"meeting_on": "2026-02-28"}
    )
    assert answer.status_code == 302
    assert Clock.objects.get(kind="reply").due == dt.date(2026, 5, 28)
