"""What was asked for, as the letter repeats it, and which of its sections answer that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from letters.reading.normalise import Line, spans_of
from letters.structure.model import Ask
from letters.structure.sections import Growing, Outline
from letters.structure.sentences import sentences
from letters.structure.words import words

# 一、关于加强某事的建议, 关于“某事”, 对您提出的某事的答复.
_HEADING: Final = re.compile(
    r"(?:关于|针对|对(?=您|你们|委员))(?:您|你们|委员|提案)?中?(?:所?提出?)?的?[“《]?(?P<ask>[^“”《》]{2,80}?)[”》]?的?"
    r"(?:建议|问题|意见|方面|事宜|诉求)?的?(?:答复|回复|办理情况|落实情况)?$"
)
# 您建议甲、为乙，完善丙。 The noun is followed by what was done with it, or led to by 的.
_SENTENCE: Final = re.compile(
    r"(?:^|(?:您|你们|提案)[^。]{0,200}?)(?<![的些条贵项意])建议"
    r"(?!意见|收悉|的|已|案|如下|将|我|很|非常|具有|,|、|书|和|与|及)(?::|是)?(?P<asks>[^。]{4,600})"
)
# 一、提案的主要内容: the points below it are the asks.
_CONTENT: Final = re.compile(r"(?:提案|建议|委员).{0,6}(?:主要)?内容$|^(?:您|你们|委员)的?(?:主要|具体)?建议$")
_GENERIC: Final = re.compile(rf"^(?:{words('asks', 'generic')}|的|意见|办理|答复)+$")
_EDGES: Final = "“”《》,。;:、"
_MOST_ASKS: Final = 20
_LEAST_SHARED: Final = 0.12
_CLEARLY: Final = 1.3
_EARLY: Final = 6  # paragraphs in which a letter repeats what it was asked


def asks_in(built: Outline, source: str) -> tuple[Ask, ...]:
    sections = list(_all(built.root))
    headed: list[tuple[Line, tuple[str, ...]]] = [
        (ask, (section.title.text,)) for section in sections for ask in _in_heading(section.title)
    ]
    if not headed:
        listed = [
            point.title for section in sections if _CONTENT.search(section.title.flat) for point in section.children
        ]
        answering = [each for each in built.root.children if not _CONTENT.search(each.title.flat)]
        headed = [(ask, _answers(ask, answering)) for ask in listed or list(_restated(built))]
    return tuple(Ask(ask.text, spans_of(ask, source), by) for ask, by in headed[:_MOST_ASKS])


def _all(section: Growing) -> Iterator[Growing]:
    for child in section.children:
        yield child
        yield from _all(child)


def _in_heading(title: Line) -> Iterator[Line]:
    match = _HEADING.match(title.flat)
    if match and not _GENERIC.match(match["ask"]):
        yield title.group(match, "ask")


def _restated(built: Outline) -> Iterator[Line]:
    """建议甲、为乙，完善丙: the parts between commas, of the paragraphs before the answer."""
    for passage in built.passages[:_EARLY]:
        if passage.numbered:
            return
        for each in sentences(passage.line):
            match = _SENTENCE.search(each.line.flat)
            if match:
                yield from _parts(each.line.group(match, "asks"))


def _parts(line: Line) -> Iterator[Line]:
    start = 0
    for index in [*(i for i, character in enumerate(line.flat) if character in ",;"), len(line.flat)]:
        part = line.cut(start, index).strip(_EDGES)
        if len(part.flat) >= 4:
            yield part
        start = index + 1


def _answers(ask: Line, sections: Sequence[Growing]) -> tuple[str, ...]:
    """The heading of the section that has most of the ask’s words to itself; none where two come near each other."""
    wanted = pairs_of(ask.flat)
    titles = shares(wanted, [section.title.flat for section in sections])
    texts = shares(wanted, ["".join(_said(section)) for section in sections])
    together = [in_title + in_text for in_title, in_text in zip(titles, texts, strict=True)]
    best, *others = sorted(together, reverse=True) or [0.0]
    if best < _LEAST_SHARED or (others and best < _CLEARLY * others[0]):
        return ()
    return (sections[together.index(best)].title.text,)


def shares(wanted: set[str], texts: Sequence[str]) -> list[float]:
    """How much of what is wanted each text has. 医养结合 in every text tells nothing, a pair in one only tells all."""
    held = [wanted & pairs_of(text) for text in texts]
    common = Counter(pair for pairs in held for pair in pairs)
    return [sum(1 - (common[pair] - 1) / len(texts) for pair in pairs) / len(wanted) for pairs in held]


def _said(section: Growing) -> Iterator[str]:
    yield section.title.flat
    yield from (line.flat for line in section.paragraphs)
    for child in section.children:
        yield from _said(child)


def pairs_of(flat: str) -> set[str]:
    return {flat[index : index + 2] for index in range(len(flat) - 1)}
