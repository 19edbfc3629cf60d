"""Invented letters of the shapes that offices write; no real place, person or number."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from letters.letter import Block, BodyLevel, Copy, Kind, Letter, SessionRef

WHEN = dt.datetime(2031, 5, 6, 9, 30, tzinfo=dt.UTC)

SENTENCE = "我们会同有关单位逐条研究并到现场查看了道路照明和排水设施"
LONG = "，".join([SENTENCE] * 9) + "。"

FILE_LETTER = Letter(
    kind=Kind.REPLY,
    issuer="清河市城市管理局",
    doc_number="清城管字〔2031〕18号",
    signatory=("赵一帆",),
    grade="A",
    grade_raw="A",
    publicity="主动公开",
    title="对市政协六届三次会议第63021号提案的答复",
    body_level=BodyLevel.CITY,
    session=SessionRef(6, 3),
    proposal_number="63021",
    proposal_title="关于改善背街小巷照明的提案",
    salutation="钱若水委员：",
    proposers=("钱若水",),
    body=(
        Block("您提出的《关于改善背街小巷照明的提案》（第63021号）收悉。经商市财政局，现答复如下："),
        Block("一、基本情况", 1),
        Block(LONG),
        Block("二、关于所提建议的答复", 1),
        Block("（一）补齐照明设施", 2),
        Block(LONG),
        Block("1.落实经费。" + LONG, 3),
        Block("（二）建立长效机制。" + LONG, 2),
        Block("感谢您对城市管理工作的关心和支持。"),
    ),
    sign_off="清河市城市管理局",
    date=dt.date(2031, 5, 6),
    contact_person=("孙三",),
    contact_phone=("0999-1234567",),
    postcode="999000",
    co_units=("市财政局",),
    cc=(
        Copy("市政协提案委", 3),
        Copy("市委市政府督查局", 1),
        Copy("上河区委", 1),
        Copy("上河区政府", 1),
        Copy("上河区政协", 1),
    ),
    printed_by="清河市城市管理局办公室",
    printed_on=dt.date(2031, 5, 7),
)

LETTER_LETTER = replace(
    FILE_LETTER,
    issuer="白云县交通运输和公路建设管理局",
    doc_number="白交函〔2031〕7号",
    signatory=(),
    grade=None,
    grade_raw=None,
    title="白云县交通运输和公路建设管理局关于县政协八届一次会议第12号提案的复函",
    body_level=BodyLevel.COUNTY,
    session=SessionRef(8, 1),
    proposal_number="12",
    body=(
        Block("您提出的《关于改善背街小巷照明的提案》（第12号）收悉。经商市财政局，现答复如下："),
        *FILE_LETTER.body[1:],
    ),
    sign_off="白云县交通运输和公路建设管理局",
    cc=(Copy("县政协提案委"), Copy("县督查办"), Copy("县民政局")),
    printed_by=None,
    printed_on=None,
)


# 附件: two that are printed with the letter, one that goes along apart.
ENCLOSING = replace(
    FILE_LETTER,
    attachments=("清河市背街小巷照明设施改造三年行动计划（二〇三一年修订）", "照明设施清单", "照明设施分布图"),
    enclosed=(
        Block("附件1"),
        Block("清河市背街小巷照明设施改造三年行动计划（二〇三一年修订）"),
        Block("一、总体目标", 1),
        Block(LONG),
        Block("二、重点任务", 1),
        Block("（一）补齐照明设施", 2),
        *[Block(LONG)] * 3,
        Block("附件2"),
        Block("照明设施清单"),
        Block("解放路12处，人民路8处。"),
    ),
)


def with_paragraphs(letter: Letter, count: int) -> Letter:
    """The same letter with as many long paragraphs."""
    return replace(letter, body=tuple(Block(LONG) for _ in range(count)))
