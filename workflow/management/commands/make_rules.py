"""make_rules --preset NAME --jurisdiction CODE --valid-from DATE: an unpublished edition of rules from a preset."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow import rulemaking
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import OfficeError
from workflow.management.places import jurisdiction_of
from workflow.models import CaseKind
from workflow.presets import presets


class Command(BaseCommand):
    help = "按预设生成一版办理规则（未发布）；核对后由管理员在“办理规则”中发布"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--preset", metavar="NAME", help="预设代码；不写则列出全部")
        parser.add_argument("--jurisdiction", metavar="CODE", help="地区代码；只有一个地区时可省略")
        parser.add_argument("--valid-from", metavar="DATE", help="生效日期，如 2027-01-01")

    def handle(self, *_args: Any, **options: Any) -> None:
        known = presets()
        if options["preset"] is None:
            for each in known.values():
                self.stdout.write(f"{each.code:<16}{each.name}：{each.says}")
            return
        if options["preset"] not in known:
            raise CommandError(f"没有“{options['preset']}”这一预设，可用：{'、'.join(known)}。")
        try:
            rule = rulemaking.begin(
                jurisdiction_of(options["jurisdiction"]),
                kind=CaseKind.usual(),
                content=known[options["preset"]].content,
                valid_from=day_of(options["valid_from"]),
                by=Actor(source=Source.COMMAND),
            )
        except OfficeError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"已生成{rule}，尚未发布。")


def day_of(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError as error:
        raise CommandError(f"请用 --valid-from 写明生效日期，如 2027-01-01（现为：{text or '空'}）。") from error
