"""read_proposal PATH…: the original of a proposal as one JSON object a line; exit 1 if one could not be read."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.files import Unreadable, text_of
from letters.letter import Finding
from letters.reading.original import Original, ProposalReading, as_proposal_label
from letters.reading.proposals import read_proposal


class Command(BaseCommand):
    help = "识读提案原件，每个文件输出一行 JSON：案由、案号、届次、提案人、正文、具体建议及其依据"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = False
        for path in options["paths"]:
            reading, readable = read_path(Path(path))
            failed = failed or not readable
            self.stdout.write(json.dumps({"path": path} | as_proposal_label(reading), ensure_ascii=False))
        if failed:
            sys.exit(1)


def read_path(path: Path) -> tuple[ProposalReading, bool]:
    try:
        return read_proposal(text_of(path.read_bytes(), path.name)), True
    except Unreadable as error:
        return _unread(error.code, error.message), False
    except OSError as error:
        return _unread("no_file", f"文件无法打开：{error.strerror}。"), False


def _unread(code: str, message: str) -> ProposalReading:
    return ProposalReading(Original(), findings=(Finding(code, message),))
