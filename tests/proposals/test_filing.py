import pytest

from proposals.actions import filing
from proposals.actions.filing import ProposerEntry
from proposals.models import Member, Proposal
from workflow.errors import Invalid, NotYours, NumberTaken, TransitionRefused
from workflow.models import AuditEvent


def test_register_makes_a_draft_with_its_proposers_and_asks(office):
    Member.objects.create(
        jurisdiction=office.city.place, level="city", body="市政协", term=7, name="赵明", sector="医药卫生界"
    )
    proposal = office.proposal(proposers=("赵明", "钱进"), asks=("建服务站", " ", "培训护理员"))
    assert (proposal.status, proposal.number) == ("draft", None)
    assert list(proposal.proposers.values_list("order", "name", "role", "member__sector")) == [
        (1, "赵明", "lead", "医药卫生界"),
        (2, "钱进", "joint", None),
    ]
    assert list(proposal.asks.values_list("number", "text")) == [(1, "建服务站"), (2, "培训护理员")]


@pytest.mark.parametrize(("change", "field"), [({"title": " "}, "title"), ({"proposers": ()}, "proposers")])
def test_nothing_is_registered_without_title_or_proposers(office, change, field):
    with pytest.raises(Invalid) as refusal:
        office.proposal(**change)
    assert refusal.value.field == field
    assert not Proposal.objects.exists()


def test_only_the_committee_registers(office):
    with pytest.raises(NotYours):
        filing.register(
            session=office.city.session,
            kind=office.kind,
            title="题",
            proposers=[ProposerEntry("赵明")],
            **office.when(office.city.supervisor),
        )
    assert (Proposal.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_the_committee_of_another_place_sees_nothing_and_moves_nothing(office):
    proposal = office.proposal()
    assert not Proposal.objects.visible_to(office.by(office.county.committee)).exists()
    with pytest.raises(NotYours):
        filing.submit(proposal, **office.when(office.county.committee))


def test_file_gives_the_number_and_the_day(office):
    proposal = office.filed(" 35 ")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.number, proposal.filed_on) == ("filed", "35", office.day)


def test_a_number_is_given_once_a_session(office):
    office.filed("35")
    proposal = office.submitted()
    with pytest.raises(NumberTaken):
        filing.file(proposal, number="35", **office.when(office.city.committee))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.number) == ("submitted", None)
    assert office.filed("35", office.county).number == "35"


@pytest.mark.parametrize("number", ["", "  ", "3" * 21])
def test_a_number_that_is_none_is_refused(office, number):
    proposal = office.submitted()
    with pytest.raises(Invalid):
        filing.file(proposal, number=number, **office.when(office.city.committee))
    assert Proposal.objects.get().status == "submitted"


@pytest.mark.parametrize("ground", ["secret", "empty"])
def test_refuse_on_a_national_ground(office, ground):
    proposal = office.submitted()
    filing.refuse(proposal, ground=ground, **office.when(office.city.committee))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.refusal_ground) == ("refused", ground)


@pytest.mark.parametrize("ground", ["", "bad_mood"])
def test_there_is_no_other_ground(office, ground):
    proposal = office.submitted()
    with pytest.raises(Invalid):
        filing.refuse(proposal, ground=ground, **office.when(office.city.committee))


@pytest.mark.parametrize("state", ["submitted", "filed"])
def test_withdraw_before_hand_over(office, state):
    proposal = getattr(office, state)()
    filing.withdraw(proposal, reason="提案人申请撤回", **office.when(office.city.committee))
    assert Proposal.objects.get().status == "withdrawn"
    assert AuditEvent.objects.get(move="withdraw").reason == "提案人申请撤回"


def test_withdraw_needs_a_reason_and_comes_too_late_after_hand_over(office):
    proposal = office.submitted()
    with pytest.raises(Invalid):
        filing.withdraw(proposal, reason=" ", **office.when(office.city.committee))
    handed_over = office.assigned()[0].proposal
    with pytest.raises(TransitionRefused):
        filing.withdraw(handed_over, reason="撤回", **office.when(office.city.committee))


@pytest.mark.parametrize(("state", "field", "allowed"), [
    ("proposal", "body", True),
    ("submitted", "title", True),
    ("submitted", "body", False),
    ("filed", "is_key", True),
    ("filed", "title", False),
])  # fmt: skip
def test_what_may_be_edited_depends_on_the_state(office, state, field, allowed):
    proposal = getattr(office, state)()
    value = True if field == "is_key" else "新文字"
    role = office.city.supervisor if state == "filed" else office.city.committee
    if not allowed:
        with pytest.raises(TransitionRefused):
            filing.revise(proposal, version=proposal.version, by=office.by(role), at=office.at, **{field: value})
        return
    filing.revise(proposal, version=proposal.version, by=office.by(role), at=office.at, **{field: value})
    assert getattr(Proposal.objects.get(), field) == value
