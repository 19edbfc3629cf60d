"""公文版式: what a place says about its letters stands over what its superiors say, and a unit's over its place's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from letters import profiles
from letters.letter import Letter
from letters.profiles import Profile, ProfileError
from letters.writing.specimen import specimen
from workflow import editions
from workflow.actor import Actor
from workflow.errors import Invalid
from workflow.models import Department, Jurisdiction, LetterProfile

WHAT = "公文版式"
IN_FORCE = "in_force"
# Of any one setting: as many characters as a form has room for, and as many names as a salutation may list.
LONGEST, MOST = 600, 99


def in_force(jurisdiction: Jurisdiction, department: Department | None, *, on: dt.date) -> list[LetterProfile]:
    """The editions that count on a day, from the highest place down to the unit: at most one of each."""
    places = [place.pk for place in jurisdiction.lineage()]
    mine = Q(department=None) | Q(department=department) if department else Q(department=None)
    found = LetterProfile.objects.in_force(on).filter(mine, jurisdiction__in=places)
    # The first of each counts; the unit is nearer than any place.
    newest: dict[tuple[int, int | None], LetterProfile] = {}
    for each in found:
        newest.setdefault((each.jurisdiction_id, each.department_id), each)
    from_above = {pk: height for height, pk in enumerate(reversed(places))}
    return sorted(newest.values(), key=lambda each: (each.department_id is not None, from_above[each.jurisdiction_id]))


def content_of(chain: Sequence[LetterProfile]) -> dict[str, Any]:
    """What a chain of editions says together."""
    content: dict[str, Any] = {}
    for each in chain:
        content |= each.content
    return content


def profile_of(chain: Sequence[LetterProfile]) -> Profile:
    """The layout that they make; the standard's where nobody published one."""
    return Profile.from_dict(content_of(chain))


def inherited(jurisdiction: Jurisdiction, department: Department | None, *, on: dt.date) -> dict[str, Any]:
    """What would count for a unit without editions of its own, and for a place without its own, field by field."""
    chain = in_force(jurisdiction, department, on=on)
    own = (jurisdiction.pk, department.pk if department else None)
    above = [each for each in chain if (each.jurisdiction_id, each.department_id) != own]
    return profile_of(above).as_dict()


def first_content(
    source: str, jurisdiction: Jurisdiction, department: Department | None, *, on: dt.date
) -> dict[str, Any]:
    """What a new edition starts from: a preset, or what is in force."""
    if source == IN_FORCE:
        return profile_of(in_force(jurisdiction, department, on=on)).as_dict()
    return profiles.load(source).as_dict()


def whole(edition: LetterProfile) -> dict[str, Any]:
    """What letters are set in that are set in this edition: its own words over what it inherits."""
    own: dict[str, Any] = edition.content
    return inherited(edition.jurisdiction, edition.department, on=edition.valid_from) | own


def sample(edition: LetterProfile, content: dict[str, Any], *, by: Actor) -> tuple[Letter, Profile]:
    """An invented letter of the edition's unit as `content` would set it; Invalid where it cannot be printed."""
    editions.refuse_others(edition.jurisdiction_id, by, what=WHAT)
    profile = _read(content)
    unit = edition.department
    return specimen(profile, unit.name if unit else f"{edition.jurisdiction.name}住房和城乡建设局"), profile


@transaction.atomic
def begin(
    jurisdiction: Jurisdiction,
    department: Department | None,
    *,
    content: dict[str, Any],
    valid_from: dt.date,
    by: Actor,
) -> LetterProfile:
    """A new edition that does not count yet. Of `content`, what it inherits is not kept."""
    editions.refuse_others(jurisdiction.pk, by, what=WHAT)
    own = LetterProfile.objects.filter(jurisdiction=jurisdiction, department=department)
    edition = LetterProfile(
        jurisdiction=jurisdiction,
        department=department,
        number=editions.next_number(own, jurisdiction),
        valid_from=valid_from,
    )
    edition.content = _own_part(edition, content)
    edition.save(force_insert=True)
    return edition


@transaction.atomic
def revise(edition: LetterProfile, *, content: dict[str, Any], valid_from: dt.date, by: Actor) -> None:
    """Other words and places in an edition that is not published. What was seen last is written over."""
    editions.refuse_others(edition.jurisdiction_id, by, what=WHAT)
    editions.refuse_published(edition)
    edition.valid_from = valid_from
    editions.write(edition, content=_own_part(edition, content), valid_from=valid_from)


@transaction.atomic
def publish(edition: LetterProfile, *, by: Actor, at: dt.datetime) -> None:
    """From its first day on, letters that are not signed yet are set in it; those that are signed keep theirs."""
    editions.refuse_others(edition.jurisdiction_id, by, what=WHAT)
    editions.refuse_published(edition)
    own = LetterProfile.objects.filter(jurisdiction=edition.jurisdiction, department=edition.department)
    editions.refuse_earlier(edition.valid_from, own)
    editions.write(edition, published_at=at)


def _own_part(edition: LetterProfile, content: dict[str, Any]) -> dict[str, Any]:
    """What this edition says otherwise than those above it; Invalid where it cannot be printed."""
    above = inherited(edition.jurisdiction, edition.department, on=edition.valid_from)
    return {name: value for name, value in _read(content).as_dict().items() if value != above[name]}


def _read(content: dict[str, Any]) -> Profile:
    try:
        profile = Profile.from_dict(content)
    except ProfileError as error:
        raise Invalid(error.message, field=error.field) from error
    for name, value in profile.as_dict().items():
        _refuse_beyond(name, value)
    if not profile.title_form.strip():
        raise Invalid("请写明标题的写法。", field="title_form")
    return profile


def _refuse_beyond(name: str, value: Any) -> None:
    """What is longer is no layout, and would keep the typesetter from all others."""
    if isinstance(value, int) and not 0 <= value <= MOST:
        raise Invalid(f"应为0至{MOST}。", field=name)
    # The lines of a contact are written with their keys.
    if isinstance(value, str | list) and len(str(value)) > LONGEST * (4 if name == "contact_lines" else 1):
        raise Invalid(f"文字过长，最多约{LONGEST}字。", field=name)
