"""The documents that a letter cites, found in the policy library, and what speaks against citing them today."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from letters.letter import Finding
from letters.structure import structure_of_body
from letters.structure.model import Citation, RelationKind
from replies.models import PolicyDocument, Reply

MOST_FORWARDED = 4
"""How far a chain of forwarding notices is followed."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A document as the letter names it, the same in the library where it is there, and what is wrong with it."""

    citation: Citation
    document: PolicyDocument | None
    doubts: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return f"《{self.citation.title}》" if self.citation.title else self.citation.doc_number or ""


def cited_by(reply: Reply, *, on: dt.date) -> list[Cited]:
    """A draft is judged by today, a signed letter by its own day."""
    day = reply.signed_on or on
    citations = structure_of_body(reply.body).citations
    if not citations:
        return []
    library = Library(reply.jurisdiction_id)
    keys = [library.key_of(citation) for citation in citations]
    documents = PolicyDocument.objects.with_chain().in_bulk([key for key in keys if key])
    found = ((citation, documents.get(key)) for citation, key in zip(citations, keys, strict=True))
    return [Cited(citation, document, tuple(_doubts(citation, document, day))) for citation, document in found]


class Library:
    """The place's documents under their numbers and titles, read once."""

    def __init__(self, jurisdiction_id: int) -> None:
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_title: dict[str, list[int]] = defaultdict(list)
        named = PolicyDocument.objects.filter(jurisdiction=jurisdiction_id).values_list("pk", "title", "doc_number")
        for key, title, number in named:
            self._by_number[plain(number)].append(key)
            for name in names_of(title):
                self._by_title[name].append(key)

    def key_of(self, citation: Citation) -> int | None:
        """By its number, else by its title; None where no document or more than one is called so."""
        keys = self._by_number.get(plain(citation.doc_number or ""), []) if citation.doc_number else []
        if not keys and citation.title:
            keys = next((self._by_title[name] for name in names_of(citation.title) if name in self._by_title), [])
        return keys[0] if len(set(keys)) == 1 else None


def plain(words: str) -> str:
    """Letters and figures only: marks, blanks and the shape of brackets are where slips happen."""
    return "".join(each for each in unicodedata.normalize("NFKC", words) if each.isalnum())


def names_of(title: str) -> Sequence[str]:
    """The title, and without the agency that stands before 关于."""
    whole = plain(title)
    about = whole.find("关于")
    return (whole, whole[about:]) if about > 0 else (whole,)


def _doubts(citation: Citation, document: PolicyDocument | None, day: dt.date) -> Iterator[Finding]:
    if any(relation.kind == RelationKind.REPEALS for relation in citation.relations):
        return  # the letter itself says that it is repealed
    name = f"《{citation.title}》" if citation.title else citation.doc_number
    if document and document.repealed_by:
        yield Finding("policy_repealed", f"所引{name}已被《{document.repealed_by}》废止。", citation.spans)
    for base in rests_on(document):
        if base.repealed_by:
            told = f"所引{name}转发的《{base}》已被《{base.repealed_by}》废止。"
            yield Finding("policy_rests_on_repealed", told, citation.spans)
    if citation.period and citation.period[1] < day.year:
        first, last = citation.period
        yield Finding("policy_period_over", f"所引{name}的规划期（{first}—{last}年）已过。", citation.spans)


def rests_on(document: PolicyDocument | None) -> Iterator[PolicyDocument]:
    """What it forwards, and what that forwards."""
    for _ in range(MOST_FORWARDED):
        document = document.forwards if document else None
        if document is None:
            return
        yield document
