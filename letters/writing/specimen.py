"""Owns the letter by which a layout is shown: invented, and with every part that a layout may place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from letters.letter import Block, BodyLevel, Copy, Kind, Letter, SessionRef
from letters.profiles import Profile
from letters.writing import wording

_FACTS = Letter(
    kind=Kind.REPLY,
    doc_number="样城函〔2030〕12号",
    signatory=("张三",),
    grade="A",
    grade_raw="A",
    publicity="主动公开",
    body_level=BodyLevel.CITY,
    session=SessionRef(7, 3),
    proposal_number="105",
    proposal_title="关于改善背街小巷照明的提案",
    proposers=("李四", "王五"),
    body=(
        Block("你们提出的《关于改善背街小巷照明的提案》（第105号）收悉。经会同市财政局研究，现答复如下："),
        Block("一、关于补齐照明设施", 1),
        Block("已对全市背街小巷照明情况逐条摸排，缺灯路段二十三条已列入今年改造计划，十月底前全部完成。"),
        Block("二、关于建立管护机制", 1),
        Block("（一）明确责任", 2),
        Block("管护责任落实到街道，故障二十四小时内到场。"),
        Block("1.经费由市、区两级财政分担。", 3),
    ),
    date=dt.date(2030, 6, 5),
    contact_person=("赵六",),
    contact_phone=("0100-1234567",),
    contact_unit="市政科",
    postcode="100000",
    cc=(Copy("市政协提案委", 3), Copy("市政府督查室", 1), Copy("市财政局", 1)),
    printed_on=dt.date(2030, 6, 6),
)


def specimen(profile: Profile, issuer: str) -> Letter:
    """A letter of `issuer` as this layout words it."""
    reported = tuple(Copy(name, 1) for name in profile.reported)
    closing = tuple(Block(words) for words in profile.closing_words)
    letter = replace(
        _FACTS,
        issuer=issuer,
        sign_off=issuer,
        printed_by=f"{issuer}办公室",
        cc=(*reported, *_FACTS.cc),
        body=(*_FACTS.body, *closing),
        attachments=(wording.FORM_NAME,) if profile.form_listed else (),
    )
    return replace(letter, title=wording.title(letter, profile), salutation=wording.salutation(letter, profile))
