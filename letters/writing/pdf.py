"""Owns the letter as PDF, and its pages as pictures for the desk."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from dataclasses import asdict, dataclass
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

_local = threading.local()


def write(letter: Letter, profile: Profile, *, when: dt.datetime) -> Written:
    """The letter as PDF/A-2b; the same letter, profile and moment give the same bytes."""
    data = _as_json(sheet.build(letter, profile))
    pdf, missing = _print(data, when)
    return Written(pdf, (*sheet.findings(letter), *fonts.findings(), *_missing_findings(missing)))


def pages(letter: Letter, profile: Profile, *, ppi: float = 110) -> list[bytes]:
    """Each page as PNG."""
    data = _as_json(sheet.build(letter, profile))
    pictures = _compiler().compile(format="png", ppi=ppi, sys_inputs=_inputs(data))
    return [picture for picture in (pictures if isinstance(pictures, list) else [pictures]) if picture]


@dataclass(frozen=True, slots=True)
class Faces:
    """The face on which the text ends and that of the 版记, 0 where there is none."""

    text: int
    foot: int


def faces(page: sheet.Sheet) -> Faces:
    """How the letter falls on its pages."""
    compiler = _compiler()
    compiler.compile(format="pdf", sys_inputs=_inputs(_as_json(page)))
    return Faces(**json.loads(compiler.query("<faces>", field="value", one=True)))


def _print(data: str, when: dt.datetime) -> tuple[bytes, tuple[str, ...]]:
    """Print; a character that no font has makes PDF/A fail, is replaced by a mark and named."""
    missing: list[str] = []
    while True:
        try:
            return _compile(data, when), tuple(missing)
        except typst.TypstError as error:
            unknown = [char for char in _undisplayable(error) if char in data]
            if not unknown:
                raise
            missing += unknown
            data = data.translate(dict.fromkeys(map(ord, unknown), MISSING))


def _compile(data: str, when: dt.datetime) -> bytes:
    stamp = int(when.timestamp())
    pdf = _compiler().compile(format="pdf", pdf_standards=["a-2b"], timestamp=stamp, sys_inputs=_inputs(data))
    return cast("bytes", pdf)


def _undisplayable(error: typst.TypstError) -> list[str]:
    """The characters that typst names between quotes, private ones as escapes."""
    quoted = re.search(r'the text `?"(.+?)"`? could not be displayed', error.message)
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), quoted[1]) if quoted else ""
    return sorted(set(text) - {MISSING})


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
