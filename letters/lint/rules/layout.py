"""How the letter stands on paper: fonts of an uploaded document, faces, the shape of the title."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from letters.lint.model import Fault, Place
from letters.lint.subject import Subject
from letters.writing.geometry import BODY_SIZE, ems
from letters.writing.titles import MOST_LINES, break_title

_FONTS: Final = {1: ("黑体",), 2: ("楷体",), 3: ("仿宋",), 4: ("仿宋",)}
_LONGEST_LINE: Final = 20.0


def heading_font(subject: Subject) -> Iterator[Fault]:
    for each in subject.facts.fonts or ():
        wrong = []
        if not any(name in each.font for name in _FONTS[each.level]):
            wrong.append(f"应用{_FONTS[each.level][0]}，现为{each.font}")
        if abs(each.size - BODY_SIZE) > 0.25:
            wrong.append(f"应为3号（16磅），现为{each.size:g}磅")
        if each.underlined:
            wrong.append("不加下划线")
        if wrong and each.block < len(subject.letter.body):
            yield Fault(f"第{each.level}级标题{'；'.join(wrong)}。", subject.whole("body", each.block))


def layout(subject: Subject) -> Iterator[Fault]:
    letter, facts = subject.letter, subject.facts
    if not letter.body:
        yield Fault("没有正文。", Place("body"), lack=True)
    if facts.foot_face and subject.profile.duplex and facts.foot_face % 2:
        yield Fault(f"双面印制时版记应在偶数页，现在第{facts.foot_face}页。", Place("cc"))
    if facts.foot_face and facts.text_face and facts.foot_face < facts.text_face:
        yield Fault(f"版记在第{facts.foot_face}页，正文到第{facts.text_face}页。", Place("cc"))
    if facts.form_enclosed is False and not subject.is_opinion:
        yield Fault("没有附征询意见表。", Place("attachments"))
    yield from _title_shape(subject)


def _title_shape(subject: Subject) -> Iterator[Fault]:
    title = subject.letter.title
    if not title:
        return
    lines = break_title(title, tail_line=subject.profile.title_tail_line)
    whole, widths = subject.whole("title"), [ems(line) for line in lines]
    if len(lines) > MOST_LINES:
        yield Fault(f"标题排成{len(lines)}行，最多{MOST_LINES}行，请缩短。", whole)
    elif any(width > _LONGEST_LINE for width in widths):
        yield Fault("标题有一行超过20字，请缩短。", whole)
    steps = [b - a for a, b in pairwise(widths)]
    if not subject.profile.title_tail_line and any(a < 0 < b for a, b in pairwise(steps)):
        yield Fault(f"标题各行长短为长、短、长：{'｜'.join(lines)}。", whole)
