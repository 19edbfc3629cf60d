"""Where the parts of a letter lie: head, title, salutation, body, tail; and what is not of the letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from letters.body import NUMBER
from letters.reading.labelled import Labelled, begins_with_label, first_label, labelled
from letters.reading.normalise import Line, joined
from letters.reading.numbers import WRITTEN_DATE
from letters.reading.shapes import (
    ends_paragraph,
    is_body_name,
    is_date,
    is_footer,
    is_unfinished_date,
    starts_paragraph,
)
from letters.reading.title import Titled, form_of, titles_in
from letters.reading.vocabulary import ORGANISATIONS, any_of

MOST_HEAD: Final = 80  # lines in which a salutation is looked for
_MOST_OPENING: Final = 1500
_MOST_BEFORE_ANSWER: Final = 6  # lines of the body among which a result may be marked
_MOST_RESULT: Final = 60
_MOST_LEADING: Final = 250
_MOST_TITLED: Final = 200
_MOST_OF_A_LINE: Final = 4_000  # of head and tail, where rules search whole lines; the body is kept whole

# 甲、乙委员： with or without a courtesy before and a greeting behind; 尊敬的甲代表（党派）：
_PERSONS: Final = re.compile(
    r"(?:尊敬的)?[^:;。?!|]{0,200}?(?:委员|代表|同志|先生|女士)们?(?:\([^()]{1,20}\))?(?:[,、]?(?:您|你们?)好)?[:!]"
)
# Without a colon it counts only where the next line speaks to somebody.
_PERSONS_BARE: Final = re.compile(r"(?:尊敬的)?[\u4e00-\u9fff·、*]{2,40}委员[,]?")
# A party, a committee or a unit; which words may end its name is data.
_PROPOSING: Final = any_of(ORGANISATIONS["collective"] + ORGANISATIONS["parties"])
_COLLECTIVE: Final = re.compile(rf"(?:尊敬的)?[^:;。?!|]{{1,90}}{_PROPOSING}(?:\([^()]{{1,20}}\))?:")
# How a first sentence begins, for a salutation that shares its line with it.
_OPENS: Final = re.compile(r"[您你贵来现感收根《“\"首]|关于|近日|按照|经研究|提出|因|接")
# 现将有关情况答复如下： ends in a colon too.
_NOT_A_SALUTATION: Final = re.compile("如下|收悉|提案的|号提案|会议")
# …支持。某市民政局2024年6月5日: a page saved as one paragraph.
_GLUED_END: Final = re.compile(
    rf"(?<=[。!?)”])(?P<name>[\u4e00-\u9fff()·]{{3,40}}){WRITTEN_DATE.pattern}(?P<behind>(?:[(\[]|联系|承办|经办)[^。]{{2,150}})?$"
)
_NAME_AND_DATE: Final = re.compile(rf"(?P<name>[\u4e00-\u9fff()·]{{3,60}}){WRITTEN_DATE.pattern}")
_REST_OF_NUMBER: Final = re.compile(r"\d{1,7}[)\]。;]{0,2}")
# Area code and number, or a mobile one: with no more digits to come.
_WHOLE_NUMBER: Final = re.compile(r"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}$|(?<!\d)1\d{10}$")
# 附件1 alone on a line heads an enclosure, whose text is not the letter.
ANNEX: Final = re.compile(rf"附件{NUMBER}:?")
_ANNOUNCES: Final = re.compile("附件[一二三四五六七八九十]{1,3}:")
_MOST_LISTED: Final = 12  # lines of 附件说明 or 抄送 that have no number
_LIST: Final = re.compile("附件|抄[送报]")
_NUMBERED: Final = re.compile(r"\d{1,3}[.、]")
_FOOT: Final = re.compile(r"抄[送报]:|报:|[\u4e00-\u9fff()]{2,40}\d{4}年\d{1,2}月\d{1,2}日印发$")
_MARK: Final = re.compile(
    r"[(\[【]?(?:此件|本件)?(?:主动公开|依申请公开|不予公开|公开发布|同意公开|信息公开.{0,12})[)\]】]?"
)
# The paragraph that says what was received is the last that names the proposal.
_LEADS: Final = re.compile("如下[:。,;]?")
_OPENING_ENDS: Final = re.compile("如下|收悉|收到")


@dataclass(frozen=True, slots=True)
class Page:
    """The zones of a page, each a sequence of lines in order."""

    head: tuple[Line, ...]
    titles: tuple[Titled, ...]  # nearest to the letter first
    salutation: Line | None
    body: tuple[Line, ...]
    tail: tuple[Line, ...]
    in_head: tuple[Labelled, ...]
    in_tail: tuple[Labelled, ...]
    paragraphs: tuple[Line, ...]
    opening: Line
    enclosed: tuple[Line, ...] = ()  # 附件 behind 署名, line by line

    @property
    def close(self) -> tuple[Labelled, ...]:
        """What the close labels; of a form, which has no letter in it, what the form does."""
        return self.in_tail if self.salutation or self.body else (*self.in_head, *self.in_tail)

    @property
    def title(self) -> Line | None:
        return self.titles[0].line if self.titles else None


def _parted(line: Line) -> list[Line]:
    """A title with the website's own data behind it, 【字体：大 中 小】来源：…, as two lines."""
    label = first_label(line) if len(line.flat) < _MOST_TITLED else 0
    title = line.cut(0, label).strip("([【")
    return [title, line.cut(label)] if label and form_of(title) else [line]


