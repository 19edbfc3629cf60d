"""Owns the letter as PDF, and its pages as pictures for the desk."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache, partial
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
JOINER = "\u200d"
JOINERS = frozenset("\u200c\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
# Each try names one cluster; a letter that needs more is not a letter.
MOST_REPLACEMENTS = 60

RUNS_KEPT = 4
MOST_NAMED = 30  # a finding is a sentence, not a list

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
class Proof:
    """One run of the typesetter: the file, what went in, the characters without a font, and where the letter ends."""

    pdf: bytes
    data: str
    missing: tuple[str, ...]
    faces: Faces


def write(letter: Letter, profile: Profile, *, when: dt.datetime) -> Written:
    """The letter as PDF/A-2b; the same letter, profile and moment give the same bytes."""
    done = _print(sheet.build(letter, profile), when)
    missing = missing_finding(done.missing, f"以“{MISSING}”代替，请安装字体后重新生成")
    return Written(done.pdf, (*sheet.findings(letter), *fonts.findings(), *missing))


def pages(letter: Letter, profile: Profile, *, ppi: float = 110) -> list[bytes]:
    """Each page as PNG, with the same marks for missing characters as the PDF."""
    # A picture would show an empty box without a word: only PDF/A complains.
    done = proved(letter, profile)
    pictures = _compiler().compile(format="png", ppi=ppi, sys_inputs=_inputs(done.data))
    return [picture for picture in (pictures if isinstance(pictures, list) else [pictures]) if picture]


def proved(letter: Letter, profile: Profile) -> Proof:
    """The letter in type: where it ends and which characters cannot be shown. Costs nothing after `pages`."""
    return _print(sheet.build(letter, profile), EPOCH)


def _faces() -> Faces:
    """Asked of the document that this thread compiled last: that costs nothing."""
    return Faces(**json.loads(_compiler().query("<faces>", field="value", one=True)))


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
    """A character that no font has makes PDF/A fail: it is replaced by a mark and named."""
    words, missing = asdict(page), list[str]()
    for _ in range(MOST_REPLACEMENTS):
        data = json.dumps(words, ensure_ascii=False)
        try:
            return Proof(_compile(data, when), data, tuple(missing), _faces())
        except typst.TypstError as error:
            words, found = _replaced(words, data, error)
            missing += sorted(found - set(missing))
    # A text that is nothing but such characters: printed as it comes out, without the promise of the archive format.
    data = json.dumps(words, ensure_ascii=False)
    return Proof(_compile(data, when, archival=False), data, tuple(missing), _faces())


def _replaced(words: Any, data: str, error: typst.TypstError) -> tuple[Any, set[str]]:
    """The data with marks in place of what cannot be shown, and which characters those are; raises any other fault."""
    # All at once what no font has; then, by turns, what typst cannot put together from what they have.
    if lacking := fonts.lacking(data) - {MISSING}:
        return _each_text(words, partial(_masked, lacking=lacking)), lacking
    cluster = _undisplayable(error)
    # First what hangs on the named text, for typst may name the base of a cluster alone; then the text itself.
    for changed in (_bare(words, cluster), _marked(words, cluster)):
        if changed != words:
            return changed, set(cluster) - {MISSING}
    # A second try would be the same.
    raise error


def _marked(words: Any, cluster: str) -> Any:
    """The same data with the mark in place of the cluster."""
    return _each_text(words, lambda text: text.replace(cluster, MISSING)) if cluster.strip(MISSING) else words


def _masked(text: str, lacking: set[str]) -> str:
    """A mark for each cluster that begins with a lacking character: what hangs on it or is joined to it goes along."""
    kept: list[str] = []
    joined = False
    for char in text:
        if kept and kept[-1] == MISSING and (joined or _hangs(char)):
            joined = char == JOINER
        else:
            kept.append(MISSING if char in lacking else char)
    return "".join(kept)


def _hangs(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char in JOINERS


def _bare(words: Any, cluster: str) -> Any:
    """The same data without the joiners, accents and skin tones that hang on the last character of the cluster."""
    return _each_text(words, lambda text: _without_hangers(text, cluster[-1:]))


def _without_hangers(text: str, base: str) -> str:
    kept: list[str] = []
    for char in text:
        if not (_hangs(char) and kept and kept[-1] == base):
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


def missing_finding(missing: tuple[str, ...], consequence: str) -> tuple[Finding, ...]:
    """The finding that names characters without a font, if there are any, and what became of them in the file."""
    if not missing:
        return ()
    named = "、".join(f"{char}（U+{ord(char):04X}）" for char in missing[:MOST_NAMED])
    if len(missing) > MOST_NAMED:
        named += f"等{len(missing)}个字符"
    return (Finding("missing_character", f"字库缺字：{named}，{consequence}。"),)


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
