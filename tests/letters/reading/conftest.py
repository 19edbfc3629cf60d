"""A letter made of invented parts, each of which a test may replace."""

from __future__ import annotations

import pytest

from letters.letter import Reading
from letters.reading import read

PARTS = {
    "head": "临川市民政局文件\n\n临民函〔2024〕7号\n",
    "title": "对市政协五届三次会议第18号提案的答复",
    "to": "孙晓岚委员：",
    "opening": "您提出的《关于增设社区助餐点的提案》收悉，经研究，现答复如下：",
    "body": "近年来，我局在老城区新建助餐点十二处，老人就餐更加方便。\n感谢您对民政工作的关心和支持。",
    "close": "临川市民政局\n2024年6月5日",
    "tail": "",
}


@pytest.fixture
def letter_text():
    def made(**parts: str) -> str:
        return "\n".join({**PARTS, **parts}.values())

    return made


@pytest.fixture
def read_letter(letter_text):
    def reading(**parts: str) -> Reading:
        return read(letter_text(**parts))

    return reading
