"""Material from a section, a subordinate unit or a county's bureaus, each by a day of its own."""

import datetime as dt

import pytest

from proposals.actions import collecting, handling, returning, undoing
from proposals.models import Material, Proposal
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Clock, Department


@pytest.fixture
def case(office):
    (assignment,) = office.in_hand()
    return assignment


@pytest.fixture
def section(office):
    unit = office.city.units[0]
    return Department.objects.create(jurisdiction=unit.jurisdiction, parent=unit, name="养老科")


def collect(office, case, department, days=5, **fields):
    due = office.day + dt.timedelta(days=days)
    facts = {"department": department, "wanted": "近三年床位数。", "due": due} | fields
    return collecting.collect(case, **facts, **office.when(office.city.drafter0))


def test_a_section_gives_what_was_asked(office, case, section):
    material = collect(office, case, section)
    clock = Clock.objects.open().get(kind="material")
    assert (clock.due, clock.holder) == (material.due, section)
    collecting.supply(material, text="共1200张。", **office.when(office.city.section_head0))
    assert (material.status, material.given_on, material.text) == ("given", office.day, "共1200张。")
    assert not Clock.objects.open().filter(kind="material").exists()


def test_what_is_not_enough_goes_back_with_a_new_day(office, case, section):
    material = collect(office, case, section)
    collecting.supply(material, text="共1200张。", **office.when(office.city.office0))
    due = office.day + dt.timedelta(days=9)
    collecting.ask_more(material, reason="请分县列出。", due=due, **office.when(office.city.drafter0))
    assert (material.status, Clock.objects.open().get(kind="material").due) == ("asked", due)


def test_a_request_may_be_dropped(office, case, section):
    material = collect(office, case, section)
    collecting.drop(material, **office.when(office.city.drafter0))
    assert material.status == "withdrawn"
    assert not Clock.objects.open().filter(kind="material").exists()


def test_a_county_asks_its_own_bureaus(office, case):
    unit = office.city.units[0]
    unit.governs = office.county.place
    unit.save()
    case.refresh_from_db()
    bureau = office.county.units[1]
    material = collect(office, case, bureau)
    by = office.by(office.county.office1)
    assert list(Material.objects.visible_to(by)) == [material]
    assert list(Proposal.objects.visible_to(by)) == []
    collecting.supply(material, text="县里已建3处。", **office.when(office.county.office1))
    assert material.status == "given"
    with pytest.raises(NotYours):
        collecting.ask_more(material, reason="再列。", due=office.day, **office.when(office.city.office2))
    with pytest.raises(TransitionRefused, match="只有征集材料的单位可以退回补充。"):
        collecting.ask_more(material, reason="再列。", due=office.day, **office.when(office.county.office1))
    collecting.ask_more(material, reason="再列。", due=office.day, **office.when(office.city.office0))
    assert material.status == "asked"


def test_only_whom_the_unit_may_ask(office, case, section):
    for stranger in (office.city.units[1], office.county.units[0], office.city.units[0]):
        with pytest.raises(Invalid, match="只能向本单位科室"):
            collect(office, case, stranger)
    with pytest.raises(Invalid, match="提供期限不能早于"):
        collect(office, case, section, days=-1)
    with pytest.raises(Invalid, match="所需材料"):
        collect(office, case, section, wanted=" ")
    assert not Material.objects.exists()


def test_only_who_was_asked_gives_it_and_only_while_it_is_needed(office, case):
    unit = office.city.units[0]
    unit.governs = office.county.place
    unit.save()
    case.refresh_from_db()
    material = collect(office, case, office.county.units[1])
    with pytest.raises(TransitionRefused, match="由被征集的单位提供"):
        collecting.supply(material, text="我来填。", **office.when(office.city.drafter0))
    with pytest.raises(Invalid, match="请填写材料或上传附件"):
        collecting.supply(material, **office.when(office.county.office1))
    with pytest.raises(TransitionRefused, match="只有征集材料的单位可以撤销"):
        collecting.drop(material, **office.when(office.county.office1))


def material_clocks() -> list[str]:
    return list(Clock.objects.open().filter(kind="material").values_list("kind", flat=True))


def test_nobody_is_reminded_of_material_that_is_no_longer_needed(office, section):
    """A waiver ends the waiting; taken back, it begins again."""
    _, assist = office.in_hand("lead", "assist")
    office.city.units[1].sections.create(jurisdiction=office.city.place, name="社会科")
    material = collecting.collect(
        assist, department=office.city.units[1].sections.get(), wanted="数据", due=office.day + dt.timedelta(days=5),
        **office.when(office.city.drafter1),
    )  # fmt: skip
    handling.waive(assist, reason="不涉及。", **office.when(office.city.supervisor))
    assert (material.status, material_clocks()) == ("asked", [])
    assist = type(assist).objects.get(pk=assist.pk)
    undoing.undo(assist, "undo_waive", **office.when(office.city.supervisor))
    assert material_clocks() == ["material"]


def test_a_returned_part_waits_for_no_material(office, case, section):
    collect(office, case, section)
    returning.request_return(case, reason="不属职责。", **office.when(office.city.office0))
    assert material_clocks() == ["material"]
    returning.approve_return(case, department=office.city.units[2], **office.when(office.city.supervisor))
    assert material_clocks() == []


def test_an_answer_entered_late_ends_the_waiting_no_earlier_than_it_began(office, case, section):
    asked = office.day = office.day + dt.timedelta(days=3)
    collect(office, case, section)
    day_before = office.when(office.city.office0) | {"on": asked - dt.timedelta(days=1)}
    handling.answer(case, counts_on=day_before["on"], **day_before)
    clock = Clock.objects.get(kind="material")
    assert (clock.closed_on, case.status) == (asked, "answered")


@pytest.mark.parametrize("move", ["supply", "drop"])
def test_nobody_waits_again_for_what_is_no_longer_needed(office, case, section, move):
    material = collect(office, case, section)
    who = office.when(office.city.office0)
    collecting.supply(material, text="床位120张。", **who) if move == "supply" else collecting.drop(material, **who)
    handling.answer(case, counts_on=office.day, **who)
    material = Material.objects.for_move().get()
    with pytest.raises(TransitionRefused, match="已不在办理本件"):
        undoing.undo(material, f"undo_{move}", **who)
    assert not Clock.objects.open().filter(kind="material").exists()


def test_the_county_that_was_asked_does_not_watch_over_the_city(office, case):
    unit = office.city.units[0]
    unit.governs = office.county.place
    unit.save()
    case.refresh_from_db()
    material = collect(office, case, office.county.units[1])
    collecting.supply(material, text="县里已建3处。", **office.when(office.county.office1))
    material = Material.objects.for_move().get()
    watcher = office.by(office.county.supervisor)
    assert (material.roles_of(watcher), list(Material.objects.visible_to(watcher))) == (frozenset(), [])
    with pytest.raises(NotYours):
        undoing.undo(material, "undo_supply", **office.when(office.county.supervisor))


def test_nothing_is_asked_before_the_unit_had_the_case(office, case, section):
    before = office.when(office.city.drafter0) | {"on": office.day - dt.timedelta(days=1), "note": "补录。"}
    facts = {"department": section, "wanted": "近三年床位数。", "due": office.day}
    with pytest.raises(Invalid, match="发生日期不能早于2026年3月2日") as refused:
        collecting.collect(case, **facts, **before)
    assert (refused.value.field, Material.objects.count()) == ("on", 0)
    assert collecting.collect(case, **facts, **before | {"on": office.day}).asked_on == office.day
