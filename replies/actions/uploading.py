"""A draft that was worked on in WPS or Word comes back: read, looked at, and taken as the next version."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db import transaction

from letters.body import parts_of
from letters.files.draft import Draft, Texts, read_draft
from letters.files.errors import Unreadable
from letters.letter import Letter
from replies.actions import drafting, editing
from replies.models import Reply
from replies.papers import letter_of
from workflow import files
from workflow.actor import Actor
from workflow.errors import Invalid
from workflow.models import StoredFile

LARGEST = 20 * 1024 * 1024


def refuse_large(size: int) -> None:
    if size > LARGEST:
        raise Invalid("文件超过20兆，请删去其中的图片后再上传。", field="file")


def look(reply: Reply, data: bytes, name: str, *, by: Actor) -> Draft:
    """What a file holds, nothing kept; Invalid says why it cannot be taken."""
    editing.refuse_strangers(reply, by)
    refuse_large(len(data))
    try:
        return read_draft(data, name)
    except Unreadable as error:
        raise Invalid(error.message, field="file") from error


def upload(reply: Reply, *, file: StoredFile, accept: bool, version: int, by: Actor, at: dt.datetime) -> None:
    """The text of a file as the next version: with the changes tracked in it made (`accept`), or without them."""
    # Read before a transaction begins: nobody else's write should wait for a word processor.
    draft = look(reply, files.read(file), file.name, by=by)
    take(reply, draft, file=file, accept=accept, version=version, by=by, at=at)


def letter_with(reply: Reply, texts: Texts) -> Letter:
    """The draft as it would be with these texts."""
    typed = parts_of(texts.body)
    return dataclasses.replace(
        letter_of(reply),
        title=_title(reply, texts.title),
        salutation=texts.addressees or reply.addressees,
        body=typed.body,
        attachments=typed.attachments,
        enclosed=typed.enclosed,
    )


@transaction.atomic
def take(
    reply: Reply, draft: Draft, *, file: StoredFile, accept: bool, version: int, by: Actor, at: dt.datetime
) -> None:
    """What was read out of a file as the next version."""
    texts = draft.revised if accept else draft.original
    drafting.revise(
        reply,
        version=version,
        by=by,
        at=at,
        file=file,
        title=_title(reply, texts.title),
        addressees=texts.addressees or reply.addressees,
        body=texts.body,
    )


def _title(reply: Reply, read: str) -> str:
    """A reader who goes by eye leaves the issuing body out of a title."""
    return reply.title if not read or reply.title.endswith(read) else read
