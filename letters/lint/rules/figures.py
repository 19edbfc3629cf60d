"""Figures that do not agree: a percentage with its parts, one thing with two numbers, years with their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from letters.lint.model import Fault
from letters.lint.subject import Sentence, Subject
from letters.lint.words import pattern, words
from letters.reading.numbers import number

_UNITS: Final = (
    "平方米 平方公里 公里 千米 人次 个 家 所 名 张 处 米 亩 元 套 辆 座 条 项 次 场 户 床 台 吨 批 件 人 盏 块 间 "
    "棵 株 站 栋 部 份 门 例 起 支"
)
_UNIT: Final = rf"(?:万|亿)?(?:{'|'.join(_UNITS.split())})"
_NUMBER: Final = r"\d{1,9}(?:\.\d{1,4})?"
_COUNT: Final = re.compile(rf"(?<![\d.])(?P<n>{_NUMBER})(?P<unit>{_UNIT})?(?![\d.]|年|月|日|号|届)")
# 占80%, 办结率80%: right behind the part it is of.
_SHARE: Final = re.compile(
    rf"(?<![\d.])(?P<part>{_NUMBER})(?P<unit>{_UNIT})[^\d。;,%]{{0,8}},?(?:占比|占|占总数的?|占全部的?|[\u4e00-\u9fff]{{0,6}}率)(?:已?达到?|已?达|为|约为?)?"
    r"(?P<about>约|近|超过|超|逾)?(?P<share>\d{1,3}(?:\.\d{1,3})?)[%％]"
)
# 办结率99%，即212件中办结205件
_WHOLE_BEHIND: Final = re.compile(
    rf"率(?:为|达到?|是)?(?P<about>约|近|超过|超|逾)?(?P<share>\d{{1,3}}(?:\.\d{{1,3}})?)[%％],?(?:即|其中|也就是)?"
    rf"(?P<whole>{_NUMBER})(?P<unit>{_UNIT})[^\d。;,]{{0,10}}中[^\d。;,]{{0,10}}(?P<part>{_NUMBER})(?P=unit)"
)
_WHOLE: Final = re.compile("共|总|全部|合计|应|的|[全我][市县区省]|确定|交办|列入|计划|收到|承办")
_GROWTH: Final = re.compile(
    rf"[由从](?:[^\d。;,]{{0,12}}的)?(?P<before>{_NUMBER})(?P<unit>{_UNIT})?[^\d。;]{{0,6}}(?P<way>降低|降|升|增|增加|增长|提高|上升|扩大|减少|下降|降低|压减)[至到](?:[^\d。;,]{{0,8}}的)?(?P<after>{_NUMBER})(?P<unit2>{_UNIT})?,"
    r"(?:同比)?(?P<way2>增长|增加|增幅|上升|提高|减少|下降|降低|降幅|压减)(?:了|达|为|达到)?(?P<about>约|近|超过|超|逾)?(?P<share>\d{1,4}(?:\.\d{1,3})?)[%％]"
)
_ROUGH: Final = 2.0
_REACH: Final = 160  # characters; what stands farther off belongs to something else

_NOUN: Final = r"[\u4e00-\u9fff]{3,20}"
_BEHIND: Final = re.compile(rf"(?P<noun>{_NOUN}?)(?P<n>{_NUMBER})(?P<unit>{_UNIT})")
_BEFORE: Final = re.compile(
    rf"(?P<lead>[\u4e00-\u9fff]{{0,12}}?)(?P<n>(?<![\d.]){_NUMBER})(?P<unit>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{3,10}})(?=[,。;、(]|$)"
)
_CHANGE: Final = pattern("change", "words")
_VERB: Final = pattern("change", "verbs")
_FILLER: Final = re.compile(rf"^(?:截[至止]\d*|{words('change', 'fillers')})+")
_TAIL: Final = re.compile(rf"(?:{words('change', 'tails')})+$")
_PART_OF: Final = re.compile(r"(?<![全我])[区县](?![域别])|[镇乡村]|街道|片区|社区|[东西南北]部")
_WHOSE: Final = re.compile(r"[对在将把]|[全我][市县区省]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?|去年|今年|上年")

_CHINESE: Final = r"[一二三四五六七八九十两]{1,3}|\d{1,3}"
_SINCE: Final = re.compile(
    rf"(?:自|从|于|始于|起步于|成立于|始建于|建于|创建于)(?P<year>(?:19|20)\d\d)年[^。;]{{0,40}}?"
    rf"(?:已|至今|距今|迄今)[^。;\d一二三四五六七八九十两]{{0,6}}(?P<n>{_CHINESE})(?P<more>多|余)?(?:个)?年(?![行计规度级份代期以内前])"
)
_YEARS_COME: Final = re.compile(
    rf"(?:自|从)?(?P<year>(?:19|20)\d\d)年[^。;\d]{{0,24}}?以来[,的]?[^。;\d]{{0,4}}?(?P<n>{_CHINESE})(?P<more>多|余)?年(?:来|间)"
)


def percent_sum(subject: Subject) -> Iterator[Fault]:
    for each in subject.sentences:
        if "%" not in each.flat and "％" not in each.flat:
            continue
        for match in _SHARE.finditer(each.flat):
            yield from _share(each, match)
        for match in _WHOLE_BEHIND.finditer(each.flat):
            yield from _against(float(match["whole"]), each, match)
        for match in _GROWTH.finditer(each.flat):
            yield from _growth(each, match)


def _share(sentence: Sentence, match: re.Match[str]) -> Iterator[Fault]:
    """共120件，办结90件，占80%: the whole is the one larger number of the same unit before it."""
    part = float(match["part"])
    wholes = [
        float(found["n"])
        for found in _COUNT.finditer(sentence.flat, max(0, match.start() - _REACH), match.start())
        if found["unit"] == match["unit"] and float(found["n"]) >= part
        and _WHOLE.search(sentence.flat, max(0, found.start() - 12), found.end() + 1)
    ]  # fmt: skip
    # Where several may be the whole, one that agrees is enough.
    if not part or not wholes or any(_agrees(100 * part / whole, match) for whole in wholes):
        return
    if len(set(wholes)) == 1:
        yield from _against(wholes[0], sentence, match)


def _against(whole: float, sentence: Sentence, match: re.Match[str]) -> Iterator[Fault]:
    part = float(match["part"])
    if whole >= part and not _agrees(100 * part / whole, match):
        said = f"{_plain(part)}{match['unit']}占{_plain(whole)}{match['unit']}"
        told = f"{said}应为{100 * part / whole:.1f}%，文中写{match['share']}%。"
        yield Fault(told, sentence.place(match))


def _growth(sentence: Sentence, match: re.Match[str]) -> Iterator[Fault]:
    before, after = float(match["before"]), float(match["after"])
    if not before or (match["unit"] or match["unit2"]) != match["unit2"]:
        return
    change = abs(after - before) / before * 100
    if not _agrees(change, match):
        told = f"由{_plain(before)}到{_plain(after)}，变化应为{change:.1f}%，文中写{match['share']}%。"
        yield Fault(told, sentence.place(match))


def _agrees(right: float, match: re.Match[str]) -> bool:
    """Rounded or cut off at the printed digit; 约 and 超过 leave more room."""
    decimals = len(match["share"].partition(".")[2])
    room = _ROUGH if match["about"] else 10.0**-decimals
    return abs(right - float(match["share"])) <= room + 1e-9


def _plain(value: float) -> str:
    return f"{value:g}" if value < 1e6 else f"{value:.0f}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing with its number; `scope` is the year it is of, where the sentence names one."""

    noun: str
    unit: str
    value: str
    scope: str
    sentence: Sentence
    match: re.Match[str]


