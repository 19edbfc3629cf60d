"""How fast letters are read."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

from letters.body import blocks_of
from letters.files import text_of
from letters.letter import BodyLevel, Copy, Kind, Letter, SessionRef
from letters.reading import read

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
PARAGRAPH = "近年来，我市坚持以人民为中心的发展思想，统筹推进社区养老服务设施建设，累计建成街道综合服务中心24个、社区服务站186个，"
PARAGRAPH += "为4.2万名老年人提供助餐、助浴、助医服务，群众满意度稳步提升。"


def main(report: Callable[[str, str], None]) -> None:
    """Letters a second of one core, on the labelled corpus where it is, else on a printed sample."""
    folder = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))] or [
        ("a.txt", sample_text().encode())
    ] * 50
    for _ in range(2):
        began = time.process_time()
        for name, data in files:
            read(text_of(data, name))
        rate = len(files) / (time.process_time() - began)
    report("read_letter", f"{rate:.0f} letters a second of one core (goal ≥ 300; {len(files)} letters)")


def sample_text() -> str:
    letter = five_pages("")
    return "\n".join(
        [f"{letter.title}", f"{letter.salutation}", *(block.text for block in letter.body), "2026年3月2日"]
    )


def five_pages(mark: str) -> Letter:
    body = "您提出的《关于加快社区养老服务设施建设的提案》（第35号）收悉，现答复如下：\n一、工作情况\n"
    body += "\n".join([PARAGRAPH * 2] * 16) + f"\n二、下一步打算\n{PARAGRAPH}{mark}"
    return Letter(
        kind=Kind.REPLY,
        issuer="丽阳市民政局",
        doc_number="丽民函〔2026〕8号",
        signatory=("韩岳",),
        grade="A",
        grade_raw="A",
        title="对市政协七届三次会议第35号提案的答复",
        body_level=BodyLevel.CITY,
        session=SessionRef(7, 3),
        proposal_number="35",
        proposal_title="关于加快社区养老服务设施建设的提案",
        salutation="赵明远委员：",
        proposers=("赵明远",),
        body=blocks_of(body),
        sign_off="丽阳市民政局",
        date=NOON.date(),
        contact_person=("罗毅",),
        contact_phone=("0399-6600001",),
        postcode="473000",
        cc=(Copy("市政协提案委", 3), Copy("市委市政府督查室", 1)),
    )
