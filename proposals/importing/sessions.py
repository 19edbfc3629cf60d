"""Which session a text means: its uid, 市政协七届二次会议, or 七届二次 where only one body is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letters.reading.numbers import NUMERAL, number
from proposals.models import Session

SHORT = re.compile(rf"(?P<body>.*?)第?(?P<term>{NUMERAL})届.*?第?(?P<meeting>{NUMERAL})次(?:全体)?(?:会议|会)?")


def session_called(words: str, sessions: Sequence[Session]) -> Session | None:
    """None where no session of these, or more than one, goes by that name."""
    text = "".join(words.split())
    found = [each for each in sessions if text in {str(each.uid), str(each)}]
    if not found and (match := SHORT.fullmatch(text)):
        ref = (number(match["term"]), number(match["meeting"]))
        found = [
            each
            for each in sessions
            if (each.term, each.meeting) == ref and (not match["body"] or match["body"].endswith(each.body))
        ]
    return found[0] if len(found) == 1 else None
