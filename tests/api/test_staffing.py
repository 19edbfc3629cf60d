"""The people of a unit over HTTP: deputies, further roles, and the items of a leaver handed over in one act."""

from __future__ import annotations

import pytest

from proposals.actions import assigning
from proposals.models import Assignment
from workflow.models import Appointment, AuditEvent


def post_of(api, who):
    return Appointment.objects.get(user=getattr(api.office.city, who), deputises_for=None)


def act(api, name, who="drafter0", whose="city.office0", query="", **given):
    return api.post(whose, f"appointments/{post_of(api, who).uid}/{name}/{query}", given)


def hand_over(api, to="liyang0-section_head", **changes):
    return act(api, "hand_over", to=to, **changes)


def deputise(api, deputy="liyang0-section_head", **changes):
    given = {"since": api.office.day.isoformat(), "until": "2026-03-06"} | changes
    return act(api, "deputies", deputy=deputy, **given)


@pytest.fixture
def case(api):
    """One case in the hands of the first unit's drafter."""
    office = api.office
    (assignment,) = office.in_hand()
    assigning.hand_to(assignment, officer=office.city.drafter0, **office.when(office.city.office0))
    return assignment


def state() -> list:
    posts = Appointment.objects.order_by("id").values_list("user", "role", "until", "deputises_for")
    return [*posts, *Assignment.objects.values_list("officer"), AuditEvent.objects.count()]


@pytest.mark.parametrize("whose", ["city.office0", "city.administrator"])
def test_all_that_a_leaver_has_in_hand_goes_over_in_one_act(api, case, whose):
    answer = hand_over(api, whose=whose)
    proposal = case.proposal
    row = {
        "assignment": str(case.uid),
        "proposal": str(proposal.uid),
        "number": "35",
        "title": proposal.title,
    }
    assert (answer.status_code, answer.json()) == (200, {"dry_run": False, "cases": [row], "posts": 1})
    case.refresh_from_db()
    assert (case.officer, api.office.city.drafter0.posts(api.office.day)) == (api.office.city.section_head0, ())
    event = AuditEvent.objects.get(move="hand_over_work")
    assert (event.source, event.actor) == ("api", f"密钥 {whose}")


def test_without_an_heir_the_unit_has_them(api, case):
    assert hand_over(api, to=None).status_code == 200
    case.refresh_from_db()
    assert (case.officer, case.department) == (None, api.office.city.units[0])


def test_tried_first_nothing_changes_and_the_report_is_the_same(api, case):
    before = state()
    tried = hand_over(api, query="?dry_run=true")
    assert (tried.status_code, state()) == (200, before)
    assert tried.json() | {"dry_run": False} == hand_over(api).json()


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
@pytest.mark.parametrize("to", ["liyang0-drafter", "liyang1-drafter", "qingshan0-drafter", "nobody"])
def test_who_cannot_take_over_is_refused(api, case, to, query):
    before = state()
    answer = hand_over(api, to=to, query=query)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert (list(answer.json()["errors"]), state()) == (["to"], before)


def test_the_heir_must_be_said(api, case):
    assert list(act(api, "hand_over").json()["errors"]) == ["to"]


ACTS = {
    "hand_over": {"to": None},
    "deputies": {"deputy": "liyang0-section_head", "since": "2026-03-02"},
    "end_leave": {},
    "relieve": {},
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(
    "whose", ["city.office1", "city.drafter0", "city.supervisor", "city.committee", "county.administrator"]
)
def test_the_people_of_another_unit_are_not_found(api, case, name, whose):
    before = state()
    assert act(api, name, whose=whose, **ACTS[name]).status_code == 404
    assert state() == before


def test_a_post_that_has_ended_is_not_found(api, case):
    address = f"appointments/{post_of(api, 'drafter0').uid}/"
    assert api.get("city.office0", address).json()["username"] == "liyang0-drafter"
    hand_over(api)
    assert api.get("city.office0", address).status_code == 404


def test_a_deputy_is_set_and_the_leave_ended(api, case):
    answer = deputise(api)
    assert (answer.status_code, len(answer.json())) == (201, 1)
    row = answer.json()[0]
    assert (row["username"], row["role"], row["deputises_for"]) == (
        "liyang0-section_head",
        "drafter",
        "liyang0-drafter",
    )
    assert (row["since"], row["until"]) == ("2026-03-02", "2026-03-06")
    assert act(api, "end_leave").json() == {"posts": 1}
    assert not Appointment.objects.exclude(deputises_for=None).exists()
    assert act(api, "end_leave").status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deputy": "liyang0-drafter"}, "deputy"),
        ({"deputy": "liyang1-drafter"}, "deputy"),
        ({"deputy": "nobody"}, "deputy"),
        ({"until": "2026-03-01"}, "until"),
        ({"since": None}, "since"),
    ],
)
def test_what_the_desk_refuses_of_deputies_is_refused(api, case, changes, field):
    before = state()
    answer = deputise(api, **changes)
    assert (answer.status_code, state()) == (422, before)
    assert list(answer.json()["errors"]) == [field]


def test_one_deputy_at_a_time(api, case):
    deputise(api)
    assert list(deputise(api, deputy="liyang0-signer").json()["errors"]) == ["since"]


def appoint(api, whose="city.office0", **changes):
    unit = api.office.city.units[0]
    given = {"colleague": "liyang0-drafter", "department": str(unit.uid), "role": "section_head"}
    return api.post(whose, "appointments/", given | changes)


def test_a_role_is_added_and_taken_away(api):
    answer = appoint(api)
    assert (answer.status_code, answer.json()["role"]) == (201, "section_head")
    address = f"appointments/{answer.json()['uid']}/relieve/"
    assert api.post("city.office0", address).status_code == 204
    assert api.post("city.office0", address).status_code == 404
    last = act(api, "relieve")
    assert (last.status_code, list(last.json()["errors"])) == (422, ["post"])


@pytest.mark.parametrize(
    ("whose", "changes", "status"),
    [
        ("city.office0", {"role": "supervisor"}, 422),
        ("city.office0", {"role": "drafter"}, 422),
        ("city.office0", {"colleague": "liyang1-drafter"}, 422),
        ("city.office1", {}, 403),
        ("city.supervisor", {}, 403),
        ("county.administrator", {}, 422),
    ],
)
def test_others_add_no_role(api, whose, changes, status):
    before = state()
    assert appoint(api, whose, **changes).status_code == status
    assert state() == before


def names(api, whose, query="") -> set[str]:
    return {row["username"] for row in api.get(whose, f"appointments/{query}").json()["results"]}


def test_each_sees_the_people_that_they_keep(api):
    roles = ("drafter", "section_head", "office", "signer")
    own = {f"liyang0-{role}" for role in roles}
    every = {f"liyang{unit}-{role}" for unit in range(3) for role in roles}
    assert (names(api, "city.office0"), names(api, "city.administrator")) == (own, every)
    assert (names(api, "city.supervisor"), names(api, "city.drafter0")) == (set(), set())
    assert names(api, "city.administrator", f"?unit={api.office.city.units[0].uid}") == own
    assert names(api, "city.administrator", "?username=liyang1-signer") == {"liyang1-signer"}
    assert names(api, "city.office0", "?role=signer") == {"liyang0-signer"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_queries(api, django_assert_num_queries, count):
    posts = Appointment.objects.filter(department=api.office.city.units[0]).order_by("id")
    posts.update(deputises_for=api.office.city.signer1)
    for post in posts[count:]:
        post.delete()
    api.get("city.office0", "appointments/")
    with django_assert_num_queries(2):
        assert len(api.get("city.office0", "appointments/").json()["results"]) == count
