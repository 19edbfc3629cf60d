"""The fonts that an OFD carries are cut from whatever font files the machine has."""

from __future__ import annotations

import pytest
import uharfbuzz as hb

from letters.writing import fonts
from letters.writing.ofd.outlines import Source
from letters.writing.ofd.truetype import font_file
from tests.letters.writing.ofd_measure import ink

SAID = "Aa8g%ij§é—"
BUNDLED = next(font for font in fonts.collection().fonts() if font.family == "Noto Serif SC")


def face_of(font) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(font.path), font.index)


def truetype():
    """A font of this machine with TrueType outlines, if it has one."""
    faces = ((font, face_of(font)) for font in fonts.collection().fonts())
    return next(
        (font for font, face in faces if "glyf" in face.table_tags and set(map(ord, SAID)) <= set(face.unicodes)), None
    )


@pytest.mark.skipif(truetype() is None, reason="no font with TrueType outlines here: install fonts-dejavu-core")
def test_truetype_outlines_pass_unchanged():
    font = truetype()
    source, cut = hb.Font(face_of(font)), hb.Font(hb.Face(font_file(Source(font.path, font.index), SAID)))

    for char in SAID:
        ours, theirs = cut.get_nominal_glyph(ord(char)), source.get_nominal_glyph(ord(char))
        assert cut.get_glyph_h_advance(ours) == source.get_glyph_h_advance(theirs)
        assert ink(cut, ours) == pytest.approx(ink(source, theirs), rel=0.001, abs=0.5)


def test_both_planes_are_found_by_their_code_points():
    face = hb.Face(font_file(Source(BUNDLED.path, BUNDLED.index), "清a𬭼\uffee"))

    assert set(face.unicodes) == {ord(char) for char in "清a𬭼\uffee"}


@pytest.mark.parametrize("char", ["\u2009", "\u200b", "\ufeff", "\U000e0100"], ids=ascii)
def test_what_is_not_seen_is_no_box_where_the_font_does_not_have_it(char):
    assert Source(BUNDLED.path, BUNDLED.index).glyph(char).contours == 0


def test_what_no_font_has_is_drawn_as_its_mark():
    source = Source(BUNDLED.path, BUNDLED.index)

    assert source.glyph("\U000323af").data == source.glyph("\ue123").data


def test_a_font_without_english_names_is_known_by_its_own(tmp_path):
    source = Source(BUNDLED.path, BUNDLED.index)
    english, chinese = b"\x00\x03\x00\x01\x04\x09", b"\x00\x03\x00\x01\x08\x04"
    data = font_file(source, "清")
    file = tmp_path / "font.ttf"
    file.write_bytes(data.replace(english, chinese))

    assert data.count(english) == 4
    assert Source(str(file), 0).postscript_name == source.postscript_name
    assert Source(str(file), 0).family == source.family


def test_the_same_characters_give_the_same_file():
    first, second = Source(BUNDLED.path, BUNDLED.index), Source(BUNDLED.path, BUNDLED.index)

    assert font_file(first, "清河市") == font_file(second, "市清河河")
