"""One proposal from registration to the archive, by programs alone, each with a key of its own role."""

from __future__ import annotations

import io
import zipfile

from letters.body import text_of as body_of
from replies.actions.archiving import archive_files
from replies.models import Reply
from workflow import files
from workflow.audit import broken_rows
from workflow.models import AuditEvent, Clock


class Way:
    """Posts as somebody, and says what came of it."""

    def __init__(self, api) -> None:
        self.api = api

    def post(self, whose: str, path: str, expected: int = 200, **data):
        answer = self.api.post(f"city.{whose}", path, {"on": "2026-03-02"} | data)
        assert answer.status_code == expected, answer.json()
        return answer.json()


def registered(way, letter) -> str:
    city = way.api.office.city
    assert (city.session.term, city.session.meeting) == (letter.session.term, letter.session.meeting)
    proposal = way.post(
        "committee",
        "proposals/",
        201,
        session=str(city.session.uid),
        title=letter.proposal_title,
        proposers=[{"name": name} for name in letter.proposers],
    )
    path = f"proposals/{proposal['uid']}"
    way.post("committee", f"{path}/submit/")
    assert way.post("committee", f"{path}/file/", number=letter.proposal_number)["number"] == letter.proposal_number
    return path


def handed_over(way, path) -> tuple[str, str]:
    """The lead unit's assignment and the co-handler's, both received."""
    units = way.api.office.city.units
    shares = [
        {"department": str(unit.uid), "role": role} for unit, role in zip(units, ("lead", "assist"), strict=False)
    ]
    given = way.post("supervisor", f"{path}/assign/", shares=shares)["assignments"]
    for index, each in enumerate(given):
        way.post(f"office{index}", f"assignments/{each['uid']}/accept/")
    return given[0]["uid"], given[1]["uid"]


def drafted(way, lead, letter) -> dict:
    way.post("office0", f"assignments/{lead}/hand_to/", officer=way.api.office.city.drafter0.username)
    contact = {"way": "meeting", "people": f"{letter.proposers[0]}委员", "outcome": "当面沟通，提案人表示理解。"}
    way.post("drafter0", f"assignments/{lead}/note_contact/", **contact)
    reply = way.post("drafter0", "replies/", 201, assignment=lead)
    text = {"version": reply["version"], "body": body_of(letter.body), "grade": letter.grade, "publicity": "open"}
    revised = way.api.patch("city.drafter0", f"replies/{reply['uid']}/", text)
    assert revised.status_code == 200, revised.json()
    return revised.json()


def test_a_proposal_is_answered_and_closed_by_programs_alone(api, letter):
    way = Way(api)
    path = registered(way, letter)
    lead, assist = handed_over(way, path)
    reply = drafted(way, lead, letter)
    clearance = {
        "clearance": "oa",
        "signer": letter.signatory[0],
        "doc_number": "丽卫函〔2026〕24号",
        "sent_on": "2026-03-02",
    }
    cleared = f"replies/{reply['uid']}/enter_clearance/"

    # The lead waits for the opinion, and no program signs.
    assert "会办意见未齐" in way.post("office0", cleared, 409, **clearance)["detail"]
    way.post("drafter1", "replies/give_opinion/", 201, assignment=assist, text="建议纳入年度计划。", signer="周平")
    way.post("signer0", f"replies/{reply['uid']}/sign/", 409)

    sent = way.post("office0", cleared, **clearance)
    assert (sent["status"], sent["doc_number"], sent["clearance"]) == ("sent", "丽卫函〔2026〕24号", "oa")
    way.post("supervisor", f"{path}/close/", 409)
    marks = {"proposer": letter.proposers[0], "attitude": "satisfied", "result": "mostly", "way": "paper"}
    way.post("committee", f"replies/{reply['uid']}/record_feedback/", **marks)
    assert way.post("supervisor", f"{path}/close/")["status"] == "closed"
    assert way.post("supervisor", f"{path}/archive/")["status"] == "archived"

    made = Reply.objects.for_page().get(uid=reply["uid"])
    assert not Clock.objects.open().exists()
    assert list(broken_rows()) == []
    assert list(AuditEvent.objects.of_case(made.case_uid).values_list("move", flat=True)) == [
        "register", "submit", "file", "assign", "assign", "assign", "accept", "accept", "hand_to", "note_contact",
        "draft", "give_opinion", "answer", "enter_clearance", "number", "send",
        *["go_along"] * 3, "answer", "answer", "record_feedback",
        "close", "archive",
    ]  # fmt: skip
    assert set(AuditEvent.objects.of_case(made.case_uid).values_list("source", flat=True)) == {"api"}
    printed = {each.format: files.read(each.file) for each in archive_files(made, at=api.office.at)}
    assert printed["pdf"].startswith(b"%PDF")
    assert printed["docx"].startswith(b"PK")
    assert "OFD.xml" in zipfile.ZipFile(io.BytesIO(printed["ofd"])).namelist()
