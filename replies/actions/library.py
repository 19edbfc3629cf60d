"""The policy library: keeping a forwarded notice as the chain of documents that it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

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
    document, _ = PolicyDocument.objects.get_or_create(
        jurisdiction=jurisdiction,
        title=read.title[:300],
        doc_number=(read.doc_number or "")[:60],
        defaults={"issuers": list(read.issuers), "issued_on": read.date},
    )
    return document


def _repeal(title: str, by: PolicyDocument, jurisdiction: Jurisdiction) -> None:
    repealed, _ = PolicyDocument.objects.get_or_create(jurisdiction=jurisdiction, title=title[:300], doc_number="")
    if repealed.repealed_by_id is None and repealed.pk != by.pk:
        repealed.repealed_by = by
        repealed.save(update_fields=["repealed_by"])
