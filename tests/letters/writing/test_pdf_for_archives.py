"""The PDF keeps what PDF/A-2b asks of its structure, seen in the bytes."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from letters import profiles
from letters.letter import Block
from letters.writing import pdf
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, WHEN

CASES = {
    "file": (FILE_LETTER, profiles.load("standard-file")),
    "letter": (LETTER_LETTER, profiles.load("standard-letter")),
    "many missing": (
        replace(FILE_LETTER, body=(Block("".join(chr(0x1F300 + n) for n in range(200))),)),
        profiles.load("standard-file"),
    ),
    "rare": (replace(FILE_LETTER, body=(Block("委员㛃和𬭼，office \ue123 👍。"),)), profiles.load("standard-file")),
}


@pytest.fixture(scope="module", params=CASES.values(), ids=CASES)
def data(request) -> bytes:
    letter, profile = request.param
    return pdf.write(letter, profile, when=WHEN).data


def opened_up(data: bytes) -> bytes:
    """The file with every compressed stream laid open behind it: what it says, it says here."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return data + b"\n".join(_inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def test_it_says_that_it_is_one(data):
    said = opened_up(data)

    assert data.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in said
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in said


def test_its_colours_are_bound_to_a_profile(data):
    said = opened_up(data)

    assert b"/OutputIntents" in said
    assert b"/GTS_PDFA1" in said
    assert b"/DestOutputProfile" in said


def test_every_font_is_in_the_file(data):
    fonts = {}
    document = pypdfium2.PdfDocument(data)
    for page in document:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(item)
            fonts[bytes(font)] = pdfium.FPDFFont_GetIsEmbedded(font)

    assert fonts
    assert set(fonts.values()) == {1}


def test_nothing_is_locked_hidden_or_run(data):
    said = opened_up(data)

    assert b"/Encrypt" not in said
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/AA", b"/OpenAction", b"/LZWDecode"):
        assert not re.search(re.escape(forbidden) + rb"\b", said), forbidden


def test_it_has_a_date_and_an_identity(data):
    said = opened_up(data)

    assert b"2031-05-06T09:30:00" in said
    assert re.search(rb"/ID ?\[", said)
