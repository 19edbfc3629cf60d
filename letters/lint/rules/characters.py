"""Characters and numerals: punctuation, doubled and unbalanced marks, headings in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from letters.body import ANNOUNCES
from letters.lint.model import Fault, Fix, Place, Severity
from letters.lint.subject import Paragraph, Subject
from letters.numerals import to_chinese
from letters.reading.numbers import number
from letters.reading.vocabulary import DOUBLED

_HAN: Final = r"[\u4e00-\u9fff]"
_HALF: Final = re.compile(rf"(?<={_HAN})[,;:?!](?=\s?(?:{_HAN}|[“《（\d]|$))|(?<=[”》）])[,;:?!](?=\s?(?:{_HAN}|$))")
_STOP: Final = re.compile(rf"(?<={_HAN})\.(?=\s*$|{_HAN})")
_WIDE: Final = dict(zip(",;:?!.()", "，；：？！。（）", strict=True))
_BRACKETS: Final = re.compile(rf"\((?=[^()\n]{{0,60}}{_HAN})[^()\n]{{0,80}}\)")
_SINGLE: Final = re.compile(rf"(?<![A-Za-z0-9])'(?=[^'\n]{{0,40}}{_HAN})([^'\n“”]{{1,40}})'(?![A-Za-z])")
_FULL_DIGIT: Final = re.compile(r"[０-９％]+")
_TWICE: Final = re.compile(r"([，。；：、])\1+|，。|。，|、，|，、|；。")
_PAIRS: Final = {"“": "”", "《": "》", "（": "）", "〔": "〕", "「": "」"}
_OPENERS: Final = {closer: opener for opener, closer in _PAIRS.items()}
# What writing programs set around words and before headings; a masked 陶**委员 has stars too.
_STRONG: Final = re.compile(
    r"(?<![\d*])\*\*(?!委员|代表|等|同志|先生|女士)(?=[\w“《（])([^*\n]{2,60})(?<=[\w”》）：:。])\*\*(?![\d*])"
)
_HASHES: Final = re.compile(r"\A#{1,6} *(?=\S)")
_CHECKED: Final = ("title", "salutation", "body", "attachments", "enclosed")

_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
# With the faults that offices print: 一. for 一、 and 1、 for 1.
_LEVELS: Final = (
    re.compile(rf"(?P<n>{_CHINESE})(?P<mark>[、.．，,：:])"),
    re.compile(rf"(?P<open>[（(])(?P<n>{_CHINESE})(?P<close>[）)])(?P<mark>[、.．，,]?)"),
    re.compile(r"(?P<n>\d{1,2})(?P<mark>[、.．])(?!\d)"),
    re.compile(r"(?P<open>[（(])(?P<n>\d{1,2})(?P<close>[）)])(?P<mark>[、.．，,]?)"),
)
_LIST_LEVEL: Final = 3
_MOST_HEADINGS: Final = 99  # of one group; the numerals of headings end there
_FORMS: Final = ("一、", "（一）", "1.", "（1）")


def chars(subject: Subject) -> Iterator[Fault]:
    for place, text in subject.texts:
        if place.part in _CHECKED:
            for fault_of in _KINDS:
                yield from fault_of(place, text, _is_first(place, text))


def _is_first(place: Place, text: str) -> int:
    """Where the text begins behind a heading's numeral, whose marks are the business of another rule."""
    head = _numeral(text) if place.part in {"body", "enclosed"} else None
    return head[1].end() if head else 0


def _at(place: Place, start: int, end: int) -> Place:
    return Place(place.part, start, end, place.block)


def _half_width(place: Place, text: str, begin: int) -> Iterator[Fault]:
    for pattern in (_HALF, _STOP):
        for match in pattern.finditer(text, begin):
            if place.part == "salutation" and match.end() == len(text.rstrip()):
                continue  # the salutation's own rule
            wide = _WIDE[match[0]]
            yield Fault(f"汉字后用了半角“{match[0]}”。", _at(place, *match.span()), Fix("改为全角标点", wide))
    for match in _BRACKETS.finditer(text, begin):
        inner = match[0][1:-1]
        yield Fault("含汉字的括号是半角。", _at(place, *match.span()), Fix("改为全角括号", f"（{inner}）"))


