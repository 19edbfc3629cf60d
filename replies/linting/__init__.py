"""格式校核 of a reply: the engine asked with what the database knows, and what was explained since.

Before signing the flow asks `objection`: only for the rules that stop it in this place, so that it costs little.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator

from letters import lint
from letters.files.draft import Heading
from letters.letter import Letter
from letters.lint import RULES, Problem, Severity
from letters.lint.facts import Setting
from letters.plain import digest
from letters.profiles import Profile
from letters.writing import pdf, press, web
from proposals.enums import Origin
from replies.gates import reads_before_signing
from replies.linting.citations import doubts
from replies.linting.facts import facts_of
from replies.models import Reply, Waiver
from replies.papers import letter_of, profile_of

__all__ = ["Noted", "facts_of", "key_of", "objection", "private", "problems", "severities_of"]

ALL = frozenset(rule.id for rule in RULES)
NAMED = 2
"""So many problems are told where a signature is refused; the page lists all."""


@dataclasses.dataclass(frozen=True, slots=True)
class Noted:
    """A problem, and the 情况说明 that holds for it. `strict`: the place accepts none."""

    problem: Problem
    waiver: Waiver | None = None
    strict: bool = False

    @property
    def key(self) -> str:
        return key_of(self.problem)

    @property
    def stops(self) -> bool:
        return self.problem.severity is Severity.BLOCK and not self.waiver


def key_of(problem: Problem) -> str:
    """The same rule saying the same of the same words, wherever these stand by now."""
    return digest([problem.rule, problem.place.part, problem.quote, problem.message])


def problems(
    reply: Reply,
    *,
    on: dt.date,
    letter: Letter | None = None,
    rules: Iterable[str] = ALL,
    headings: Iterable[Heading] = (),
) -> list[Noted]:
    """What speaks against the letter as it stands, or as somebody is typing it, in the order of the page.

    An unsigned letter is judged as if it were signed on that day. rules: which are asked. headings: how the document
    sets them out of which the text was read.
    """
    asked = frozenset(rules) - {rule for rule, own in severities_of(reply).items() if own == Severity.OFF}
    letter, profile = letter or letter_of(reply), profile_of(reply, on=on)
    fonts = tuple(Setting(**dataclasses.asdict(each)) for each in headings)
    found = list(_found(reply, letter, profile, asked, fonts, on=on))
    return _with_waivers(reply, found)


def private(reply: Reply) -> tuple[Problem, ...]:
    """What the public would read of persons and of secrets if the letter were published as it stands."""
    others = {rule.id: Severity.OFF for rule in RULES if rule.id != "PRIVACY_WEB"}
    return lint.check(letter_of(reply), Profile(), lint.Facts(public_parts=web.PARTS), others)


def _found(
    reply: Reply, letter: Letter, profile: Profile, asked: frozenset[str], fonts: tuple[Setting, ...], *, on: dt.date
) -> Iterator[Problem]:
    if reply.origin == Origin.IMPORTED:
        # Nobody can mend it any more, and its papers and its place's rules are those of another day.
        yield from lint.check(letter, profile, lint.Facts(), _only(reply, asked), historic=True)
        return
    proof = pdf.proved(letter, profile) if "LAYOUT" in asked else None
    facts = facts_of(reply, on=on, rules=asked, faces=proof.faces if proof else None, fonts=fonts or None)
    dated = letter if reply.frozen else dataclasses.replace(letter, date=on)
    yield from lint.check(dated, profile, facts, _only(reply, asked))
    yield from doubts(reply, asked, on=on)
    if proof:
        yield from _unprintable(proof)


def severities_of(reply: Reply) -> dict[str, str]:
    """What the rules of the case say otherwise than the table."""
    own: dict[str, str] = reply.rules.switch("lint")
    return own


def _only(reply: Reply, asked: frozenset[str]) -> dict[str, str]:
    return severities_of(reply) | dict.fromkeys(ALL - asked, Severity.OFF.value)


def _unprintable(proof: pdf.Proof) -> Iterator[Problem]:
    for each in press.missing_finding(proof.missing, f"印作“{press.MISSING}”"):
        reason = "字库中没有的字印不出来，请改用通行的写法，或请管理员安装字体。"
        yield Problem("LAYOUT", Severity.ERROR, each.message, reason, lint.Place("body"))
    if proof.cut:
        reason = "超出的文字读的人看不到。"
        yield Problem("LAYOUT", Severity.ERROR, pdf.CUT.message, reason, lint.Place("body"))


def _with_waivers(reply: Reply, found: list[Problem]) -> list[Noted]:
    """`found` with what was explained of it. A problem that reads otherwise than it did then is another one."""
    holding = {each.key: each for each in reply.waivers.holding()} if found and reply.pk else {}
    strict = frozenset(reply.rules.switch("lint_strict")) if found else frozenset()
    return [
        Noted(each, None if each.rule in strict else holding.get(key_of(each)), each.rule in strict) for each in found
    ]


@reads_before_signing
def objection(reply: Reply, on: dt.date) -> str | None:
    """Why 格式校核 stops the signing on this day, in one sentence; None where nothing does."""
    own = severities_of(reply)
    stopping = {rule.id for rule in RULES if own.get(rule.id, rule.severity) == Severity.BLOCK}
    messages = [each.problem.message for each in problems(reply, on=on, rules=stopping) if each.stops]
    if not messages:
        return None
    more = f"等{len(messages)}处问题" if len(messages) > NAMED else ""
    return f"格式校核未通过：{''.join(messages[:NAMED]).rstrip('。')}{more}。请改正，或写情况说明。"
