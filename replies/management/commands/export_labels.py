"""export_labels --output FOLDER: corrected letters as NNN.txt and NNN.json, as the corpus has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from letters.letter import Kind, Letter, Reading
from letters.reading.labels import as_label
from replies.models import IncomingLetter
from workflow.management.places import jurisdiction_of

ADDED = {"findings", "evidence", "reason"}
KEYS = as_label(Reading(Letter(Kind.OTHER), "")).keys() - ADDED


class Command(BaseCommand):
    help = "导出经人工更正的公文及其标注（NNN.txt 与 NNN.json），供检验识读"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", required=True, metavar="FOLDER", help="空文件夹或尚不存在的文件夹")
        parser.add_argument("--jurisdiction", metavar="CODE", help="地区代码；省略则为所有地区")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = IncomingLetter.objects.corrected().exclude(text="").order_by("id")
        if options["jurisdiction"]:
            rows = rows.filter(jurisdiction=jurisdiction_of(options["jurisdiction"]))
        folder = Path(options["output"])
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder}不是空文件夹。")
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        for count, row in enumerate(rows.iterator(chunk_size=100), start=1):
            (folder / f"{count:03d}.txt").write_text(row.text, newline="")
            label = {key: value for key, value in row.label.items() if key in KEYS}
            (folder / f"{count:03d}.json").write_text(json.dumps(label, ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(f"已导出{count}份。")
