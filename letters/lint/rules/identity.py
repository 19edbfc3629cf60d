"""Whose proposal, which proposal: title, salutation, the opening and how the proposer is spoken to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from letters.letter import Kind, SessionRef
from letters.lint.bodies import bears, plain
from letters.lint.facts import Named
from letters.lint.model import Fault, Fix, Place, Severity
from letters.lint.subject import Subject
from letters.numerals import to_chinese
from letters.reading.fields.proposal import number_quoted_in, numbers_in
from letters.reading.names import proposers_in
from letters.reading.numbers import number
from letters.reading.quoting import case_title_in
from letters.reading.sessions import session_in_number, sessions_in
from letters.reading.title import form_of

_FINAL_MARK: Final = re.compile(r"[。；，、：！？.;,:!?]{1,9}\s*$")
_PROPOSAL: Final = re.compile("提案|案")
_DEPUTIES: Final = re.compile("(?<=[\u4e00-\u9fff])代表(?=们?(?:[:,、]|$))")
_AND_OTHERS: Final = re.compile(r"等(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})[名位]")
_SHORTEST_PLACE: Final = 3
_COLON: Final = re.compile(r"[：:]\s*$")
_YOU: Final = {
    "many": re.compile(r"您们|您(?![局委厅办部处院会党社组单])|(?<!迷)你(?![们好局委厅办部处院校区县市镇乡会公单])"),
    "one": re.compile(r"您们|你们|(?<!迷)你(?![们好局委厅办部处院校区县市镇乡会公单])"),
}
_MARKS: Final = re.compile(r"[\s“”‘’\"'《》〈〉（）()【】〔〕,，、。:：;；!！?？·.．—-]")
_CASE_ENDS: Final = re.compile("^关于|(?:的)?(?:提案|建议案|建议|议案)$")


def title_case(subject: Subject) -> Iterator[Fault]:
    letter, facts = subject.letter, subject.facts
    if not letter.title:
        yield Fault("没有标题。", Place("title"), lack=True)
        return
    line, whole = subject.line("title"), subject.whole("title")
    sessions = [each.ref for each in sessions_in(line) if each.assembly != "elsewhere"]
    numbers = [each.text for each in numbers_in(line)]
    if not sessions:
        yield Fault("标题中没有届次。", whole, lack=letter.session is None)
    elif facts.session and facts.session not in sessions:
        told = f"标题中的届次是{_session(sessions[0])}，本件是{_session(facts.session)}。"
        yield Fault(told, whole)
    if not numbers:
        yield _unnumbered(subject)
    elif facts.number and facts.number.lstrip("0") not in [each.lstrip("0") for each in numbers]:
        start = letter.title.find(numbers[0])
        place = Place("title", start, start + len(numbers[0])) if start >= 0 else whole
        yield Fault(f"标题中的提案号是{numbers[0]}，本件是{facts.number}。", place)
    elif sessions and not facts.number:
        yield from _number_carries(numbers[0], sessions[0], whole)


def _unnumbered(subject: Subject) -> Fault:
    title, told = subject.letter.title or "", subject.facts.number or ""
    start = title.find(told) if told else -1
    if start >= 0:
        place = Place("title", start, start + len(told))
        return Fault(f"标题中的提案号应写作“第{told}号”。", place, severity=Severity.WARNING)
    return Fault("标题中没有提案号。", subject.whole("title"), lack=subject.letter.proposal_number is None)


def _number_carries(proposal: str, session: SessionRef, place: Place) -> Iterator[Fault]:
    carried = session_in_number(proposal, session)
    if carried and carried != session:
        told = f"提案号{proposal}的前几位若是届次，应为{_session(carried)}，与标题中的{_session(session)}不符。"
        yield Fault(told, place, severity=Severity.WARNING)


def _session(ref: SessionRef) -> str:
    term, meeting = (to_chinese(n) if 1 <= n <= 99 else str(n) for n in (ref.term, ref.meeting))
    return f"{term}届{meeting}次"


def title_form(subject: Subject) -> Iterator[Fault]:
    title = subject.letter.title
    if not title:
        return
    mark = _FINAL_MARK.search(title)
    if mark:
        place = Place("title", *mark.span())
        yield Fault(f"标题末尾有标点“{mark[0].strip()}”。", place, Fix("删去标题末尾的标点", ""))
    line = subject.line("title").strip("。;,、:!?.")
    form, whole = form_of(line), subject.whole("title")
    if subject.is_opinion and form != "co_opinion":
        yield Fault("会办意见的标题应写“会办意见”，不写“答复”。", whole)
    elif not subject.is_opinion and form == "co_opinion":
        yield Fault("答复提案者的标题写成了会办意见。", whole)
    elif not subject.is_opinion and form != "reply":
        yield Fault("标题末尾没有写明文种（答复、答复函、复函等）。", whole)
    if not _PROPOSAL.search(line.flat):
        yield Fault("标题中没有“提案”二字。", whole)


def salutation(subject: Subject) -> Iterator[Fault]:
    text = subject.letter.salutation
    if not text:
        yield Fault("没有称谓。", Place("salutation"), lack=True)
        return
    yield from _salutation_form(subject, text)
    yield from _called(subject, text)
    line = subject.line("salutation")
    # 李明代表 is the same person under a wrong name.
    names = [_DEPUTIES.sub("", each.text) for each in proposers_in(line)]
    whole = subject.whole("salutation")
    if subject.is_opinion:
        yield from _addressed_to_lead(subject, text.rstrip("：: "), whole)
    elif subject.facts.proposers:
        yield from _addressed(names, subject.facts.proposers, line.flat, whole)


def _salutation_form(subject: Subject, text: str) -> Iterator[Fault]:
    colon = _COLON.search(text)
    end = len(text.rstrip())
    if colon is None:
        place = Place("salutation", end, end)
        yield Fault("称谓末尾没有冒号。", place, Fix("补上冒号", "："), severity=Severity.ERROR)
    elif colon[0].startswith(":"):
        place = Place("salutation", colon.start(), colon.start() + 1)
        yield Fault("称谓末尾的冒号是半角。", place, Fix("改为全角冒号", "："), severity=Severity.WARNING)
    line = subject.line("salutation")
    deputies = _DEPUTIES.search(line.flat) if subject.letter.kind == Kind.REPLY else None
    if deputies:
        place = Place("salutation", line.at[deputies.start()], line.at[deputies.end() - 1] + 1)
        yield Fault("提案者是政协委员，称谓写作代表。", place, Fix("改为委员", "委员"), severity=Severity.ERROR)


def _called(subject: Subject, text: str) -> Iterator[Fault]:
    """A person is called 委员."""
    people = [each for each in subject.facts.proposers or () if each.person]
    if people and not subject.is_opinion and "委员" not in text and "代表" not in text:
        yield Fault("称谓没有写“委员”。", subject.whole("salutation"), severity=Severity.ERROR)


def _addressed_to_lead(subject: Subject, named: str, whole: Place) -> Iterator[Fault]:
    lead = subject.facts.lead
    if lead and not bears(lead, named):
        yield Fault(f"会办意见应送主办单位{lead.name}，称谓写的是{named}。", whole)


def _addressed(names: list[str], proposers: tuple[Named, ...], flat: str, whole: Place) -> Iterator[Fault]:
    """Names and order, and 等N位."""
    counted, others = _AND_OTHERS.search(flat), "等" in flat
    expected = "、".join(each.name for each in proposers)
    shown = "、".join(names) or "（未写姓名）"
    total = number(counted["count"]) if counted else None
    if total is not None and total != len(proposers):
        yield Fault(f"称谓写“等{total}位”，提案者共{len(proposers)}位。", whole)
    short = others and len(names) < len(proposers)
    wanted = proposers[: len(names)] if short and names else proposers
    if len(names) == len(wanted) and all(_is(each, name) for each, name in zip(wanted, names, strict=True)):
        return
    if sorted(map(plain, names)) == sorted(plain(each.name) for each in wanted):
        yield Fault(f"称谓的次序是{shown}，提案者的次序是{expected}。", whole, severity=Severity.ERROR)
    else:
        yield Fault(f"称谓写的是{shown}，提案者是{expected}。", whole)


def _is(proposer: Named, name: str) -> bool:
    if not proposer.person:
        return bears(proposer, name)
    # 县第一中学吴双: where he works may stand before his name.
    said, right = plain(name), plain(proposer.name)
    return said == right or (said.endswith(right) and len(said) >= len(right) + _SHORTEST_PLACE)


def pronoun(subject: Subject) -> Iterator[Fault]:
    many = _speaks_to_many(subject)
    if subject.is_opinion or many is None:
        return
    right, who = ("你们", "提案者不止一位或是单位") if many else ("您", "提案者是一位委员")
    said = _YOU["many" if many else "one"]
    for each in subject.sentences:
        # What some person said keeps its words.
        if each.quoted or "“" in each.flat:
            continue
        for match in said.finditer(each.flat):
            place = each.place(match)
            yield Fault(f"{who}，不宜称“{match[0]}”。", place, Fix(f"改为“{right}”", right))


def _speaks_to_many(subject: Subject) -> bool | None:
    """Whether the proposers are several or a body; None where 贵单位和您 are both spoken to, or nobody is known."""
    proposers = subject.facts.proposers
    if proposers is None:
        return None
    people = sum(each.person for each in proposers)
    if people and people < len(proposers):
        return None
    return len(proposers) > 1 or not people


def case_quote(subject: Subject) -> Iterator[Fault]:
    facts = subject.facts
    if not subject.paragraphs:
        return
    first, opening = subject.paragraphs[0], subject.opening
    found = case_title_in(opening)
    quoted = found[0] if found else None
    if quoted is None:
        yield Fault("开头没有引述提案的案由。", first.place())
    elif facts.proposal_title and _case(quoted.flat) != _case(facts.proposal_title):
        told = f"开头引述的案由是《{quoted.text}》，本件的案由是《{facts.proposal_title}》。"
        yield Fault(told, _place_in(subject, quoted.text))
    told_number = number_quoted_in(opening)
    if facts.number and told_number is None and facts.number not in (subject.letter.title or ""):
        yield Fault("标题和开头都没有写明提案号。", first.place())
    elif facts.number and told_number and told_number.value.lstrip("0") != facts.number.lstrip("0"):
        told = f"开头写的提案号是{told_number.value}，本件是{facts.number}。"
        yield Fault(told, _place_in(subject, told_number.value))


def _place_in(subject: Subject, said: str) -> Place:
    """Where the opening says it; its first paragraph where a line's break divides it."""
    for each in subject.paragraphs[: subject.opening_ends]:
        start = each.line.text.find(said)
        if start >= 0:
            return Place("body", each.line.at[start], each.line.at[start + len(said) - 1] + 1, each.index)
    return subject.paragraphs[0].place()


def _case(title: str) -> str:
    """What a 案由 is about: no marks, no 关于, no 的提案, which letters add and drop."""
    bare = _MARKS.sub("", title)
    for _ in range(2):
        bare = _CASE_ENDS.sub("", bare)
    return bare.removesuffix("的")
