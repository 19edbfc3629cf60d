"""What single lines look like: noise, a body's name, a date, a numbered heading."""

from __future__ import annotations

import re
from typing import Final

from letters.reading.normalise import Line
from letters.reading.numbers import find_date
from letters.reading.vocabulary import NOISE, ORGANISATIONS, any_of

_HAN: Final = r"[\u4e00-\u9fff]"
_PAGE_CONTAINS: Final = re.compile(any_of(NOISE["page_contains"]))
_PAGE_IS: Final = frozenset(NOISE["page_is"])
_FOOTER: Final = re.compile(
    rf"(?P<start>[•\[【]*{any_of(NOISE['footer_starts'])})|.{{0,60}}?{any_of(NOISE['footer_contains'])}"
)
# A ruled line, - 3 -, 第3页, [1/2].
_RULE: Final = re.compile(r"[-_=*~<>]{3,}|第?[-·]*\d{1,3}[-·]*页?|\[[-\d/]+\]")
# 首页 > 政务公开 > 正文, with slashes as well.
_CRUMB: Final = re.compile(
    r"[^>]{1,30}>{1,2}[^>]{1,30}>|[•]?首页[/>]|[^/]{0,12}首页/|[^。]{1,12}/[^。/]{1,12}/[^。/]{1,20}/"
)
_SIGNING: Final = any_of(ORGANISATIONS["signing"])
_STAMP: Final = re.compile(r"\((?:印章|盖章|公章|代章|章)\)$")
# One name, or a body that has two: 某委员会、某管理委员会.
_BODY_NAME: Final = re.compile(
    rf"[\u4e00-\u9fff()·]{{1,40}}{_SIGNING}(?:、[\u4e00-\u9fff()·]{{1,40}}{_SIGNING})?(?:\([\u4e00-\u9fff]{{2,12}}\))?"
)
# Lines that end like a body and are none: 关于召开协商会.
_SENTENCE: Final = re.compile(
    r".*(?:召开|举行|开展|协商会|座谈会)|(?:关于|对|请|并|将|我|由|经|现|感谢|一是|根据|按照|附件|特此|专此|[一二三四五六七八九十]是|下一步)"
)

# 年　月　日 waits for a pen, 2024年6月 for a day.
_UNFINISHED: Final = re.compile(
    r"(?:[\d一二三四五六七八九〇○零x×*]{2,4})?年[\d一二三四五六七八九十x×*]{0,3}月[x×*]{0,2}日?"
)

# GB/T 9704 7.3.3, with the faults that offices print: 一. for 一、 and 1、 for 1.
_NUMERALS: Final = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}(?:、|[.](?!\d))")),
    (2, re.compile(r"\([一二三四五六七八九十]{1,3}\)[、.]?")),
    (3, re.compile(r"\d{1,2}(?:、|[.](?!\d)|,(?=[\u4e00-\u9fff]))")),
    (4, re.compile(r"\(\d{1,2}\)[、.]?|[①-⑳]")),
)
# 一是, 第二, 下一步: points that are paragraphs though the one before lost its full stop.
_STARTS: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}|\d)是|第[一二三四五六七八九十]{1,2}[,、是]|附件\d?:?|下一步"
)
MOST_HEADING: Final = 40


def is_noise(line: Line) -> bool:
    flat = line.flat
    if len(flat) > 160:
        return False
    return bool(flat in _PAGE_IS or _RULE.fullmatch(flat) or _CRUMB.match(flat) or _PAGE_CONTAINS.search(flat))


def is_footer(line: Line) -> bool:
    footer = _FOOTER.match(line.flat)
    # 扫描二维码即可收听 in a sentence is of the letter.
    return footer is not None and ("。" not in line.flat or footer["start"] is not None)


def without_stamp(line: Line) -> Line:
    """市民政局（盖章） → 市民政局."""
    stamp = _STAMP.search(line.flat)
    return line.cut(0, stamp.start()) if stamp else line


def is_body_name(line: Line) -> bool:
    """Whether the line is nothing but the name of a body that may sign."""
    flat = without_stamp(line).flat
    return len(flat) >= 3 and _BODY_NAME.fullmatch(flat) is not None and not _SENTENCE.match(flat)


def signing_in(line: Line) -> list[Line]:
    """The bodies that sign on a line: one, or several apart, as in a joint letter."""
    # A wide blank first: one within a name is a converter's.
    for width in (2, 1):
        words = line.words(width)
        if len(words) > 1 and all(map(is_body_name, words)):
            return words
    return [line] if is_body_name(line) else []


def is_date(line: Line) -> bool:
    """Whether the line is nothing but a day."""
    match = find_date(line, short=True) if len(line.flat) < 20 else None
    return match is not None and match[0] == line.flat.strip("().,。")


def is_unfinished_date(line: Line) -> bool:
    """Whether the line is a place left for a day: 2024年　月　日, 2024年9月."""
    return _UNFINISHED.fullmatch(line.flat) is not None


def level_of(line: Line) -> int:
    """1 to 4 for a line that begins with a heading's numeral, else 0."""
    return next((level for level, numeral in _NUMERALS if numeral.match(line.flat)), 0)


def heading_level(line: Line) -> int:
    """The level of a heading: a numeral, then a short title or a short lead sentence that ends in 。"""
    level = level_of(line)
    lead = line.flat.find("。")
    short = len(line.flat) <= MOST_HEADING and lead in {-1, len(line.flat) - 1} and ";" not in line.flat
    return level if short or 0 < lead < MOST_HEADING - 10 else 0


def starts_paragraph(line: Line) -> bool:
    return level_of(line) > 0 or _STARTS.match(line.flat) is not None


def ends_paragraph(line: Line) -> bool:
    """Whether what stands here is complete: a sentence's end, or a heading that has none."""
    if line.flat.rstrip(')”"』」')[-1:] in set("。:;!?…."):
        return True
    return level_of(line) > 0 and len(line.flat) <= MOST_HEADING and not re.search("[。;]", line.flat)
