"""A gate that cannot fail is none: each contract is broken once in a copy of the house."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("letters", "workflow", "proposals", "replies", "desk", "portal", "config")
PLANTED = {
    "an upward import": (
        "workflow/actor.py",
        "import proposals.models\n",
        "The house: every import points down BROKEN",
    ),
    "an action in a model": (
        "proposals/models/session.py",
        "import proposals.actions.filing\n",
        "Inside proposals and replies BROKEN",
    ),
    "a flow that knows models": (
        "replies/flows.py",
        "import replies.models.reply\n",
        "Inside proposals and replies BROKEN",
    ),
    "progress in the trail": ("workflow/audit.py", "import workflow.progress\n", "Inside the office BROKEN"),
    "Django in the typesetter": ("letters/numerals.py", "import django\n", "Pure cores BROKEN"),
    "a stray file": ("desk/utils.py", '"""Owns nothing."""\n', "desk.utils"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    house = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, house / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def test_the_copy_is_sound(copy):
    assert lint(copy).returncode == 0


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(copy, fault):
    name, line, said = PLANTED[fault]
    path = copy / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text((before or "") + line, encoding="utf-8")
    try:
        done = lint(copy)
    finally:
        path.write_text(before, encoding="utf-8") if before is not None else path.unlink()
    assert done.returncode != 0
    assert said in done.stdout
