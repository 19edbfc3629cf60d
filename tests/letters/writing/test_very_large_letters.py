"""Letters larger than any office writes are printed whole, in every format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letters import profiles
from letters.files import text_of
from letters.letter import Block, Copy, Letter
from letters.writing import WRITERS, wording
from letters.writing.ofd.check import faults
from tests.letters.writing.samples import FILE_LETTER, WHEN

FILE = profiles.load("standard-file")
SENTENCE = "近年来坚持以人民为中心的发展思想，统筹推进社区养老服务设施建设。"
END = "以上答复如有意见请告知。"


def with_body(characters: int, paragraph: int) -> Letter:
    text = (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]
    blocks = [Block(text[start : start + paragraph]) for start in range(0, characters, paragraph)]
    return replace(FILE_LETTER, body=(*blocks[:-1], Block(blocks[-1].text + END)))


PROPOSERS = tuple(f"赵{chr(0x4E00 + n)}{chr(0x5B50 + n)}" for n in range(40))
LETTERS = {
    "a body of 50,000 characters": with_body(50_000, 400),
    "in one paragraph": with_body(50_000, 50_000),
    "a body of 200,000 characters": with_body(200_000, 400),
    "2,000 short paragraphs": replace(FILE_LETTER, body=(*(Block(f"{n}.已办。", 3) for n in range(2_000)), Block(END))),
    "500 emoji": replace(FILE_LETTER, body=(Block("".join(chr(0x1F300 + n) for n in range(500)) + END),)),
    "a title of 120 characters": replace(FILE_LETTER, title="关于" + "清" * 115 + "的答复", body=(Block(END),)),
    "60 copies": replace(FILE_LETTER, cc=tuple(Copy(f"第{n}区人民政府", 1) for n in range(60)), body=(Block(END),)),
    "40 proposers": replace(
        FILE_LETTER, proposers=PROPOSERS, salutation="、".join(PROPOSERS) + "委员：", body=(Block(END),)
    ),
}


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_it_is_printed_to_its_end(letter, form):
    data = WRITERS[form](letter, FILE, when=WHEN).data

    said = text_of(data, f"复函.{form}").replace("\n", "")
    assert END in said
    assert letter.title.replace(" ", "") in said
    assert letter.salutation in said
    assert all(item in said for item in wording.copies(letter.cc))
    assert form != "ofd" or faults(data) == []
