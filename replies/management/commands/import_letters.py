"""import_letters PATH…: read, make or find the cases, print a report; a second run changes nothing."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from letters.files import FORMATS, Unreadable
from replies.enums import IncomingStatus
from replies.importing import import_letter, unit_called
from workflow.actor import Actor, Post
from workflow.enums import Role, Source
from workflow.management.places import jurisdiction_of
from workflow.models import Department, Jurisdiction


class Command(BaseCommand):
    help = "导入历年复文：识读、匹配单位、建立历史件；无法匹配的进入待确认队列"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="文件或文件夹")
        parser.add_argument("--jurisdiction", metavar="CODE", help="地区代码；只有一个地区时可省略")
        parser.add_argument("--unit", metavar="CODE", help="全部归入此单位：全称、简称、别名或标识")

    def handle(self, *_args: Any, **options: Any) -> None:
        jurisdiction = jurisdiction_of(options["jurisdiction"])
        unit = self._unit(options["unit"], jurisdiction)
        by = Actor(source=Source.IMPORT, posts=(Post(Role.ADMINISTRATOR, jurisdiction.pk),))
        counts: Counter[str] = Counter()
        for path in files_in(options["paths"]):
            counts[self._import(path, jurisdiction, unit, by)] += 1
        self.stdout.write("合计：" + "，".join(f"{label}{count}" for label, count in sorted(counts.items())))
        if counts["无法识读"]:
            sys.exit(1)

    def _import(self, path: Path, jurisdiction: Jurisdiction, unit: Department | None, by: Actor) -> str:
        try:
            outcome = import_letter(
                path.read_bytes(), str(path), jurisdiction=jurisdiction, department=unit, by=by, at=timezone.now()
            )
        except (Unreadable, OSError) as error:
            self.stderr.write(f"{path}\t无法识读\t{error}")
            return "无法识读"
        incoming = outcome.incoming
        settled = IncomingStatus(incoming.status).label
        label = settled if outcome.changed else f"{settled}（未变）"
        said = outcome.remark or (incoming.reply.line if incoming.reply else incoming.reason)
        self.stdout.write(f"{path}\t{label}\t{said}\t{len(incoming.reading['findings'])}项提示")
        return label

    def _unit(self, name: str | None, jurisdiction: Jurisdiction) -> Department | None:
        if not name:
            return None
        unit = unit_called(name, jurisdiction)
        if unit is None:
            raise CommandError(f"{jurisdiction}没有名为“{name}”的承办单位。")
        return unit


def files_in(paths: list[str]) -> Iterator[Path]:
    """Files as named; of a folder, the files below it that are of a kind we read, in order of name."""
    for path in map(Path, paths):
        yield from sorted(each for each in path.rglob("*") if is_letter(each)) if path.is_dir() else [path]


def is_letter(path: Path) -> bool:
    known = {suffix for known in FORMATS for suffix in known.suffixes if suffix}
    return path.is_file() and path.suffix.lower() in known
