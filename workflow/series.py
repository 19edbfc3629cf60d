"""文号管理: the series from which this system gives out numbers, and the numbers of papers that it does not hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Set
from typing import Any

from django.db import IntegrityError, transaction

from letters.letter import DocNumber
from workflow import issuing
from workflow.actor import Actor, Post
from workflow.audit import next_place
from workflow.enums import NumberStatus, PaperKind, Role
from workflow.errors import CaseMovedOn, Invalid, NotYours, given
from workflow.models import Department, IssuedNumber, NumberSeries, SeriesUse, SeriesYear, TrailHead
from workflow.progress import refuse_future
from workflow.standing import posts_as, tell

# Who sets up the series of a unit: its own office, and the administrator of the place.
KEEPERS = frozenset({Role.OFFICE, Role.ADMINISTRATOR})
# Who gives out numbers for papers outside, and says which were used on paper.
CLERKS = KEEPERS | {Role.SUPERVISOR}
MOST_CLAIMED = 200  # numbers that are registered as used at one time


@transaction.atomic
def open_series(
    department: Department,
    *,
    code: str,
    papers: Collection[str],
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    first: int = 1,
) -> NumberSeries:
    """启用: from this year on the unit's papers of these kinds get their numbers here, the first of them `first`.

    A series that was closed in this year goes on: what lies between was used elsewhere, or shows as missing.
    """
    posts, place = _begin(department, KEEPERS, by=by, on=on, at=at)
    code = _code(code)
    _refuse_papers(department, papers)
    NumberSeries.objects.get_or_create(jurisdiction_id=department.jurisdiction_id, code=code)
    # Its row puts two who open it at once in a queue.
    rows = NumberSeries.objects.select_for_update(no_key=True)
    series: NumberSeries = rows.get(jurisdiction=department.jurisdiction_id, code=code)
    if series.owned:
        raise Invalid(f"“{code}”已由本系统编号。", field="code")
    series.department, series.owned = department, True
    series.save(update_fields=["department", "owned"])
    _serve(series, papers)
    _start(series, on.year, first, goes_on=True)
    told = {"code": code, "papers": [PaperKind(paper).label for paper in papers], "year": on.year, "first": first}
    tell(series, "open_series", posts, by=by, on=on, at=at, place=place, payload=told)
    return series


@transaction.atomic
def start_year(series: NumberSeries, *, year: int, first: int, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """设定起始号 of a year in which no number was given out yet."""
    posts, place = _begin(_unit(series), KEEPERS, by=by, on=on, at=at)
    if not issuing.owns(series, year):
        raise Invalid(f"{year}年的文号不由本系统编号。", field="year")
    _start(series, year, first)
    told = {"code": series.code, "year": year, "first": first}
    tell(series, "start_year", posts, by=by, on=on, at=at, place=place, payload=told)


@transaction.atomic
def close_series(series: NumberSeries, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """停用: this system gives out no more numbers of it. What was given out stays, and nothing of it is used again."""
    posts, place = _begin(_unit(series), KEEPERS, by=by, on=on, at=at)
    reason = given(reason, "请填写停用的原因。", field="reason")
    for counter in SeriesYear.objects.select_for_update(no_key=True).filter(series=series).order_by("year"):
        if kept := IssuedNumber.objects.of_year(series, counter.year).reserved().select_related("series").first():
            raise Invalid(f"{kept}已预留、尚未使用，请先使用或作废。")
    if not NumberSeries.objects.filter(pk=series.pk, owned=True).update(owned=False):
        raise CaseMovedOn
    series.owned = False
    series.uses.all().delete()
    told = {"code": series.code, "why": reason}
    tell(series, "close_series", posts, by=by, on=on, at=at, place=place, payload=told)


@transaction.atomic
def reserve(series: NumberSeries, *, purpose: str, by: Actor, on: dt.date, at: dt.datetime) -> IssuedNumber:
    """预留: the next number of the year of `on`, for a paper that is not handled here."""
    posts, place = _begin(_unit(series), CLERKS, by=by, on=on, at=at)
    purpose = _purpose(purpose)
    _refuse_closed(series, on.year)
    number = issuing.draw(series, on.year, at=at, status=NumberStatus.RESERVED, purpose=purpose)
    _tell_number(number, "reserve", posts, by=by, on=on, at=at, place=place)
    return number


@transaction.atomic
def claim(
    series: NumberSeries,
    *,
    year: int,
    n: int,
    purpose: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    until: int | None = None,
) -> list[IssuedNumber]:
    """登记已用号: numbers that papers outside this system bear, from `n` to `until`."""
    posts, place = _begin(_unit(series), CLERKS, by=by, on=on, at=at)
    purpose, last = _purpose(purpose), n if until is None else until
    _refuse_closed(series, year)
    if not n <= last < n + MOST_CLAIMED:
        raise Invalid(f"止号应不小于起号，一次最多登记{MOST_CLAIMED}个。", field="until")
    facts: dict[str, Any] = {"at": at, "status": NumberStatus.ISSUED, "purpose": purpose}
    numbers = [issuing.claim(series, year, each, **facts) for each in range(n, last + 1)]
    told = {"doc_number": f"{numbers[0]}" + (f"至{last}号" if last > n else ""), "purpose": purpose}
    tell(series, "claim", posts, by=by, on=on, at=at, place=place, payload=told)
    return numbers


@transaction.atomic
def use(number: IssuedNumber, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """登记使用: the paper for which the number was reserved went out with it."""
    posts, place = _begin(_unit(number.series), CLERKS, by=by, on=on, at=at)
    _refuse_paper_here(number)
    issuing.settle(number, NumberStatus.ISSUED)
    _tell_number(number, "use", posts, by=by, on=on, at=at, place=place)


@transaction.atomic
def void(number: IssuedNumber, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """作废 of a reserved number that no paper will bear; nothing gets it any more."""
    posts, place = _begin(_unit(number.series), CLERKS, by=by, on=on, at=at)
    reason = given(reason, "请填写作废原因。", field="reason")[:200]
    _refuse_paper_here(number)
    issuing.settle(number, NumberStatus.VOID, reason=reason)
    _tell_number(number, "void", posts, by=by, on=on, at=at, place=place)


def _begin(
    department: Department, roles: Set[Role], *, by: Actor, on: dt.date, at: dt.datetime
) -> tuple[tuple[Post, ...], TrailHead]:
    """As what they act, and the lock of the unit's trail: every verb takes it before that of a counter."""
    posts = posts_as(by, roles, jurisdiction_id=department.jurisdiction_id, unit_ids=[department.pk])
    if not posts:
        raise NotYours("文号由本单位办公室和管理员管理。")
    refuse_future(on, at)
    return posts, next_place(department.case_uid)


