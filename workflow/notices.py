"""The days of a year as a notice, a list or the library of holidays tells them, with all that is wrong with them. Pure.

Only days that differ from the plain week are kept: a Saturday of a holiday is a day off anyway.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

import holidays

from workflow.calendar import ONE_DAY
from workflow.tables.plain import separator_of

FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST = 20_000
"""Characters of a notice or a list; the notices of twenty years have under two thousand."""
LONGEST_SPAN = 31
NEAR_NEW_YEAR = 7 * ONE_DAY
MAKE_UP = "调休上班"
WEEK = "一二三四五六日"
DIGITS = "一二三四五六七八九"

NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\s*\d{1,4}号|[\u4e00-\u9fff]{2,12}[\[(]\d{4}[\])]\s*\d{1,4}号")
TITLE_YEAR = re.compile(r"(\d{4})年(?!\d)[^。\n:]{0,20}(?:节假日|放假|休息安排)")
HEAD = re.compile(
    r"(?:^|\n|。)\s*(?:[一二三四五六七八九十]{1,3}[、.]\s*)?"
    r"((?:元旦|春节|清明|(?:国际)?劳动|“?五一”?|端午|中秋|国庆|“?十一”?|三月三|古尔邦|肉孜|开斋)[^:。\n\d]{0,20}):"
)
DATE = r"(?:(?P<y>\d{4})年)?(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})[日号](?:\((?P<note>[^()]*)\))?"
COUNT = r"\d+|[一二两三四五六七八九十]{1,3}"
TOKEN = re.compile(
    rf"共\s*(?P<total>{COUNT})\s*[天日]|(?P<odd>不(?:放假|上班|休息))|(?P<off>放假(?:\s*(?P<count>{COUNT})\s*[天日])?|补休|休息)"
    rf"|(?P<work>上班)|(?P<moot>公休日|法定节假日)|(?P<moved>调至)|(?P<to>至|到|-|—+|–|~)|(?P<stop>[,;])|(?P<date>{DATE})"
)
WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
ADVICE = re.compile(r"鼓励|建议|倡导|值班")
SIGNATURE = re.compile(r"(?:国务院办公厅|[\u4e00-\u9fff]{0,20}办公[厅室])?\s*\d{4}年\d{1,2}月\d{1,2}日")
LIST_DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
KINDS = {
    "work": True, "上班": True, "工作日": True, "调休上班": True,
    "off": False, "放假": False, "休息": False, "休息日": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Special:
    """One day that differs from the plain week."""

    day: dt.date
    works: bool
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the days, the number of the notice where it stands there, and what is wrong, all of it."""

    year: int
    days: tuple[Special, ...]
    problems: tuple[str, ...]
    number: str = ""


def read_notice(text: str, year: int, *, whole: bool = True) -> Reading:
    """A notice: items such as 元旦：1月1日（周四）至3日（周六）放假调休，共3天。 whole: all holidays of the year."""
    if len(text) > LONGEST:
        return Reading(year, (), (f"通知超过{LONGEST}字，不是一年的放假安排。",))
    plain = re.sub(r"[ \t]+", "", unicodedata.normalize("NFKC", text.replace("\r", "")))
    told = TITLE_YEAR.search(plain)
    problems = [f"通知是{told[1]}年的，不是{year}年的。"] if told and int(told[1]) != year else []
    heads = list(HEAD.finditer(plain))
    if not heads:
        return Reading(year, (), (*problems, "没有读到“一、元旦：……放假”这样的条目。"))
    days = list[Special]()
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        item = _Item(head[1].strip(), year)
        for sentence in re.split(r"[。\n]", plain[head.end() : following.start() if following else None]):
            item.read(sentence.strip())
        problems += item.problems or ([] if item.days else [f"“{item.name}”一项没有写明放假日期。"])
        days += item.days
    number = NUMBER.search(plain)
    return _reading(year, days, problems, number=re.sub(r"\s", "", number[0]) if number else "", whole=whole)


