"""check_clocks [--closed]: every stored due date against its ledger; exit 1 and the first rows that differ."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow import clocks
from workflow.errors import Unavailable
from workflow.models import Clock

SHOWN = 20


class Command(BaseCommand):
    help = "按台账、规则和日历逐项重算办理期限，与已存的到期日核对"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--closed", action="store_true", help="已完成的期限也一并核对")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = Clock.objects.all() if options["closed"] else Clock.objects.open()
        checked, wrong = 0, list[str]()
        for clock in rows.order_by("pk").prefetch_related("events").iterator(chunk_size=2000):
            checked += 1
            wrong += [f"{clock.subject_line} {clock.get_kind_display()}：{each}" for each in differences(clock)]
        if wrong:
            raise CommandError("\n".join([f"{len(wrong)}处与台账不符：", *wrong[:SHOWN]]))
        self.stdout.write(f"已核对{checked}项办理期限，均与台账一致。")


def differences(clock: Clock) -> list[str]:
    """What is stored otherwise than the ledger says, in words."""
    try:
        standing = clocks.standing_of(clock)
    except Unavailable as error:
        return [str(error)]
    told = {
        "到期日": (clock.due, standing.due.day),
        "暂估": (clock.provisional, standing.due.provisional),
        "中止自": (clock.paused_on, standing.paused_on),
    }
    return [f"{name}存为{stored}，应为{right}" for name, (stored, right) in told.items() if stored != right]
