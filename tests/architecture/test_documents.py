"""Documents that tell what the code tells are generated or checked, so that they stay true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_page_of_law_is_the_tables():
    call_command("draw_flows", check=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_named_commands_exist(page):
    named = set(re.findall(r"manage\.py (\w+)", page.read_text(encoding="utf-8")))
    assert named <= set(get_commands())


def test_every_make_target_named_in_a_page_exists():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make (\w+)`", page.read_text(encoding="utf-8"))}
    assert named <= targets


def test_decisions_are_short():
    sizes = {
        page.name: len(page.read_text(encoding="utf-8").splitlines()) for page in (ROOT / "docs" / "adr").glob("*.md")
    }
    assert {name for name, lines in sizes.items() if lines > 40} == set()
