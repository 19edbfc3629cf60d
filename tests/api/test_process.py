"""The process by programs: the plan, merging, material, time, corrections and undo, each with a mistake on the way."""

import datetime as dt

import pytest

from proposals.models import Assignment, Material, PlanOpinion, Proposal
from workflow.models import Department, DepartmentGroup


def done(answer, status: int = 200) -> dict:
    assert answer.status_code == status, answer.json()
    return answer.json()


def refused(answer, code: str) -> str:
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) in {(403, code), (409, code), (422, code)}, (
        answer.json()
    )
    return answer.json()["detail"]


def part(unit, role: str) -> dict:
    return {"department": str(unit.uid), "role": role}


def test_a_plan_goes_round_is_answered_and_settled(api):
    city, proposal = api.office.city, api.office.filed()
    path = f"proposals/{proposal.uid}"
    shares = [part(city.units[0], "lead"), part(city.units[1], "assist")]
    assert "交办方式应为" in refused(api.post("city.supervisor", f"{path}/plan/", {"shares": shares[:1]}), "invalid")
    done(api.post("city.supervisor", f"{path}/plan/", {"shares": shares, "until": "2026-03-06"}))
    wish = {"department": str(city.units[1].uid), "wish": "not_ours", "reason": "不属职责。"}
    assert "本单位的意见" in refused(api.post("city.office0", f"{path}/comment/", wish), "invalid")
    done(api.post("city.office1", f"{path}/comment/", wish))
    opinion = PlanOpinion.objects.get()
    assert "尚有预交办意见未处理" in refused(
        api.post("city.supervisor", f"{path}/assign/", {"shares": shares}), "move_refused"
    )
    done(api.post("city.supervisor", f"{path}/settle/", {"opinion": str(opinion.uid), "granted": True}))
    again = api.post("city.supervisor", f"{path}/settle/", {"opinion": str(opinion.uid), "granted": True})
    refused(again, "moved_on")
    assert list(proposal.planned.values_list("role", flat=True)) == ["sole"]


def test_a_group_stands_for_its_units(api):
    city, proposal = api.office.city, api.office.filed()
    group = DepartmentGroup.objects.create(jurisdiction=city.place, name="各县区")
    group.units.set(city.units)
    path = f"proposals/{proposal.uid}/assign/"
    both = part(city.units[0], "lead") | {"group": str(group.uid)}
    assert api.post("city.supervisor", path, {"shares": [both]}).status_code == 422
    shares = [part(city.units[0], "lead"), {"group": str(group.uid), "role": "assist"}]
    assert len(done(api.post("city.supervisor", path, {"shares": shares}))["assignments"]) == 3


def test_merge_and_unmerge(api):
    main, other = api.office.filed("1"), api.office.filed("2")
    path = f"proposals/{other.uid}"
    into = {"into": str(main.uid), "reason": "内容相同。"}
    assert "不能并入自身" in refused(
        api.post("city.committee", f"{path}/merge/", into | {"into": str(other.uid)}), "invalid"
    )
    assert done(api.post("city.committee", f"{path}/merge/", into))["status"] == "merged"
    assert done(api.post("city.committee", f"{path}/unmerge/"))["status"] == "filed"


def test_material_is_asked_and_given(api):
    unit = api.office.city.units[0]
    section = Department.objects.create(jurisdiction=unit.jurisdiction, parent=unit, name="养老科")
    (assignment,) = api.office.in_hand()
    ask = {"assignment": str(assignment.uid), "department": str(section.uid), "wanted": "床位数", "due": "2026-03-09"}
    stranger = ask | {"department": str(api.office.city.units[1].uid)}
    assert "只能向本单位科室" in refused(api.post("city.drafter0", "materials/", stranger), "invalid")
    material = done(api.post("city.drafter0", "materials/", ask), 201)
    assert (material["status"], "supply" in material["allowed_moves"]) == ("asked", True)
    path = f"materials/{material['uid']}"
    assert done(api.post("city.section_head0", f"{path}/supply/", {"text": "共300张。"}))["status"] == "given"
    assert api.get("city.office1", f"{path}/").status_code == 404
    assert len(api.get("city.office0", "materials/").json()["results"]) == 1
    assert Material.objects.get().text == "共300张。"


