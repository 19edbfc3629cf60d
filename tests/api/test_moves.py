import pytest

from proposals.models import Proposal
from replies.models import Feedback, Reply
from workflow.models import AuditEvent

DAY = {"on": "2026-03-02"}


def moved(answer) -> str:
    assert answer.status_code == 200, answer.json()
    assert answer["ETag"] == f'"{answer.json()["version"]}"'
    return answer.json()["status"]


def shares(office, *roles: str) -> dict:
    rows = [{"department": str(unit.uid), "role": role} for unit, role in zip(office.city.units, roles, strict=False)]
    return DAY | {"shares": rows}


def test_register(api):
    city = api.office.city
    data = {
        "session": str(city.session.uid),
        "title": "关于加强社区养老服务的提案",
        "proposers": [{"name": "赵明"}, {"name": "民盟丽阳市委", "kind": "body"}],
        "asks": ["建设服务站", "培训护理员"],
    }
    answer = api.post("city.committee", "proposals/", data | DAY)
    body = answer.json()
    assert (answer.status_code, body["status"], body["number"], answer["ETag"]) == (201, "draft", None, '"0"')
    assert (body["proposers"], body["asks"]) == (["赵明", "民盟丽阳市委"], ["建设服务站", "培训护理员"])
    assert body["allowed_moves"] == ["submit"]
    event = AuditEvent.objects.get()
    assert (event.source, event.actor, event.role) == ("api", "密钥 city.committee", "committee")


@pytest.mark.parametrize(("state", "move", "data", "after"), [
    ("proposal", "committee submit", {}, "submitted"),
    ("submitted", "committee file", {"number": "35"}, "filed"),
    ("submitted", "committee refuse", {"ground": "empty"}, "refused"),
    ("filed", "committee withdraw", {"reason": "提案人申请撤回"}, "withdrawn"),
])  # fmt: skip
def test_moves_before_hand_over(api, state, move, data, after):
    whose, name = move.split()
    proposal = getattr(api.office, state)()
    assert moved(api.post(f"city.{whose}", f"proposals/{proposal.uid}/{name}/", DAY | data)) == after


@pytest.mark.parametrize("roles", [("sole",), ("lead", "assist", "assist"), ("separate", "separate")])
def test_assign(api, roles):
    proposal = api.office.filed()
    answer = api.post("city.supervisor", f"proposals/{proposal.uid}/assign/", shares(api.office, *roles))
    assert moved(answer) == "in_hand"
    assert [(each["role"], each["status"]) for each in answer.json()["assignments"]] == [
        (role, "waiting") for role in roles
    ]


@pytest.mark.parametrize(("whose", "name", "data", "after"), [
    ("office0", "accept", {}, "in_hand"),
    ("office0", "request_return", {"reason": "不属本单位职责"}, "returning"),
])  # fmt: skip
def test_moves_of_a_waiting_assignment(api, whose, name, data, after):
    assignment = api.office.assigned()[0]
    assert moved(api.post(f"city.{whose}", f"assignments/{assignment.uid}/{name}/", DAY | data)) == after


def test_hand_to_and_contact(api):
    assignment = api.office.in_hand()[0]
    path = f"assignments/{assignment.uid}"
    answer = api.post("city.office0", f"{path}/hand_to/", DAY | {"officer": api.office.city.drafter0.username})
    assert (moved(answer), answer.json()["officer"]) == ("in_hand", "丽承办人")
    contact = {"way": "phone", "people": "赵明委员", "outcome": "已沟通"}
    assert moved(api.post("city.drafter0", f"{path}/note_contact/", DAY | contact)) == "in_hand"
    assert assignment.contacts.get().outcome == "已沟通"


@pytest.mark.parametrize(("name", "data", "after"), [
    ("refuse_return", {"reason": "职责明确"}, "in_hand"),
    ("approve_return", {}, "returned"),
])  # fmt: skip
def test_decisions_on_a_return(api, name, data, after):
    assignment = api.office.assigned()[0]
    api.post("city.office0", f"assignments/{assignment.uid}/request_return/", DAY | {"reason": "不属本单位职责"})
    if name == "approve_return":
        data = {"department": str(api.office.city.units[2].uid)}
    assert moved(api.post("city.supervisor", f"assignments/{assignment.uid}/{name}/", DAY | data)) == after


