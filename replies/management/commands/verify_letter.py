"""verify_letter PATH…: whether each file is a letter as it was signed; exit 1 where one is not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from replies.models import Reply
from replies.verifying import Verified, verify


class Command(BaseCommand):
    help = "核验公文文件是否与签发归档的一致"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="路径")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:
        verified = [(path, self._verified(path)) for path in options["paths"]]
        for path, each in verified:
            self.stdout.write(_json(path, each) if options["format"] == "json" else f"{path}：{each.message}")
        if not all(each.verdict.is_good for _, each in verified):
            sys.exit(1)

    def _verified(self, path: Path) -> Verified:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"无法读取{path}：{error.strerror}。") from error
        return verify(data, path.name, among=Reply.objects.all())


def _json(path: Path, each: Verified) -> str:
    reply = str(each.reply.uid) if each.reply else None
    told = {"path": str(path), "verdict": each.verdict, "message": each.message, "reply": reply}
    return json.dumps(told | {"sealed_by": each.sealed_by or None}, ensure_ascii=False)
