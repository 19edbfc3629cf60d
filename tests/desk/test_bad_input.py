"""What goes wrong between a page and its button: a clear word of what is true now, and nothing half-done."""

import datetime as dt
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.core.validators import MaxLengthValidator
from django.forms import CharField
from django.urls import reverse

from desk import forms as desk_forms
from desk.forms.fields import WordsField
from proposals.actions import assigning, filing, returning
from proposals.models import Assignment, Proposal
from tests.desk.pages import words_of
from workflow.audit import length_of
from workflow.errors import LONGEST_TEXT
from workflow.models import Appointment, AuditEvent


def unmoved(case, trail: int) -> bool:
    status = type(case).objects.get(pk=case.pk).status
    return (case.status, AuditEvent.objects.count()) == (status, trail)


def as_shown(desk, case) -> dict:
    """What the form of a move carries, shown now."""
    return {"version": case.version, "seen": length_of(case), "on": desk.office.day.isoformat()}


def test_a_stale_page_after_somebody_else_moved_the_case(desk):
    (assignment,) = desk.office.assigned()
    address = reverse("desk:assignment_move", args=[assignment.uid, "accept"])
    returning.request_return(
        Assignment.objects.get(pk=assignment.pk), reason="不属职责。", **desk.office.when(desk.city.office0)
    )
    trail = AuditEvent.objects.count()
    data = as_shown(desk, assignment)
    page = desk.of(desk.city.office0).post(address, data)
    assert "当前环节不能“签收”" in words_of(page)
    assert Assignment.objects.get().status == "returning"
    assert AuditEvent.objects.count() == trail


def test_the_same_button_pressed_twice(desk):
    (assignment,) = desk.office.assigned()
    address = reverse("desk:assignment_move", args=[assignment.uid, "accept"])
    data = as_shown(desk, assignment)
    browser = desk.of(desk.city.office0)
    first, second = browser.post(address, data), browser.post(address, data)
    assert (first.status_code, "当前环节不能“签收”" in words_of(second)) == (302, True)
    assert AuditEvent.objects.filter(move="accept").count() == 1


def test_an_edit_underneath_a_stays_move_is_told(desk):
    (assignment,) = desk.office.in_hand()
    data = as_shown(desk, assignment) | {"officer": desk.city.section_head0.pk}
    assigning.hand_to(assignment, officer=desk.city.drafter0, **desk.office.when(desk.city.section_head0))
    address = reverse("desk:assignment_move", args=[assignment.uid, "hand_to"])
    page = desk.of(desk.city.office0).post(address, data)
    assert "该件已被他人处理或修改" in words_of(page)
    assert Assignment.objects.get().officer == desk.city.drafter0


def test_forged_moves(desk):
    (assignment,) = desk.office.assigned()
    trail = AuditEvent.objects.count()
    browser = desk.of(desk.city.supervisor)
    for name in ("answer", "recall", "reopen", "steal", "__class__"):
        assert browser.post(reverse("desk:assignment_move", args=[assignment.uid, name]), {}).status_code == 404
    assert unmoved(assignment, trail)


def test_somebody_whose_unit_changed_meanwhile(desk):
    (assignment,) = desk.office.assigned()
    address = reverse("desk:assignment_move", args=[assignment.uid, "accept"])
    browser, trail = desk.of(desk.city.office0), AuditEvent.objects.count()
    assert browser.get(address).status_code == 200
    post = Appointment.objects.get(user=desk.city.office0)
    post.department = desk.city.units[2]
    post.save()
    data = as_shown(desk, assignment)
    assert browser.post(address, data).status_code == 404
    assert unmoved(assignment, trail)


def test_somebody_who_lost_the_role_but_not_the_unit(desk):
    (assignment,) = desk.office.assigned()
    address = reverse("desk:assignment_move", args=[assignment.uid, "accept"])
    browser = desk.of(desk.city.office0)
    Appointment.objects.filter(user=desk.city.office0).update(role="drafter")
    page = browser.post(address, as_shown(desk, assignment))
    assert "您没有对本件“签收”的权限" in words_of(page)
    assert Assignment.objects.get().status == "waiting"


def test_a_merge_into_itself_or_into_what_was_merged(desk):
    one, two = desk.office.filed("1"), desk.office.filed("2")
    itself = desk.move(desk.city.committee, "proposal", one, "merge", into=one.pk, reason="相同。")
    assert "提案不能并入自身。" in words_of(itself)
    desk.move(desk.city.committee, "proposal", one, "merge", into=two.pk, reason="相同。")
    cycle = desk.move(desk.city.committee, "proposal", two, "merge", into=one.pk, reason="相同。")
    assert "已有提案并入本件" in words_of(cycle)
    assert dict(Proposal.objects.values_list("number", "status")) == {"1": "merged", "2": "filed"}


def test_a_return_to_the_same_unit(desk):
    (assignment,) = desk.office.assigned()
    own = desk.city.units[0].pk
    page = desk.move(desk.city.office0, "assignment", assignment, "request_return", reason="不属职责。", suggested=own)
    assert "不能改由本单位自己承办。" in words_of(page)
    assert Assignment.objects.get().status == "waiting"


def test_an_extension_past_the_cap(desk):
    (assignment,) = desk.office.in_hand()
    until = (desk.office.day + dt.timedelta(days=300)).isoformat()
    page = desk.move(desk.city.office0, "assignment", assignment, "request_extension", until=until, reason="需勘测。")
    assert "按规则最多延至2026年7月2日" in words_of(page)
    assert "需勘测。" in page.content.decode(), "what was typed stays"
    assert not assignment.extensions.exists()


def test_a_proposal_that_was_withdrawn_under_the_supervisors_hands(desk):
    proposal = desk.office.filed()
    filing.withdraw(
        Proposal.objects.get(pk=proposal.pk), reason="提案人要求。", **desk.office.when(desk.city.committee)
    )
    data = as_shown(desk, proposal)
    page = desk.of(desk.city.supervisor).post(reverse("desk:proposal_move", args=[proposal.uid, "assign"]), data)
    assert "当前环节不能“交办”" in words_of(page)
    assert not Assignment.objects.exists()


def test_a_text_without_end_is_refused_and_stays(desk):
    (assignment,) = desk.office.in_hand()
    endless = "甲" * (LONGEST_TEXT + 1)
    page = desk.move(desk.city.supervisor, "assignment", assignment, "urge", text=endless)
    assert "不能超过10万字，现有100001字，请精简。" in words_of(page)
    assert endless in page.content.decode()
    assert "maxlength" not in str(page.context["form"]["text"])
    assert desk.move(desk.city.supervisor, "assignment", assignment, "urge", text=endless[1:]).status_code == 302


def every_field():
    """All fields of all forms of the desk."""
    modules = [import_module(f"desk.forms.{each.name}") for each in iter_modules(desk_forms.__path__)]
    forms = {form for module in modules for form in vars(module).values() if hasattr(form, "base_fields")}
    for form in sorted(forms, key=lambda form: (form.__module__, form.__qualname__)):
        room = form.__module__.rpartition(".")[2]
        yield from (
            pytest.param(field, id=f"{room}.{form.__name__}.{name}") for name, field in form.base_fields.items()
        )


@pytest.mark.parametrize("field", list(every_field()))
def test_every_text_has_an_end(field):
    if type(field) in {CharField, WordsField}:
        assert field.max_length or any(isinstance(each, MaxLengthValidator) for each in field.validators)
