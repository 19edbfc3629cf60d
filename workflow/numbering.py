"""Document numbers as rows: a typed or imported 文号 is checked and taken inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from letters.letter import DocNumber
from workflow.enums import NumberStatus
from workflow.errors import Invalid, NumberTaken
from workflow.models import IssuedNumber, NumberSeries

# Far beyond what an agency issues in a year, and within every database's integers.
LARGEST = 999_999


def take(
    text: str, *, jurisdiction_id: int, subject_uid: uuid.UUID, at: dt.datetime, field: str = "doc_number"
) -> IssuedNumber:
    """Enter a number typed in or pushed by the OA. Invalid for its form, NumberTaken when it is somebody else's."""
    try:
        number = DocNumber.parse(text)
    except ValueError as error:
        raise Invalid("文号应为“机关代字〔年份〕序号号”，如“宛卫字〔2024〕24号”。", field=field) from error
    if number.n > LARGEST:
        raise Invalid(f"文号的序号不能大于{LARGEST}。", field=field)
    series, _ = NumberSeries.objects.get_or_create(jurisdiction_id=jurisdiction_id, code=number.code)
    if taken_over := _take_over(series, number, subject_uid=subject_uid, at=at):
        return taken_over
    try:
        with transaction.atomic():
            return IssuedNumber.objects.create(
                series=series, year=number.year, n=number.n, subject_uid=subject_uid, entered_at=at
            )
    except IntegrityError as error:
        raise NumberTaken(f"文号{number}已被使用。", field=field) from error


def void(issued: IssuedNumber, *, reason: str) -> None:
    """Say that nothing bears this number, and why."""
    IssuedNumber.objects.filter(pk=issued.pk).update(status=NumberStatus.VOID, reason=reason[:200])


def _take_over(
    series: NumberSeries, number: DocNumber, *, subject_uid: uuid.UUID, at: dt.datetime
) -> IssuedNumber | None:
    """A number of a unit's own series that was typed in by mistake still belongs to the letter that really bears it."""
    if series.owned:
        return None
    mistaken = IssuedNumber.objects.filter(series=series, year=number.year, n=number.n, status=NumberStatus.VOID)
    if mistaken.update(status=NumberStatus.ISSUED, subject_uid=subject_uid, entered_at=at, reason="") != 1:
        return None
    issued: IssuedNumber = IssuedNumber.objects.get(series=series, year=number.year, n=number.n)
    return issued
