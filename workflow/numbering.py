"""Document numbers as rows: a typed or imported 文号 is checked and taken inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from letters.letter import DocNumber
from workflow.enums import NumberStatus
from workflow.errors import Invalid, NumberTaken
from workflow.issuing import LARGEST, claim, owns, settle
from workflow.models import IssuedNumber, NumberSeries


def take(
    text: str,
    *,
    jurisdiction_id: int,
    subject_uid: uuid.UUID,
    at: dt.datetime,
    field: str = "doc_number",
    used_because: str = "",
) -> IssuedNumber:
    """Enter a number typed in or pushed by the OA. Invalid for its form, NumberTaken when it is somebody else's.

    Of a series that gives out its numbers itself only the one reserved for this paper may be typed; with
    `used_because` also one that the paper bears already.
    """
    number = parsed(text, field=field)
    series, _ = NumberSeries.objects.get_or_create(jurisdiction_id=jurisdiction_id, code=number.code)
    if owns(series, number.year):
        return _take_owned(series, number, subject_uid=subject_uid, at=at, field=field, used_because=used_because)
    if taken_over := _take_over(series, number, subject_uid=subject_uid, at=at):
        return taken_over
    try:
        with transaction.atomic():
            return IssuedNumber.objects.create(
                series=series, year=number.year, n=number.n, subject_uid=subject_uid, entered_at=at
            )
    except IntegrityError as error:
        raise taken(number, field=field) from error


def take_each(
    wanted: Sequence[tuple[str, uuid.UUID]], *, jurisdiction_id: int, at: dt.datetime
) -> list[IssuedNumber | Invalid]:
    """`take` for many numbers, each for its subject; in the place of one that is refused stands the refusal."""
    numbers = [_parsed_or_refused(text) for text, _ in wanted]
    known = [number for number in numbers if isinstance(number, DocNumber)]
    series = _series_of({number.code for number in known}, jurisdiction_id)
    rows = IssuedNumber.objects.filter(
        series__in=series.values(), year__in={each.year for each in known}, n__in={each.n for each in known}
    )
    standing = set(rows.values_list("series_id", "year", "n"))
    found: list[IssuedNumber | Invalid] = []
    new: list[IssuedNumber] = []
    for number, (_, subject_uid) in zip(numbers, wanted, strict=True):
        if isinstance(number, Invalid):
            found.append(number)
            continue
        of = series[number.code]
        if (key := (of.pk, number.year, number.n)) in standing:
            found.append(_take_over(of, number, subject_uid=subject_uid, at=at) or taken(number))
            continue
        standing.add(key)
        new.append(IssuedNumber(series=of, year=number.year, n=number.n, subject_uid=subject_uid, entered_at=at))
        found.append(new[-1])
    # Somebody else's number of the same moment breaks the whole; who takes many begins again.
    IssuedNumber.objects.bulk_create(new)
    return found


def _series_of(codes: set[str], jurisdiction_id: int) -> dict[str, NumberSeries]:
    found = {each.code: each for each in NumberSeries.objects.filter(jurisdiction=jurisdiction_id, code__in=codes)}
    for code in sorted(codes - found.keys()):
        found[code], _ = NumberSeries.objects.get_or_create(jurisdiction_id=jurisdiction_id, code=code)
    return found


def parsed(text: str, *, field: str = "doc_number") -> DocNumber:
    try:
        number = DocNumber.parse(text)
    except ValueError as error:
        meant = DocNumber.guess(text)
        asked = f"您要填的是否为“{meant}”？" if meant else ""
        told = f"文号应为机关代字、六角括号中的年份和序号，如“宛卫字〔2024〕24号”。{asked}"
        raise Invalid(told, field=field) from error
    if number.n > LARGEST:
        raise Invalid(f"文号的序号不能大于{LARGEST}。", field=field)
    return number


def _parsed_or_refused(text: str) -> DocNumber | Invalid:
    try:
        return parsed(text)
    except Invalid as refusal:
        return refusal


def taken(number: DocNumber, *, field: str = "doc_number") -> NumberTaken:
    return NumberTaken(f"文号{number}已被使用。", field=field)


def _take_owned(
    series: NumberSeries, number: DocNumber, *, subject_uid: uuid.UUID, at: dt.datetime, field: str, used_because: str
) -> IssuedNumber:
    standing: IssuedNumber | None = IssuedNumber.objects.of_year(series, number.year).filter(n=number.n).first()
    if standing and standing.status == NumberStatus.RESERVED and standing.subject_uid == subject_uid:
        settle(standing, NumberStatus.ISSUED)
        return standing
    if standing:
        raise taken(number, field=field)
    if not used_because:
        raise Invalid(
            f"“{series.code}”由本系统编号，文号不能自行填写，留空即编下一个号；"
            f"{number}已在纸上使用的，请先用“预留文号”登记该号并说明理由。",
            field=field,
        )
    facts = {"subject_uid": subject_uid, "purpose": used_because[:200]}
    return claim(series, number.year, number.n, at=at, status=NumberStatus.ISSUED, field=field, **facts)


def void(issued: IssuedNumber, *, reason: str) -> None:
    """Say that nothing bears this number, and why."""
    IssuedNumber.objects.filter(pk=issued.pk).update(status=NumberStatus.VOID, reason=reason[:200])


def pass_on(issued: IssuedNumber, to: uuid.UUID, *, reason: str) -> None:
    """The number of a paper that never went out belongs to the one in its place.

    Given out here it is reserved for that one; typed in it is void, and may be typed again.
    """
    if not owns(issued.series, issued.year):
        return void(issued, reason=reason)
    IssuedNumber.objects.filter(pk=issued.pk).update(status=NumberStatus.RESERVED, subject_uid=to, purpose=reason[:200])
    return None


def _take_over(
    series: NumberSeries, number: DocNumber, *, subject_uid: uuid.UUID, at: dt.datetime
) -> IssuedNumber | None:
    """A number that was typed in by mistake still belongs to the letter that really bears it.

    What this system gave out and made void is never used again.
    """
    if series.years.filter(year=number.year).exists():
        return None
    mistaken = IssuedNumber.objects.filter(series=series, year=number.year, n=number.n, status=NumberStatus.VOID)
    if mistaken.update(status=NumberStatus.ISSUED, subject_uid=subject_uid, entered_at=at, reason="") != 1:
        return None
    issued: IssuedNumber = IssuedNumber.objects.get(series=series, year=number.year, n=number.n)
    return issued
