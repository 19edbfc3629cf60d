"""Owns the letter as PDF, and its pages as pictures for the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from letters.letter import Finding, Letter
from letters.pdfium import leaves_the_paper
from letters.profiles import Profile
from letters.writing import fonts, geometry, press, sheet
from letters.writing.written import Written

TEMPLATE = Path(__file__).with_name("letter.typ")

RUNS_KEPT = 4

CUT = Finding("cut_off", "有文字超出纸面，没有印全；请缩短过长的标题、文号、签发人、署名或版式用语。")

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Faces:
    """The face on which the text ends and that of the 版记, 0 where there is none."""

    text: int
    foot: int

    @property
    def waste_a_sheet(self) -> bool:
        """The 版记 missed the last face of the text and took a sheet for itself."""
        return self.foot == self.text + 2


@dataclass(frozen=True, slots=True)
class Proof:
    """One run of the typesetter: the file, what went in, what is lost of it, and where the letter ends."""

    pdf: bytes
    data: str
    missing: tuple[str, ...]  # characters without a font
    cut: bool  # something leaves the paper
    faces: Faces


def write(letter: Letter, profile: Profile, *, when: dt.datetime) -> Written:
    """The letter as PDF/A-2b; the same letter, profile and moment give the same bytes."""
    done = _print(sheet.build(letter, profile), when)
    missing = press.missing_finding(done.missing, f"以“{press.MISSING}”代替，请安装字体后重新生成")
    cut = (CUT,) if done.cut else ()
    return Written(done.pdf, (*sheet.findings(letter), *fonts.findings(), *missing, *cut))


def pages(letter: Letter, profile: Profile, *, ppi: float = 110) -> list[bytes]:
    """Each page as PNG, with the same marks for missing characters as the PDF."""
    # A picture would show an empty box without a word: only PDF/A complains.
    return press.pictures(TEMPLATE, proved(letter, profile).data, ppi=ppi)


def proved(letter: Letter, profile: Profile) -> Proof:
    """The letter in type: where it ends and which characters cannot be shown. Costs nothing after `pages`."""
    return _print(sheet.build(letter, profile), EPOCH)


def _print(page: sheet.Sheet, when: dt.datetime) -> Proof:
    """Print; where the 版记 just misses its face, a tighter pitch may save the sheet."""
    loose = proof(page, when=when)
    if not loose.faces.waste_a_sheet:
        return loose
    closer = replace(page, pitch=geometry.TIGHT_PITCH, foot_pitch=geometry.TIGHT_SMALL_PITCH)
    tight = proof(closer, when=when)
    return loose if tight.faces.waste_a_sheet else tight


# The formats of one letter are made one after the other: all of them from one run.
@lru_cache(maxsize=RUNS_KEPT)
def proof(page: sheet.Sheet, *, when: dt.datetime) -> Proof:
    """The letter set once, and where its text and its 版记 end."""
    done = press.press(TEMPLATE, asdict(page), when=when)
    faces = Faces(**press.told(TEMPLATE, "<faces>"))
    cut = sheet.may_not_fit(page) and leaves_the_paper(done.pdf)
    return Proof(done.pdf, done.data, done.missing, cut, faces)
