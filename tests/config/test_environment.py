"""Variables of the environment: what a copied example means, and what stops the start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
STRONG = "x7" * 16


def start(tmp_path, settings: str, secret: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "SECRET_KEY": secret, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", "import config.wsgi"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_comments_of_the_example_stand_on_lines_of_their_own():
    assert [line for line in LINES if line and not re.fullmatch(r"#.*|[A-Z_]+=[^#\s]*", line)] == []


def test_the_example_sets_only_what_nobody_else_can_know():
    assert [line for line in LINES if line and not line.startswith("#")] == ["SECRET_KEY="]


def test_every_variable_that_is_read_has_its_place_in_the_example():
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "config").rglob("*.py")]
    reader = re.compile(r'env\.(?:text|switch|number|words|folder|str|db_url|email_url)\("([A-Z_]+)"')
    read = {name for text in code for name in reader.findall(text)}
    named = {name for line in LINES for name in re.findall(r"^#?([A-Z_]+)=", line)}
    assert read - named == set()


@pytest.mark.parametrize(
    "secret", ["", "x" * 31, "# required; a long random text, longer than most", STRONG + " ", STRONG + "#"]
)
def test_a_weak_secret_is_refused(secret):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be"):
        env.refuse_weak("SECRET_KEY", secret)


@pytest.mark.parametrize(("settings", "secret", "starts"), [
    ("config.settings.base", "short", False),
    ("config.settings.base", STRONG, True),
    ("config.settings.local", "short", True),
])  # fmt: skip
def test_only_production_asks_for_a_strong_one(tmp_path, settings, secret, starts):
    process = start(tmp_path, settings, secret)
    assert (process.returncode == 0) is starts, process.stderr
    assert ("SECRET_KEY must be" in process.stderr) is not starts


@pytest.mark.parametrize(("value", "meant"), [("true", True), ("0", False), ("Yes", True), ("", True)])
def test_a_switch_takes_words_that_mean_yes_or_no(monkeypatch, value, meant):
    monkeypatch.setenv("SWITCH", value)
    assert env.switch("SWITCH", default=True) is meant


def test_a_typo_in_a_switch_stops_the_start(monkeypatch):
    monkeypatch.setenv("SWITCH", "ture")
    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        env.switch("SWITCH", default=True)


def test_a_number_that_is_none_names_itself(monkeypatch):
    monkeypatch.setenv("COUNT", "abc")
    with pytest.raises(ImproperlyConfigured, match="COUNT"):
        env.number("COUNT", 0)
