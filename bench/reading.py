"""How well the reader does on places whose words it was not given: each city left out of the vocabulary in turn.

A word of `letters/reading/vocabulary` that only letters of one city have came in because of that city. For each city
the package is copied without those words, and that city's letters are read with the copy. What is lost is what a new
city's own words cost before somebody adds a line of data.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.letters.reading.layouts import differences  # noqa: E402 - the path comes first

SAMPLES = ROOT / "tests/letters/reading/layouts"
LISTS = ("labels", "noise", "organisations", "titles", "results")
# A text that no letter has stands for a word taken out: a pattern of no words would match everything.
GONE = "\ue000\ue001"
READ = """
import json, sys
from letters.reading import read
from letters.reading.labels import as_label
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        print(json.dumps(as_label(read(file.read().decode("utf-8"))), ensure_ascii=False))
"""
Labels = dict[Path, dict[str, Any]]


def main(report: Callable[[str, str], None]) -> None:
    labels = labelled()
    cities = by_city(labels)
    whole = figures(labels, read_with(ROOT, list(labels)))
    alone: Labels = {}
    for paths in cities.values():
        with tempfile.TemporaryDirectory(prefix="dafu-city-") as folder:
            without(paths, labels, Path(folder))
            alone |= read_with(Path(folder), paths)
    left_out = figures(labels, alone)
    report("reader, all words", shown(whole, labels))
    report("each city left out", f"{shown(left_out, labels)}; {len(cities)} cities")


def labelled() -> Labels:
    folders = [Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters")), SAMPLES]
    found = [path.resolve() for folder in folders for path in sorted(folder.glob("*.json"))]
    return {path.with_suffix(".txt"): json.loads(path.read_text(encoding="utf-8")) for path in found}


def by_city(labels: Labels) -> dict[str, list[Path]]:
    cities: dict[str, list[Path]] = defaultdict(list)
    for path, label in labels.items():
        place = re.match(r".{2,7}?[省市县区州旗盟]", label["issuer"] or "")
        cities[place[0] if place else path.stem].append(path)
    return dict(cities)


def without(city: list[Path], labels: Labels, folder: Path) -> None:
    """A copy of the reader without the words that only this city's letters have."""
    shutil.copytree(ROOT / "letters", folder / "letters", ignore=shutil.ignore_patterns("__pycache__"))
    ours = squeezed(city)
    others = squeezed([path for path in labels if path not in city])
    for name in LISTS:
        path = folder / f"letters/reading/vocabulary/{name}.toml"
        text = path.read_text(encoding="utf-8")
        for word in sorted(set(words_in(tomllib.loads(text))), key=len, reverse=True):
            if word in ours and word not in others:
                text = text.replace(f'"{word}"', f'"{GONE}{word[0]}"')
        path.write_text(text, encoding="utf-8")


def squeezed(paths: list[Path]) -> str:
    return "\n".join(re.sub(r"[\s\u200b]", "", path.read_bytes().decode("utf-8")) for path in paths)


def words_in(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        yield from (word for key, value in table.items() for word in (key, *words_in(value)))
    else:
        yield from (word for value in table for word in words_in(value))


def read_with(folder: Path, paths: list[Path]) -> Labels:
    said = subprocess.run(
        [sys.executable, "-c", READ, *map(str, paths)], cwd=folder, capture_output=True, text=True, check=True
    )
    return {path: json.loads(line) for path, line in zip(paths, said.stdout.splitlines(), strict=True)}


def figures(labels: Labels, read: Labels) -> tuple[int, int, int, int]:
    """Kinds right; values stated, of these read as stated; fields left empty that are."""
    kinds = sum(label["kind"] == read[path]["kind"] for path, label in labels.items())
    stated = right = kept = empty = 0
    for path, label in labels.items():
        if label["kind"] in {"reply", "co_opinion"}:
            wrong = differences(label, read[path]).keys()
            values = {field for field, value in label.items() if value and field != "kind"}
            stated += len(values)
            right += len(values - wrong)
            empty += len(label) - len(values) - 1
            kept += len(label.keys() - values - wrong - {"kind"})
    return kinds, stated, right, round(10_000 * kept / max(empty, 1))


def shown(found: tuple[int, int, int, int], labels: Labels) -> str:
    kinds, stated, right, kept = found
    share = (
        f"{100 * right / max(stated, 1):.1f} % of {stated} stated values, {kept / 100:.1f} % of the empty kept empty"
    )
    return f"{share}, {100 * kinds / max(len(labels), 1):.1f} % of {len(labels)} kinds"
