"""render_letter REPLY --format docx|ofd|pdf --output PATH: print a reply, named by its uid or 文号."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from letters.writing import WRITERS
from replies.actions.archiving import render
from replies.models import Reply


class Command(BaseCommand):
    help = "按公文版式输出答复"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reply", help="答复的标识或文号")
        parser.add_argument("--format", choices=sorted(WRITERS), required=True)
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        data, findings = render(reply_called(options["reply"]), options["format"], on=timezone.localdate())
        try:
            options["output"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"无法写入{options['output']}：{error.strerror}。") from error
        for finding in findings:
            self.stderr.write(f"提示：{finding.message}")
        self.stdout.write(str(options["output"]))


def reply_called(name: str) -> Reply:
    """The reply with this uid or 文号; CommandError for none, or for a number that two jurisdictions share."""
    # Bytes of the shell that are no text name nothing, and cannot be asked for nor told.
    name = name.encode(errors="replace").decode()
    replies = Reply.objects.for_page()
    try:
        found = list(replies.filter(uid=uuid.UUID(name)))
    except ValueError:
        numbered = replies.filter(doc_number=name)
        # A number may have passed on to the letter in the place of the one that bore it.
        found = list(numbered.standing()[:2]) or list(numbered[:2])
    if len(found) != 1:
        problem = "对应多份答复，请改用标识" if found else "没有对应的答复"
        raise CommandError(f"{name}：{problem}。")
    reply: Reply = found[0]
    return reply
