"""due DATE --working-days N | --months N: the date, and every day that led to it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.calendar import Due
from workflow.clocks import calendar_of
from workflow.errors import Invalid


class Command(BaseCommand):
    help = "按全国工作日历推算到期日（民法典第二百零一至二百零三条）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("date", help="起算日，如 2026-09-28；当日不计入")
        limit = parser.add_mutually_exclusive_group(required=True)
        limit.add_argument("--working-days", type=int, metavar="N")
        limit.add_argument("--months", type=int, metavar="N")
        parser.add_argument("--json", action="store_true", help="输出一行 JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        due = self._due(options)
        if options["json"]:
            self.stdout.write(json.dumps(due.as_json(), ensure_ascii=False))
            return
        for step in due.steps:
            self.stdout.write(f"{step.day:%Y-%m-%d} {'计入' if step.counted else '    '} {step.why}")
        self.stdout.write(
            f"到期日：{due.day:%Y年%-m月%-d日}" + ("（暂估：所涉年份的放假安排尚未公布）" if due.provisional else "")
        )

    def _due(self, options: dict[str, Any]) -> Due:
        try:
            start = dt.date.fromisoformat(options["date"])
        except ValueError as error:
            raise CommandError(f"日期有误：{options['date']}，应为真实日期，如 2026-09-28。") from error
        try:
            return calendar_of().reckon(start, working_days=options["working_days"], months=options["months"])
        except Invalid as error:
            raise CommandError(error.message) from error
