"""Every refusal is a problem document, and leaves the world as it was."""

import pytest
from django.apps import apps

from proposals.models import Proposer
from replies.actions import feedback

DAY = {"on": "2026-03-02"}


def world() -> dict[str, list]:
    """Every row of every table of ours, but for the note that a key was used."""
    rooms = ("workflow", "proposals", "replies")
    models = [model for model in apps.get_models() if model._meta.app_label in rooms]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models
            if model._meta.object_name not in {"ApiKey", "CalendarDay"}}  # fmt: skip


def refused(api, whose: str, path: str, data: dict, why: str, *, method: str = "post", **headers) -> dict:
    status, code = int(why[:3]), why[4:]
    before = world()
    answer = getattr(api, method)(whose, path, data, **headers)
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), problem
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"/api/v1/problems/{code}")
    assert world() == before
    return problem


@pytest.mark.parametrize(("state", "whose", "name", "data"), [
    ("proposal", "supervisor", "submit", {}),
    ("submitted", "supervisor", "file", {"number": "35"}),
    ("filed", "administrator", "assign", {"shares": []}),
])  # fmt: skip
def test_a_move_of_another_role_is_not_yours(api, state, whose, name, data):
    proposal = getattr(api.office, state)()
    if name == "assign":
        data = {"shares": [{"department": str(api.office.city.units[0].uid), "role": "sole"}]}
    refused(api, f"city.{whose}", f"proposals/{proposal.uid}/{name}/", DAY | data, "403 not_yours")


def test_a_reader_moves_nothing(api):
    assignment = api.office.assigned()[0]
    refused(api, "city.reader", f"assignments/{assignment.uid}/accept/", DAY, "403 not_yours")


def test_a_co_handler_does_not_move_the_lead_unit(api):
    lead = api.office.assigned("lead", "assist")[0]
    refused(api, "city.office1", f"assignments/{lead.uid}/accept/", DAY, "404 not_found")


@pytest.mark.parametrize("name", ["close", "archive", "assign", "withdraw", "file"])
def test_a_move_that_the_state_does_not_allow(api, name):
    proposal = api.office.proposal()
    data = {
        "assign": {"shares": [{"department": str(api.office.city.units[0].uid), "role": "sole"}]},
        "withdraw": {"reason": "撤回"},
        "file": {"number": "35"},
    }.get(name, {})
    whose = "city.supervisor" if name in {"close", "archive", "assign"} else "city.committee"
    refused(api, whose, f"proposals/{proposal.uid}/{name}/", DAY | data, "409 move_refused")


def test_a_return_after_the_window_says_until_when_it_was_open(api):
    assignment = api.office.assigned()[0]
    data = {"on": "2026-03-10", "reason": "不属本单位职责"}
    problem = refused(api, "city.office0", f"assignments/{assignment.uid}/request_return/", data, "409 move_refused")
    assert problem["detail"] == "申退期限已于2026年3月9日届满。"


def test_a_number_that_is_taken(api):
    api.office.filed("35")
    proposal = api.office.submitted()
    problem = refused(
        api, "city.committee", f"proposals/{proposal.uid}/file/", DAY | {"number": "35"}, "409 number_taken"
    )
    assert problem["errors"] == {"number": ["市政协七届二次会议已有第35号提案。"]}


def test_a_document_number_that_is_taken(api):
    api.office.numbered(number="1")
    reply = api.office.signed(number="2")
    data = DAY | {"doc_number": "丽卫函〔2026〕12号"}
    problem = refused(api, "city.office0", f"replies/{reply.uid}/number/", data, "409 number_taken")
    assert list(problem["errors"]) == ["doc_number"]


@pytest.mark.parametrize("doc_number", ["丽卫函[2026]12号", "丽卫函〔2026〕012号", "丽卫函〔2025〕12号", "12"])
def test_a_document_number_of_a_wrong_form_or_year(api, doc_number):
    reply = api.office.signed()
    problem = refused(
        api, "city.office0", f"replies/{reply.uid}/number/", DAY | {"doc_number": doc_number}, "422 invalid"
    )
    assert list(problem["errors"]) == ["doc_number"]


@pytest.mark.parametrize("name", ["submit", "file"])
def test_a_proposal_without_proposers_goes_no_further(api, name):
    proposal = api.office.proposal() if name == "submit" else api.office.submitted()
    Proposer.objects.all().delete()
    problem = refused(
        api, "city.committee", f"proposals/{proposal.uid}/{name}/", DAY | {"number": "35"}, "409 move_refused"
    )
    assert problem["detail"] == "提案尚无提案人。"


@pytest.mark.parametrize("proposers", [[], [{"name": ""}], [{"name": "  "}], [{}], "赵明", None])
def test_nothing_is_registered_without_proposers(api, proposers):
    data = {"session": str(api.office.city.session.uid), "title": "题", "proposers": proposers}
    refused(api, "city.committee", "proposals/", DAY | data, "422 invalid")


