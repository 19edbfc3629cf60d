"""Numbers that this system gives out: one counter a series and year, moved under the lock of its row.

Call inside the transaction of the verb: where that is taken back, so is the number, and no gap is left.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Min

from letters.letter import DocNumber
from workflow.enums import NumberStatus
from workflow.errors import CaseMovedOn, Invalid, NumberTaken
from workflow.models import IssuedNumber, NumberSeries, SeriesUse, SeriesYear

# Far beyond what an agency issues in a year, and within every database's integers.
LARGEST = 999_999


def series_for(unit_id: int, paper: str, year: int) -> NumberSeries | None:
    """The series from which this unit's papers of one kind get their numbers in a year; None where they are typed."""
    use = SeriesUse.objects.filter(department=unit_id, paper=paper).select_related("series").first()
    return use.series if use and owns(use.series, year) else None


def owns(series: NumberSeries, year: int) -> bool:
    """Whether the numbers of a year are given out here: what came before the first such year was typed."""
    first: int | None = series.years.aggregate(first=Min("year"))["first"] if series.owned else None
    return first is not None and year >= first


def reserved_for(subject_uid: uuid.UUID) -> IssuedNumber | None:
    kept: IssuedNumber | None = IssuedNumber.objects.reserved().filter(subject_uid=subject_uid).first()
    return kept


def next_of(series: NumberSeries, year: int) -> DocNumber:
    """What would be given out now. For people to look at: until it is drawn it is nobody's."""
    counter = series.years.filter(year=year).first() or SeriesYear(series=series, year=year)
    return DocNumber(series.code, year, _free_after(counter))


def draw(series: NumberSeries, year: int, *, at: dt.datetime, status: str, **facts: object) -> IssuedNumber:
    """The next number of a year, each once and none left out. facts: for whom or for what."""
    counter = held(series, year)
    n = _free_after(counter)
    if n > LARGEST:
        raise Invalid(f"“{series.code}”{year}年的序号已用完。")
    SeriesYear.objects.filter(pk=counter.pk).update(last=n)
    return IssuedNumber.objects.create(series=series, year=year, n=n, status=status, entered_at=at, **facts)


def claim(
    series: NumberSeries, year: int, n: int, *, at: dt.datetime, status: str, field: str = "n", **facts: object
) -> IssuedNumber:
    """登记已用号: a particular number, which a paper bears already. The counter will pass over it."""
    held(series, year)
    number = DocNumber(series.code, year, n)
    if not 1 <= n <= LARGEST:
        raise Invalid(f"序号应在1至{LARGEST}之间。", field=field)
    if IssuedNumber.objects.of_year(series, year).filter(n=n).exists():
        raise NumberTaken(f"文号{number}已被使用。", field=field)
    return IssuedNumber.objects.create(series=series, year=year, n=n, status=status, entered_at=at, **facts)


def issue(series: NumberSeries, year: int, *, subject_uid: uuid.UUID, at: dt.datetime) -> IssuedNumber:
    """The number reserved for this paper, else the next one. One reserved in another year or series is void."""
    kept = reserved_for(subject_uid)
    if kept and (kept.series_id, kept.year) == (series.pk, year):
        settle(kept, NumberStatus.ISSUED)
        return kept
    if kept:
        settle(kept, NumberStatus.VOID, reason=f"该件改编{series.code}〔{year}〕的文号，预留的号未用。"[:200])
    return draw(series, year, at=at, status=NumberStatus.ISSUED, subject_uid=subject_uid)


def settle(number: IssuedNumber, status: str, **facts: object) -> None:
    """A reserved number is used or void, once: CaseMovedOn for whoever comes second."""
    reserved = IssuedNumber.objects.reserved().filter(pk=number.pk)
    if reserved.update(status=status, **facts) != 1:
        raise CaseMovedOn
    number.status = status
    for name, value in facts.items():
        setattr(number, name, value)


def held(series: NumberSeries, year: int) -> SeriesYear:
    """The counter of a year, its lock taken until commit."""
    SeriesYear.objects.get_or_create(series=series, year=year)
    counter: SeriesYear = SeriesYear.objects.select_for_update(no_key=True).get(series=series, year=year)
    return counter


def _free_after(counter: SeriesYear) -> int:
    """The smallest number behind the counter that no paper bears."""
    ahead = IssuedNumber.objects.of_year(counter.series, counter.year).filter(n__gt=counter.last)
    used, n = set(ahead.values_list("n", flat=True)), counter.last + 1
    while n in used:
        n += 1
    return n
