"""公文版式: inherited from above, kept in editions, never changed once published."""

from __future__ import annotations

import datetime as dt

import pytest

from letters import profiles
from letters.profiles import Layout, Profile
from tests.personas import acting
from workflow import layouts
from workflow.errors import CaseMovedOn, Invalid, NotYours
from workflow.models import Jurisdiction, LetterProfile


@pytest.fixture
def keeper(office):
    return acting(office.city.administrator, on=office.day)


def begin(office, keeper, content=None, *, unit=None, valid_from=None) -> LetterProfile:
    content = Profile().as_dict() | (content or {})
    first = valid_from or office.day
    return layouts.begin(office.city.place, unit, content=content, valid_from=first, by=keeper)


def publish(office, keeper, content=None, **where) -> LetterProfile:
    edition = begin(office, keeper, content, **where)
    layouts.publish(edition, by=keeper, at=office.at)
    return edition


def profile(office, unit=None, on=None) -> Profile:
    chain = layouts.in_force(office.city.place, unit, on=on or office.day)
    return layouts.profile_of(chain)


def test_without_an_edition_the_standard_counts(office):
    assert profile(office, office.city.units[0]) == Profile()


def test_a_unit_inherits_from_its_place_and_that_from_the_places_above(office, keeper):
    province = Jurisdiction.objects.create(code="sheng", name="某省", level="province")
    Jurisdiction.objects.filter(pk=office.city.place.pk).update(parent=province)
    office.city.place.refresh_from_db()
    LetterProfile.objects.create(
        jurisdiction=province,
        content={"duplex": False, "mark_suffix": "公文", "corner": "left"},
        valid_from=office.day,
        published_at=office.at,
    )
    above = layouts.inherited(office.city.place, None, on=office.day)
    publish(office, keeper, above | {"mark_suffix": "用笺"})
    unit = office.city.units[0]
    publish(office, keeper, layouts.inherited(office.city.place, unit, on=office.day) | {"corner": "right"}, unit=unit)

    ours, others = profile(office, unit), profile(office, office.city.units[1])

    assert (ours.duplex, ours.mark_suffix, ours.corner) == (False, "用笺", "right")
    assert (others.duplex, others.mark_suffix, others.corner) == (False, "用笺", "left")


def test_an_edition_keeps_only_what_it_says_otherwise(office, keeper):
    publish(office, keeper, {"duplex": False})
    unit = office.city.units[0]
    whole = profile(office).as_dict() | {"mark_suffix": ""}

    own = publish(office, keeper, whole, unit=unit)
    publish(office, keeper, {"duplex": False, "sealed": False})

    assert own.content == {"mark_suffix": ""}
    assert profile(office, unit) == Profile(duplex=False, sealed=False, mark_suffix="")


def test_an_edition_counts_from_its_first_day_once_published(office, keeper):
    later = office.day + dt.timedelta(days=10)
    edition = begin(office, keeper, {"sealed": False}, valid_from=later)
    assert profile(office, on=later).sealed
    layouts.publish(edition, by=keeper, at=office.at)
    assert (profile(office).sealed, profile(office, on=later).sealed) == (True, False)


def test_numbers_run_by_place_and_by_unit(office, keeper):
    unit = office.city.units[0]
    numbers = [begin(office, keeper, unit=where).number for where in (None, None, unit, unit)]
    assert numbers == [1, 2, 1, 2]


def test_a_published_edition_never_changes(office, keeper):
    edition = publish(office, keeper, {"sealed": False})
    with pytest.raises(Invalid, match="已发布的公文版式不再修改"):
        layouts.revise(edition, content=Profile().as_dict(), valid_from=office.day, by=keeper)
    with pytest.raises(Invalid, match="已发布的公文版式不再修改"):
        layouts.publish(edition, by=keeper, at=office.at)


def test_who_publishes_second_is_told(office, keeper):
    edition = begin(office, keeper)
    same = LetterProfile.objects.get(pk=edition.pk)
    layouts.publish(edition, by=keeper, at=office.at)
    with pytest.raises(CaseMovedOn):
        layouts.publish(same, by=keeper, at=office.at)


def test_an_edition_does_not_begin_before_one_that_counts(office, keeper):
    publish(office, keeper)
    early = begin(office, keeper, valid_from=office.day - dt.timedelta(days=1))
    with pytest.raises(Invalid, match="生效日期不能早于"):
        layouts.publish(early, by=keeper, at=office.at)
    layouts.revise(early, content=Profile().as_dict(), valid_from=office.day, by=keeper)
    layouts.publish(early, by=keeper, at=office.at)


@pytest.mark.parametrize("role", ["supervisor", "office0", "reader"])
def test_only_the_places_administrator_keeps_them(office, keeper, role):
    edition = begin(office, keeper)
    stranger = acting(getattr(office.city, role), on=office.day)
    with pytest.raises(NotYours):
        begin(office, stranger)
    with pytest.raises(NotYours):
        layouts.revise(edition, content={}, valid_from=office.day, by=stranger)
    with pytest.raises(NotYours):
        layouts.publish(edition, by=stranger, at=office.at)
    with pytest.raises(NotYours):
        begin(office, acting(office.county.administrator, on=office.day))
    assert not LetterProfile.objects.published().exists()


def test_what_cannot_be_printed_is_refused_with_its_field(office, keeper):
    with pytest.raises(Invalid, match="花括号里只能用") as refusal:
        begin(office, keeper, {"title_form": "对{place}的答复"})
    assert refusal.value.field == "title_form"
    assert not LetterProfile.objects.exists()


@pytest.mark.parametrize("name", profiles.names())
def test_every_preset_can_be_taken_over(office, keeper, name):
    publish(office, keeper, profiles.load(name).as_dict())
    assert profile(office) == profiles.load(name)
    assert profile(office).layout in Layout
