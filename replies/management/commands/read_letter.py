"""read_letter PATH…: one JSON object a line, whatever the file is; exit 1 at the end if one could not be read."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from replies.importing.reader import answer, label_in, unread


class Command(BaseCommand):
    help = "识读复文，每个文件输出一行 JSON：字段、依据、发现的问题"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = False
        for path in options["paths"]:
            label, readable = read_path(Path(path))
            failed = failed or not readable
            self.stdout.write(json.dumps({"path": path} | label, ensure_ascii=False))
        if failed:
            sys.exit(1)


def read_path(path: Path) -> tuple[dict[str, Any], bool]:
    """The label, and whether the file could be read at all; where not, its finding says why."""
    try:
        found = answer(path.read_bytes(), path.name, scans=True)
    except OSError as error:
        return unread("no_file", f"文件无法打开：{error.strerror}。"), False
    return label_in(found), "text" in found
