"""Files of letters → cases: read, matched to a unit, recorded; what has no unit waits for a person."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from letters.files import text_of
from letters.letter import Kind, Letter, Reading
from letters.plain import from_plain, to_plain
from letters.reading import read
from letters.reading.labels import as_label
from replies.actions.policies import keep_chain
from replies.actions.recording import record_letter
from replies.enums import IncomingStatus
from replies.models import IncomingLetter, Reply
from workflow import files
from workflow.actor import Actor
from workflow.errors import Invalid, NotYours, OfficeError, TransitionRefused
from workflow.models import Department, DepartmentAlias, Jurisdiction

BLANKS = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, for the report."""

    incoming: IncomingLetter
    changed: bool
    remark: str = ""


def import_letter(
    data: bytes,
    path: str,
    *,
    jurisdiction: Jurisdiction,
    by: Actor,
    at: dt.datetime,
    department: Department | None = None,
) -> Outcome:
    """Read one file and make what can be made. The same text again changes nothing. Raises Unreadable."""
    text = text_of(data, path)
    text_hash = hash_of(text)
    known = IncomingLetter.objects.filter(jurisdiction=jurisdiction, text_hash=text_hash).first()
    if known and known.status != IncomingStatus.WAITING:
        return Outcome(known, changed=False)
    reading = read(text)
    with transaction.atomic():
        incoming, is_new = _take(data, path, text_hash, reading, jurisdiction, at=at)
        if incoming.status != IncomingStatus.WAITING:
            return Outcome(incoming, changed=False)
        remark = _settle(incoming, reading, department, by=by, at=at)
    changed = is_new or incoming.status != IncomingStatus.WAITING
    return Outcome(incoming, changed=changed, remark=remark)


def hash_of(text: str) -> str:
    """The hash of the text without white space: a copy with other line ends is the same letter."""
    return hashlib.sha256(BLANKS.sub("", text).encode()).hexdigest()


def _take(
    data: bytes, path: str, text_hash: str, reading: Reading, jurisdiction: Jurisdiction, *, at: dt.datetime
) -> tuple[IncomingLetter, bool]:
    """The letter's row, locked, and whether it is new: of two imports of one file the second finds the first's row."""
    rows = IncomingLetter.objects.select_for_update().filter(jurisdiction=jurisdiction, text_hash=text_hash)
    known = rows.first()
    if known:
        return known, False
    try:
        with transaction.atomic():
            return _keep(data, path, text_hash, reading, jurisdiction, at=at), True
    except IntegrityError:
        # Another import committed the same text since the look above.
        return rows.get(), False


def _keep(
    data: bytes, path: str, text_hash: str, reading: Reading, jurisdiction: Jurisdiction, *, at: dt.datetime
) -> IncomingLetter:
    file = files.store(data, path, jurisdiction_id=jurisdiction.pk, at=at, restricted=True)
    letter = reading.letter
    return IncomingLetter.objects.create(
        jurisdiction=jurisdiction,
        text_hash=text_hash,
        file=file,
        path=path[-300:],
        kind=letter.kind,
        reason=reading.reason[:300],
        reading=as_label(reading) | {"letter": to_plain(letter)},
        suggested_unit=suggestion(letter),
        read_at=at,
    )


def suggestion(letter: Letter) -> str:
    """The unit that the letter itself names: the issuing body, else the contact's; a person confirms it."""
    return (letter.issuer or letter.contact_unit or "")[:80]


def _settle(
    incoming: IncomingLetter, reading: Reading, department: Department | None, *, by: Actor, at: dt.datetime
) -> str:
    if reading.chain:
        incoming.policy = keep_chain(reading.chain, jurisdiction=incoming.jurisdiction, file=incoming.file)
        return _close(incoming, IncomingStatus.POLICY)
    if reading.letter.kind not in {Kind.REPLY, Kind.CO_OPINION}:
        return _close(incoming, IncomingStatus.REJECTED)
    unit = department or unit_called(reading.letter.issuer, incoming.jurisdiction)
    if unit is None:
        return "未匹配到承办单位，待人工确认"
    try:
        return _make(incoming, reading.letter, unit, by=by, at=at)
    except NotYours:
        # Not the letter's fault: nobody else's confirmation would help, so nothing is kept of it.
        raise
    except OfficeError as error:
        # The letter lacks what a case needs, or its number is another's: it waits, with the reason in the report.
        return error.message


def unit_called(name: str | None, jurisdiction: Jurisdiction) -> Department | None:
    """The unit of this jurisdiction with this name or alias; None where there is none or more than one."""
    if not name:
        return None
    found = list(Department.objects.units().filter(jurisdiction=jurisdiction).called(name)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def _make(incoming: IncomingLetter, letter: Letter, unit: Department, *, by: Actor, at: dt.datetime) -> str:
    today = timezone.localdate(at)
    on = letter.date if letter.date and letter.date <= today else today
    incoming.department = unit
    incoming.reply = record_letter(letter, department=unit, by=by, on=on, at=at)
    return _close(incoming, IncomingStatus.MADE)


def _close(incoming: IncomingLetter, status: IncomingStatus) -> str:
    # No case is moved here: an incoming file is settled once and then stays as it is.
    incoming.status = status
    incoming.save(update_fields=["status", "department", "reply", "policy"])
    return ""


@transaction.atomic
def confirm(incoming: IncomingLetter, *, department: Department, by: Actor, at: dt.datetime) -> Reply:
    """A person says which unit wrote a waiting letter: the name is remembered, the 历史件 is made."""
    incoming = IncomingLetter.objects.select_for_update().get(pk=incoming.pk)
    if incoming.status != IncomingStatus.WAITING:
        raise TransitionRefused("该公文已处理。")
    if department.jurisdiction_id != incoming.jurisdiction_id or department.parent_id:
        raise Invalid("该单位不是本地区的承办单位。", field="department")
    letter = from_plain(incoming.reading["letter"])
    if letter.issuer and unit_called(letter.issuer, incoming.jurisdiction) is None:
        DepartmentAlias.objects.get_or_create(
            jurisdiction=incoming.jurisdiction, name=letter.issuer[:80], defaults={"department": department}
        )
    _make(incoming, letter, department, by=by, at=at)
    if incoming.reply is None:
        raise Invalid("未能建立历史件。")
    return incoming.reply
