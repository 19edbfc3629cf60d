"""What a unit's key reads of the other units of its case: who has a part in it, not their deadlines."""

import pytest

from proposals.actions import returning


@pytest.fixture
def shared(api):
    """A lead, an assisting unit that handed its part back, and the one that has it now."""
    office, city = api.office, api.office.city
    lead, assist = office.assigned("lead", "assist")
    returning.request_return(assist, reason="不属本局职责。", **office.when(city.office1))
    returning.approve_return(assist, department=city.units[2], **office.when(city.supervisor))
    return lead


def units(row) -> list[str]:
    return [each["department"] for each in row["assignments"]]


def test_a_unit_reads_its_own_clocks_and_the_supervisor_all(api, shared):
    path = f"proposals/{shared.proposal.uid}/"
    kinds = {whose: [each["kind"] for each in api.get(whose, path).json()["clocks"]] for whose in (
        "city.office0", "city.office2", "city.supervisor")}  # fmt: skip
    assert kinds["city.office0"] == ["receipt", "contact", "reply"]
    assert kinds["city.office2"] == ["receipt", "opinion"]
    # Those of the part that was handed back stay in the ledger, closed.
    handed_back = ["opinion", "receipt"]
    assert sorted(kinds["city.supervisor"]) == sorted(kinds["city.office0"] + kinds["city.office2"] + handed_back)


def test_the_clocks_of_ones_own_part_are_all_there(api, shared):
    found = api.get("city.office0", f"assignments/{shared.uid}/").json()["clocks"]
    assert [each["kind"] for each in found] == ["receipt", "contact", "reply"]


def test_a_unit_that_handed_its_part_back_is_named_to_the_watchers_only(api, shared):
    path, first, third = f"proposals/{shared.proposal.uid}/", "丽阳市卫生局", "丽阳市财政局"
    for address in (path, "proposals/"):
        for whose, named in (
            ("city.office0", [first, third]),
            ("city.reader", [first, "丽阳市民政局", third]),
        ):
            body = api.get(whose, address).json()
            assert units(body if address == path else body["results"][0]) == named