def page_of_lines(printed: Sequence[Line]) -> Page:
    lines = [part for line in printed for part in _parted(line)]
    start, salutation, rest = _salutation(lines)
    head = lines[:start]
    titles = titles_in(head if salutation else lines[: min(MOST_HEAD, len(lines))])
    if not salutation:
        start = _body_start(lines, titles[0].last + 1 if titles else 0)
        head, rest = lines[:start], lines[start:]
    head = [line.cut(0, _MOST_OF_A_LINE) for line in head]
    body, tail, enclosed = _close(_without_footer(rest))
    tail = [line.cut(0, _MOST_OF_A_LINE) for line in _whole_numbers(tail)]
    paragraphs = tuple(mended(body))
    return Page(
        tuple(head),
        tuple(titles),
        salutation,
        tuple(body),
        tuple(tail),
        (*labelled(head), *_results(body)),
        tuple(labelled(tail)),
        paragraphs,
        _opening(paragraphs),
        tuple(enclosed),
    )


def _results(body: Sequence[Line]) -> list[Labelled]:
    """办理结果：A类, where it stands as a line of its own below the salutation."""
    lines = [line for line in body[:_MOST_BEFORE_ANSWER] if len(line.flat) < _MOST_RESULT and begins_with_label(line)]
    return [pair for pair in labelled(lines) if pair.field in {"grade", "publicity"}]


def mended(lines: Iterable[Line]) -> list[Line]:
    """Paragraphs, put together again where a page or a printed line broke them."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and not ends_paragraph(paragraphs[-1][-1]) and not starts_paragraph(line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [joined(parts) if len(parts) > 1 else parts[0] for parts in paragraphs]


def _salutation(lines: Sequence[Line]) -> tuple[int, Line | None, Sequence[Line]]:
    """The first line that speaks to somebody; one above the title, to an assembly, gives way to one below it."""
    found: tuple[int, int] | None = None
    for index, line in enumerate(lines[:MOST_HEAD]):
        end = _salutation_end(line, lines[index + 1] if index + 1 < len(lines) else None)
        if end and (found is None or titles_in(lines[found[0] + 1 : index])):
            found = index, end
        if found and "。" in line.flat:
            break
    return _divided(lines, *found) if found else (0, None, lines)


def _divided(lines: Sequence[Line], index: int, end: int) -> tuple[int, Line, Sequence[Line]]:
    first, line = index, lines[index]
    # A long list of members breaks after a comma.
    while first and lines[first - 1].flat[-1] in "、," and not begins_with_label(lines[first - 1]):
        first -= 1
    left = [line.cut(end)] if end < len(line.flat) else []
    return first, joined([*lines[first:index], line.cut(0, end)]), [*left, *lines[index + 1 :]]


def _salutation_end(line: Line, following: Line | None) -> int:
    """Where the salutation that a line begins with ends; 0 where there is none."""
    if begins_with_label(line):
        return 0
    match = _PERSONS.match(line.flat) or _COLLECTIVE.match(line.flat)
    if match:
        bare = not _NOT_A_SALUTATION.search(match[0])
        runs_on = match.end() == len(line.flat) or _OPENS.match(line.flat, match.end())
        return match.end() if bare and runs_on else 0
    if following and _PERSONS_BARE.fullmatch(line.flat) and _OPENS.match(following.flat):
        return len(line.flat)
    return 0


def _body_start(lines: Sequence[Line], after: int) -> int:
    for index in range(after, len(lines)):
        flat = lines[index].flat
        if len(flat) >= 25 and re.search("[。;]|收悉|如下", flat) and not begins_with_label(lines[index]):
            return index
    return len(lines)


def _without_footer(lines: Sequence[Line]) -> Sequence[Line]:
    # Not the first line, for a letter is never all footer, and nothing before its sign-off.
    # 版权所有：… in 附件 is none either, where a 版记 shows that the paper goes on.
    start = _signed(lines) or 0
    annex = next((i for i in range(start + 1, len(lines)) if ANNEX.fullmatch(lines[i].flat)), len(lines))
    start = next((i for i in range(len(lines) - 1, annex, -1) if _FOOT.match(lines[i].flat)), start)
    end = next((i for i, line in enumerate(lines) if i > start and is_footer(line)), len(lines))
    return lines[:end]


def _close(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line], Sequence[Line]]:
    """The body; what follows it: attachments named, sign-off, date, contacts, copies; and what is enclosed.

    版记 stands at the foot of the last face, behind the pages of 附件.
    """
    lines = [piece for line in lines for piece in _unglued(line)]
    signed = _signed(lines)
    annex = next((i for i in range((signed or 0) + 1, len(lines)) if _begins_annex(lines[i], signed)), len(lines))
    start = annex if signed is None else signed
    lists = _lists(lines[:start])
    while start and _of_the_tail(lines[start - 1], listed=lists[start - 1]):
        start -= 1
    foot = _foot(lines, annex)
    return lines[:start], [*lines[start:annex], *lines[foot:]], lines[annex:foot]


def _lists(lines: Sequence[Line]) -> list[bool]:
    """Of each line, whether a list of attachments or copies begins a little above it, numbered names not counted."""
    found: list[bool] = []
    apart = _MOST_LISTED
    for line in lines:
        found.append(apart < _MOST_LISTED - 1)
        apart = 0 if _LIST.match(line.flat) else apart if _NUMBERED.match(line.flat) else apart + 1
    return found


def _foot(lines: Sequence[Line], annex: int) -> int:
    """Where the 版记 behind 附件 begins; a copy of another letter among them may have its own."""
    found = [i for i in range(annex + 1, len(lines)) if _FOOT.match(lines[i].flat)]
    foot = found.pop() if found else len(lines)
    while found and not _ended([line.flat for line in lines[found[-1] : foot]]):
        foot = found.pop()
    return foot


def _ended(lines: Sequence[str]) -> bool:
    """抄送 may take several lines, of which the last ends in a full stop; 印发 closes the 版记."""
    return any(line.endswith("印发") for line in lines) or any(line.endswith("。") for line in lines[:-1])


def _begins_annex(line: Line, signed: int | None) -> bool:
    # In a draft without a day 附件： may also announce the names below it.
    return ANNEX.fullmatch(line.flat) is not None and (signed is not None or line.flat[-1] != ":")


def _whole_numbers(lines: Sequence[Line]) -> list[Line]:
    """电话：0883-214668 and, on the next line, 7）: a number, or a list of them, that the edge of the page broke."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1].flat[-1] if whole else ""
        broken = last.isdecimal() and _REST_OF_NUMBER.fullmatch(line.flat) and not _WHOLE_NUMBER.search(whole[-1].flat)
        listed = last == "、" and line.flat[0].isdecimal()
        if (broken or listed) and begins_with_label(whole[-1]):
            whole[-1] = joined([whole[-1], line])
        else:
            whole.append(line)
    return whole