def two_numbers(subject: Subject) -> Iterator[Fault]:
    seen: dict[tuple[str, str], Mention] = {}
    for each in subject.sentences:
        if each.opening:
            continue
        for mention in _mentions(each):
            first = seen.setdefault((mention.noun, mention.unit), mention)
            apart = first.sentence is not each and first.value != mention.value
            # 2022年有38家 and 2024年有42家 are two moments.
            if apart and (first.scope == mention.scope or not (first.scope and mention.scope)):
                told = (
                    f"“{mention.noun}”前文为{first.value}{first.unit}（第{first.sentence.block + 1}段），"
                    f"此处为{mention.value}{mention.unit}。"
                )
                yield Fault(told, each.place(mention.match))


def _mentions(sentence: Sentence) -> Iterator[Mention]:
    """What the sentence counts as a whole; with a word of change or of a part it counts nothing for us."""
    flat = sentence.flat
    if sentence.quoted or not any(character.isdigit() for character in flat):
        return
    for match in _BEHIND.finditer(flat):
        noun = _noun(match["noun"])
        if noun and _is_whole(flat, match):
            yield Mention(noun, match["unit"], match["n"], _scope(flat, match), sentence, match)
    for match in _BEFORE.finditer(flat):
        lead = _FILLER.sub("", match["lead"])
        if not lead and not _VERB.search(match["noun"]) and _is_whole(flat, match):
            yield Mention(match["noun"], match["unit"], match["n"], _scope(flat, match), sentence, match)


def _noun(run: str) -> str:
    """What is counted: 4月对全市充电企业 → 充电企业."""
    bare = _TAIL.sub("", _FILLER.sub("", _WHOSE.split(run)[-1]))
    return bare if 3 <= len(bare) <= 10 and not _VERB.search(bare) else ""


def _is_whole(flat: str, match: re.Match[str]) -> bool:
    """Whether nothing near the number speaks of a part, of a place within, or of change."""
    start = max(flat.rfind(mark, max(0, match.start() - _REACH), match.start()) for mark in "。;:,") + 1
    ends = [place for mark in "。;," if (place := flat.find(mark, match.end(), match.end() + _REACH)) >= 0]
    clause = flat[start : min(ends, default=match.end() + _REACH)]
    before = flat[max(0, match.start() - 40) : match.end()]
    return not (_CHANGE.search(clause) or _PART_OF.search(before) or "其中" in before)


def _scope(flat: str, match: re.Match[str]) -> str:
    years = _YEAR.findall(flat, max(0, match.start() - _REACH), match.start())
    return years[-1] if years else ""


def years_since(subject: Subject) -> Iterator[Fault]:
    day = subject.letter.date or subject.facts.today
    if day is None:
        return
    for each in subject.sentences:
        for pattern_of in (_SINCE, _YEARS_COME):
            for match in pattern_of.finditer(each.flat):
                begun, told = int(match["year"]), number(match["n"].replace("两", "二"))
                passed = day.year - begun
                room = 1 + (told or 0) // 10 * bool(match["more"]) + bool(match["more"])
                if told and begun <= day.year and not (told - 1 <= passed <= told + room):
                    yield Fault(f"{begun}年到{day.year}年是{passed}年，文中写{match['n']}年。", each.place(match))
