"""make_key NAME: an API key for a program; its secret is printed once and kept nowhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.api.keys import issue
from workflow.enums import APPOINTED, JURISDICTION_ROLES, UNIT_ROLES
from workflow.models import Department, Jurisdiction


class Command(BaseCommand):
    help = "生成接口密钥；密钥只显示一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="用途，如“市政府OA”")
        parser.add_argument("--jurisdiction", required=True, metavar="CODE")
        parser.add_argument("--unit", metavar="NAME", help="限于此单位：全称、简称或别名")
        parser.add_argument("--scope", action="append", required=True, choices=[role for role, _ in APPOINTED])

    def handle(self, *_args: Any, **options: Any) -> None:
        place = Jurisdiction.objects.filter(code=options["jurisdiction"]).first()
        if place is None:
            raise CommandError(f"没有代码为{options['jurisdiction']}的地区。")
        unit = self._unit(options["unit"], place)
        wrong = set(options["scope"]) & (JURISDICTION_ROLES if unit else UNIT_ROLES)
        if wrong:
            raise CommandError(f"这些职责不适用于{'单位' if unit else '地区'}密钥：{'、'.join(sorted(wrong))}。")
        _, secret = issue(name=options["name"], jurisdiction=place, scopes=options["scope"], department=unit)
        self.stdout.write(secret)

    def _unit(self, name: str | None, place: Jurisdiction) -> Department | None:
        if not name:
            return None
        found = list(Department.objects.units().filter(jurisdiction=place).called(name)[:2])
        if len(found) != 1:
            raise CommandError(f"{place}没有唯一名为“{name}”的单位。")
        unit: Department = found[0]
        return unit
