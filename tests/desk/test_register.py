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
    assert words_of(response).count("提案至少要有一名提案人。") == 1
    assert "关于校车的提案" in response.content.decode()
    assert not Proposal.objects.exists()


def test_a_title_alike_is_shown_first_and_pressing_again_registers(desk):
    there = desk.office.filed("35", title="关于校车的建议")
    shown = desk.post(desk.city.committee, "register", **typed(desk, submit="1"))
    assert (shown.status_code, there.line in words_of(shown), Proposal.objects.count()) == (200, True, 1)
    assert 'name="seen" value="关于校车的提案"' in shown.content.decode()
    again = desk.post(desk.city.committee, "register", **typed(desk, submit="1", seen="关于校车的提案"))
    assert (again.status_code, Proposal.objects.count()) == (302, 2)


def test_what_was_seen_for_one_title_counts_for_no_other(desk):
    desk.office.filed("35", title="关于校车的建议")
    desk.office.filed("36", title="关于公园夜间照明的建议")
    other = typed(desk, title="关于公园夜间照明的提案", seen="关于校车的提案")
    assert "关于公园夜间照明的建议" in words_of(desk.post(desk.city.committee, "register", **other))
    assert Proposal.objects.count() == 2


def test_only_a_committee_registers_and_only_into_its_own_session(desk):
    assert desk.get(desk.city.supervisor, "register").status_code == 403
    response = desk.post(desk.county.committee, "register", **typed(desk))
    assert (response.status_code, Proposal.objects.exists()) == (200, False)


def test_a_registered_proposal_is_corrected_while_the_table_allows_it(desk):
    proposal = desk.office.submitted()
    page = desk.get(desk.city.committee, "correct", proposal.uid)
    assert set(page.context["form"].fields) == {"title", "category", "nature", "is_key", "version"}
    text = {"title": "关于校车安全的提案", "category": "教育", "nature": "interim", "version": proposal.version}
    assert desk.post(desk.city.committee, "correct", proposal.uid, **text).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.title, proposal.category) == ("关于校车安全的提案", "教育")
    stale = desk.post(desk.city.committee, "correct", proposal.uid, **text | {"title": "又一个题目"})
    assert ("该件已被他人处理或修改" in words_of(stale), "又一个题目" in stale.content.decode()) == (True, True)


def test_the_consent_of_a_draft_is_corrected(desk):
    proposal = desk.office.proposal()
    text = {"title": "甲", "nature": "session", "consents_to_publication": "no", "version": proposal.version}
    desk.post(desk.city.committee, "correct", proposal.uid, **text)
    assert Proposal.objects.get().consents_to_publication is False
    page = desk.get(desk.city.committee, "correct", proposal.uid)
    assert page.context["form"]["consents_to_publication"].value() == "no"


def test_nobody_corrects_what_is_in_another_hand(desk):
    proposal = desk.office.submitted()
    response = desk.get(desk.city.supervisor, "correct", proposal.uid)
    assert (response.status_code, "您不能修改提案信息" in words_of(response)) == (403, True)
    assert "修改提案信息" in words_of(desk.get(desk.city.committee, "case", proposal.uid))
    assert "修改提案信息" not in words_of(desk.get(desk.city.supervisor, "case", proposal.uid))
