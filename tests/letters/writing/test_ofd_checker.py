"""The checker finds nothing in a good OFD, and each fault that is put into one."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest

from letters import profiles
from letters.writing import ofd
from letters.writing.ofd.check import faults
from tests.letters.writing.samples import FILE_LETTER, WHEN

GOOD = ofd.write(FILE_LETTER, profiles.load("standard-file"), when=WHEN).data
ROOT, DOCUMENT, RESOURCES = "OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml"
PAGE = "Doc_0/Pages/Page_1/Content.xml"
FONT = "Doc_0/Res/font_1.ttf"


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return buffer.getvalue()


def spoilt(name: str, change: Callable[[str], str]) -> bytes:
    entries = parts()
    before = entries[name].decode()
    entries[name] = change(before).encode()
    assert entries[name].decode() != before
    return packed(entries)


def without(name: str) -> bytes:
    return packed({entry: data for entry, data in parts().items() if entry != name})


def swap(pattern: str, replacement: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, replacement, text, count=1)


# Where, what is changed there, and the words of the fault.
FAULTS = [
    (ROOT, swap("DocType", "Doctype"), "<OFD> lacks DocType"),
    (ROOT, swap('DocType="OFD"', 'DocType="OFF"'), "DocType OFF"),
    (ROOT, swap("http://www.ofdspec.org/2016", "http://www.example.org"), "is not in the namespace"),
    (ROOT, swap("(<ofd:Title>.*)(<ofd:Author>.*</ofd:Author>)", r"\2\1"), "the standard says: DocID Title?"),
    (ROOT, swap("2031-05-06", "2031-05-06T09:30:00"), "is no date"),
    (ROOT, swap("2031-05-06", "2031-02-30"), "is no date"),
    (ROOT, swap("Doc_0/Document.xml", "Doc_1/Document.xml"), "Doc_1/Document.xml: is referred to and not in the zip"),
    (ROOT, swap("</ofd:DocInfo>", ""), "is not well formed"),
    (ROOT, swap(" Name=", " name="), "<CustomData> lacks Name"),
    (DOCUMENT, swap("(<ofd:MaxUnitID>.*)(<ofd:PageArea>.*</ofd:PageArea>)", r"\2\1"), "says: MaxUnitID PageArea"),
    (DOCUMENT, swap(r"<ofd:MaxUnitID>\d+", "<ofd:MaxUnitID>9"), "is not between 1 and MaxUnitID 9"),
    (DOCUMENT, swap("Pages/Page_1/", "Pages/Page_9/"), "Page_9/Content.xml: is referred to and not in the zip"),
    (DOCUMENT, swap(" BaseLoc=", " Baseloc="), "<Page> lacks BaseLoc"),
    (RESOURCES, swap('BaseLoc="Res"', 'BaseLoc="Fonts"'), "Doc_0/Fonts/font_1.ttf: is referred to and not in the zip"),
    (RESOURCES, swap(' FontName="[^"]*"', ""), "<Font> lacks FontName"),
    (RESOURCES, swap(r'<ofd:Font ID="1"', '<ofd:Font ID="77777"'), "the font 1 is nowhere"),
    (PAGE, swap(r'(<ofd:TextObject ID="\d+") Boundary="[^"]*"', r"\1"), "<TextObject> lacks Boundary"),
    (PAGE, swap(r'<ofd:TextObject ID="\d+"', '<ofd:TextObject ID="1"'), f"ID 1 is taken in {RESOURCES}"),
    (PAGE, swap(r'<ofd:TextObject ID="\d+"', '<ofd:TextObject ID="x"'), "ID x is not between"),
    (PAGE, swap('Boundary="[^"]*"', 'Boundary="200 20 30 9"'), "is outside the page"),
    (PAGE, swap('Boundary="[^"]*"', 'Boundary="-1 20 30 9"'), "is outside the page"),
    (PAGE, swap('Boundary="[^"]*"', 'Boundary="1 20 30"'), "is not four numbers"),
    (PAGE, swap(' Size="[^"]*"', ' Size="0"'), "the Size 0 is none"),
    (PAGE, swap(' Font="1"', ' Font="1" CTM="1 0 0 1"'), "the CTM 1 0 0 1 is not six numbers"),
    (PAGE, swap('DeltaX="[^"]*"', 'DeltaX="g 3 5.5 5"'), "DeltaX has 4 steps for"),
    (PAGE, swap('DeltaX="[^"]*"', 'DeltaX="g 3"'), "DeltaX g 3 is not a row of steps"),
    (PAGE, swap('DeltaX="[^"]*"', 'DeltaX="g 2.5 3 5"'), "is not a row of steps"),
    (PAGE, swap(' DeltaX="[^"]*"', ""), "characters have no DeltaX"),
    (PAGE, swap('DeltaX="', 'DeltaY="0" DeltaX="'), "DeltaY has 1 steps for"),
    (PAGE, swap('Value="0 0 0"', 'Value="0 0"'), "is not the three parts of a colour"),
    (PAGE, swap("(<ofd:FillColor[^>]*>)(<ofd:TextCode.*?</ofd:TextCode>)", r"\2\1"), "says: Actions? Clips?"),
    (PAGE, swap("<ofd:TextCode", "<ofd:Textcode/><ofd:TextCode"), "<Textcode> is not an element of a letter"),
    (PAGE, swap("</ofd:TextCode>", "龘</ofd:TextCode>"), "has no glyph for U+9F98"),
    ("Doc_0/Pages/Page_0/Content.xml", swap(" L 156", " 156"), "AbbreviatedData stops making sense at 156"),
    ("Doc_0/Pages/Page_0/Content.xml", swap("M 0 0 L[^<]*", ""), "AbbreviatedData is empty"),
]  # fmt: skip


def test_a_good_file_has_none():
    assert faults(GOOD) == []


@pytest.mark.parametrize(("name", "change", "words"), FAULTS, ids=[words for _, _, words in FAULTS])
def test_a_fault_is_found(name, change, words):
    found = faults(spoilt(name, change))

    assert any(words in fault for fault in found), found


@pytest.mark.parametrize("name", [ROOT, DOCUMENT, RESOURCES, PAGE, FONT])
def test_a_part_that_is_missing_is_named(name):
    assert f"{name}: is referred to and not in the zip" in faults(without(name))


def test_what_is_no_font_is_named():
    assert f"{FONT}: is no font" in faults(packed(parts() | {FONT: b"not a font"}))


def test_what_is_no_zip_is_one_fault():
    (fault,) = faults(GOOD[:1000])

    assert "no readable zip" in fault


def test_a_damaged_entry_is_named():
    plain = packed(parts())
    place = plain.index("钱若水委员".encode())

    assert faults(plain[:place] + b"\x00" + plain[place + 1 :]) == [f"{ROOT} is damaged in the zip"]


@pytest.mark.parametrize(("data", "status", "words"), [(GOOD, 0, "no fault"), (without(FONT), 1, "not in the zip")])
def test_it_can_be_run_by_hand(data, status, words, tmp_path):
    file = tmp_path / "letter.ofd"
    file.write_bytes(data)

    done = subprocess.run(
        [sys.executable, "-m", "letters.writing.ofd.check", str(file)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, words in done.stdout) == (status, True)