@pytest.mark.parametrize("on", ["2008-09-31", "2026-2-30", "昨天", "", None, 20260302, "2999-01-01", "0000-00-00"])
def test_a_day_that_is_none_or_not_yet(api, on):
    proposal = api.office.proposal()
    problem = refused(api, "city.committee", f"proposals/{proposal.uid}/submit/", {"on": on}, "422 invalid")
    assert list(problem["errors"]) == ["on"]


@pytest.mark.parametrize("path", ["fly/", "record/", "answer/", "register/"])
def test_a_move_that_is_not_offered_does_not_exist(api, path):
    proposal = api.office.proposal()
    refused(api, "city.committee", f"proposals/{proposal.uid}/{path}", DAY, "404 not_found")


def test_a_case_of_another_place_does_not_exist(api):
    proposal = api.office.proposal()
    refused(api, "county.committee", f"proposals/{proposal.uid}/submit/", DAY, "404 not_found")


@pytest.mark.parametrize("method", ["get", "patch"])
def test_a_move_is_a_post(api, method):
    proposal = api.office.proposal()
    answer = api.call(method, "city.committee", f"proposals/{proposal.uid}/submit/")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


@pytest.mark.parametrize("roles", [
    [], ["lead"], ["assist"], ["sole", "sole"], ["lead", "lead"], ["sole", "assist"], ["separate"],
    ["lead", "separate"],
])  # fmt: skip
def test_an_allocation_of_a_wrong_shape(api, roles):
    proposal = api.office.filed()
    shares = [
        {"department": str(unit.uid), "role": role} for unit, role in zip(api.office.city.units, roles, strict=False)
    ]
    data = DAY | {"shares": shares}
    refused(api, "city.supervisor", f"proposals/{proposal.uid}/assign/", data, "422 invalid")


def test_a_unit_twice_or_of_another_place_gets_no_share(api):
    office, proposal = api.office, api.office.filed()
    for units in ([office.city.units[0]] * 2, [office.county.units[0], office.county.units[1]]):
        data = DAY | {"shares": [{"department": str(unit.uid), "role": "separate"} for unit in units]}
        refused(api, "city.supervisor", f"proposals/{proposal.uid}/assign/", data, "422 invalid")


def test_a_stale_draft_is_not_overwritten(api):
    reply = api.office.drafted()
    data = {"version": reply.version - 1, "body": "旧稿"}
    refused(api, "city.drafter0", f"replies/{reply.uid}/", data, "409 moved_on", method="patch")


def test_a_stale_tag_stops_an_edit_too(api):
    reply = api.office.drafted()
    data = {"version": reply.version, "body": "新稿"}
    refused(api, "city.drafter0", f"replies/{reply.uid}/", data, "409 moved_on", method="patch", **{"If-Match": '"0"'})


def test_a_signed_reply_is_not_edited(api):
    reply = api.office.signed()
    data = {"version": reply.version, "body": "新稿"}
    refused(api, "city.drafter0", f"replies/{reply.uid}/", data, "403 not_yours", method="patch")


@pytest.mark.parametrize("grade", ["Z", "a", "已解决"])
def test_a_grade_that_the_place_does_not_know(api, grade):
    reply = api.office.drafted()
    data = {"version": reply.version, "grade": grade}
    problem = refused(api, "city.drafter0", f"replies/{reply.uid}/", data, "422 invalid", method="patch")
    assert list(problem["errors"]) == ["grade"]


def test_a_second_draft_while_one_is_under_way(api):
    reply = api.office.drafted()
    refused(api, "city.drafter0", "replies/", DAY | {"assignment": str(reply.assignment.uid)}, "409 move_refused")


def test_marks_are_not_for_the_unit(api):
    reply = api.office.sent()
    marks = {"proposer": "赵明", "attitude": "satisfied", "result": "satisfied"}
    path = f"replies/{reply.uid}/record_feedback/"
    refused(api, "city.office0", path, DAY | marks, "403 not_yours")
    refused(api, "city.committee", path, DAY | marks | {"proposer": "钱进"}, "422 invalid")
    refused(api, "city.committee", path, DAY | marks | {"result": "good"}, "422 invalid")
    refused(api, "city.committee", path, DAY | marks | {"way": "link"}, "422 invalid")


def test_a_reply_is_not_reopened_without_a_bad_mark(api):
    reply = api.office.sent()
    feedback.record_feedback(
        reply,
        proposer=reply.proposal.proposers.get(),
        attitude="satisfied",
        result="mostly",
        way="paper",
        **api.office.when(api.office.city.committee),
    )
    path = f"replies/{reply.uid}/order_second_handling/"
    refused(api, "city.committee", path, DAY | {"reason": "再办"}, "409 move_refused")


def test_a_clearance_cannot_have_been_sent_without_a_number(api):
    reply = api.office.drafted()
    data = DAY | {"clearance": "oa", "signer": "孙立", "sent_on": "2026-03-02"}
    problem = refused(api, "city.office0", f"replies/{reply.uid}/enter_clearance/", data, "422 invalid")
    assert list(problem["errors"]) == ["doc_number"]


def test_a_proposal_is_not_closed_while_feedback_is_awaited(api):
    reply = api.office.sent()
    refused(api, "city.supervisor", f"proposals/{reply.proposal.uid}/close/", DAY, "409 move_refused")