def _doubled(place: Place, text: str, _: int) -> Iterator[Fault]:
    for match in DOUBLED.finditer(text):
        once = match[0][: len(match[0]) // 2]
        yield Fault(f"“{match[0]}”疑有重复。", _at(place, *match.span()), Fix(f"改为“{once}”", once))


def _marks_twice(place: Place, text: str, _: int) -> Iterator[Fault]:
    for match in _TWICE.finditer(text):
        once = "。" if "。" in match[0] else match[0][0]
        yield Fault(f"标点“{match[0]}”重复。", _at(place, *match.span()), Fix(f"改为“{once}”", once))


def _unbalanced(place: Place, text: str, begin: int) -> Iterator[Fault]:
    open_ones: list[int] = []
    for index in range(begin, len(text)):
        character = text[index]
        if character in _PAIRS:
            open_ones.append(index)
        elif character in _OPENERS:
            if open_ones and text[open_ones[-1]] == _OPENERS[character]:
                open_ones.pop()
            elif not _is_enumerator(text, index):
                yield Fault(f"“{character}”没有对应的“{_OPENERS[character]}”。", _at(place, index, index + 1))
    for index in open_ones:
        yield Fault(f"“{text[index]}”没有对应的“{_PAIRS[text[index]]}”。", _at(place, index, index + 1))


def _is_enumerator(text: str, index: int) -> bool:
    """1） and 一）in a list have no opening mark."""
    return text[index] == "）" and bool(
        re.search(r"(?:^|[；。：])(?:\d{1,2}|[一二三四五六七八九十])$", text[max(0, index - 3) : index])
    )


def _straight(place: Place, text: str, _: int) -> Iterator[Fault]:
    if '"' not in text:
        return
    even = sum(text.count(mark) for mark in '"“”') % 2 == 0
    inside = False
    for index, character in enumerate(text):
        if character in "“”":
            inside = character == "“"
        elif character == '"':
            inside = not inside
            mark = "“" if inside else "”"
            fix = Fix("改为左引号" if inside else "改为右引号", mark) if even else None
            yield Fault("直引号应改为弯引号。", _at(place, index, index + 1), fix)


def _single(place: Place, text: str, _: int) -> Iterator[Fault]:
    for match in _SINGLE.finditer(text):
        inside = text.count("“", 0, match.start()) > text.count("”", 0, match.start())
        curly = f"‘{match[1]}’" if inside else f"“{match[1]}”"
        yield Fault("直引号应改为弯引号。", _at(place, *match.span()), Fix(f"改为{curly}", curly))


def _full_width(place: Place, text: str, _: int) -> Iterator[Fault]:
    for match in _FULL_DIGIT.finditer(text):
        narrow = "".join(chr(ord(each) - 0xFEE0) for each in match[0])
        yield Fault(f"数字或百分号“{match[0]}”是全角。", _at(place, *match.span()), Fix("改为半角", narrow))


def _markup(place: Place, text: str, _: int) -> Iterator[Fault]:
    for match in _STRONG.finditer(text):
        yield Fault(f"“{match[0]}”带有加粗标记，会照原样印出。", _at(place, *match.span()), Fix("去掉“**”", match[1]))
    if hashes := _HASHES.match(text):
        yield Fault("段首的“#”是标题标记，会照原样印出。", _at(place, *hashes.span()), Fix("去掉“#”", ""))


@dataclass(frozen=True, slots=True)
class Head:
    """A paragraph that begins with a heading's numeral; `match` is of its own text."""

    paragraph: Paragraph
    level: int
    n: int
    match: re.Match[str]

    def place(self) -> Place:
        return Place("body", *self.match.span(), self.paragraph.index)


_KINDS: Final = (_half_width, _doubled, _marks_twice, _unbalanced, _straight, _single, _full_width, _markup)


def heading_order(subject: Subject) -> Iterator[Fault]:
    names = _names_of_a_list(subject.paragraphs)
    heads = [head for each in subject.paragraphs if each.index not in names and (head := _head(each))]
    for head in heads:
        yield from _form(head)
    yield from _jumps(heads)
    for group in _groups(heads):
        yield from _numbers(group)


def _names_of_a_list(paragraphs: Sequence[Paragraph]) -> set[int]:
    """2. 名单 below 附件：1. 清单 is no heading, also where 附件说明 stands amid the text."""
    found: set[int] = set()
    coming = 0
    for each in paragraphs:
        label = ANNOUNCES.match(each.text)
        rest = each.text[label.end() :] if label else each.text
        numeral = _numeral(rest)
        n = number(numeral[1]["n"]) if numeral and numeral[0] == _LIST_LEVEL else 0
        if label:
            coming = 2 if n == 1 else 0 if rest else 1
        elif coming and n == coming:
            found.add(each.index)
            coming += 1
        else:
            coming = 0
    return found


def _numeral(text: str) -> tuple[int, re.Match[str]] | None:
    start = len(text) - len(text.lstrip(" \u3000"))
    for level, pattern in enumerate(_LEVELS, start=1):
        match = pattern.match(text, start)
        if match:
            return level, match
    return None


def _head(paragraph: Paragraph) -> Head | None:
    found = _numeral(paragraph.text)
    value = number(found[1]["n"]) if found else None
    return Head(paragraph, found[0], value, found[1]) if found and value else None


def _form(head: Head) -> Iterator[Fault]:
    match, right = head.match, _written(head.level, head.n, head.match["n"])
    if match[0] != right and not (head.level == _LIST_LEVEL and match["mark"] == "．"):
        told = f"第{head.level}级标题序号应写作“{right}”，现为“{match[0]}”。"
        yield Fault(told, head.place(), Fix(f"改为“{right}”", right))


def _written(level: int, n: int, printed: str | None = None) -> str:
    numeral = printed or (to_chinese(n) if level <= 2 else str(n))
    return f"{numeral}、" if level == 1 else f"{numeral}." if level == _LIST_LEVEL else f"（{numeral}）"


def _jumps(heads: Sequence[Head]) -> Iterator[Fault]:
    """Each level stands under the one above it; 1. under 一、 is accepted, and so is a letter that uses one level."""
    top = min((head.level for head in heads), default=0)
    before = 0
    for head in heads:
        allowed = {before + 1, _LIST_LEVEL} if before == 1 else {before + 1}
        if head.level > before and before and head.level not in allowed:
            told = f"标题由“{_FORMS[before - 1]}”直接到“{_FORMS[head.level - 1]}”，层次有跳跃。"
            yield Fault(told, head.place())
        elif not before and head.level > top:
            told = f"第一个标题是“{_FORMS[head.level - 1]}”，上面没有“{_FORMS[top - 1]}”。"
            yield Fault(told, head.place())
        before = head.level


def _groups(heads: Sequence[Head]) -> list[list[Head]]:
    """Headings of one level under one heading, in order; a list that begins anew at 1 is another list."""
    done: list[list[Head]] = []
    running: dict[int, list[Head]] = {}
    for head in heads:
        for deeper in [level for level in running if level > head.level]:
            del running[deeper]
        group = running.get(head.level)
        if group is None or (head.level >= _LIST_LEVEL and head.n == 1):
            group = running[head.level] = []
            done.append(group)
        group.append(head)
    return done


def _numbers(group: Sequence[Head]) -> Iterator[Fault]:
    if len(group) == 1 and group[0].n == 1:
        told = f"只有一个“{_written(group[0].level, 1)}”，不必编号。"
        yield Fault(told, group[0].place(), severity=Severity.WARNING)
        return
    values = [head.n for head in group]
    # Where numbers only skip or repeat, the right ones are plain; where they go back, a person must look.
    plain = all(a <= b for a, b in pairwise(values))
    for expected, head in enumerate(group[:_MOST_HEADINGS], start=1):
        if head.n != expected:
            right = _written(head.level, expected)
            fix = Fix(f"改为“{right}”", right) if plain else None
            yield Fault(f"序号不连续：应为“{right}”，现为“{head.match[0]}”。", head.place(), fix)
