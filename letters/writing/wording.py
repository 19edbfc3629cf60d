"""Owns the words that a place gives to a fact: title, salutation, grade, contact, copies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby

from letters.copying import bare_name
from letters.letter import BodyLevel, Copy, Letter, SessionRef
from letters.numerals import to_chinese
from letters.profiles import ContactField, ContactLine, Profile
from letters.writing.geometry import ems

BODIES = {
    BodyLevel.NATIONAL: "全国政协",
    BodyLevel.PROVINCE: "省政协",
    BodyLevel.CITY: "市政协",
    BodyLevel.COUNTY: "县政协",
}
# A person may be called 王会; a body has a longer name with an end of its kind.
_A_BODY = re.compile(r".{3,}(?:委|会|协|党|盟|社|联|组|局|办|办公室|街道|界)$")
FORM = "征询意见表"
FORM_NAME = f"提案办理情况{FORM}"  # as it is printed, and as 附件说明 lists it
SHARED_NAME = 3  # 卧龙区委 and 卧龙区政府 are one system; 市委 and 市政协 share too little


def title(letter: Letter, profile: Profile) -> str | None:
    """The title as the place words it, from the facts; None while one that it needs is missing."""
    facts = {
        "issuer": letter.issuer,
        "body": profile.body_name or (letter.body_level and BODIES[letter.body_level]),
        "session": letter.session and session(letter.session, profile),
        "number": letter.proposal_number,
        "case": letter.proposal_title,
    }
    # Half a title is worse than none: the officer would have to find the gap.
    if any(f"{{{name}}}" in profile.title_form and not fact for name, fact in facts.items()):
        return None
    return profile.title_form.format_map(facts)


def salutation(letter: Letter, profile: Profile) -> str | None:
    """The salutation to the proposers; a body is called by its name, a person 委员."""
    if not letter.proposers:
        return None
    bodies = [name for name in letter.proposers if _A_BODY.search(name)]
    return address([name for name in letter.proposers if name not in bodies], bodies, profile)


def address(people: Sequence[str], bodies: Sequence[str], profile: Profile) -> str:
    """甲、乙委员： with the words of the place; people first, every body by its full name."""
    called = []
    if people:
        many = profile.salutation_most and len(people) > profile.salutation_most
        names = profile.salutation_many.format(first=people[0], count=len(people)) if many else "、".join(people)
        called = [f"{profile.salutation_prefix}{names}{profile.salutation_word}"]
    return "、".join([*called, *bodies]) + "："


def session(ref: SessionRef, profile: Profile) -> str:
    """七届二次会议, or as the place has it."""
    return profile.session_form.format(term=to_chinese(ref.term), meeting=to_chinese(ref.meeting))


def grade(letter: Letter, profile: Profile) -> str:
    """The mark of 办理结果; `raw` is as recorded where the place has grades within grades: C2."""
    return profile.grade_form.format(grade=letter.grade, raw=letter.grade_raw or letter.grade)


def day(date: dt.date) -> str:
    """成文日期: Arabic, without leading zeros."""
    return f"{date.year}年{date.month}月{date.day}日"


def contact_facts(letter: Letter, line: ContactLine) -> str:
    """What stands behind a label, or nothing."""
    facts = {
        ContactField.PERSON: "、".join(letter.contact_person),
        ContactField.PHONE: "、".join(letter.contact_phone),
        ContactField.UNIT: letter.contact_unit or "",
        ContactField.POSTCODE: letter.postcode or "",
        ContactField.SIGNER: "、".join(letter.signatory),
    }
    return "　".join(facts[fact] for fact in line.facts if facts[fact])


def contact_note(letter: Letter, profile: Profile) -> str | None:
    """（联系人：…　　联系电话：…）."""
    pairs = [(line.label, contact_facts(letter, line)) for line in profile.contact_lines]
    stated = [f"{label}：{facts}" for label, facts in pairs if facts]
    return f"（{'　　'.join(stated)}）" if stated else None


def publicity_note(letter: Letter, profile: Profile) -> str | None:
    """The mark of publicity; a form without a placeholder speaks only of letters that are published."""
    if letter.publicity is None:
        return None
    open_to_all = letter.publicity == "主动公开"
    if "{" not in profile.publicity_form and not open_to_all:
        return None
    return profile.publicity_form.format(publicity=letter.publicity, yes="是" if open_to_all else "否")


def copies(cc: tuple[Copy, ...]) -> tuple[str, ...]:
    """The recipients as the 抄送 line has them, each item with its （n份） and its mark behind it.

    `letters.reading.fields.copies.expand` reads the same recipients back.
    """
    systems = _systems(cc)
    # （各n份） would be read as the number of an uncounted neighbour before it too.
    uncounted = [False, *(system[0].copies is None for system in systems)]
    groups = [_spell(group, each=not before) for group, before in zip(systems, uncounted, strict=False)]
    last = len(groups) - 1
    return tuple(item for i, group in enumerate(groups) for item in _marked(group, "。" if i == last else "，"))


def wrap_copies(items: tuple[str, ...], width: float) -> tuple[str, ...]:
    """Lines of at most `width` characters: a recipient goes whole to the next line, if a line can hold it."""
    lines = [""]
    for item in items:
        if lines[-1] and ems(lines[-1] + item) > width:
            lines.append("")
        lines[-1] += item
    return tuple(lines)


def _systems(cc: tuple[Copy, ...]) -> list[tuple[Copy, ...]]:
    """Neighbours of one place that get the same number of copies stand together."""
    # Only neighbours: the order of the recipients is their rank.
    runs = groupby(cc, key=lambda copy: (copy.recipient[:SHARED_NAME], copy.copies))
    return [tuple(run) for _, run in runs]


def _spell(group: tuple[Copy, ...], *, each: bool) -> tuple[str, ...]:
    """The names of a system, the place said once; their number said once behind the last, or behind each."""
    full, count = [copy.recipient for copy in group], group[0].copies
    names = [bare_name(name, full[:place]) for place, name in enumerate(full)]
    if count is None or len(names) == 1 or each:
        shared = "各" if len(names) > 1 else ""
        printed = "" if count is None else f"（{shared}{count}份）"
        return (*(f"{name}、" for name in names[:-1]), names[-1] + printed)
    return (*(f"{name}（{count}份）、" for name in names[:-1]), f"{names[-1]}（{count}份）")


def _marked(group: tuple[str, ...], mark: str) -> tuple[str, ...]:
    return (*group[:-1], group[-1] + mark)