def test_time_is_asked_and_granted(api):
    (assignment,) = api.office.in_hand()
    path, until = f"assignments/{assignment.uid}", "2026-06-20"
    late = {"until": "2027-01-01", "reason": "需勘测。"}
    assert "最多延至2026年7月2日" in refused(api.post("city.office0", f"{path}/request_extension/", late), "invalid")
    done(api.post("city.office0", f"{path}/request_extension/", late | {"until": until}))
    body = done(api.post("city.supervisor", f"{path}/grant_extension/"))
    assert {clock["kind"]: clock["due"] for clock in body["clocks"]}["reply"] == until


def test_deadlines_stand_still_and_go_on(api):
    (assignment,) = api.office.in_hand()
    path = f"assignments/{assignment.uid}"
    refused(api.post("city.office0", f"{path}/pause_clock/", {"reason": "等待政策。"}), "not_yours")
    body = done(api.post("city.supervisor", f"{path}/pause_clock/", {"reason": "等待政策。"}))
    assert {clock["paused_on"] for clock in body["clocks"] if not clock["closed_on"]} == {"2026-03-02"}
    assert "已于2026年3月2日中止" in refused(
        api.post("city.supervisor", f"{path}/pause_clock/", {"reason": "又"}), "move_refused"
    )
    api.office.day += dt.timedelta(days=11)
    body = done(api.post("city.supervisor", f"{path}/resume_clock/"))
    reply = next(clock for clock in body["clocks"] if clock["kind"] == "reply")
    assert (reply["due"], reply["paused_on"]) == ("2026-06-12", None)


def test_an_urging_is_answered(api):
    (assignment,) = api.office.in_hand()
    path = f"assignments/{assignment.uid}"
    refused(api.post("city.office0", f"{path}/answer_urging/", {"text": "本周报稿。"}), "move_refused")
    done(api.post("city.supervisor", f"{path}/urge/", {"text": "请加快。", "reply_by": "2026-03-05"}))
    assert (
        "answer_urging"
        not in done(api.post("city.office0", f"{path}/answer_urging/", {"text": "本周报稿。"}))["allowed_moves"]
    )


def test_the_last_move_is_taken_back_by_its_own_key(api):
    (assignment,) = api.office.assigned()
    path = f"assignments/{assignment.uid}"
    assert "undo_accept" in done(api.post("city.office0", f"{path}/accept/"))["allowed_moves"]
    refused(api.post("city.drafter0", f"{path}/undo_accept/"), "not_yours")
    assert done(api.post("city.office0", f"{path}/undo_accept/"))["status"] == "waiting"
    assert done(api.post("city.office0", f"{path}/accept/"))["status"] == "in_hand"


def test_corrections(api):
    lead, assist = api.office.in_hand("lead", "assist")
    api.office.day += dt.timedelta(days=7)
    path, why = f"proposals/{lead.proposal.uid}", {"reason": "误填。"}
    done(api.post("city.supervisor", f"{path}/correct/", {"number": "135", "filed_on": "2026-02-27"} | why))
    done(api.post("city.supervisor", f"{path}/correct_proposers/", {"proposers": [{"name": "钱进"}]} | why))
    roles = [{"assignment": str(lead.uid), "role": "assist"}, {"assignment": str(assist.uid), "role": "lead"}]
    done(api.post("city.supervisor", f"{path}/correct_roles/", {"roles": roles} | why))
    done(api.post("city.committee", f"{path}/designate/", {"led_by": "王副市长", "supervised_by": "李副主席"}))
    leaders = {"led_by": "赵副市长", "supervised_by": ""} | why
    done(api.post("city.committee", f"{path}/correct_key/", leaders))
    refused(api.post("city.office0", f"{path}/correct_key/", leaders), "not_yours")
    day = {"accepted_on": "2026-03-04"} | why
    done(api.post("city.supervisor", f"assignments/{lead.uid}/correct/", day))
    refused(api.post("city.office0", f"assignments/{lead.uid}/correct/", day), "not_yours")
    proposal = Proposal.objects.get()
    assert (proposal.number, proposal.proposers.get().name) == ("135", "钱进")
    assert (proposal.key_handling.led_by, proposal.key_handling.supervised_by) == ("赵副市长", "")
    assert proposal.filed_on == dt.date(2026, 2, 27)
    too_late = api.post("city.supervisor", f"{path}/correct/", {"assigned_on": "2026-03-05"} | why)
    assert "先后不合" in refused(too_late, "invalid")
    assert set(Assignment.objects.values_list("role", "assigned_on")) == {
        ("assist", dt.date(2026, 3, 2)), ("lead", dt.date(2026, 3, 2)),
    }  # fmt: skip


