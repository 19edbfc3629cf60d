"""import_letters PATH…: read, make or find the cases, print a report; a second run changes nothing.

With --report the report is kept as a spreadsheet too, a row a file, as the page of an import gives it.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from replies.enums import IncomingStatus
from replies.importing import Outcome, unit_called
from replies.importing.reporting import line_of, report_of, row_of
from replies.importing.running import run
from replies.importing.sources import sources_in
from workflow.actor import Actor, Post
from workflow.enums import Role, Source
from workflow.management.places import jurisdiction_of
from workflow.models import Department, Jurisdiction
from workflow.tables.writing import Value

UNREAD = "无法识读"


class Command(BaseCommand):
    help = "导入历年复文：识读、匹配单位、建立历史件；无法匹配的进入待确认队列"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="文件、文件夹或ZIP压缩包")
        parser.add_argument("--jurisdiction", metavar="CODE", help="地区代码；只有一个地区时可省略")
        parser.add_argument("--report", metavar="FILE", type=Path, help="另存逐份结果为XLSX表格")
        parser.add_argument("--unit", metavar="CODE", help="全部归入此单位：全称、简称、别名或标识")

    def handle(self, *_args: Any, **options: Any) -> None:
        jurisdiction = jurisdiction_of(options["jurisdiction"])
        unit = self._unit(options["unit"], jurisdiction)
        by = Actor(source=Source.IMPORT, posts=(Post(Role.ADMINISTRATOR, jurisdiction.pk),))
        counts: Counter[str] = Counter()
        lines: list[tuple[Value, ...]] = []
        report: Path | None = options["report"]
        outcomes = run(
            sources_in(options["paths"]), jurisdiction=jurisdiction, department=unit, by=by, at=timezone.now()
        )
        for done, outcome in enumerate(outcomes, start=1):
            counts[self._tell(outcome)] += 1
            if report:
                lines.append(line_of(row_of(outcome, done)))
            if self.stderr.isatty() and done % 100 == 0:
                self.stderr.write(f"\r已处理{done}份", ending="")
        self.stdout.write("合计：" + "，".join(f"{label}{count}" for label, count in sorted(counts.items())))
        if report:
            self._write(report, lines)
        if counts[UNREAD]:
            sys.exit(1)

    def _tell(self, outcome: Outcome) -> str:
        incoming = outcome.incoming
        if incoming is None or incoming.status == IncomingStatus.UNREAD:
            self.stderr.write(f"{outcome.name}\t{UNREAD}\t{outcome.remark}")
            return UNREAD
        settled = IncomingStatus(incoming.status).label
        label = settled if outcome.changed else f"{settled}（未变）"
        said = outcome.remark or (incoming.reply.line if incoming.reply else incoming.reason)
        self.stdout.write(f"{outcome.name}\t{label}\t{said}\t{len(incoming.reading['findings'])}项提示")
        return label

    def _write(self, path: Path, lines: list[tuple[Value, ...]]) -> None:
        try:
            path.write_bytes(report_of(lines))
        except OSError as error:
            raise CommandError(f"结果表格未能保存：{error.strerror}。公文已导入。") from error

    def _unit(self, name: str | None, jurisdiction: Jurisdiction) -> Department | None:
        if not name:
            return None
        unit = unit_called(name, jurisdiction)
        if unit is None:
            raise CommandError(f"{jurisdiction}没有名为“{name}”的承办单位。")
        return unit
