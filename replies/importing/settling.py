"""Readings → rows and cases, many at once: each letter is matched to a unit and recorded, or waits for a person."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from letters.letter import Kind, Letter
from letters.plain import to_plain
from replies.actions.policies import keep_chain
from replies.actions.recording import OldLetter, record_letters
from replies.enums import IncomingStatus
from replies.importing.reader import FAILED, document_of, unread
from replies.importing.sources import Found
from replies.models import IncomingLetter
from workflow import files
from workflow.actor import Actor
from workflow.errors import NotYours
from workflow.models import Department, Jurisdiction, StoredFile

OURS = frozenset({Kind.REPLY, Kind.CO_OPINION})
OPEN = frozenset({IncomingStatus.WAITING, IncomingStatus.UNREAD})
NAMED_BY = ("reply__proposal__session", "reply__assignment__department")
"""What a line about a letter asks for beside it."""
NO_UNIT = "未匹配到承办单位，待人工确认"
SAME = "与已导入的公文内容相同"


@dataclass(slots=True)
class Outcome:
    """What became of one file, for the report. `incoming` is None where there was nothing to keep.

    makes_case: its proposal was not there before.
    """

    name: str
    incoming: IncomingLetter | None = None
    changed: bool = False
    makes_case: bool = False
    remark: str = ""


Keep = Callable[[Sequence[Outcome], int], None]
"""Called with some outcomes and how many were settled before them, in the transaction that settles these."""


class Settling:
    """One import: its place, its people and what it knows of units already."""

    def __init__(
        self,
        jurisdiction: Jurisdiction,
        department: Department | None,
        *,
        by: Actor,
        at: dt.datetime,
        keep: Keep | None = None,
    ) -> None:
        self.jurisdiction, self.department, self.by, self.at = jurisdiction, department, by, at
        self.keep, self.settled = keep, 0
        self.unit_called = functools.cache(lambda name: unit_called(name, jurisdiction))

    def take(self, found: Sequence[Found]) -> list[Outcome]:
        """All in one transaction; where one of them does not go in, each by itself."""
        try:
            return self._settle(found)
        except (IntegrityError, DataError):
            if len(found) > 1:
                return [outcome for each in found for outcome in self.take([each])]
            return [self._once_more(found[0])]

    def _once_more(self, found: Found) -> Outcome:
        """Another import committed the same letter or its number since we looked; else the letter is at fault."""
        try:
            return self._settle([found])[0]
        except (IntegrityError, DataError):
            return self._settle([Found(found.name, answer={"code": "failed", "message": FAILED})])[0]

    def _settle(self, found: Sequence[Found]) -> list[Outcome]:
        with transaction.atomic():
            outcomes = _Batch(self, found).settle()
            if self.keep:
                self.keep(outcomes, self.settled)
        # Not before the commit: what does not go in was not settled.
        self.settled += len(outcomes)
        return outcomes


class _Batch:
    """Some files of one import, with the rows that are known of them, locked."""

    def __init__(self, settling: Settling, found: Sequence[Found]) -> None:
        self.of, self.found = settling, found
        hashes = {name for each in found if each.data for name in names_of(each)}
        rows = IncomingLetter.objects.select_for_update(of=("self",)).for_list().select_related(*NAMED_BY)
        known = rows.filter(jurisdiction=settling.jurisdiction, text_hash__in=hashes).order_by("pk")
        self.known: dict[str, IncomingLetter] = {each.text_hash: each for each in known}
        self.new: list[IncomingLetter] = []
        self.touched: list[IncomingLetter] = []
        self.recorded: list[tuple[Outcome, OldLetter]] = []

    def settle(self) -> list[Outcome]:
        outcomes = [self._taken(each) for each in self.found]
        record_letters([old for _, old in self.recorded], by=self.of.by, at=self.of.at)
        for outcome, old in self.recorded:
            self._made(outcome, old)
        StoredFile.objects.bulk_create([row.file for row in self.new if row.policy_id is None])
        IncomingLetter.objects.bulk_create(self.new)
        for row in self.touched:
            row.save()
        return outcomes

    def _taken(self, found: Found) -> Outcome:
        if not found.data:
            return Outcome(found.name, remark=found.answer["message"])
        by_bytes, *by_text = names_of(found)
        unread, known = self.known.get(by_bytes), self.known.get(by_text[0]) if by_text else None
        if not by_text:
            return self._unread(found, unread)
        if unread and known:
            self._touch(unread, status=IncomingStatus.REJECTED, reason=SAME, remark="")
        row = known or unread
        if row and row.status not in OPEN:
            return Outcome(found.name, row)
        if row is None or row.status == IncomingStatus.UNREAD:
            row = self._read(found, row)
            outcome = Outcome(found.name, row, changed=True)
        else:
            outcome = Outcome(found.name, row)
        self._settle(outcome, row, found)
        return outcome

    def _unread(self, found: Found, known: IncomingLetter | None) -> Outcome:
        message = found.answer["message"]
        if known:
            return Outcome(found.name, known, remark=message)
        row = self._row(found, names_of(found)[0])
        row.kind, row.reason, row.status = Kind.OTHER, message[:300], IncomingStatus.UNREAD
        row.reading = unread(found.answer["code"], message) | {"letter": to_plain(Letter(Kind.OTHER))}
        row.remark = message[:200]
        return Outcome(found.name, row, changed=True, remark=message)

    def _row(self, found: Found, text_hash: str) -> IncomingLetter:
        of = self.of
        row = IncomingLetter(
            jurisdiction=of.jurisdiction,
            text_hash=text_hash,
            path=found.name[-300:],
            read_at=of.at,
            file=files.keep(found.data, found.name, jurisdiction_id=of.jurisdiction.pk, at=of.at, restricted=True),
        )
        self.new.append(row)
        self.known[text_hash] = row
        return row

    def _read(self, found: Found, row: IncomingLetter | None) -> IncomingLetter:
        """The letter's row, new or of a file that could not be read before, with what was read now."""
        text_hash, label = found.answer["hash"], found.answer["label"]
        row = row or self._row(found, text_hash)
        self._touch(row, text_hash=text_hash, status=IncomingStatus.WAITING, remark="", read_at=self.of.at)
        row.text, row.reading, row.kind = found.answer["text"], label, label["kind"]
        row.reason = label["reason"][:300]
        row.suggested_unit = suggestion(row.letter)
        return row

    def _touch(self, row: IncomingLetter, **facts: Any) -> None:
        # No case is moved here: an incoming file is settled once and then stays as it is.
        for name, value in facts.items():
            setattr(row, name, value)
        self.known[row.text_hash] = row
        if row.pk and row not in self.touched:
            self.touched.append(row)

    def _settle(self, outcome: Outcome, row: IncomingLetter, found: Found) -> None:
        if found.answer["chain"] and row.correction is None:
            self._keep_policy(row, found)
            outcome.changed = True
            return
        letter = row.letter
        if letter.kind not in OURS:
            self._touch(row, status=IncomingStatus.REJECTED)
            outcome.changed = True
            return
        unit = self.of.department or self.of.unit_called(letter.issuer)
        if unit is None:
            outcome.remark = NO_UNIT
            self._touch(row, remark=NO_UNIT)
            return
        if all(each.incoming is not row for each, _ in self.recorded):
            self.recorded.append((outcome, OldLetter(letter, unit, day_of(letter, self.of.at))))

    def _keep_policy(self, row: IncomingLetter, found: Found) -> None:
        if row in self.new:
            # Its document names it, so it cannot wait for the others.
            row.file.save(force_insert=True)
        chain = [document_of(each) for each in found.answer["chain"]]
        policy = keep_chain(chain, jurisdiction=self.of.jurisdiction, file=row.file)
        self._touch(row, policy=policy, status=IncomingStatus.POLICY)

    def _made(self, outcome: Outcome, old: OldLetter) -> None:
        row = outcome.incoming
        if row is None:
            return
        if isinstance(old.refusal, NotYours):
            # Not the letter's fault: nobody else's confirmation would help, so nothing is kept of it.
            raise old.refusal
        if old.refusal:
            # The letter lacks what a case needs, or its number is another's: it waits, with the reason in the report.
            outcome.remark = old.refusal.message
            self._touch(row, remark=old.refusal.message[:200])
        else:
            outcome.changed, outcome.makes_case = True, old.makes_case
            self._touch(row, department=old.department, reply=old.reply, status=IncomingStatus.MADE, remark="")


def names_of(found: Found) -> list[str]:
    """By which hashes a file is known: of its bytes, which it has while it cannot be read, and of its text."""
    by_bytes = hashlib.sha256(b"file\x00" + found.data).hexdigest()
    return [by_bytes, found.answer["hash"]] if "hash" in found.answer else [by_bytes]


def suggestion(letter: Letter) -> str:
    """The unit that the letter itself names: the issuing body, else the contact's; a person confirms it."""
    return (letter.issuer or letter.contact_unit or "")[:80]


def unit_called(name: str | None, jurisdiction: Jurisdiction) -> Department | None:
    """The unit of this jurisdiction with this name or alias; None where there is none or more than one."""
    if not name:
        return None
    units = Department.objects.units().filter(jurisdiction=jurisdiction).called(name).select_related("jurisdiction")
    found = list(units[:2])
    return found[0] if len(found) == 1 else None


def day_of(letter: Letter, at: dt.datetime) -> dt.date:
    """The day that the trail names: the letter's, or the day of the import where it has none or a coming one."""
    today = timezone.localdate(at)
    return letter.date if letter.date and letter.date <= today else today
