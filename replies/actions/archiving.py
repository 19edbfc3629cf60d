"""Printing a reply, and keeping the printed files of a numbered one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from letters.letter import Finding
from letters.plain import digest, to_plain
from letters.writing import WRITERS
from replies.models import ArchivedFile, Reply
from replies.papers import letter_of, profile_of
from replies.seals import FORMATS, Seal
from workflow import files
from workflow.errors import Invalid
from workflow.printing import CONTENT_TYPES, MORNING


def render(reply: Reply, fmt: str, *, on: dt.date) -> tuple[bytes, tuple[Finding, ...]]:
    """The letter as a file, the same bytes every time, and what the typesetter has to say about it.

    on: for a draft, whose layout is that of the day.
    """
    if fmt not in WRITERS:
        raise Invalid(f"不支持的格式：{fmt}。", field="format")
    # The time inside the file is a function of the letter, never of the clock on the wall.
    day = reply.signed_on or timezone.localdate(reply.created_at)
    written = WRITERS[fmt](letter_of(reply), profile_of(reply, on=on), when=dt.datetime.combine(day, MORNING))
    return written.data, written.findings


def archive_files(reply: Reply, *, at: dt.datetime) -> list[ArchivedFile]:
    """Keep one file a format, each with its hash and that of the letter. What is there already stays.

    All or none: a reply with half its files would pass for archived, and nobody would come back for the rest.
    """
    letter_hash = digest(to_plain(letter_of(reply)))
    kept = list(reply.files.filter(letter_hash=letter_hash))
    missing = sorted(WRITERS.keys() - {each.format for each in kept})
    # Typeset before the transaction begins: nobody else's write should wait for a printer.
    printed = {fmt: render(reply, fmt, on=timezone.localdate(at))[0] for fmt in missing}
    with transaction.atomic():
        return kept + [_keep(reply, fmt, data, letter_hash, at=at) for fmt, data in printed.items()]


def press_seals(reply: Reply, seal: Seal, *, at: dt.datetime) -> list[ArchivedFile]:
    """Have each archived file sealed that may bear a seal and bears none; returns those sealed now."""
    bare = reply.files.filter(format__in=FORMATS, sealed=None).select_related("file")
    return [each for each in bare if _press(each, reply, seal, at=at)]


def _press(archived: ArchivedFile, reply: Reply, seal: Seal, *, at: dt.datetime) -> bool:
    data = seal.press(files.read(archived.file), fmt=archived.format)
    with transaction.atomic():
        stem, _, suffix = archived.file.name.rpartition(".")
        file = files.store(
            data,
            f"{stem}（签章）.{suffix}",
            jurisdiction_id=reply.jurisdiction_id,
            at=at,
            case_uid=reply.case_uid,
            content_type=CONTENT_TYPES[archived.format],
        )
        mine = ArchivedFile.objects.filter(pk=archived.pk, sealed=None)
        return bool(mine.update(sealed=file, seal=seal.name, sealed_at=at))


def _keep(reply: Reply, fmt: str, data: bytes, letter_hash: str, *, at: dt.datetime) -> ArchivedFile:
    file = files.store(
        data,
        f"{reply.doc_number or reply.uid}.{fmt}",
        jurisdiction_id=reply.jurisdiction_id,
        at=at,
        case_uid=reply.case_uid,
        content_type=CONTENT_TYPES[fmt],
    )
    return ArchivedFile.objects.create(reply=reply, format=fmt, file=file, letter_hash=letter_hash, made_at=at)
