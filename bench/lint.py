"""Recall and precision of every rule on the labelled letters, and what a letter of five pages costs to check."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from letters.lint import RULES, check  # noqa: E402 - the path comes first
from tests.letters.lint.labelled import Score, load_all, score  # noqa: E402 - the same

# Letters that the rules were tuned to, and letters that were held back until that was done.
SETS = {"tuned to": ("bases", "seen", "clean", "harder"), "held back": ("unseen", "fresh")}
FIVE_PAGES = 5 * 22 * 28
ROUNDS = 15


def main(report: Callable[[str, str], None]) -> None:
    scores = {name: score(load_all(*files)) for name, files in SETS.items()}
    for name, found in scores.items():
        report(f"lint, {name} letters", f"{shares(found)}; {len(load_all(*SETS[name]))} letters")
    for rule in RULES:
        report(f"  {rule.id}", ", ".join(f"{name} {shares(of_rule(found, rule.id))}" for name, found in scores.items()))
    report("lint, five pages", f"median {1000 * five_pages():.1f} ms (goal ≤ 20)")


def shares(found: Score) -> str:
    right, missed, false = len(found.right), len(found.missed), len(found.false)
    if not right + missed + false:
        return "–"
    return f"recall {right}/{right + missed}, precision {right}/{right + false}"


def of_rule(found: Score, rule: str) -> Score:
    return Score(
        *(tuple(each for each in part if each[1] == rule) for part in (found.right, found.missed, found.false))
    )


def five_pages() -> float:
    """Seconds; the letters with the longest texts, their bodies set one after another until five pages are full."""
    letters = load_all("bases")
    whole = letters[0]
    blocks = [block for each in letters for block in each.letter.body]
    kept, length = [], 0
    while length < FIVE_PAGES:
        block = blocks[len(kept) % len(blocks)]
        kept.append(block)
        length += len(block.text)
    letter = replace(whole.letter, body=tuple(kept))
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        check(letter, whole.profile, whole.facts)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main(lambda what, figure: print(f"{what:28} {figure}"))
