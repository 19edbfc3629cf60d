"""read_letter PATH…: one JSON object a line, whatever the file is; exit 1 at the end if one could not be read."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.files import Unreadable, text_of
from letters.letter import Finding, Kind, Letter, Reading
from letters.reading import read
from letters.reading.labels import as_label
from letters.structure import structure_of
from letters.structure.labels import as_json
from letters.structure.model import Structure


class Command(BaseCommand):
    help = "识读复文，每个文件输出一行 JSON：字段、依据、发现的问题"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = False
        for path in options["paths"]:
            line, readable = read_path(Path(path))
            failed = failed or not readable
            self.stdout.write(json.dumps({"path": path} | line, ensure_ascii=False))
        if failed:
            sys.exit(1)


def read_path(path: Path) -> tuple[dict[str, Any], bool]:
    """The reading, and whether the file could be read at all; where not, the finding says why."""
    try:
        text = text_of(path.read_bytes(), path.name)
    except Unreadable as error:
        return _unread(error.code, error.message), False
    except OSError as error:
        return _unread("no_file", f"文件无法打开：{error.strerror}。"), False
    return as_label(read(text)) | {"structure": as_json(structure_of(text))}, True


def _unread(code: str, message: str) -> dict[str, Any]:
    reading = Reading(Letter(Kind.OTHER), message, findings=(Finding(code, message),))
    return as_label(reading) | {"structure": as_json(Structure())}
