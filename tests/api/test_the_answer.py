"""What follows the draft, by program: each move beside its refusal."""

from replies.models import Countersignature, Reply
from tests.replies.test_clearance import switch
from tests.replies.test_merged_proposals import drafted

DAY = {"on": "2026-03-02"}


def test_countersign(api):
    switch(countersign="always")
    reply = api.office.at_signing("lead", "assist", "assist")
    path = f"replies/{reply.uid}/countersign/"
    assert api.post("city.office0", path, DAY | {"person": "孙立"}).status_code == 403
    assert api.post("city.office1", path, DAY).json()["errors"].keys() == {"person"}
    answer = api.post("city.office1", path, DAY | {"person": "孙立", "words": "同意"})
    assert (answer.status_code, answer.json()["status"]) == (200, "countersign")
    assert [each["agreed"] for each in answer.json()["countersignatures"]] == [True, None]
    assert Countersignature.objects.filter(person="孙立").count() == 1
    # The last agreement sends the draft on, out of the sight of those who gave it; they are told nonetheless.
    answer = api.post("city.office2", path, DAY | {"person": "周平"})
    assert (answer.status_code, answer.json()["status"]) == (200, "signing")
    assert api.get("city.office2", f"replies/{reply.uid}/").status_code == 404


def test_a_step_is_taken_back(api):
    reply = api.office.at_signing()
    answer = api.post("city.supervisor", f"replies/{reply.uid}/undo_pass/", DAY)
    assert (answer.status_code, answer.json()["status"]) == (200, "office")
    assert api.post("city.supervisor", f"replies/{reply.uid}/undo_pass/", DAY).status_code == 409


def test_regrade_beside_what_was_sent(api):
    reply = api.office.sent()
    path = f"replies/{reply.uid}/regrade/"
    data = DAY | {"grade": "B", "reason": "现场核实仅部分落实"}
    assert api.post("city.office0", path, data).status_code == 403
    body = api.post("city.supervisor", path, data).json()
    assert (body["status"], body["grade"], body["current_grade"]) == ("sent", "A", "B")
    assert [(each["old"], each["new"]) for each in body["grade_changes"]] == [("A", "B")]
    assert api.post("city.supervisor", path, data).status_code == 422


def test_an_interim_reply_is_asked_for_by_its_kind(api):
    switch(extension_times=0)
    assignment = api.office.in_hand()[0]
    data = DAY | {"assignment": str(assignment.uid), "kind": "interim"}
    answer = api.post("city.drafter0", "replies/", data)
    assert (answer.status_code, answer.json()["kind"]) == (201, "interim")


def test_replies_to_merged_proposals_move_together(api):
    main, other = drafted(api.office)
    answer = api.post("city.drafter0", f"replies/{main.uid}/submit/", DAY | {"together": True})
    assert (answer.status_code, answer.json()["status"]) == (200, "section")
    other.refresh_from_db()
    assert other.status == "section"


def test_publication_is_decided_by_the_unit(api):
    reply = api.office.sent()
    path = f"replies/{reply.uid}/decide_publication/"
    data = DAY | {"extent": "full", "reviewer": "孙立"}
    assert api.post("city.office0", path, data).json()["errors"].keys() == {"personal_data_removed"}
    assert api.post("city.office0", path, data | {"personal_data_removed": True}).status_code == 200
    assert api.post("city.office0", path, data | {"personal_data_removed": True}).status_code == 409


def test_a_promise_is_written_down_and_kept(api):
    reply = api.office.sent()
    data = DAY | {"text": "再建服务站8个", "due": "2026-12-31", "owner": str(api.office.city.units[2].uid)}
    assert api.post("city.office0", f"replies/{reply.uid}/follow_up/", data).status_code == 200
    (row,) = api.get("city.office2", "promises/").json()["results"]
    assert (row["status"], row["owner"], row["allowed_moves"]) == ("open", "丽阳市财政局", ["keep_promise"])
    assert api.get("city.office1", "promises/").json()["results"] == []
    path = f"promises/{row['uid']}/keep_promise/"
    assert api.post("city.office2", path, DAY).status_code == 422
    answer = api.post("city.office2", path, DAY | {"evidence": "已建成"})
    assert (answer.status_code, answer.json()["status"]) == (200, "kept")


def test_a_joint_letter_names_its_units(api):
    reply = api.office.drafted("lead", "assist")
    path = f"replies/{reply.uid}/"
    ours, strange = (str(unit.uid) for unit in api.office.city.units[1:])
    answer = api.patch("city.drafter0", path, {"version": reply.version, "joint_with": [ours]})
    assert (answer.status_code, answer.json()["joint_with"]) == (200, [ours])
    data = {"version": answer.json()["version"], "joint_with": [strange]}
    assert api.patch("city.drafter0", path, data).json()["errors"].keys() == {"joint_with"}


def test_the_structure_of_a_letter(api):
    reply = api.office.drafted()
    Reply.objects.update(body="一、做法\n按《丽水市“十三五”养老规划》办理。我局将新建停车位300个。")
    path = f"replies/{reply.uid}/structure/"
    built = api.get("city.drafter0", path).json()
    assert [each["title"] for each in built["sections"]] == ["做法"]
    assert [(each["sentence"], each["kind"]) for each in built["commitments"]] == [
        ("我局将新建停车位300个。", "verifiable")
    ]
    (cited,) = built["citations"]
    assert (cited["document"], [each["code"] for each in cited["doubts"]]) == (None, ["policy_period_over"])
    assert api.get("city.office1", path).status_code == 404
