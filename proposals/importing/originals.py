"""A ZIP of originals: each file read, matched to a proposal of the session by number or title, and filled in."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from letters.files import Unreadable, text_of
from letters.files.zips import entries
from letters.reading.original import Original
from letters.reading.proposals import read_proposal
from proposals.actions.originals import blanks_of, fill_from_original
from proposals.importing.batches import refuse_stranger
from proposals.models import Proposal, Session
from proposals.similar import ALIKE, pairs, plain
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import Invalid, OfficeError

# 018 关于….docx, 第18号提案.pdf: many offices name their files by the number.
IN_NAME = re.compile(r"第?(?P<number>[A-Za-z]{0,3}-?\d{1,5})(?:号|[\s_.、-]|$)")


@dataclass(slots=True)
class Match:
    """One file: what it says, whose it is, what it would fill or has filled, and why it does not where it does not."""

    file: str
    original: Original = dataclasses.field(default_factory=Original)
    proposal: Proposal | None = None
    fills: tuple[str, ...] = ()
    reason: str = ""


def match(data: bytes, *, session: Session, by: Actor) -> list[Match]:
    """The dry run: every file with its fate. Changes nothing; Invalid where the archive itself cannot be read."""
    refuse_stranger(session, by)
    desk = Cabinet(session, by)
    try:
        return [desk.match(name, content) for name, content in entries(data)]
    except Unreadable as error:
        raise Invalid(error.message, field="file") from error


def take(
    data: bytes,
    *,
    session: Session,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    asks: Mapping[str, Sequence[str]] | None = None,
) -> list[Match]:
    """Fill in what matches, each file by itself; again, it adds nothing. `asks`: file → as a person edited them."""
    found = match(data, session=session, by=by)
    by = dataclasses.replace(by, source=Source.IMPORT)
    for each in found:
        if each.proposal and each.fills:
            chosen = (asks or {}).get(each.file)
            try:
                filled = fill_from_original(
                    each.proposal,
                    original=each.original,
                    asks=chosen,
                    by=by,
                    on=on,
                    at=at,
                    note=f"提案原件：{each.file}",
                )
            except OfficeError as refusal:
                each.fills, each.reason = (), refusal.message
            else:
                each.fills = tuple(filled)
    return found


class Cabinet:
    """The proposals of a session by number and by title, read once."""

    def __init__(self, session: Session, by: Actor) -> None:
        self.session = session
        self.by_number: dict[str, Proposal] = {}
        self.by_title: dict[str, list[Proposal]] = defaultdict(list)
        self.taken: dict[int, str] = {}
        rows = Proposal.objects.visible_to(by).filter(session=session)
        for each in rows.prefetch_related("asks", "proposers__member"):
            if each.number:
                self.by_number[bare(each.number)] = each
            self.by_title[plain(each.title)].append(each)

    def match(self, name: str, content: bytes | Unreadable) -> Match:
        if isinstance(content, Unreadable):
            return Match(name, reason=content.message)
        try:
            original = read_proposal(text_of(content, name)).proposal
        except Unreadable as error:
            return Match(name, reason=error.message)
        found = Match(name, original)
        found.reason = self._place(found)
        if found.proposal:
            found.fills = tuple(blanks_of(found.proposal, original).values())
            found.reason = "" if found.fills else "已有内容，未作改动。"
        return found

    def _place(self, found: Match) -> str:
        """Put the proposal on the match, or say why there is none."""
        original = found.original
        if original.session and original.session != self.session.ref:
            return "原件写明的届次与所选届次不同。"
        stem = PurePosixPath(found.file).stem
        said = IN_NAME.match(stem)
        number = original.number or (said["number"] if said else "")
        proposal = self.by_number.get(bare(number)) if number else None
        if proposal and original.title and not alike(proposal.title, original.title):
            return f"案号为第{proposal.number}号，案由却与该件不同，请核对。"
        if proposal is None:
            titled = self.by_title.get(plain(original.title or stem), [])
            if len(titled) > 1:
                return "有几件提案案由相同，请在原件上写明案号。"
            proposal = titled[0] if titled else None
        if proposal is None:
            return "清单中没有这一案号或案由的提案。"
        if proposal.pk in self.taken:
            return f"与“{self.taken[proposal.pk]}”对应同一件提案。"
        self.taken[proposal.pk], found.proposal = found.file, proposal
        return ""


def bare(number: str) -> str:
    """018 and 18 are one number, B012 and B12 too."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", number.upper())


def alike(one: str, other: str) -> bool:
    first, second = pairs(plain(one)), pairs(plain(other))
    return 2 * len(first & second) >= ALIKE * (len(first) + len(second))
