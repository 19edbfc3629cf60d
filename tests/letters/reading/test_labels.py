"""The label that programs exchange."""

from __future__ import annotations

import json

from letters.reading.labels import as_label

CORPUS_KEYS = {
    "kind", "doc_number", "issuer", "signatory", "grade", "grade_raw", "body_level", "session",
    "proposal_number", "proposal_title", "proposers", "co_units", "date", "contact_person",
    "contact_phone", "contact_unit", "postcode", "cc", "publicity", "attachments",
}  # fmt: skip


def test_keys_are_those_of_the_corpus_and_ours(read_letter):
    assert set(as_label(read_letter())) == CORPUS_KEYS | {"findings", "evidence", "reason"}


def test_label_goes_through_json_unchanged(read_letter):
    label = as_label(read_letter(tail="抄送：市政协提案委（2份）。"))

    assert json.loads(json.dumps(label, ensure_ascii=False)) == label


def test_values_as_the_corpus_writes_them(read_letter):
    label = as_label(read_letter(tail="抄送：市政协提案委（2份）。"))

    assert label["kind"] == "reply"
    assert label["session"] == {"term": 5, "meeting": 3}
    assert label["date"] == "2024-06-05"
    assert label["cc"] == [{"recipient": "市政协提案委", "copies": 2}]
    assert label["grade"] is None


def test_evidence_points_at_the_words(read_letter, letter_text):
    text, label = letter_text(), as_label(read_letter())

    start, end = label["evidence"]["doc_number"]["spans"][0]

    assert text[start:end] == "临民函〔2024〕7号"
    assert label["evidence"]["doc_number"]["rule"] == "doc_number"
    assert 0 < label["evidence"]["doc_number"]["confidence"] <= 1
