"""load_calendar YEAR: a new edition of a year's calendar from a list, a notice or the library; refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from workflow import calendars
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import OfficeError
from workflow.management.places import jurisdiction_of
from workflow.notices import Reading, library_has_notice, library_name, read_library, read_list, read_notice
from workflow.tables.plain import text_of


class Command(BaseCommand):
    help = "载入一年的工作日历：清单（CSV）、放假通知原文，或已安装的 holidays 库；生成新的版次，不改动旧版"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, metavar="YEAR")
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--csv", metavar="F", help="每行：日期,work 或 off,名称")
        source.add_argument("--notice", metavar="F", help="放假通知原文")
        source.add_argument("--library", action="store_true", help="已安装的 holidays 库")
        parser.add_argument("--jurisdiction", metavar="CODE", help="只属于该地区的日期，叠加在全国日历上")
        parser.add_argument("--published", action="store_true", help="已正式公布；不加则为暂定")
        parser.add_argument("--number", default="", metavar="文号", help="如 国办发明电〔2025〕7号")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不载入")

    def handle(self, *_args: Any, **options: Any) -> None:
        reading, at = self._reading(options), timezone.now()
        if reading.problems:
            raise CommandError("\n".join(["未载入：", *reading.problems]))
        for each in reading.days:
            self.stdout.write(f"{each.day:%Y-%m-%d} {'上班' if each.works else '放假'} {each.name}")
        if options["dry_run"]:
            return
        try:
            version = calendars.take(
                reading.year,
                reading.days,
                jurisdiction=jurisdiction_of(options["jurisdiction"]) if options["jurisdiction"] else None,
                published=options["published"],
                notice=options["number"] or reading.number,
                source=source_of(options),
                by=Actor(source=Source.COMMAND),
                at=at,
            )
        except OfficeError as error:
            raise CommandError(error.message) from error
        state = "已正式公布" if version.published else "暂定"
        self.stdout.write(f"已载入{version}第{version.number}版（{state}），{len(reading.days)}天与平常不同。")

    def _reading(self, options: dict[str, Any]) -> Reading:
        year, whole = options["year"], not options["jurisdiction"]
        if options["library"]:
            return self._of_library(year, options)
        text = text_in(options["csv"] or options["notice"])
        return read_list(text, year, whole=whole) if options["csv"] else read_notice(text, year, whole=whole)

    def _of_library(self, year: int, options: dict[str, Any]) -> Reading:
        if options["jurisdiction"]:
            raise CommandError("holidays 库只有全国的安排，不能载入为本地日历。")
        if options["published"] and not library_has_notice(year):
            raise CommandError(f"{library_name()}对{year}年只有推算的节日，没有调休安排，不能作为正式公布载入。")
        return read_library(year)


def text_in(path: str) -> str:
    try:
        return text_of(Path(path).read_bytes())
    except OSError as error:
        raise CommandError(f"不能读取{path}：{error.strerror}。") from error
    except OfficeError as error:
        raise CommandError(f"不能读取{path}：不是文字文件。") from error


def source_of(options: dict[str, Any]) -> str:
    if options["library"]:
        return library_name()
    return "清单" if options["csv"] else "放假通知原文"