@dataclass
class _Item:
    """One holiday of a notice: its sentences are read one after the other."""

    name: str
    year: int
    days: list[Special] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # Of the sentence in hand: dates whose verb is still to come, days off so far, whether a span or a remark goes on.
    pending: list[dt.date] = field(default_factory=list)
    resting: set[dt.date] = field(default_factory=set)
    joins: bool = False
    skips: bool = False

    def read(self, sentence: str) -> None:
        if not sentence or ADVICE.search(sentence) or SIGNATURE.fullmatch(sentence):
            return
        self.pending, self.resting, self.joins, self.skips = [], set(), False, False
        for token in TOKEN.finditer(sentence):
            self._take(token)
        rest = TOKEN.sub("", sentence)
        if self.pending or re.search(r"\d\s*[月日号]", rest):
            self.problems.append(f"看不懂“{sentence[:60]}”：没有说明哪些日期放假、哪些日期上班。")

    def _take(self, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "date":
                self._date(token)
            case "to":
                self.joins = bool(self.pending)
            case "off":
                self._rest(token["count"])
            case "work":
                self._work()
            case "total":
                self._compare(len(self.resting), token["total"], "共")
            case "odd":
                self.problems.append(f"看不懂“{token[0]}”：请改写为放假或上班的日期。")
                self.pending.clear()
            case "moot" | "moved":
                # “4日公休日调至2日”, “1日为法定节假日” explain days that another sentence names.
                self.pending.clear()
                self.skips = token.lastgroup == "moved"
            case _:
                self.skips = False

    def _date(self, token: re.Match[str]) -> None:
        day = self._day_of(token)
        joins, self.joins = self.joins, False
        if day is None:
            return
        wrong = WEEKDAY.findall(token["note"] or "")
        if wrong and _weekday(day) not in [each.replace("天", "日") for each in wrong]:
            self.problems.append(f"{_said(day)}是周{_weekday(day)}，通知写作周{wrong[0]}。")
        if self.skips:
            return
        first = self.pending[-1] + ONE_DAY if joins else day
        if joins and not 0 <= (day - first).days <= LONGEST_SPAN:
            self.problems.append(f"{_said(first - ONE_DAY)}至{_said(day)}的起止日期有误。")
            return
        self.pending += _span(first, day)

    def _day_of(self, token: re.Match[str]) -> dt.date | None:
        before = self.pending[-1] if self.pending else None
        month = int(token["m"]) if token["m"] else before.month if before else 0
        if not month:
            self.problems.append(f"“{token['date']}”没有写明月份。")
            return None
        # 元旦 may begin in the year before; what follows 31 December is in the next.
        early = self.name.startswith("元旦") and month == 12
        year = int(token["y"]) if token["y"] else self.year - early
        if abs(year - self.year) > 1:
            self.problems.append(f"{year}年{month}月{int(token['d'])}日不在{self.year}年内。")
            return None
        try:
            return dt.date(year, month, int(token["d"]))
        except ValueError:
            self.problems.append(f"没有{month}月{int(token['d'])}日这一天。")
            return None

    def _rest(self, count: str | None) -> None:
        if count and self.pending:
            self._compare(len(self.pending), count, "放假")
        self.resting |= set(self.pending)
        self.days += (Special(day, works=False, name=self.name[:40]) for day in self.pending)
        self.pending.clear()

    def _work(self) -> None:
        for day in self.pending:
            if day.weekday() < 5:
                self.problems.append(f"{_said(day)}是周{_weekday(day)}，本来就上班，不应列为调休上班。")
        self.days += (Special(day, works=True, name=MAKE_UP) for day in self.pending)
        self.pending.clear()

    def _compare(self, found: int, told: str, word: str) -> None:
        if found != _number(told):
            self.problems.append(f"“{self.name}”写明{word}{told}天，所列日期为{found}天。")


def read_list(text: str, year: int, *, whole: bool = True) -> Reading:
    """Rows of date, work or off, name and, if wished, the day of the week. whole: all holidays of the year."""
    if len(text) > LONGEST:
        return Reading(year, (), (f"清单超过{LONGEST}字，不是一年的放假安排。",))
    days, problems = list[Special](), list[str]()
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator_of(text))
    for number, cells in enumerate(rows, start=1):
        row = [unicodedata.normalize("NFKC", cell).strip() for cell in cells]
        if not any(row) or (number == 1 and not re.search(r"\d", row[0])):
            continue
        day, wrong = _row(row)
        problems += [f"第{number}行：{each}" for each in wrong]
        days += [day] if day else []
    return _reading(year, days, problems, whole=whole)


