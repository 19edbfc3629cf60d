"""Owns the run of the typesetter: plain data into one of our templates, a file out, and no character lost unnamed."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import typst

from letters.letter import Finding
from letters.writing import fonts, geometry

# The printer's mark for a character that is not in the case.
MISSING = "〓"

# What hangs on the character before it without being an accent: joiners and the five skin tones.
JOINER = "\u200d"
JOINERS = frozenset("\u200c\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
# More accents on one character than any script has, and than a PDF can name.
TALLEST_STACK = 60
# Each try names one cluster; a text that needs more is not a text.
MOST_REPLACEMENTS = 60

MOST_NAMED = 30  # a finding is a sentence, not a list

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Pressed:
    """One run: the file, what went in, and the characters without a font."""

    pdf: bytes
    data: str
    missing: tuple[str, ...]


def press(template: Path, words: Any, *, when: dt.datetime) -> Pressed:
    """PDF/A-2b of the words. A character that no font has makes that fail: it is replaced by a mark and named."""
    missing = list[str]()
    for _ in range(MOST_REPLACEMENTS):
        data = json.dumps(words, ensure_ascii=False)
        try:
            return Pressed(_compile(template, data, when), data, tuple(missing))
        except typst.TypstError as error:
            words, found = _replaced(words, data, error)
            missing += sorted(found - set(missing))
    # A text that is nothing but such characters: printed as it comes out, without the promise of the archive format.
    data = json.dumps(words, ensure_ascii=False)
    return Pressed(_compile(template, data, when, archival=False), data, tuple(missing))


def pictures(template: Path, data: str, *, ppi: float) -> list[bytes]:
    """Each page of data that was pressed before, as PNG."""
    made = _compiler(template).compile(format="png", ppi=ppi, sys_inputs=_inputs(data))
    return [picture for picture in (made if isinstance(made, list) else [made]) if picture]


def told(template: Path, label: str) -> Any:
    """What the document says at a label that this thread compiled last from this template: that costs nothing."""
    return json.loads(_compiler(template).query(label, field="value", one=True))


def _replaced(words: Any, data: str, error: typst.TypstError) -> tuple[Any, set[str]]:
    """The data with marks in place of what cannot be shown, and which characters those are; raises any other fault."""
    # All at once what no font has; then, by turns, what typst cannot put together from what they have.
    if lacking := fonts.lacking(data) - {MISSING}:
        return _each_text(words, partial(_masked, lacking=lacking)), lacking
    cluster = _undisplayable(error)
    if not cluster and (stacked := _stacked(data)[1]):
        return _each_text(words, lambda text: _stacked(text)[0]), stacked
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


def _stacked(text: str) -> tuple[str, set[str]]:
    """The text with the mark in place of what stands too high on one character, and what that is."""
    kept: list[str] = []
    gone = set[str]()
    height = 0
    for char in text:
        height = height + 1 if _hangs(char) else 0
        if height > TALLEST_STACK:
            gone.add(char)
        kept += [char] if height <= TALLEST_STACK else [MISSING] if height == TALLEST_STACK + 1 else []
    return "".join(kept), gone


def _each_text(words: Any, change: Callable[[str], str]) -> Any:
    if isinstance(words, str):
        return change(words)
    if isinstance(words, dict):
        return {name: _each_text(value, change) for name, value in words.items()}
    if isinstance(words, list | tuple):
        return type(words)(_each_text(value, change) for value in words)
    return words


def _compile(template: Path, data: str, when: dt.datetime, *, archival: bool = True) -> bytes:
    # PDF/A wants a date, and equal bytes want a fixed one.
    stamp = int(when.timestamp())
    pdf = _compiler(template).compile(
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
    """What does not change from paper to paper."""
    numbers = {name: value for name, value in vars(geometry).items() if name.isupper()}
    choices: dict[str, Any] = {str(role): asdict(choice) for role, choice in fonts.choices().items()}
    return {"geometry": json.dumps(numbers), "fonts": json.dumps(choices, ensure_ascii=False)}


def _compiler(template: Path) -> typst.Compiler:
    """One a template and thread: a shared compiler refuses a second borrower."""
    compilers: dict[Path, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if template not in compilers:
        compilers[template] = typst.Compiler(str(template), font_paths=fonts.collection(), sys_inputs={})
    return compilers[template]
