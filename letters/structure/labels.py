"""A structure as plain JSON, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from letters.letter import Span
from letters.structure.model import Section, Structure


def as_json(structure: Structure) -> dict[str, Any]:
    return {
        "paragraphs": list(structure.paragraphs),
        "sections": [_section(each) for each in structure.sections],
        "asks": [
            {"text": each.text, "spans": _spans(each.spans), "answered_by": list(each.answered_by)}
            for each in structure.asks
        ],
        "commitments": [
            {
                "sentence": each.sentence,
                "detail": each.detail,
                "kind": str(each.kind),
                "origin": str(each.origin),
                "due": asdict(each.due) if each.due else None,
                "spans": _spans(each.spans),
            }
            for each in structure.commitments
        ],
        "citations": [
            {
                "title": each.title,
                "doc_number": each.doc_number,
                "period": list(each.period) if each.period else None,
                "slip": each.slip,
                "relations": [{"kind": str(relation.kind), "by": relation.by} for relation in each.relations],
                "spans": _spans(each.spans),
            }
            for each in structure.citations
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "level": section.level,
        "numeral": section.numeral,
        "title": section.title,
        "paragraphs": list(section.paragraphs),
        "children": [_section(each) for each in section.children],
        "spans": _spans(section.spans),
    }


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
