"""verify_trail: exit 1 and the first broken row of each chain if one does not hold."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from workflow.audit import broken_rows
from workflow.models import TrailHead


class Command(BaseCommand):
    help = "校验办理记录的哈希链；有改动或缺失时列出首个断点并以1退出"

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = list(broken_rows())
        for line in broken:
            self.stderr.write(f"记录链断裂：{line}")
        if broken:
            sys.exit(1)
        self.stdout.write(f"{TrailHead.objects.count()}件的办理记录完整。")
