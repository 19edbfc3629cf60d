"""Letters larger than any office writes are printed whole, in every format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letters import profiles
from letters.files import text_of
from letters.letter import Block, Copy, Letter
from letters.pdfium import leaves_the_paper
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


NAMES = tuple(f"{chr(0x4E00 + n)}河市住房和城乡建设管理局" for n in range(40))
HIGHER_THAN_A_FACE = {
    "40 units": {"joint_with": NAMES},
    "8 attachments of three lines": {"attachments": ("清" * 80,) * 8},
    "60 copies with long names": {"cc": tuple(Copy(f"{n}{NAMES[0]}{NAMES[1]}", 1) for n in range(60))},
    "a contact of 2,000 characters": {"contact_person": ("清" * 2_000,)},
    "an address of the web": {"body": (Block("请登录http://" + "a" * 200 + "查询。" + END),)},
    "a word of capitals": {"body": (Block("W" * 300 + END),)},
}


@pytest.mark.parametrize("preset", ["standard-file", "standard-letter"])
@pytest.mark.parametrize("more", HIGHER_THAN_A_FACE.values(), ids=HIGHER_THAN_A_FACE)
def test_what_is_higher_than_a_face_or_wider_than_a_line_stays_on_paper(more, preset):
    written = WRITERS["pdf"](replace(FILE_LETTER, **more), profiles.load(preset), when=WHEN)
    assert not leaves_the_paper(written.data)
    assert "cut_off" not in {each.code for each in written.findings}


@pytest.mark.parametrize("form", ["ofd", "pdf"])
@pytest.mark.parametrize("more", [
    {"sign_off": "清" * 200}, {"signatory": ("欧阳若水",) * 80}, {"title": "W" * 300},
], ids=["sign-off", "signers", "title"])  # fmt: skip
def test_what_no_paper_holds_is_told(more, form):
    written = WRITERS[form](replace(FILE_LETTER, **more), FILE, when=WHEN)
    assert [each.message for each in written.findings if each.code == "cut_off"] == [
        "有文字超出纸面，没有印全；请缩短过长的标题、文号、签发人、署名或版式用语。"
    ]