def test_waive(api):
    assist = api.office.in_hand("lead", "assist")[1]
    answer = api.post("city.supervisor", f"assignments/{assist.uid}/waive/", DAY | {"reason": "职责已划出"})
    assert moved(answer) == "waived"


def test_draft_and_revise(api):
    assignment = api.office.in_hand()[0]
    begun = api.post("city.drafter0", "replies/", DAY | {"assignment": str(assignment.uid)})
    reply = begun.json()
    assert (begun.status_code, reply["status"], reply["kind"]) == (201, "draft", "formal")
    assert (reply["title"], reply["addressees"]) == ("对市政协七届二次会议第35号提案的答复", "赵明委员：")
    text = {"version": reply["version"], "grade": "B", "copies": [{"name": "市政协提案委", "copies": 2}]}
    revised = api.patch("city.drafter0", f"replies/{reply['uid']}/", text)
    assert (revised.status_code, revised.json()["grade"]) == (200, "B")
    assert [(copy["name"], copy["copies"]) for copy in revised.json()["copies"]] == [("市政协提案委", 2)]
    assert revised["ETag"] == f'"{reply["version"] + 1}"'


def test_give_opinion(api):
    assist = api.office.in_hand("lead", "assist")[1]
    data = {"assignment": str(assist.uid), "text": "建议纳入年度计划。", "signer": "孙立"}
    answer = api.post("city.drafter1", "replies/give_opinion/", DAY | data)
    assert (answer.status_code, answer.json()["status"], answer.json()["kind"]) == (201, "sent", "opinion")


@pytest.mark.parametrize(("state", "move", "data", "after"), [
    ("drafted", "drafter0 submit", {}, "section"),
    ("at_signing", "signer0 send_back", {"reason": "补充数据"}, "draft"),
    ("at_signing", "office0 void", {"reason": "重复起草"}, "void"),
    ("drafted", "office0 enter_clearance", {"clearance": "oa", "signer": "孙立"}, "signed"),
    ("signed", "office0 number", {"doc_number": "丽卫函〔2026〕12号"}, "numbered"),
    ("numbered", "office0 send", {}, "sent"),
])  # fmt: skip
def test_moves_of_a_reply(api, state, move, data, after):
    whose, name = move.split()
    reply = getattr(api.office, state)()
    assert moved(api.post(f"city.{whose}", f"replies/{reply.uid}/{name}/", DAY | data)) == after


PAPER = {"clearance": "paper", "signer": "孙立", "doc_number": "丽卫函〔2026〕12号", "sent_on": "2026-03-02"}


@pytest.mark.parametrize(("state", "name", "data"), [
    ("numbered", "send", {}),
    ("drafted", "enter_clearance", PAPER),
])  # fmt: skip
def test_sending_tells_the_feedback_links_once(api, client, state, name, data):
    reply = getattr(api.office, state)(proposers=("赵明", "钱江"))
    path = f"replies/{reply.uid}/"
    answer = api.post("city.office0", f"{path}{name}/", DAY | data)
    assert moved(answer) == "sent"
    (link,) = answer.json()["feedback_links"]
    assert (link["proposer"], link["url"].partition("/f/")[0]) == ("赵明", "http://testserver")
    assert client.get(link["url"]).status_code == 200
    assert "feedback_links" not in api.get("city.office0", path).json()


def test_the_links_stand_at_the_public_address(api, settings):
    settings.PUBLIC_ADDRESS = "https://dafu.example.org/"
    reply = api.office.numbered()
    (link,) = api.post("city.office0", f"replies/{reply.uid}/send/", DAY).json()["feedback_links"]
    assert link["url"].startswith("https://dafu.example.org/f/")


def test_a_clearance_that_sends_nothing_gives_no_links(api):
    reply = api.office.drafted()
    data = DAY | {"clearance": "oa", "signer": "孙立"}
    assert api.post("city.office0", f"replies/{reply.uid}/enter_clearance/", data).json()["feedback_links"] == []


def test_pass_goes_from_the_section_to_the_office_to_the_signer(api):
    reply = api.office.drafted()
    path = f"replies/{reply.uid}"
    api.post("city.drafter0", f"{path}/submit/", DAY)
    assert moved(api.post("city.section_head0", f"{path}/pass/", DAY)) == "office"
    assert moved(api.post("city.office0", f"{path}/pass/", DAY)) == "signing"