def _unit(series: NumberSeries) -> Department:
    if series.department is None:
        raise Invalid(f"“{series.code}”不由本系统编号。")
    return series.department


def _code(text: str) -> str:
    code = given(text, "请填写机关代字。", field="code")
    try:
        DocNumber.parse(f"{code}〔2000〕1号")
    except ValueError as error:
        raise Invalid("机关代字为2至16个字，不含年份、括号和空格，如“丽卫函”。", field="code") from error
    return code


def _refuse_papers(department: Department, papers: Collection[str]) -> None:
    if not papers or not set(papers) <= set(PaperKind.values):
        raise Invalid(f"请选择该代字用于：{'、'.join(PaperKind.labels)}。", field="papers")
    served = SeriesUse.objects.filter(department=department, paper__in=papers).select_related("series").first()
    if served:
        raise Invalid(f"{served}已用“{served.series.code}”编号，请先停用。", field="papers")


def _serve(series: NumberSeries, papers: Collection[str]) -> None:
    try:
        with transaction.atomic():
            SeriesUse.objects.bulk_create(
                SeriesUse(series=series, department=series.department, paper=paper) for paper in papers
            )
    except IntegrityError as error:
        # Another series began to serve the same paper at this moment.
        raise CaseMovedOn from error


def _start(series: NumberSeries, year: int, first: int, *, goes_on: bool = False) -> None:
    """Begin a year with `first`. goes_on: where numbers were given out before, go on with it, or behind the last."""
    counter = issuing.held(series, year)
    if not 1 <= first <= issuing.LARGEST:
        raise Invalid(f"起始号应在1至{issuing.LARGEST}之间。", field="first")
    mine, begun = SeriesYear.objects.filter(pk=counter.pk), counter.last >= counter.first
    if not begun:
        mine.update(first=first, last=first - 1)
    elif goes_on:
        mine.update(last=max(counter.last, first - 1))
    else:
        raise Invalid(f"{counter}已编至{counter.last}号，起始号不再改变。", field="first")


def _refuse_closed(series: NumberSeries, year: int) -> None:
    if not issuing.owns(series, year):
        raise Invalid(f"“{series.code}”{year}年不由本系统编号。")


def _refuse_paper_here(number: IssuedNumber) -> None:
    if number.subject_uid:
        raise Invalid(f"{number}为本系统的一件公文所用，请在该件上办理。")


def _purpose(text: str) -> str:
    return given(text, "请填写用途。", field="purpose")[:200]


def _tell_number(number: IssuedNumber, move: str, posts: tuple[Post, ...], *, place: TrailHead, **when: Any) -> None:
    told = {"doc_number": str(number), "purpose": number.purpose, "why": number.reason}
    tell(number.series, move, posts, place=place, payload={key: value for key, value in told.items() if value}, **when)
