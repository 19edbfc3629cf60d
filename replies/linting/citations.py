"""What the policy library has against the documents that a letter cites, as problems of 格式校核."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from letters.body import blocks_of, starts_of
from letters.letter import Finding
from letters.lint import RULES, Place, Problem, Severity
from replies.citing import cited_by
from replies.models import Reply

RULE = next(rule for rule in RULES if rule.id == "REPEALED")
"""What rests on a repealed document, or whose time is over, is of the same kind: it holds no longer."""


def doubts(reply: Reply, asked: Collection[str], *, on: dt.date) -> Iterator[Problem]:
    """One problem for each document in doubt, where it is first cited."""
    if RULE.id not in asked:
        return
    own = reply.rules.switch("lint").get(RULE.id)
    for each in cited_by(reply, on=on):
        for doubt in each.doubts:
            severity = Severity(own) if own else MILDER.get(doubt.code, RULE.severity)
            place, quote = _place(reply.body, doubt)
            yield Problem(RULE.id, severity, doubt.message, RULE.reason, place, quote)


# A plan whose years are over may well be cited for what it brought.
MILDER = {"policy_period_over": Severity.WARNING}


def _place(body: str, doubt: Finding) -> tuple[Place, str]:
    """Where the paragraph that holds it says so; the body as a whole where the words stand in no paragraph."""
    starts, blocks = starts_of(body), blocks_of(body)
    for span in doubt.spans:
        for index in range(len(starts) - 1, -1, -1):
            begin, text = starts[index], blocks[index].text
            if begin <= span.start and span.end <= begin + len(text):
                place = Place("body", span.start - begin, span.end - begin, index)
                return place, text[place.start : place.end]
    return Place("body"), ""
