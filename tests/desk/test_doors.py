"""Who may come in, and that every page asks."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from desk.urls import urlpatterns
from tests.desk.pages import words_of

NOBODY = uuid.UUID(int=0)
ARGUMENTS = {
    "uid": NOBODY,
    "person": NOBODY,
    "remark_uid": NOBODY,
    "waiver_uid": NOBODY,
    "which": NOBODY,
    "act": "use",
    "move": "accept",
    "number": 1,
    "fmt": "pdf",
    "kind": "assignment",
    "code": "handling",
    "room": "proposals",
    "chapter": "index",
}


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_every_page_asks_for_the_login(pattern, db):
    kwargs = {name: ARGUMENTS[name] for name in pattern.pattern.converters}
    address = reverse(f"desk:{pattern.name}", kwargs=kwargs)
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_no_page_breaks_for_somebody_who_may_see_nothing_of_it(pattern, desk):
    kwargs = {name: ARGUMENTS[name] for name in pattern.pattern.converters}
    response = desk.of(desk.county.drafter0).get(reverse(f"desk:{pattern.name}", kwargs=kwargs))
    expected = {
        "overview": 403,
        "unsent": 403,
        "register": 403,
        "incoming_list": 403,
        "originals": 403,
        "incoming": 403,
        "staff": 403,
        "members_import": 403,
        "session_open": 403,
        "reform": 403,
        "planning_settle": 403,
        "calendar_take": 403,
        "shifts": 403,
        "rules": 403,
        "rule": 403,
        "numbers": 403,
        "layouts": 403,
        "layout": 403,
    }
    posted = "reply_preview reply_autosave reply_take_over reply_discard reply_remark reply_settle layout_sample"
    checked = ("reply_fix", "reply_waive", "reply_withdraw")
    expected |= dict.fromkeys((*posted.split(), *checked, "topic_gather", "topic_drop"), 405)
    expected |= dict.fromkeys(("imports", "import", "import_report"), 403)
    expected |= dict.fromkeys(("lists", "list", "list_columns", "list_units", "list_refused"), 403)
    found = dict.fromkeys(
        ("work", "inbox", "search", "law", "materials", "planning", "members", "topics", "calendars", "verify"), 200
    )
    found |= dict.fromkeys(("handbook", "handbook_page", "outgoing", "outgoing_sheet"), 200) | {"papers": 409}
    assert response.status_code == (expected | found).get(pattern.name, 404)


def test_the_front_door_leads_to_the_work_list(desk):
    response = desk.of(desk.city.office0).get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/admin/desk/todo/")


def test_a_person_logs_in_changes_the_password_and_leaves(desk):
    user = desk.city.office0
    user.set_password("first-word-1")
    user.save()
    browser = Client()
    entered = browser.post("/admin/login/", {"username": user.username, "password": "first-word-1"})
    assert (entered.status_code, entered["Location"]) == (302, "/admin/")
    changed = browser.post(
        "/admin/password_change/",
        {"old_password": "first-word-1", "new_password1": "second-word-2", "new_password2": "second-word-2"},
    )
    assert changed.status_code == 302
    assert "退出" in words_of(browser.post("/admin/logout/"))
    assert browser.get("/admin/desk/todo/").status_code == 302


def test_an_account_without_a_post_is_told_so_at_the_door(desk):
    user = desk.city.office0
    user.set_password("first-word-1")
    user.save()
    user.appointments.all().delete()
    response = Client().post("/admin/login/", {"username": user.username, "password": "first-word-1"})
    assert "您的账号目前没有任职" in words_of(response)


def test_the_frame_may_run_its_own_scripts_and_nothing_else_may(desk):
    policy = desk.get(desk.city.office0, "work")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "unsafe-eval" not in Client().get("/healthz")["Content-Security-Policy"]


def test_the_frame_shows_itself_where_no_script_runs(desk):
    pages = [desk.get(desk.city.office0, "work"), Client().get("/admin/login/")]
    assert all("<noscript><link" in page.content.decode() for page in pages)
