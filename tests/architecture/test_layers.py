"""What no import linter sees: relations by name, stray files, promises that every model makes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("workflow", "proposals", "replies", "desk", "portal", "config")
HEIGHT = {"workflow": 1, "proposals": 2, "replies": 3, "desk": 4, "portal": 4, "config": 5}
# No contract looks into these two: what stands on their top level is listed here.
TOP_OF = {
    "letters": {"__init__", "body", "copying", "differences", "files", "forms", "letter", "lint", "numerals", "pasting",
                "pdfium", "plain", "profiles", "reading", "structure", "writing"},
    "config": {"__init__", "api", "apps", "celery", "env", "health", "make_env", "management", "middleware", "sample",
               "settings", "stories", "urls", "watch", "wsgi"},
}  # fmt: skip


def our_models():
    return [model for model in apps.get_models(include_auto_created=False) if model._meta.app_label in FLOORS]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_relations_point_to_the_same_floor_or_a_lower_one(model):
    for field in model._meta.get_fields():
        if field.is_relation and not field.auto_created and field.related_model._meta.app_label in HEIGHT:
            assert HEIGHT[field.related_model._meta.app_label] <= HEIGHT[model._meta.app_label], field.name


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_is_classed_for_disclosure(model):
    classed = f"{model.public} {model.internal} {model.personal}".split()
    named = [field.name for field in model._meta.get_fields() if not field.auto_created or field.name == "id"]
    assert sorted(classed) == sorted(named)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_choice_is_constrained_in_the_database(model):
    limited = {field.name for field in model._meta.fields if field.choices}
    conditions = " ".join(
        str(each.condition) for each in model._meta.constraints if isinstance(each, models.CheckConstraint)
    )
    missing = {name for name in limited if f"{name}__in" not in conditions}
    assert not missing - ALLOWED_UNCONSTRAINED.get(model._meta.label, set())


# A refusal ground is tied to its state by another constraint; both texts come from the same enumeration.
ALLOWED_UNCONSTRAINED = {"proposals.Proposal": {"refusal_ground"}}


@pytest.mark.parametrize("room", sorted(TOP_OF))
def test_no_stray_file_in_a_room_without_contract(room):
    found = {path.stem for path in (ROOT / room).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert found <= TOP_OF[room]


def python_files():
    for floor in ("letters", *FLOORS):
        yield from (path for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts)


def test_no_import_is_deferred():
    deferred = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                deferred += [f"{path.relative_to(ROOT)}:{inner.lineno}" for inner in ast.walk(node)
                             if isinstance(inner, ast.Import | ast.ImportFrom)]  # fmt: skip
    assert deferred == []


def test_only_progress_writes_a_status():
    writers = set()
    for path in python_files():
        text = path.read_text(encoding="utf-8")
        if any(mark in text for mark in (".update(status=", "case.status =")):
            writers.add(str(path.relative_to(ROOT)))
    # Messages, numbers and proposals to move deadlines are no cases: they are claimed, used and void, not moved.
    aside = {"issuing", "numbering", "outbox", "shifts"}
    assert writers == {f"workflow/{name}.py" for name in aside | {"progress"}}


def calls_in(function):
    """The names that a function calls, without what stands before the last dot."""
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in called}


# They make a case that is not there yet, or write on its trail alone.
WITHOUT_HOLD = {"register", "_enter"}


def test_every_verb_holds_its_case_before_it_asks_the_table():
    """Else what the table answers may be over before the move is written."""
    hasty = set()
    for path in (path for path in python_files() if path.parent.name == "actions"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            calls = calls_in(node) if isinstance(node, ast.FunctionDef) else set()
            if "check" in calls and not calls & {"hold", "hold_case", "hold_part"}:
                hasty.add(node.name)
    assert hasty == WITHOUT_HOLD


def test_every_module_says_what_it_owns():
    written = [path for path in python_files() if path.stat().st_size and path.name != "apps.py"]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in written}
    assert [str(path.relative_to(ROOT)) for path, tree in trees.items() if ast.get_docstring(tree) is None] == []


def test_the_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
