"""Document numbers as rows: a typed or imported 文号 is checked and taken inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from letters.letter import DocNumber
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
    try:
        with transaction.atomic():
            return IssuedNumber.objects.create(
                series=series, year=number.year, n=number.n, subject_uid=subject_uid, entered_at=at
            )
    except IntegrityError as error:
        raise NumberTaken(f"文号{number}已被使用。", field=field) from error
