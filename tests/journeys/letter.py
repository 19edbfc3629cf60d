"""The letter of the journeys: the real one read at run time where it is at hand, else one of the same shape."""

from __future__ import annotations

import os
from pathlib import Path

from letters.files import text_of
from letters.letter import Block, BodyLevel, Kind, Letter, SessionRef
from letters.reading import read

LETTERS = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
SAMPLE = Letter(
    kind=Kind.REPLY,
    grade="A",
    signatory=("孙立",),
    body_level=BodyLevel.CITY,
    session=SessionRef(7, 2),
    proposal_number="72600",
    proposal_title="关于在社区养老中推行医养结合模式的提案",
    proposers=("赵明",),
    body=(
        Block("您提出的提案收悉，现答复如下："),
        Block("一、已经做的工作", 1),
        Block("全市已建成社区日间照料站86个。"),
    ),
)


def letter_of_the_journeys() -> Letter:
    path = LETTERS / "001.txt"
    return read(text_of(path.read_bytes(), path.name)).letter if path.exists() else SAMPLE
