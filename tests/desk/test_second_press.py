"""A double click makes one move; whoever means it presses again, and nobody hinders another."""

import datetime as dt
import functools

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals.actions import noting
from proposals.models import Contact, HandlingNote, Material
from tests.desk.pages import words_of
from tests.personas import moment
from tests.workflow.races import at_once, refusals
from workflow.audit import broken_rows
from workflow.models import AuditEvent, Department

TOLD = "您已于2026年3月2日11:00办理过“{}”；确需再办一次，请再次提交。"
TALK = {"way": "meeting", "people": "赵明委员", "outcome": "提案人表示理解。"}


def fields_of(page) -> dict:
    """What the form carries unseen, as a browser sends it back."""
    form = page.context["form"]
    return {name: form[name].value() for name in ("version", "seen", "on")}


def opened(desk, user, case, move):
    return fields_of(desk.get(user, "assignment_move", case.uid, move))


def press(desk, user, case, move, data):
    return desk.post(user, "assignment_move", case.uid, move, **data)


@pytest.mark.parametrize(("who", "move", "label", "typed"), [
    ("supervisor", "urge", "催办", {"text": "请加快办理。"}),
    ("supervisor", "supervise", "督办", {"text": "请加快办理。"}),
    ("office0", "propose", "拟办意见", {"text": "请养老科办理。"}),
    ("office0", "instruct", "领导批示", {"text": "同意。", "person": "王局"}),
    ("drafter0", "note_contact", "沟通登记", TALK),
])  # fmt: skip
def test_pressed_twice_it_is_made_once_and_pressed_again_twice(desk, who, move, label, typed):
    (case,) = desk.office.in_hand()
    user = getattr(desk.city, who)
    data = opened(desk, user, case, move) | typed
    assert press(desk, user, case, move, data).status_code == 302
    again = press(desk, user, case, move, data)
    assert TOLD.format(label) in words_of(again)
    assert all(value in again.content.decode() for value in typed.values())
    assert AuditEvent.objects.filter(move=move).count() == 1
    assert press(desk, user, case, move, fields_of(again) | typed).status_code == 302
    assert AuditEvent.objects.filter(move=move).count() == 2
    assert list(broken_rows()) == []


def test_what_moved_the_row_itself_is_told_as_ones_own(desk):
    """Not as somebody else's, though the version is no longer that of the page."""
    (case,) = desk.office.in_hand()
    data = opened(desk, desk.city.office0, case, "hand_to") | {"officer": desk.city.drafter0.pk}
    press(desk, desk.city.office0, case, "hand_to", data)
    assert TOLD.format("分送承办人") in words_of(press(desk, desk.city.office0, case, "hand_to", data))


def test_a_request_that_begins_with_the_press_is_made_once(desk):
    (case,) = desk.office.in_hand()
    section = Department.objects.create(jurisdiction=desk.city.place, parent=desk.city.units[0], name="养老科")
    due = (desk.office.day + dt.timedelta(days=5)).isoformat()
    data = opened(desk, desk.city.drafter0, case, "collect") | {
        "department": section.pk, "wanted": "近三年床位数。", "due": due
    }  # fmt: skip
    press(desk, desk.city.drafter0, case, "collect", data)
    assert TOLD.format("征集材料") in words_of(press(desk, desk.city.drafter0, case, "collect", data))
    assert Material.objects.count() == 1


def test_two_officers_both_note_their_contacts(desk):
    (case,) = desk.office.in_hand()
    pages = {user: opened(desk, user, case, "note_contact") for user in (desk.city.drafter0, desk.city.office0)}
    for user, data in pages.items():
        assert press(desk, user, case, "note_contact", data | TALK).status_code == 302
    assert Contact.objects.count() == 2


def test_another_move_and_an_earlier_one_hinder_nobody(desk):
    (case,) = desk.office.in_hand()
    noting.urge(case, text="请签收。", **desk.office.when(desk.city.supervisor))
    data = opened(desk, desk.city.supervisor, case, "urge") | {"text": "请加快办理。"}
    noting.supervise(case, text="督办。", **desk.office.when(desk.city.supervisor))
    assert press(desk, desk.city.supervisor, case, "urge", data).status_code == 302


def test_two_presses_at_one_moment_make_one(open_office, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(open_office.day, 11))
    (case,) = open_office.in_hand()
    address, browsers = reverse("desk:assignment_move", args=[case.uid, "urge"]), [Client(), Client()]
    for browser in browsers:
        browser.force_login(open_office.city.supervisor, backend="django.contrib.auth.backends.ModelBackend")
    data = fields_of(browsers[0].get(address)) | {"text": "请加快办理。"}
    came = at_once(*[functools.partial(browser.post, address, data) for browser in browsers])
    assert refusals(came) == []
    assert sorted(page.status_code for page in came) == [200, 302]
    assert HandlingNote.objects.count() == 1
