"""Owns the letter as PDF, and its pages as pictures for the desk."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from letters.letter import Finding, Letter
from letters.profiles import Profile
from letters.writing import fonts, geometry, sheet
from letters.writing.written import Written

TEMPLATE = Path(__file__).with_name("letter.typ")

# The printer's mark for a character that is not in the case.
MISSING = "〓"

# What hangs on the character before it without being an accent: joiners and the five skin tones.
JOINERS = frozenset("\u200c\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
# Each try names one cluster; a letter that needs more is not a letter.
MOST_REPLACEMENTS = 60

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

_local = threading.local()


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
class _Print:
    pdf: bytes
    data: str
    missing: tuple[str, ...]
    faces: Faces


def write(letter: Letter, profile: Profile, *, when: dt.datetime) -> Written:
    """The letter as PDF/A-2b; the same letter, profile and moment give the same bytes."""
    done = _print(sheet.build(letter, profile), when)
    return Written(done.pdf, (*sheet.findings(letter), *fonts.findings(), *_missing_findings(done.missing)))


def pages(letter: Letter, profile: Profile, *, ppi: float = 110) -> list[bytes]:
    """Each page as PNG, with the same marks for missing characters as the PDF."""
    # A picture would show an empty box without a word: only PDF/A complains.
    done = _print(sheet.build(letter, profile), EPOCH)
    pictures = _compiler().compile(format="png", ppi=ppi, sys_inputs=_inputs(done.data))
    return [picture for picture in (pictures if isinstance(pictures, list) else [pictures]) if picture]


def faces(page: sheet.Sheet) -> Faces:
    """How the letter falls on its pages."""
    _compiler().compile(format="pdf", sys_inputs=_inputs(_as_json(page)))
    return _faces()


def _faces() -> Faces:
    """Asked of the document that this thread compiled last: that costs nothing."""
    return Faces(**json.loads(_compiler().query("<faces>", field="value", one=True)))


def _print(page: sheet.Sheet, when: dt.datetime) -> _Print:
    """Print; where the 版记 just misses its face, a tighter pitch may save the sheet."""
    loose = _print_once(page, when)
    if not loose.faces.waste_a_sheet:
        return loose
    closer = replace(page, pitch=geometry.TIGHT_PITCH, foot_pitch=geometry.TIGHT_SMALL_PITCH)
    tight = _print_once(closer, when)
    return loose if tight.faces.waste_a_sheet else tight


def _print_once(page: sheet.Sheet, when: dt.datetime) -> _Print:
    """A character that no font has makes PDF/A fail: it is replaced by a mark and named."""
    words, missing = asdict(page), list[str]()
    for _ in range(MOST_REPLACEMENTS):
        data = json.dumps(words, ensure_ascii=False)
        try:
            return _Print(_compile(data, when), data, tuple(missing), _faces())
        except typst.TypstError as error:
            cluster = _undisplayable(error)
            # First what hangs on the named text, for typst may name the base of a cluster alone; then the text itself.
            marked = next((new for new in (_bare(words, cluster), _marked(words, cluster)) if new != words), None)
            # Some other fault; a second try would be the same.
            if marked is None:
                raise
            missing += sorted(set(cluster) - {MISSING} - set(missing))
            words = marked
    # A text that is nothing but such characters: printed as it comes out, without the promise of the archive format.
    data = json.dumps(words, ensure_ascii=False)
    return _Print(_compile(data, when, archival=False), data, tuple(missing), _faces())


def _marked(words: Any, cluster: str) -> Any:
    """The same data with the mark in place of the cluster."""
    return _each_text(words, lambda text: text.replace(cluster, MISSING)) if cluster.strip(MISSING) else words


def _bare(words: Any, cluster: str) -> Any:
    """The same data without the joiners, accents and skin tones that hang on the last character of the cluster."""
    return _each_text(words, lambda text: _without_hangers(text, cluster[-1:]))


def _without_hangers(text: str, base: str) -> str:
    kept: list[str] = []
    for char in text:
        hangs = unicodedata.category(char)[0] == "M" or char in JOINERS
        if not (hangs and kept and kept[-1] == base):
            kept.append(char)
    return "".join(kept)


def _each_text(words: Any, change: Callable[[str], str]) -> Any:
    if isinstance(words, str):
        return change(words)
    if isinstance(words, dict):
        return {name: _each_text(value, change) for name, value in words.items()}
    if isinstance(words, list | tuple):
        return type(words)(_each_text(value, change) for value in words)
    return words


def _compile(data: str, when: dt.datetime, *, archival: bool = True) -> bytes:
    # PDF/A wants a date, and equal bytes want a fixed one.
    stamp = int(when.timestamp())
    pdf = _compiler().compile(
        format="pdf", pdf_standards=["a-2b"] if archival else [], timestamp=stamp, sys_inputs=_inputs(data)
    )
    return cast("bytes", pdf)


def _undisplayable(error: typst.TypstError) -> str:
    """The cluster that typst names between quotes, private characters as escapes."""
    quoted = re.search(r'the text `?"(.+?)"`? could not be displayed', error.message, re.DOTALL)
    named = quoted[1].replace('\\"', '"') if quoted else ""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), named)


def _missing_findings(missing: tuple[str, ...]) -> tuple[Finding, ...]:
    if not missing:
        return ()
    named = "、".join(f"{char}（U+{ord(char):04X}）" for char in missing)
    return (Finding("missing_character", f"字库缺字：{named}，以“{MISSING}”代替，请安装字体后重新生成。"),)


def _as_json(page: sheet.Sheet) -> str:
    return json.dumps(asdict(page), ensure_ascii=False)


def _inputs(data: str) -> dict[str, str]:
    return {"sheet": data, **_constants()}


@cache
def _constants() -> dict[str, str]:
    """What does not change from letter to letter."""
    numbers = {name: value for name, value in vars(geometry).items() if name.isupper()}
    choices: dict[str, Any] = {str(role): asdict(choice) for role, choice in fonts.choices().items()}
    return {"geometry": json.dumps(numbers), "fonts": json.dumps(choices, ensure_ascii=False)}


def _compiler() -> typst.Compiler:
    """One per thread: a shared compiler refuses a second borrower."""
    compiler: typst.Compiler | None = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(str(TEMPLATE), font_paths=fonts.collection(), sys_inputs={})
        _local.compiler = compiler
    return compiler