@pytest.mark.parametrize("answers_upward", [True, False])
def test_a_case_from_above_goes_through_the_government_office(api, answers_upward):
    office = api.office
    office.city.session.level = "province"
    office.city.session.save()
    government = office.city.units[2]
    government.answers_upward = answers_upward
    government.save()
    proposal = office.filed()
    path = f"proposals/{proposal.uid}/assign/"
    bureau = {"shares": [part(office.city.units[0], "sole")]}
    if not answers_upward:
        done(api.post("city.supervisor", path, bureau))
        return
    assert "由“丽阳市财政局”汇总答复" in refused(api.post("city.supervisor", path, bureau), "invalid")
    shares = [part(government, "lead"), part(office.city.units[0], "assist")]
    done(api.post("city.supervisor", path, {"shares": shares}))


def test_an_older_day_needs_its_reason(api):
    (assignment,) = api.office.assigned()
    api.office.day += dt.timedelta(days=2)
    path = f"assignments/{assignment.uid}/accept/"
    assert "补录须在备注中说明理由" in refused(api.post("city.office0", path, {"on": "2026-03-02"}), "invalid")
    done(api.post("city.office0", path, {"on": "2026-03-02", "note": "当日系统停电。"}))


def test_every_deadline_says_why_it_is_that_day(api, django_assert_num_queries):
    for kind, limit in {"draft": [10, "working_day"], "review": [9, "day"]}.items():
        api.office.city.rule.content["limits"][kind] = {"limit": limit, "before": "reply"}
    api.office.city.rule.save()
    (assignment,) = api.office.in_hand()
    done(api.post("city.supervisor", f"assignments/{assignment.uid}/pause_clock/", {"reason": "等待政策。"}))
    api.office.day += dt.timedelta(days=11)
    done(api.post("city.supervisor", f"assignments/{assignment.uid}/resume_clock/"))
    api.get("city.office0", f"assignments/{assignment.uid}/deadlines/")
    with django_assert_num_queries(5):
        found = api.get("city.office0", f"assignments/{assignment.uid}/deadlines/").json()
    assert [each["kind"] for each in found] == ["receipt", "contact", "draft", "review", "reply"]
    reply = found[-1]
    assert (reply["due"], reply["calendar_days_left"], reply["working_days_left"]) == ("2026-06-12", 91, 62)
    assert (reply["paused_on"], reply["provisional"], reply["rule"]) == (None, False, "丽阳市 办理规则 第1版")
    assert reply["why"][-1] == {
        "day": "2026-06-12", "counted": True, "why": "2026-03-03至2026-03-12中止10日，相应顺延"
    }  # fmt: skip
    assert [(line["kind"], line["on"], line["due_after"]) for line in reply["ledger"]] == [
        ("pause", "2026-03-02", "2026-06-02"), ("resume", "2026-03-13", "2026-06-12")
    ]  # fmt: skip
    assert found[0]["calendar_days_left"] is None
    proposal = assignment.proposal
    assert [each["uid"] for each in api.get("city.supervisor", f"proposals/{proposal.uid}/deadlines/").json()] == [
        each["uid"] for each in found
    ]
    assert api.get("city.office1", f"assignments/{assignment.uid}/deadlines/").status_code == 404


def test_the_deadlines_of_three_cost_what_those_of_one_cost(api, django_assert_num_queries):
    lead, *_ = api.office.in_hand("lead", "assist", "assist")
    path = f"proposals/{lead.proposal.uid}/deadlines/"
    api.get("city.supervisor", path)
    with django_assert_num_queries(7):
        assert len(api.get("city.supervisor", path).json()) == 7
