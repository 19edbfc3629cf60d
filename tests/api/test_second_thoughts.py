"""What was right a moment ago, or never: a program is told so in a sentence, with the status that says what to do."""

import datetime as dt

import pytest

from proposals.actions import returning
from proposals.models import HandlingNote, Proposal
from tests.api.test_refusals import DAY, refused
from workflow.models import ApiKey, Appointment, Department

REASON = DAY | {"reason": "不属职责。"}


def errors_of(problem) -> dict[str, str]:
    return {field: "".join(said) for field, said in problem["errors"].items()}


def test_the_same_move_posted_twice_is_made_once(api):
    (assignment,) = api.office.assigned()
    path = f"assignments/{assignment.uid}/accept/"
    assert api.post("city.office0", path, DAY).status_code == 200
    assert refused(api, "city.office0", path, DAY, "409 move_refused")["detail"] == "当前环节不能“签收”。"


def test_a_press_leaves_the_row_as_it_was_and_is_made_as_often_as_it_is_posted(api):
    (assignment,) = api.office.in_hand()
    path, urge = f"assignments/{assignment.uid}/", DAY | {"text": "请加快办理。"}
    tag = {"If-Match": api.get("city.supervisor", path)["ETag"]}
    assert [api.post("city.supervisor", f"{path}urge/", urge, **tag).status_code for _ in range(2)] == [200, 200]
    assert HandlingNote.objects.count() == 2


def test_a_state_that_somebody_else_changed(api):
    (assignment,) = api.office.assigned()
    path = f"assignments/{assignment.uid}/"
    tag = {"If-Match": api.get("city.office0", path)["ETag"]}
    returning.request_return(assignment, reason="不属职责。", **api.office.when(api.office.city.office0))
    refused(api, "city.office0", f"{path}accept/", DAY, "409 moved_on", **tag)
    assert refused(api, "city.office0", f"{path}accept/", DAY, "409 move_refused")["detail"] == "当前环节不能“签收”。"


def test_a_key_of_another_unit_by_now_does_not_find_the_case(api):
    (assignment,) = api.office.assigned()
    path = f"assignments/{assignment.uid}/accept/"
    api.key("city.office0")
    ApiKey.objects.update(department=api.office.city.units[2])
    assert refused(api, "city.office0", path, DAY, "404 not_found")["detail"] == "未找到。"
    ApiKey.objects.update(department=api.office.city.units[0])
    assert api.post("city.office0", path, DAY).status_code == 200


def test_a_case_is_not_handed_to_somebody_whose_unit_changed(api):
    (assignment,) = api.office.in_hand()
    path, given = f"assignments/{assignment.uid}/hand_to/", DAY | {"officer": api.office.city.drafter0.username}
    Appointment.objects.filter(user=api.office.city.drafter0).update(department=api.office.city.units[1])
    problem = refused(api, "city.office0", path, given, "422 invalid")
    assert errors_of(problem) == {"officer": "承办人不在本单位任职。"}
    Appointment.objects.filter(user=api.office.city.drafter0).update(department=api.office.city.units[0])
    assert api.post("city.office0", path, given).status_code == 200


def merge(api, one, two, why=""):
    path, given = f"proposals/{one.uid}/merge/", DAY | {"into": str(two.uid), "reason": "同一事项。"}
    return refused(api, "city.committee", path, given, why) if why else api.post("city.committee", path, given)


def test_a_merge_into_itself_in_a_circle_or_into_what_was_merged(api):
    one, two, three = (api.office.filed(number) for number in "123")
    assert errors_of(merge(api, one, one, "422 invalid")) == {"into": "提案不能并入自身。"}
    assert merge(api, one, two).status_code == 200
    assert merge(api, two, one, "409 move_refused")["detail"] == "已有提案并入本件，请先取消并案。"
    problem = merge(api, three, one, "422 invalid")
    assert errors_of(problem) == {"into": "该提案已并入其他提案，请选择主提案。"}
    assert merge(api, one, three, "409 move_refused")["detail"] == "当前环节不能“并案”。"
    assert dict(Proposal.objects.values_list("number", "status")) == {"1": "merged", "2": "filed", "3": "filed"}


def test_a_merge_into_what_is_not_seen_or_already_handed_over(api):
    one, foreign = api.office.filed("1"), api.office.filed("2", api.office.county)
    problem = merge(api, one, foreign, "422 invalid")
    assert errors_of(problem) == {"into": f"找不到“{foreign.uid}”，或不在您可见的范围内。"}
    (assignment,) = api.office.assigned(number="3")
    problem = merge(api, one, assignment.proposal, "422 invalid")
    assert errors_of(problem) == {"into": "只能并入已立案、尚未交办的提案。"}


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        (0, "不能改由本单位自己承办。"),
        (1, "“丽阳市民政局”已承办本件。"),
        (2, "“丽阳市财政局”当日未设立或已停用。"),
    ],
)
def test_a_return_to_a_unit_that_cannot_take_it(api, unit, told):
    city = api.office.city
    assignment, _ = api.office.assigned("lead", "assist")
    Department.objects.filter(pk=city.units[2].pk).update(until=api.office.day - dt.timedelta(days=1))
    path = f"assignments/{assignment.uid}/"
    suggested = REASON | {"suggested": str(city.units[unit].uid)}
    problem = refused(api, "city.office0", f"{path}request_return/", suggested, "422 invalid")
    assert errors_of(problem) == {"suggested": told}
    assert api.post("city.office0", f"{path}request_return/", REASON).status_code == 200
    given = DAY | {"department": str(city.units[unit].uid)}
    problem = refused(api, "city.supervisor", f"{path}approve_return/", given, "422 invalid")
    assert errors_of(problem) == {"department": told}


def test_a_unit_that_already_has_a_part_is_not_added(api):
    proposal = api.office.in_hand()[0].proposal
    path, units = f"proposals/{proposal.uid}/add_unit/", api.office.city.units
    problem = refused(api, "city.supervisor", path, DAY | {"department": str(units[0].uid)}, "422 invalid")
    assert errors_of(problem) == {"department": "“丽阳市卫生局”已承办本件。"}
    assert api.post("city.supervisor", path, DAY | {"department": str(units[1].uid)}).status_code == 200


def test_an_extension_past_the_cap_or_before_the_day_that_holds(api):
    (assignment,) = api.office.in_hand()
    path = f"assignments/{assignment.uid}/"
    for until, told in (
        ("2026-07-03", "按规则最多延至2026年7月2日。届时仍不能办结的，先作阶段性答复。"),
        ("2026-06-02", "延期须晚于现办理期限2026年6月2日。"),
    ):
        problem = refused(api, "city.office0", f"{path}request_extension/", REASON | {"until": until}, "422 invalid")
        assert errors_of(problem) == {"until": told}
    assert api.post("city.office0", f"{path}request_extension/", REASON | {"until": "2026-07-02"}).status_code == 200
    again = REASON | {"until": "2026-06-30"}
    assert "延期" in refused(api, "city.office0", f"{path}request_extension/", again, "409 move_refused")["detail"]
    past = DAY | {"until": "2026-07-03"}
    refused(api, "city.supervisor", f"{path}grant_extension/", past, "422 invalid")
