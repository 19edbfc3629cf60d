"""Sizes that keep the house readable: functions, files, tests and comments."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("letters", "workflow", "proposals", "replies", "desk", "portal", "config")


def code_files() -> list[Path]:
    return [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts]


def functions() -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in code_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[int(len(values) * share)]


def lines_of(paths) -> int:
    return sum(bool(line.strip()) for path in paths for line in path.read_text(encoding="utf-8").splitlines())


def test_functions_are_short():
    sizes = [size for _, size in functions()]
    assert statistics.median(sizes) <= 8
    assert percentile(sizes, 0.9) <= 25
    assert [name for name, size in functions() if size > 60] == []


def test_files_are_short():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in code_files()}
    assert percentile(list(sizes.values()), 0.9) <= 250
    assert {name for name, size in sizes.items() if size > 400} == set()


def test_admin_is_a_small_part():
    admin = lines_of(path for path in code_files() if path.name == "admin.py")
    assert admin <= 0.03 * lines_of(code_files())


def test_tests_keep_up_with_the_code():
    # The goal is 1.3; the matrix of moves writes thousands of tests in few lines. This floor only ever rises.
    assert lines_of((ROOT / "tests").rglob("*.py")) >= 0.7 * lines_of(code_files())


def test_comments_give_reasons_but_not_everywhere():
    comments = 0
    for path in code_files():
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        comments += sum(token.type == tokenize.COMMENT for token in tokens)
        comments += sum(bool(ast.get_docstring(node)) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                        if isinstance(node, ast.FunctionDef | ast.ClassDef))  # fmt: skip
    assert 5 <= 100 * comments / lines_of(code_files()) <= 12