def test_feedback_and_second_handling(api):
    reply = api.office.sent()
    path = f"replies/{reply.uid}"
    marks = {"proposer": "赵明", "attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    answer = api.post("city.committee", f"{path}/record_feedback/", DAY | marks)
    assert (moved(answer), "order_second_handling" in answer.json()["allowed_moves"]) == ("sent", True)
    assert Feedback.objects.get().result == "dissatisfied"
    assert moved(api.post("city.committee", f"{path}/order_second_handling/", DAY | {"reason": "请逐条答复"})) == "sent"
    reply.assignment.refresh_from_db()
    assert reply.assignment.status == "in_hand"


def test_a_letter_made_anew_names_the_old_one_and_is_named_by_it(api):
    old = api.office.numbered()
    path = f"replies/{old.uid}"
    assert api.post("city.office0", f"{path}/reissue/", DAY | {"reason": " "}).status_code == 422
    answer = api.post("city.office0", f"{path}/reissue/", DAY | {"reason": "数据有误。"})
    assert (moved(answer), answer.json()["replaces"]) == ("superseded", None)
    new = api.get("city.office0", f"replies/{answer.json()['replaced_by']}/").json()
    assert (new["status"], new["replaces"], new["replaced_by"]) == ("draft", str(old.uid), None)
    again = api.post("city.office0", f"{path}/reissue/", DAY | {"reason": "数据有误。"})
    assert (again.status_code, Reply.objects.count()) == (409, 2)


def test_of_two_proposers_of_one_name_the_uid_says_who_spoke(api):
    reply = api.office.sent(proposers=("赵明", "赵明", "钱江"))
    path, marks = f"replies/{reply.uid}/record_feedback/", {"attitude": "satisfied", "result": "satisfied"}
    refused = api.post("city.committee", path, DAY | marks | {"proposer": "赵明"})
    assert (refused.status_code, "uid" in refused.content.decode()) == (422, True)
    detail = api.get("city.committee", f"proposals/{reply.proposal.uid}/").json()
    _, second, third = detail["proposers_detail"]
    assert (second["name"], detail["proposers"]) == ("赵明", ["赵明", "赵明", "钱江"])
    moved(api.post("city.committee", path, DAY | marks | {"proposer": second["uid"]}))
    moved(api.post("city.committee", path, DAY | marks | {"proposer": third["name"]}))
    assert [str(each.proposer.uid) for each in Feedback.objects.order_by("id")] == [second["uid"], third["uid"]]


@pytest.mark.parametrize("proposer", ["孙立", "00000000-0000-4000-8000-000000000000", "\x00", 7, None, ["赵明"], {}])
def test_feedback_of_nobody_of_the_case_is_refused(api, proposer):
    reply = api.office.sent()
    data = {"proposer": proposer, "attitude": "satisfied", "result": "satisfied"}
    assert api.post("city.committee", f"replies/{reply.uid}/record_feedback/", DAY | data).status_code == 422


def test_close_and_archive(api):
    reply = api.office.sent()
    marks = {"proposer": "赵明", "attitude": "satisfied", "result": "satisfied"}
    api.post("city.committee", f"replies/{reply.uid}/record_feedback/", DAY | marks)
    path = f"proposals/{reply.proposal.uid}"
    assert moved(api.post("city.supervisor", f"{path}/close/", DAY)) == "closed"
    assert moved(api.post("city.supervisor", f"{path}/archive/", DAY)) == "archived"


def test_a_key_signs_nothing(api):
    reply = api.office.at_signing()
    answer = api.post("city.signer0", f"replies/{reply.uid}/sign/", DAY)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert Reply.objects.get().status == "signing"


def test_the_right_tag_lets_a_move_through_and_a_stale_one_does_not(api):
    proposal = api.office.proposal()
    path = f"proposals/{proposal.uid}"
    tag = api.get("city.committee", f"{path}/")["ETag"]
    assert moved(api.post("city.committee", f"{path}/submit/", DAY, **{"If-Match": tag})) == "submitted"
    stale = api.post("city.committee", f"{path}/file/", DAY | {"number": "35"}, **{"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (409, "moved_on")
    assert Proposal.objects.get().status == "submitted"
