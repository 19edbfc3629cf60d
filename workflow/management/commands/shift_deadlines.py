"""shift_deadlines: what a new calendar would move, for one place or for all; --approve or --drop decides it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from workflow import shifts
from workflow.actor import Actor
from workflow.enums import Source
from workflow.errors import OfficeError
from workflow.management.places import jurisdiction_of
from workflow.models import Jurisdiction, Shift


class Command(BaseCommand):
    help = "按最新工作日历提出在办期限的调整建议；--approve 批准并执行，--drop 不予调整"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jurisdiction", metavar="CODE", help="地区代码；不写则为全部地区")
        decision = parser.add_mutually_exclusive_group()
        decision.add_argument("--approve", action="store_true", help="批准待决定的建议并执行")
        decision.add_argument("--drop", metavar="REASON", help="不予调整，并写明理由")

    def handle(self, *_args: Any, **options: Any) -> None:
        code = options["jurisdiction"]
        places = [jurisdiction_of(code)] if code else Jurisdiction.objects.order_by("code")
        for place in places:
            shifts.propose(place, at=timezone.now())
            for shift in Shift.objects.waiting().filter(jurisdiction=place).select_related("version", "jurisdiction"):
                count = shift.lines.count()
                self.stdout.write(f"{place}：{shift.version}第{shift.version.number}版，建议调整{count}项期限。")
                self._decide(shift, options)
        self.stdout.write(f"已调整{shifts.carry_out_decided()}项期限。")

    def _decide(self, shift: Shift, options: dict[str, Any]) -> None:
        who: dict[str, Any] = {"by": Actor(source=Source.COMMAND), "at": timezone.now()}
        try:
            if options["approve"]:
                shifts.approve(shift, **who)
            elif options["drop"] is not None:
                shifts.drop(shift, reason=options["drop"], **who)
        except OfficeError as error:
            raise CommandError(error.message) from error
