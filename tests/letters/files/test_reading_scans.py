"""Letters read from their scans, in a process of its own; needs the extra: make ocr."""

from __future__ import annotations

import io

import pytest

from letters import profiles
from letters.files import Unreadable, text_of
from letters.reading import read
from letters.writing import WRITERS
from tests.letters.writing.samples import FILE_LETTER, WHEN

pytest.importorskip("rapidocr", reason="scans are not read here: make ocr")
from PIL import Image

from tests.letters.files.scanning import as_file, scanned

FIELDS = (
    "title", "doc_number", "signatory", "grade", "proposers", "proposal_number", "proposal_title", "sign_off",
    "date", "cc", "contact_person", "contact_phone", "co_units", "printed_by", "printed_on",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages():
    return scanned(WRITERS["pdf"](FILE_LETTER, profiles.load("standard-file"), when=WHEN).data, seed=18)


def test_the_letter_can_be_read_from_its_scan(pages):
    letter = read(text_of(as_file(pages), "扫描.pdf", scans=True)).letter

    stated = {name: getattr(FILE_LETTER, name) for name in FIELDS}
    assert {name: getattr(letter, name) for name in FIELDS} == stated


def test_a_photograph_of_one_page_is_read_too(pages):
    data = io.BytesIO()
    pages[0].save(data, "PNG")

    assert read(text_of(data.getvalue(), "第1页.png", scans=True)).letter.title == FILE_LETTER.title


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x89PNG\r\n\x1a\n" + bytes(90), "damaged"), (b"\xff\xd8\xff\xe0 nothing", "damaged")],
)
def test_a_broken_picture_is_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        text_of(data, "第1页.png", scans=True)

    assert refused.value.code == code


def test_a_blank_page_has_no_text():
    data = io.BytesIO()
    Image.new("L", (800, 1100), 255).save(data, "PNG")

    with pytest.raises(Unreadable) as refused:
        text_of(data.getvalue(), "空白.png", scans=True)

    assert refused.value.code == "blank"