def _row(row: list[str]) -> tuple[Special | None, list[str]]:
    if len(row) < 3 or not row[2]:
        return None, ["应有日期、work 或 off、名称三列。"]
    match = LIST_DATE.fullmatch(row[0])
    problems = [] if row[1].lower() in KINDS else [f"“{row[1][:20]}”应为 work（上班）或 off（放假）。"]
    if match is None:
        return None, [f"日期“{row[0][:20]}”应如 2027-01-01。", *problems]
    year, month, number = map(int, match.groups())
    try:
        day = dt.date(year, month, number)
    except ValueError:
        return None, [f"没有{month}月{number}日这一天。", *problems]
    told = WEEKDAY.search(row[3]) if len(row) > 3 else None
    if told and told[1].replace("天", "日") != _weekday(day):
        problems.append(f"{_said(day)}是周{_weekday(day)}，清单写作周{told[1]}。")
    return (None if problems else Special(day, KINDS[row[1].lower()], row[2][:40])), problems


def read_days(days: Iterable[Special], year: int, *, whole: bool = True) -> Reading:
    """Days that somebody has listed already. whole: all holidays of the year."""
    return _reading(year, days, [], whole=whole)


def read_library(year: int) -> Reading:
    """What the installed release of the library of holidays knows of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _reading(year, [], [])
    known = holidays.country_holidays("CN", years=year, language="zh_CN")
    off = [Special(day, works=False, name=name.split(";")[0].strip()[:40]) for day, name in known.items()]
    work = [Special(day, works=True, name=MAKE_UP) for day in known.weekend_workdays if day.year == year]
    return _reading(year, [*off, *work], [])


def library_has_notice(year: int) -> bool:
    """Whether the library has the make-up days of a year, which only its notice tells."""
    return any(day.works for day in read_library(year).days)


def library_name() -> str:
    return f"holidays {version('holidays')}"


def _reading(
    year: int, days: Iterable[Special], problems: list[str], *, number: str = "", whole: bool = True
) -> Reading:
    told = list(days)
    kept = {each.day: each for each in told if each.works != (each.day.weekday() < 5)}
    faults = faults_of(year, told, whole=whole)
    return Reading(year, tuple(sorted(kept.values())), tuple(dict.fromkeys([*problems, *faults])), number)


def faults_of(year: int, days: Iterable[Special], *, whole: bool) -> list[str]:
    """What no calendar of this year may hold, in words. whole: it must have the statutory holidays."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return [f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。"]
    told = list(days)
    by_day: dict[dt.date, list[bool]] = {}
    for each in told:
        by_day.setdefault(each.day, []).append(each.works)
    problems = [] if told else ["没有读到任何日期。"]
    problems += [f"{_said(day)}既列为放假，又列为上班。" for day, kinds in by_day.items() if len(set(kinds)) > 1]
    problems += [f"{_said(day)}重复列出。" for day, kinds in by_day.items() if len(kinds) > 1 and len(set(kinds)) == 1]
    problems += [f"{_said(day)}不在{year}年内。" for day in by_day if not _belongs(day, year)]
    return problems + list(_holes(year, by_day, whole=whole)) if told else problems


def _belongs(day: dt.date, year: int) -> bool:
    """In the year, or close enough to its ends to be moved by 元旦."""
    return dt.date(year, 1, 1) - NEAR_NEW_YEAR <= day < dt.date(year + 1, 1, 1) + NEAR_NEW_YEAR


def _holes(year: int, by_day: Mapping[dt.date, list[bool]], *, whole: bool) -> Iterator[str]:
    for day, name in statutory(year).items():
        kinds = by_day.get(day)
        if kinds and all(kinds):
            yield f"{_said(day)}是法定节假日（{name}），不能列为上班。"
        elif whole and not kinds and day.weekday() < 5:
            yield f"缺少{_said(day)}（{name}）：全年日历应列出全部法定节假日。"


def statutory(year: int) -> dict[dt.date, str]:
    """The days that the law itself makes holidays, some by the lunar calendar."""
    known = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return {day: name for day, name in sorted(known.items()) if "调休" not in name and "延长" not in name}


def _number(said: str) -> int:
    """共8天 or 共八天, up to 九十九; no number of days at all is 0, which no span is."""
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    parts = [(tens or "一") if ten else "", ones]
    if any(len(part) > 1 for part in parts):
        return 0
    high, low = (DIGITS.find(part) + 1 if part else 0 for part in (part.replace("两", "二") for part in parts))
    return high * 10 + low


def _span(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def _weekday(day: dt.date) -> str:
    return WEEK[day.weekday()]


def _said(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
