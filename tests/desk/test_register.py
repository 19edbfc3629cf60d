"""登记提案: from the paper to a draft, or straight to the examination."""

from __future__ import annotations

from proposals.models import Proposal
from tests.desk.conftest import rows
from tests.desk.pages import words_of


def typed(desk, **changes) -> dict:
    people = (
        {"name": "赵明", "kind": "person", "phone": "13800000000"},
        {"name": "民盟丽阳市委", "kind": "body"},
        {"name": ""},
    )
    text = {
        "session": desk.city.session.pk,
        "kind": desk.office.kind.pk,
        "title": "关于校车的提案",
        "nature": "session",
    }
    asks = {"asks": "增加校车线路\n\n统一标识", "consents_to_publication": "yes", "is_key": "on"}
    return text | asks | rows("proposers", *people) | changes


def test_it_is_registered_and_submitted_at_once(desk):
    response = desk.post(desk.city.committee, "register", **typed(desk, submit="1"))
    proposal = Proposal.objects.get()
    assert (response.status_code, proposal.status) == (302, "submitted")
    assert list(proposal.proposers.values_list("name", "kind", "role")) == [
        ("赵明", "person", "lead"),
        ("民盟丽阳市委", "body", "joint"),
    ]
    assert list(proposal.asks.values_list("text", flat=True)) == ["增加校车线路", "统一标识"]
    assert (proposal.is_key, proposal.consents_to_publication) == (True, True)


def test_it_may_be_kept_as_a_draft(desk):
    desk.post(desk.city.committee, "register", **typed(desk, keep="1"))
    assert Proposal.objects.get().status == "draft"


def test_without_a_proposer_nothing_is_registered_and_the_words_stay(desk):
    response = desk.post(desk.city.committee, "register", **typed(desk) | rows("proposers", {"name": " "}))
    assert "提案至少要有一名提案人。" in words_of(response)
    assert "关于校车的提案" in response.content.decode()
    assert not Proposal.objects.exists()


def test_only_a_committee_registers_and_only_into_its_own_session(desk):
    assert desk.get(desk.city.supervisor, "register").status_code == 403
    response = desk.post(desk.county.committee, "register", **typed(desk))
    assert (response.status_code, Proposal.objects.exists()) == (200, False)
