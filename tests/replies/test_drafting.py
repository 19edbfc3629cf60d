import pytest

from proposals.actions import assigning
from proposals.models import Proposer
from replies.actions import drafting
from replies.models import Reply
from workflow.errors import CaseMovedOn, Invalid, NotYours, TransitionRefused
from workflow.models import Department, LetterProfile


def begin(office, assignment, who="drafter0", **more):
    return drafting.draft(assignment, **more, **office.when(getattr(office.city, who)))


def test_a_draft_begins_with_what_is_known(office):
    assignments = office.in_hand("lead", "assist", asks=("建设服务站", "培训护理员。"))
    section = Department.objects.create(jurisdiction=office.city.place, parent=office.city.units[0], name="老龄科")
    who = {"officer": office.city.drafter0, "section": section}
    assigning.hand_to(assignments[0], **who, **office.when(office.city.office0))
    reply = begin(office, assignments[0])
    assert (reply.title, reply.addressees) == ("对市政协七届二次会议第35号提案的答复", "赵明委员：")
    assert reply.body.splitlines() == [
        "您提出的《关于加强社区养老服务的提案》（第35号）收悉。经会同丽阳市民政局研究，现答复如下：",
        "一、关于“建设服务站”",
        "二、关于“培训护理员”",
    ]
    assert (reply.contact_person, reply.contact_unit) == ("丽承办人", "老龄科")
    assert list(reply.copies.values_list("name", "copies")) == [
        ("市政协提案委", 1), ("市政府督查室", 1), ("民政局", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("people", "bodies", "addressees", "whom"), [
    (("赵明",), (), "赵明委员：", "您"),
    (("赵明", "钱进"), (), "赵明、钱进委员：", "你们"),
    ((), ("民盟丽阳市委",), "民盟丽阳市委：", "你们"),
    (("赵明",), ("民盟丽阳市委",), "赵明委员、民盟丽阳市委：", "你们"),
])  # fmt: skip
def test_a_draft_speaks_to_its_proposers(office, people, bodies, addressees, whom):
    assignment = office.in_hand(proposers=people + bodies)[0]
    Proposer.objects.filter(name__in=bodies).update(kind="body")
    reply = begin(office, assignment)
    assert (reply.addressees, reply.body[: len(whom)]) == (addressees, whom)


def test_a_draft_is_worded_as_its_place_words_letters(office):
    layout(office, office.day, title_form="关于{body}{session}第{number}号提案的复函", closing_words=["专此答复。"])
    layout(office, office.day, unit=office.city.units[0], salutation_prefix="尊敬的")
    reply = begin(office, office.in_hand(proposers=("赵明",))[0])
    assert (reply.title.endswith("提案的复函"), reply.addressees) == (True, "尊敬的赵明委员：")
    assert reply.body.endswith("\n专此答复。")


def layout(office, day, unit=None, **content):
    return LetterProfile.objects.create(
        jurisdiction=office.city.place,
        department=unit,
        number=LetterProfile.objects.count() + 1,
        content=content,
        valid_from=day,
        published_at=office.at,
    )


@pytest.mark.parametrize(("role", "kind"), [("lead", "opinion"), ("assist", "formal"), ("lead", "poem")])
def test_units_write_what_is_theirs_to_write(office, role, kind):
    lead, assist = office.in_hand("lead", "assist")
    with pytest.raises(Invalid):
        begin(office, lead if role == "lead" else assist, f"drafter{int(role == 'assist')}", kind=kind)
    assert not Reply.objects.exists()


def test_before_receipt_nothing_is_drafted(office):
    with pytest.raises(TransitionRefused, match="请先签收"):
        begin(office, office.assigned()[0])


def test_one_draft_at_a_time(office):
    assignment = office.in_hand()[0]
    begin(office, assignment)
    with pytest.raises(TransitionRefused, match="已有一份在办的稿件"):
        begin(office, assignment)


def test_a_void_draft_makes_room_for_another(office):
    assignment = office.in_hand()[0]
    first = begin(office, assignment)
    drafting.void(first, reason="重新起草", **office.when(office.city.office0))
    assert (first.status, begin(office, assignment).status) == ("void", "draft")


def revise(office, reply, who="drafter0", version=None, **fields):
    version = reply.version if version is None else version
    drafting.revise(reply, version=version, at=office.at, by=office.by(getattr(office.city, who)), **fields)


def test_revise_writes_and_counts(office):
    reply = office.drafted()
    before = reply.version
    revise(office, reply, body="新稿", copy_list=[("市政协提案委", 3), ("市人大", None)])
    reply.refresh_from_db()
    assert (reply.body, reply.version) == ("新稿", before + 1)
    assert list(reply.copies.values_list("order", "name", "copies")) == [(1, "市政协提案委", 3), (2, "市人大", None)]


@pytest.mark.parametrize(("who", "fields", "refusal"), [
    ("drafter1", {"body": "x"}, NotYours),
    ("signer0", {"body": "x"}, NotYours),
    ("drafter0", {"status": "sent"}, TransitionRefused),
    ("drafter0", {"doc_number": "丽卫函〔2026〕1号"}, TransitionRefused),
    ("drafter0", {"grade": "Z"}, Invalid),
    ("drafter0", {"publicity": "x"}, Invalid),
    ("drafter0", {"copy_list": [("甲", 1), ("甲", 2)]}, Invalid),
    ("drafter0", {"copy_list": [(" ", 1)]}, Invalid),
])  # fmt: skip
def test_revise_refuses_what_is_not_for_this_person_or_state(office, who, fields, refusal):
    reply = office.drafted()
    before = Reply.objects.values().get()
    copies = list(reply.copies.values("name", "copies"))
    with pytest.raises(refusal) as raised:
        revise(office, reply, who, **fields)
    assert raised.type is refusal
    assert (Reply.objects.values().get(), list(reply.copies.values("name", "copies"))) == (before, copies)


def test_a_stale_version_overwrites_nothing(office):
    reply = office.drafted()
    revise(office, reply, body="新稿")
    with pytest.raises(CaseMovedOn):
        revise(office, reply, version=reply.version - 1, body="旧稿")
    assert Reply.objects.get().body == "新稿"


def test_an_opinion_answers_the_assignment_and_not_the_proposal(office):
    lead, assist = office.in_hand("lead", "assist")
    opinion = drafting.give_opinion(
        assist, text="一、建议纳入年度计划。", signer="孙立", **office.when(office.city.drafter1)
    )
    assist.refresh_from_db()
    lead.proposal.refresh_from_db()
    assert (opinion.status, opinion.kind, opinion.grade, assist.status) == ("sent", "opinion", "", "answered")
    assert (opinion.addressees, lead.proposal.status) == ("丽阳市卫生局：", "in_hand")
    assert opinion.frozen["letter"]["signatory"] == ["孙立"]


@pytest.mark.parametrize("change", [{"text": " "}, {"signer": ""}, {"clearance": "here"}])
def test_an_opinion_needs_text_signer_and_a_clearance_from_outside(office, change):
    assist = office.in_hand("lead", "assist")[1]
    with pytest.raises(Invalid):
        drafting.give_opinion(
            assist, **{"text": "同意。", "signer": "孙立"} | change, **office.when(office.city.drafter1)
        )
    assist.refresh_from_db()
    assert (assist.status, Reply.objects.count()) == ("in_hand", 0)