def _signed(lines: Sequence[Line]) -> int | None:
    """The line of the sign-off or, where only a date is printed, of the date."""
    # The first day under a name wins: an enclosure may be signed and dated too.
    dates = [i for i, line in enumerate(lines) if i and (is_date(line) or is_unfinished_date(line))]
    for index in dates:
        for name in (index - 1, index - 2):
            if name >= 0 and is_body_name(lines[name]):
                return name
    return dates[-1] if dates else None


def _of_the_tail(line: Line, *, listed: bool) -> bool:
    if begins_with_label(line) or is_date(line) or _MARK.fullmatch(line.flat) or _ANNOUNCES.match(line.flat):
        return True
    if is_body_name(line) and len(line.flat) > 3:
        return True
    # The second name of a list of attachments, or the second line of the copies.
    return listed and len(line.flat) < 60


def _unglued(line: Line) -> list[Line]:
    """A sign-off that runs on from the last sentence, or shares its line with the date, apart again."""
    match = _NAME_AND_DATE.fullmatch(line.flat) if len(line.flat) < 80 else None
    skip = 0
    if not match and len(line.flat) > 15:
        skip = max(0, len(line.flat) - 220)
        match = _GLUED_END.search(line.flat, skip)
    if not match:
        return [line]
    start, end = match.span("name")
    if not is_body_name(line.cut(start, end)):
        return [line]
    behind = match.start("behind") if match.groupdict().get("behind") else len(line.flat)
    parts = (line.cut(0, start), line.cut(start, end), line.cut(end, behind), line.cut(behind))
    return [part for part in parts if part.flat]


def _goes_on(paragraph: Line, following: Sequence[Line]) -> bool:
    """…收悉。 and, in a short paragraph of its own, 经综合…意见，现答复如下："""
    leads = following and len(following[0].flat) < _MOST_LEADING and "如下" in following[0].flat
    return bool(leads) and "如下" not in paragraph.flat


def _opening(paragraphs: Sequence[Line]) -> Line:
    """The first paragraphs, up to the one that says what was received or what follows."""
    parts: list[Line] = []
    for paragraph in paragraphs[:4]:
        # Where paragraphs ran together, what is answered begins right behind 如下.
        led = _LEADS.search(paragraph.flat, 0, _MOST_OPENING)
        parts.append(paragraph.cut(0, led.end() if led else _MOST_OPENING))
        if _OPENING_ENDS.search(paragraph.flat) and not _goes_on(paragraph, paragraphs[len(parts) :]):
            break
    return joined(parts)
