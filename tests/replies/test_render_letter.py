"""render_letter: a reply as a file, named by its uid or its 文号."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from letters.files import text_of
from letters.writing import WRITERS


def rendered(name: str, form: str, path) -> str:
    told = io.StringIO()
    call_command("render_letter", name, "--format", form, "--output", str(path), stdout=told, stderr=told)
    return told.getvalue()


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_a_letter_is_written_by_its_number_or_its_uid(office, tmp_path, form):
    reply = office.numbered()
    for name in (reply.doc_number, str(reply.uid)):
        path = tmp_path / f"a.{form}"
        assert rendered(name, form, path).endswith(f"{path}\n")
        assert "已建成服务站12个。" in text_of(path.read_bytes(), path.name)


def test_what_a_draft_lacks_is_told_and_it_is_written(office, tmp_path):
    told = rendered(str(office.drafted().uid), "pdf", tmp_path / "a.pdf")
    assert "提示：没有发文字号，版头不印文号。" in told
    assert (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("name", ["丽卫函〔2026〕99号", "00000000-0000-0000-0000-000000000000", "\udce5\udc8d", ""])
def test_what_names_no_letter_is_told(office, tmp_path, name):
    office.numbered()
    with pytest.raises(CommandError, match="没有对应的答复") as refused:
        rendered(name, "pdf", tmp_path / "a.pdf")
    assert str(refused.value).encode()
    assert not (tmp_path / "a.pdf").exists()


def test_a_number_of_two_places_names_neither(office, tmp_path):
    for place in (office.city, office.county):
        office.numbered(place=place, doc_number="卫函〔2026〕1号")
    with pytest.raises(CommandError, match="对应多份答复，请改用标识"):
        rendered("卫函〔2026〕1号", "pdf", tmp_path / "a.pdf")


def test_a_place_that_cannot_be_written_to_is_told(office, tmp_path):
    reply = office.numbered()
    with pytest.raises(CommandError, match="无法写入"):
        rendered(reply.doc_number, "pdf", tmp_path / "none" / "a.pdf")
