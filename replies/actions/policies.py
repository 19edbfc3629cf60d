"""The policy library: keeping a forwarded notice as the chain of documents that it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from letters.letter import DocNumber
from letters.letter import PolicyDocument as ReadDocument
from replies.models import PolicyDocument
from workflow.models import Jurisdiction, StoredFile


@transaction.atomic
def keep_chain(chain: Sequence[ReadDocument], *, jurisdiction: Jurisdiction, file: StoredFile) -> PolicyDocument:
    """Keep each document of the chain and mark what it repeals. Returns the outermost."""
    inner: PolicyDocument | None = None
    for read in reversed(chain):
        document = _keep(read, jurisdiction)
        if inner and document.forwards_id is None:
            document.forwards = inner
        document.file = document.file or file
        document.save(update_fields=["forwards", "file"])
        for title in read.repeals:
            _repeal(title, document, jurisdiction)
        inner = document
    if inner is None:
        raise ValueError("an empty chain")
    return inner


def _keep(read: ReadDocument, jurisdiction: Jurisdiction) -> PolicyDocument:
    document = _called(read.title, read.doc_number or "", jurisdiction)
    # Known so far only as something repealed: now it has come in itself.
    document.title = read.title[:300]
    document.issuers = document.issuers or list(read.issuers)
    document.issued_on = document.issued_on or read.date
    document.save(update_fields=["title", "issuers", "issued_on"])
    return document


def _called(title: str, number: str, jurisdiction: Jurisdiction) -> PolicyDocument:
    """The document with this number, or with this title where it has none; made where the library lacks it."""
    named = {"doc_number": number[:60]} if number else {"doc_number": "", "title": title[:300]}
    document, _ = PolicyDocument.objects.get_or_create(
        jurisdiction=jurisdiction, **named, defaults={"title": title[:300]}
    )
    return document


def _repeal(name: str, by: PolicyDocument, jurisdiction: Jurisdiction) -> None:
    """`name` is a number where one is printed, else a title."""
    repealed = _called(name, name if is_number(name) else "", jurisdiction)
    if repealed.repealed_by_id is None and repealed.pk != by.pk:
        repealed.repealed_by = by
        repealed.save(update_fields=["repealed_by"])


def is_number(name: str) -> bool:
    try:
        DocNumber.parse(name)
    except ValueError:
        return False
    return True
