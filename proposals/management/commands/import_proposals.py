"""import_proposals PATH: a list of proposals from the shell, of any length; every refused row on its own line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from proposals.enums import ImportOutcome
from proposals.importing import batches
from proposals.importing.judging import Judgement
from proposals.importing.sessions import session_called
from proposals.models import Session
from workflow.actor import Actor, Post
from workflow.enums import Role, Source
from workflow.errors import OfficeError
from workflow.management.places import jurisdiction_of
from workflow.models import Jurisdiction


class Command(BaseCommand):
    help = "导入提案清单（XLSX、XLS、CSV、JSON）：逐行登记、立案、作预交办；有未导入的行时以 1 退出"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", help="清单文件")
        parser.add_argument(
            "--session", required=True, metavar="UID|NAME", help="届次的标识或名称，如“市政协七届二次会议”"
        )
        parser.add_argument("--jurisdiction", metavar="CODE", help="地区代码；只有一个地区时可省略")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不登记")
        parser.add_argument("--no-file", action="store_true", help="有提案号的也不立案")
        parser.add_argument("--skip-unknown-units", action="store_true", help="不认识的单位以后再定")

    def handle(self, *_args: Any, **options: Any) -> None:
        session = self._session(options["session"], jurisdiction_of(options["jurisdiction"]))
        try:
            found = self._import(Path(options["path"]), session, options)
        except OSError as error:
            raise CommandError(f"不能读取{options['path']}：{error.strerror}。") from error
        except OfficeError as error:
            raise CommandError(error.message) from error
        self._tell(found, dry_run=options["dry_run"])
        if any(each.outcome == ImportOutcome.REFUSED for each in found):
            sys.exit(1)

    def _import(self, path: Path, session: Session, options: dict[str, Any]) -> list[Judgement]:
        data, at = path.read_bytes(), timezone.now()
        posts = tuple(Post(role, session.jurisdiction_id) for role in (Role.COMMITTEE, Role.SUPERVISOR))
        by, on = Actor(source=Source.COMMAND, posts=posts), timezone.localdate(at)
        later, file_them = options["skip_unknown_units"], not options["no_file"]
        if options["dry_run"]:
            return batches.try_out(data, path.name, session=session, by=by, on=on, later=later, file_them=file_them)
        _, found = batches.run(
            data, path.name, session=session, by=by, on=on, at=at, later=later, file_them=file_them, most=None
        )
        return found

    def _tell(self, found: list[Judgement], *, dry_run: bool) -> None:
        for each in found:
            line = f"第{each.entry.row}行\t{ImportOutcome(each.outcome).label}\t{each.entry.title}\t{each.reason}"
            if each.outcome == ImportOutcome.REFUSED:
                self.stderr.write(line)
            for known in each.alike if dry_run else ():
                self.stdout.write(f"第{each.entry.row}行\t相近\t{each.entry.title}\t{known.line}")
        counts = batches.counted(found)
        words = ("可导入" if dry_run else "已导入", "已有", "不能导入" if dry_run else "未导入")
        self.stdout.write("，".join(f"{word}{count}" for word, count in zip(words, counts.values(), strict=True)))

    def _session(self, words: str, jurisdiction: Jurisdiction) -> Session:
        sessions = list(Session.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction").newest_first())
        if session := session_called(words, sessions):
            return session
        names = "、".join(str(each) for each in sessions[:10])
        raise CommandError(f"{jurisdiction}没有名为“{words}”的届次，现有：{names or '无'}。")
