"""remind [--at ISO]: one sweep and one delivery, the functions that the scheduler calls."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from workflow import outbox, reminders


class Command(BaseCommand):
    help = "巡检一次办理期限，生成并发送提醒；重复运行不会重复提醒"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", metavar="ISO", help="按此时刻巡检，如 2026-11-20T09:00；默认当前时间")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = moment(options["at"]) if options["at"] else timezone.now()
        run = reminders.sweep(at)
        self.stdout.write(f"新增提醒{run.made}条，发出消息{outbox.deliver(at)}条。")


def moment(text: str) -> dt.datetime:
    """An ISO moment; without an offset it is the office's local time."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"时间有误：{text}，应如 2026-11-20T09:00。") from error
    if not 2000 <= at.year <= 2100:
        raise CommandError(f"时间有误：{text}，年份应在2000至2100之间。")
    return at if at.tzinfo else timezone.make_aware(at)
