"""What the body says: left open, vague, a report instead of an answer, a grade that the text does not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from letters.lint.model import Fault, Place, Severity
from letters.lint.subject import Sentence, Subject, line_of
from letters.lint.words import pattern, words
from letters.structure.sentences import sentences as sentences_of

_OPEN: Final = re.compile(
    r"(?<![A-Za-z])[×xX＊*]{2,}(?![A-Za-z0-9])|[×＊](?=[年月日届次号元户名个万份])|20[×xX]{2}年?"
    r"|_{2,}|＿{2,}|[?？]{2,}|[○●□◯]{2,}|…+(?=[个处家所名元万年月日号])|某某|\{[^{}\n]{0,30}\}|【\s*】|（\s*）"
    rf"|[（【〔\[]?{words('placeholder', 'markers')}[）】〕\]]?"
    rf"|[（【〔\[]{words('placeholder', 'bracketed')}[^）】〕\]\n]{{0,12}}[）】〕\]]"
    r"|【[^】\n]{0,12}(?:填|插入|补充|姓名|日期|单位|数字)[^】\n]{0,12}】"
    r"|(?<!\d)[ \u3000]{0,4}年[ \u3000]{1,4}月[ \u3000]{1,4}日"
)
# Masked for the public: 139****1234, 陶**委员.
_PLATE: Final = re.compile(
    r"(?<!\d)\d{2,12}[*＊]{2,12}\d{0,12}|[*＊]{2,12}\d{2,12}|[\u4e00-\u9fff][*＊]{1,2}(?=[、,，（(]|委员|代表|等|同志|$)"
)
_LAST_WORDS: Final = re.compile(r"\w*\Z")
_FIRST_WORDS: Final = re.compile(r"\w*")
_AROUND: Final = 6  # characters on either side by which a gap is told from others
_VAGUE: Final = pattern("vague", "words")
_COUNTED: Final = r"[一二三四五六七八九十百千两]+(?:个|家|所|名|条|项|次|处|座|户|批|场|年)"
_CONCRETE: Final = re.compile(
    rf"\d|《|{_COUNTED}|[\u4e00-\u9fff]{{2,12}}{words('units', 'endings')}"
    r"|[年月]底|季度|[上下]半年|[今明]年|、[\u4e00-\u9fff]{2,4}等部门"
)
_NOBODY: Final = re.compile("有关部门|相关部门|各部门|职能部门|办公室?会议|部门|单位")
_MANY_VAGUE: Final = 4
_PER_THOUSAND: Final = 3.0
_DONE: Final = pattern("done", "verbs")
_FACT: Final = re.compile(rf"\d|[〔《]|{_COUNTED}")
_FUTURE: Final = pattern("plan", "future")
_TERM: Final = re.compile(rf"20\d\d年|\d{{1,2}}月|{words('plan', 'terms')}")
_RESPONSIBLE: Final = re.compile(rf"{words('plan', 'responsible')}|[\u4e00-\u9fff]{{2,12}}{words('units', 'endings')}")
_REASON: Final = pattern("lowest", "reasons")
_PAST: Final = pattern("report", "past")
_AHEAD: Final = pattern("report", "future")
_ANSWERS: Final = pattern("report", "answers")
_OUTLOOK: Final = pattern("report", "outlook")
_MOST_PAST: Final = 0.6
_FEWEST_SENTENCES: Final = 8
_SHORTEST_REPEATED: Final = 15
_MARKS: Final = re.compile(r"[^\w]")
_NUMERAL: Final = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]+|[一二三四五六七八九十]是)")
_FORMULA: Final = re.compile("收悉|感谢|答复如下|意见如下|关心和支持|征询意见表")
_MOST_TOLD: Final = 20


def placeholder(subject: Subject) -> Iterator[Fault]:
    for place, text in subject.texts:
        masked = [each.span() for each in _PLATE.finditer(text)]
        for match in _OPEN.finditer(text):
            inside = any(start <= match.start() and match.end() <= end for start, end in masked)
            if not inside:
                told = Place(place.part, match.start(), match.end(), place.block)
                yield Fault(f"“{_in_its_words(text, match)}”处尚未填写。", told)


def _in_its_words(text: str, gap: re.Match[str]) -> str:
    """The gap with what stands around it, so that a reason for one explains no other."""
    before = _LAST_WORDS.findall(text[max(0, gap.start() - _AROUND) : gap.start()])[0]
    after = _FIRST_WORDS.findall(text[gap.end() : gap.end() + _AROUND])[0]
    return f"{before}{gap[0].strip()}{after}"


def vague(subject: Subject) -> Iterator[Fault]:
    empty = [(each, match) for each in subject.sentences if (match := _empty_promise(each))]
    length = sum(len(each.line.flat) for each in subject.paragraphs)
    density = 1000 * len(empty) / max(length, 1)
    if len(empty) >= _MANY_VAGUE and density > _PER_THOUSAND:
        first = empty[0][0]
        told = f"全文有{len(empty)}句空泛表述，每千字{density:.1f}句，超过{_PER_THOUSAND:.0f}句。"
        yield Fault(told, first.place(), severity=Severity.ERROR)
    for each, match in empty[:_MOST_TOLD]:
        yield Fault(f"“{match[0]}”所在的句子没有数字、时间、单位、文件或地点。", each.place(match))


def _empty_promise(sentence: Sentence) -> re.Match[str] | None:
    # 一是进一步加强某事。 is the title of what follows.
    if sentence.courtesy or sentence.leads:
        return None
    found = _VAGUE.search(sentence.flat)
    return found if found and not _CONCRETE.search(_NOBODY.sub("", sentence.flat)) else None


def not_a_report(subject: Subject) -> Iterator[Fault]:
    if subject.is_opinion or not subject.paragraphs:
        return
    said = [each for each in subject.sentences if not each.courtesy]
    past = [each for each in said if _PAST.search(each.flat) and not _AHEAD.search(each.flat)]
    answers = any(_answers(each.line.flat) for each in subject.paragraphs[subject.opening_ends :])
    if len(said) >= _FEWEST_SENTENCES and not answers and len(past) > _MOST_PAST * len(said):
        told = f"正文{len(said)}句中有{len(past)}句讲已做的工作，没有逐条回应所提建议。"
        yield Fault(told, subject.paragraphs[min(subject.opening_ends, len(subject.paragraphs) - 1)].place())
    if _grade_is(subject, "plan") and not any(_ahead(each) for each in said):
        told = f"办理结果为{subject.letter.grade}类（列入计划），正文没有下一步安排。"
        yield Fault(told, subject.whole("grade_raw"))


def _answers(flat: str) -> bool:
    """Whether a paragraph begins by turning to what was asked."""
    return _ANSWERS.search(flat, 0, 24) is not None


def _ahead(sentence: Sentence) -> bool:
    return bool(_OUTLOOK.search(sentence.flat) or _AHEAD.search(sentence.flat))


def grade_fits_text(subject: Subject) -> Iterator[Fault]:
    if subject.is_opinion or not subject.paragraphs:
        return
    said = [each.flat for each in subject.sentences if not each.courtesy]
    grade, place = subject.letter.grade, subject.whole("grade_raw")
    if _grade_is(subject, "top") and not any(map(_is_done, said)):
        yield Fault(f"办理结果为{grade}类（已解决），正文没有写明已办成的事项及时间、数量或文件。", place)
    if _grade_is(subject, "plan"):
        ahead = [each for each in said if _FUTURE.search(each)]
        lacking = [
            what
            for what, shown in (
                ("完成时限", any(_TERM.search(each) for each in ahead)),
                ("责任单位", any(_RESPONSIBLE.search(each) for each in ahead)),
            )
            if not shown
        ]
        if ahead and lacking:
            yield Fault(f"办理结果为{grade}类（列入计划），正文没有写明{'和'.join(lacking)}。", place)
    if _grade_is(subject, "lowest") and not any(_REASON.search(each) for each in said):
        yield Fault(f"办理结果为{grade}类（留作参考），正文没有说明原因。", place)


def _is_done(flat: str) -> bool:
    """What was done, with a figure, a day or a paper; what is only planned is not."""
    return bool(_DONE.search(flat) and _FACT.search(flat) and not _FUTURE.search(flat))


def _grade_is(subject: Subject, which: str) -> bool:
    scheme = subject.facts.grades
    return scheme is not None and subject.letter.grade in getattr(scheme, which)


def repealed(subject: Subject) -> Iterator[Fault]:
    for name, by in (subject.facts.repealed or {}).items():
        wanted = line_of(name.strip("《》")).flat
        for each in subject.paragraphs if wanted else ():
            for match in re.finditer(re.escape(wanted), each.line.flat):
                yield Fault(f"所引《{name.strip('《》')}》已被《{by.strip('《》')}》废止。", each.place(match))


def repeated_sentence(subject: Subject) -> Iterator[Fault]:
    before = set(_last_year(subject.facts.last_reply or ""))
    seen: dict[str, int] = {}
    for each in subject.sentences:
        words_alone = _words_alone(each.flat)
        if len(words_alone) < _SHORTEST_REPEATED or _FORMULA.search(each.flat):
            continue
        if words_alone in seen:
            yield Fault(f"这一句与第{seen[words_alone] + 1}段中的一句重复。", each.place())
        elif words_alone in before:
            yield Fault("这一句与上年度的答复相同。", each.place())
        seen.setdefault(words_alone, each.block)


def _last_year(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for each in sentences_of(line_of(line)):
            yield _words_alone(each.line.flat)


def _words_alone(flat: str) -> str:
    """Without marks, and without the numeral that another letter gives it."""
    return _MARKS.sub("", _NUMERAL.sub("", flat))
