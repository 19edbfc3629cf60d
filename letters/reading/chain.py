"""Documents that forward one another: cutting them apart, and what each is and repeals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from letters.letter import PolicyDocument
from letters.reading.fields import closing, identity
from letters.reading.normalise import Line
from letters.reading.quoting import quoted_in
from letters.reading.zones import page_of_lines

# A letterhead with a number under it begins a document.
_LETTERHEAD: Final = re.compile(r"[\u4e00-\u9fff()·]{3,80}文件")
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,16}[〔\[(【](?:19|20)\d\d[〕\])】]\d{1,5}号")
# 1. 某局关于…的通知（某发〔2016〕5号） in the list of what is repealed.
_REPEALED_ITEM: Final = re.compile(rf"(?:\d{{1,2}}[.、])?(?P<title>.{{4,120}}?)\((?P<number>{_NUMBER.pattern})\)[。;]?")
_ANNEX_OF_REPEAL: Final = re.compile(r".{0,20}废止.{0,30}(?:文件|目录|清单|名单)")
_SENTENCE: Final = re.compile(r"[^。;]*")


def documents(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The documents of a text, outermost first; one where nothing is forwarded."""
    starts = [
        index
        for index in range(len(lines) - 1)
        if _LETTERHEAD.fullmatch(lines[index].flat) and _NUMBER.match(lines[index + 1].flat)
    ]
    if len(starts) < 2:
        return [lines]
    cuts = [0, *starts[1:], len(lines)]
    return [lines[cuts[i] : cuts[i + 1]] for i in range(len(starts))]


def policy_document(lines: Sequence[Line]) -> PolicyDocument:
    page = page_of_lines(lines)
    letterhead = next(line for line in lines if _LETTERHEAD.fullmatch(line.flat))
    names = [word.text.removesuffix("文件") for word in letterhead.words()]
    number, date = identity.doc_number(page), closing.date(page)
    return PolicyDocument(
        title=page.title.text if page.title else "",
        issuers=tuple(name for name in names if name),
        doc_number=number.value if number else None,
        date=date.value if date else None,
        repeals=tuple(dict.fromkeys(_repeals(lines))),
    )


def _repeals(lines: Sequence[Line]) -> Iterator[str]:
    """Numbers of the documents repealed, or titles where no number is printed."""
    listing = False
    for line in lines:
        item = _REPEALED_ITEM.fullmatch(line.flat) if listing else None
        if item:
            yield line.group(item, "number").text
            continue
        # 附件: 宣布废止的……文件 heads the list itself, not the line that announces it.
        listing = listing or bool(_ANNEX_OF_REPEAL.match(line.flat))
        for sentence in _SENTENCE.finditer(line.flat):
            if sentence[0].endswith("废止") or "同时废止" in sentence[0]:
                yield from _named_in(line.group(sentence))


def _named_in(sentence: Line) -> Iterator[str]:
    for quote in quoted_in(sentence):
        end = sentence.at.index(quote.at[-1]) + 2
        number = re.compile(rf"\((?P<number>{_NUMBER.pattern})\)").match(sentence.flat, end)
        yield sentence.group(number, "number").text if number else quote.text
