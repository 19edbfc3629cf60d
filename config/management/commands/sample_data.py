"""sample_data: fill an empty local database and print the accounts once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import sample


class Command(BaseCommand):
    help = "在空库中写入示例数据（仅限本机设置），账号密码只显示这一次"

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("示例数据只能在本机设置（config.settings.local）下写入。")
        if not sample.is_wanted():
            return
        self.stdout.write("  示例账号（密码只显示这一次）：")
        for account in sample.load():
            self.stdout.write(f"    {account.username:<24}{account.password:<16}{account.what}")
