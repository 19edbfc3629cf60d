"""DOC, WPS and RTF are read by a program of the machine; where there is none, it is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from letters.files import Unreadable, text_of
from letters.reading import read
from tests.letters.writing.samples import FILE_LETTER

SAMPLES = Path(__file__).with_name("samples")
DOC, RTF = (SAMPLES / "letter.doc").read_bytes(), (SAMPLES / "letter.rtf").read_bytes()
has_antiword = pytest.mark.skipif(
    not (shutil.which("antiword") or shutil.which("soffice")),
    reason="neither antiword nor LibreOffice is here: apt-get install antiword",
)
has_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not here: apt-get install libreoffice-writer-nogui"
)
FIELDS = ("title", "doc_number", "signatory", "grade", "proposers", "sign_off", "date", "cc", "contact_phone")


def _facts(letter):
    return {name: getattr(letter, name) for name in FIELDS}


@has_antiword
@pytest.mark.parametrize("name", ["复函.doc", "复函.wps", "复函.docx", "复函.txt"])
def test_a_document_of_the_old_format_whatever_its_name(name):
    assert _facts(read(text_of(DOC, name)).letter) == _facts(FILE_LETTER)


@has_office
def test_rich_text():
    assert _facts(read(text_of(RTF, "复函.rtf")).letter) == _facts(FILE_LETTER)


@pytest.mark.parametrize(("data", "tool"), [(DOC, "antiword"), (RTF, "LibreOffice")])
def test_a_machine_without_the_program_names_it(data, tool, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Unreadable, match=tool) as refused:
        text_of(data, "复函.doc")

    assert refused.value.code == "no_tool"


def test_another_document_of_that_family_is_no_letter():
    with pytest.raises(Unreadable) as refused:
        text_of(DOC[:8] + "Workbook".encode("utf-16-le") * 40, "台账.doc")

    assert refused.value.code == "unsupported"


@has_antiword
def test_a_damaged_document_is_refused():
    with pytest.raises(Unreadable) as refused:
        text_of(DOC[:8] + "WordDocument".encode("utf-16-le") * 400, "复函.doc")

    assert refused.value.code == "damaged"
