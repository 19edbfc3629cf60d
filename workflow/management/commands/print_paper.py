"""print_paper KIND CODE UID… --as NAME --output PATH: a paper of the process, as the desk prints it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from workflow import printing
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import OfficeError
from workflow.models import User
from workflow.printing import Occasion, Printed


class Command(BaseCommand):
    help = "打印办理过程中的文书"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted({kind for kind, _ in printing.sheets()}))
        parser.add_argument("code", help="文书代码，如 handling")
        parser.add_argument("uids", nargs="+", metavar="UID")
        parser.add_argument("--as", dest="username", required=True, metavar="NAME", help="以谁的职责打印")
        parser.add_argument("--output", required=True, type=Path, help="扩展名即格式")
        parser.add_argument("--one-sided", action="store_true", help="单面打印，各份之间不留空白页")

    def handle(self, *_args: Any, **options: Any) -> None:
        done = self._print(**options)
        try:
            options["output"].write_bytes(done.data)
        except OSError as error:
            raise CommandError(f"无法写入{options['output']}：{error.strerror}。") from error
        for finding in done.findings:
            self.stderr.write(f"提示：{finding.message}")
        self.stdout.write(str(options["output"]))

    def _print(self, *, kind: str, code: str, uids: list[str], username: str, output: Path, **options: Any) -> Printed:
        sheet, user, on = (
            printing.sheet(kind, code),
            User.objects.filter(username=username).first(),
            timezone.localdate(),
        )
        if sheet is None:
            raise CommandError(f"没有代码为{code}的文书。")
        if user is None:
            raise CommandError(f"没有名为{username}的账号。")
        actor = Actor(Source.COMMAND, user=user, posts=user.posts(on))
        try:
            rows = list(printing.rows_for(kind, actor).filter(uid__in=uids))
            occasion = Occasion(actor, on, not options["one_sided"])
            return printing.print_out(sheet, rows, output.suffix.removeprefix("."), occasion)
        except ValidationError as error:
            raise CommandError("标识不正确。") from error
        except OfficeError as error:
            raise CommandError(error.message) from error
