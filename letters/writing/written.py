"""Owns what every writer hands back, and the shape of a writer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from letters.letter import Finding, Letter
from letters.profiles import Profile


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file and what a person should know about it."""

    data: bytes
    findings: tuple[Finding, ...] = ()


class Writer(Protocol):
    """Letter and profile in, file out; `when` is the moment stamped into the file, so that bytes repeat."""

    def __call__(self, letter: Letter, profile: Profile, *, when: dt.datetime) -> Written: ...
