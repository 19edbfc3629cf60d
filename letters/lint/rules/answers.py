"""Whether every ask of the proposal is answered: by which paragraphs, and with state, who and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from letters.lint.model import Fault, Severity
from letters.lint.subject import Paragraph, Subject, line_of
from letters.lint.words import pattern, words
from letters.reading.shapes import heading_level
from letters.structure.asks import pairs_of, shares

_STATE: Final = pattern("answer", "status")
_DONE: Final = pattern("done", "verbs")
_AHEAD: Final = pattern("plan", "future")
_REFUSED: Final = pattern("answer", "refused")
_DATED: Final = re.compile(r"(?:20\d\d年|[今去]年|\d月)[^。;]{0,40}\d")  # 今年3月，我局接收5所
_WHEN: Final = re.compile(rf"20\d\d|\d{{1,2}}月|十[二三四五六]五|{words('answer', 'when')}")
_WHO: Final = re.compile(
    rf"我[局委办厅部镇院校会]|我(?:中心|街道|单位|市|县|区|省|们)|{words('plan', 'responsible')}"
    rf"|[\u4e00-\u9fff]{{2,12}}{words('units', 'endings')}|[市县区省](?:委|政府)"
    r"|[市县区省][\u4e00-\u9fff]{2,6}(?:委|局|办)"
)
# Pairs that stand in every ask: 建议 加强 … tell nothing of what is asked.
_FILLER: Final = re.compile(
    "建议|进一步|加强|加大|加快|推进|推动|完善|建立|健全|提高|提升|力度|工作|机制|的|和|与|对|等|关于"
)
_HEADED: Final = 0.6  # of the ask’s words in a heading: the section is about it
_ANSWERED: Final = 0.34  # of the ask’s words, weighed by how much they tell, in one section


@dataclass
class Passage:
    """A section that may answer an ask: its heading and what stands below it."""

    first: Paragraph
    said: list[str] = field(default_factory=list)

    @cached_property
    def flat(self) -> str:
        return "".join(self.said)

    @cached_property
    def pairs(self) -> set[str]:
        return pairs_of(self.flat)


def item_coverage(subject: Subject) -> Iterator[Fault]:
    asks = subject.facts.asks or ()
    if subject.is_opinion or not asks or not subject.paragraphs:
        return
    passages = _passages(subject)
    for number, ask in enumerate(asks, start=1):
        found = _best(ask, passages)
        if found is None:
            told = f"第{number}条建议“{_short(ask)}”没有对应的答复段落。"
            yield Fault(told, subject.paragraphs[-1].place())
            continue
        lacking = _lacking(found.flat, several=bool(subject.facts.co_handlers))
        if lacking:
            told = f"对第{number}条建议“{_short(ask)}”的答复没有写明{'、'.join(lacking)}。"
            yield Fault(told, found.first.place(), severity=Severity.WARNING)


def _passages(subject: Subject) -> list[Passage]:
    """Each lowest section whole, and each paragraph that stands under no heading."""
    found: list[Passage] = []
    under_heading = False
    for each in subject.paragraphs[subject.opening_ends :]:
        heading = heading_level(each.line) > 0
        if heading or not under_heading:
            found.append(Passage(each))
        under_heading = under_heading or heading
        found[-1].said.append(each.line.flat)
    return [each for each in found if not re.match("感谢|专此|特此|最后", each.flat)]


def _best(ask: str, passages: Sequence[Passage]) -> Passage | None:
    """The section that has most of the ask's words; headings that repeat it count before all."""
    wanted = pairs_of(_FILLER.sub(" ", line_of(ask).flat)) - {" "}
    wanted = {pair for pair in wanted if " " not in pair} or pairs_of(line_of(ask).flat)
    if not wanted or not passages:
        return None
    for each in passages:
        if len(wanted & pairs_of(each.first.line.flat[:80])) >= _HEADED * len(wanted):
            return each
    near = [each for each in passages if len(wanted & each.pairs) >= _ANSWERED * len(wanted)]
    scores = shares(wanted, [each.flat for each in near])
    # Of two that hold as much, the one that has it to itself.
    ranked = sorted(zip(near, scores, strict=True), key=lambda one: one[1] + len(wanted & one[0].pairs) / len(wanted))
    return ranked[-1][0] if ranked else None


def _lacking(flat: str, *, several: bool) -> list[str]:
    """What the answer does not say.

    A unit that answers alone need not name itself; what is done, or cannot be done, needs no day.
    """
    done = (_DONE.search(flat) or _DATED.search(flat)) and not _AHEAD.search(flat)
    asked = (
        ("办理状态", done or _STATE.search(flat)),
        ("责任单位", not several or _WHO.search(flat)),
        ("时间", done or _REFUSED.search(flat) or _WHEN.search(flat)),
    )
    return [what for what, shown in asked if not shown]


def _short(ask: str) -> str:
    return ask if len(ask) <= 24 else f"{ask[:23]}…"
