"""格式校核: a letter judged by one table of rules; problems with their places and, where mechanical, their cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from itertools import islice
from typing import Any, Final

from letters.letter import Kind, Letter
from letters.lint.facts import Facts
from letters.lint.model import Fault, Fix, Place, Problem, Rule, Severity
from letters.lint.parts import PARTS, StaleFix, apply, apply_all, quote
from letters.lint.rules import RULES
from letters.lint.subject import Subject
from letters.profiles import Profile

__all__ = [
    "RULES",
    "Facts",
    "Fix",
    "Place",
    "Problem",
    "Rule",
    "Severity",
    "StaleFix",
    "UnknownSetting",
    "apply",
    "apply_all",
    "blocking",
    "check",
    "severities_from",
]

# A page typed in half width has hundreds; the first show the habit, and the next check shows the rest.
MOST_OF_A_RULE: Final = 200
_JUDGED: Final = frozenset({Kind.REPLY, Kind.CO_OPINION})


class UnknownSetting(ValueError):
    """A rule or a severity that does not exist; the sentence names it in Chinese."""


def check(
    letter: Letter,
    profile: Profile,
    facts: Facts,
    severities: Mapping[str, str] | None = None,
    *,
    historic: bool = False,
) -> tuple[Problem, ...]:
    """The problems of a letter in the order of the page.

    `severities` is what a jurisdiction decided, by rule; UnknownSetting where it names what does not exist. Of a
    `historic` letter, read from paper, only what it lacks is told, as a warning: nobody can mend it any more, and how
    its place wrote in its day is not known, so that `profile` does not count.
    """
    own = severities_from(severities or {})
    if letter.kind not in _JUDGED:
        return ()
    stated = _stated(letter)
    subject = Subject(stated, Profile(), Facts(issued=True)) if historic else Subject(stated, profile, facts)
    rules = [rule for rule in RULES if rule.of_old] if historic else RULES
    problems = (problem for rule in rules for problem in _problems(rule, subject, own.get(rule.id)))
    told = [replace(each, severity=Severity.WARNING) for each in problems if each.lack] if historic else problems
    return tuple(sorted(told, key=_in_order))


def _stated(letter: Letter) -> Letter:
    """A part that holds nothing but blanks states nothing."""
    values: dict[str, Any] = {each.name: getattr(letter, each.name) for each in fields(letter)}
    blank: dict[str, Any] = {name: None for name, each in values.items() if type(each) is str and not each.strip()}
    return replace(letter, **blank)


def severities_from(settings: Mapping[str, str]) -> dict[str, Severity]:
    """A jurisdiction's own severities by rule. UnknownSetting names what does not exist."""
    known = {rule.id for rule in RULES}
    strange = sorted(set(settings) - known)
    if strange:
        raise UnknownSetting(f"没有这样的校核规则：{'、'.join(strange)}。")
    return {rule: _severity(rule, value) for rule, value in settings.items()}


def _severity(rule: str, value: str) -> Severity:
    try:
        return Severity(value)
    except ValueError:
        choices = "、".join(f"{each}（{each.label}）" for each in Severity)
        raise UnknownSetting(f"规则{rule}的级别只能是{choices}，不能是“{value}”。") from None


def _problems(rule: Rule, subject: Subject, own: Severity | None) -> Iterator[Problem]:
    if own is Severity.OFF or any(getattr(subject.facts, need) is None for need in rule.needs):
        return
    for fault in islice(rule.find(subject), MOST_OF_A_RULE):
        severity = own or fault.severity or rule.severity
        yield _problem(rule, severity, fault, subject.letter)


def _problem(rule: Rule, severity: Severity, fault: Fault, letter: Letter) -> Problem:
    said = quote(letter, fault.place)
    return Problem(rule.id, severity, fault.message, rule.reason, fault.place, said, fault.fix, fault.lack)


def _in_order(problem: Problem) -> tuple[int, int, int]:
    place = problem.place
    return PARTS.index(place.part), -1 if place.block is None else place.block, place.start


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop the signing."""
    return [problem for problem in problems if problem.severity is Severity.BLOCK]
