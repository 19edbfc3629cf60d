"""import_originals PATH: a ZIP of originals from the shell; every file that matches nothing on its own line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from proposals.importing import originals
from proposals.importing.sessions import session_called
from proposals.models import Session
from workflow.actor import Actor, Post
from workflow.enums import Role, Source
from workflow.errors import OfficeError
from workflow.management.places import jurisdiction_of


class Command(BaseCommand):
    help = "导入提案原件（ZIP）：按案号或案由对应清单中的提案，补录空缺的内容、建议和电话；有未对应的文件时以 1 退出"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", help="提案原件的压缩包")
        parser.add_argument("--session", required=True, metavar="UID|NAME", help="届次的标识或名称")
        parser.add_argument("--jurisdiction", metavar="CODE", help="地区代码；只有一个地区时可省略")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不补录")

    def handle(self, *_args: Any, **options: Any) -> None:
        place = jurisdiction_of(options["jurisdiction"])
        sessions = list(Session.objects.filter(jurisdiction=place).select_related("jurisdiction"))
        session = session_called(options["session"], sessions)
        if session is None:
            raise CommandError(f"{place}没有名为“{options['session']}”的届次。")
        at = timezone.now()
        by = Actor(source=Source.COMMAND, posts=(Post(Role.COMMITTEE, place.pk),))
        try:
            data = Path(options["path"]).read_bytes()
            if options["dry_run"]:
                found = originals.match(data, session=session, by=by)
            else:
                found = originals.take(data, session=session, by=by, on=timezone.localdate(at), at=at)
        except OSError as error:
            raise CommandError(f"不能读取{options['path']}：{error.strerror}。") from error
        except OfficeError as error:
            raise CommandError(error.message) from error
        self._tell(found, "可补录" if options["dry_run"] else "已补录")

    def _tell(self, found: list[originals.Match], word: str) -> None:
        for each in found:
            if each.proposal:
                self.stdout.write(f"{each.file}\t{each.proposal.line}\t{'、'.join(each.fills) or each.reason}")
            else:
                self.stderr.write(f"{each.file}\t未对应\t{each.reason}")
        unmatched = sum(each.proposal is None for each in found)
        self.stdout.write(f"{word}{sum(bool(each.fills) for each in found)}，未对应{unmatched}")
        if unmatched:
            sys.exit(1)
