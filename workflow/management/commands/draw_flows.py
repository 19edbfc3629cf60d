"""draw_flows [--check]: docs/flows.md from the flow tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.checks import all_flows
from workflow.enums import Role
from workflow.statemachine import NEW, StateMachine, Transition
from workflow.switches import SWITCHES


class Command(BaseCommand):
    help = "由流程表生成 docs/flows.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写入")

    def handle(self, *_args: Any, **options: Any) -> None:
        path, text = Path(settings.ROOT) / "docs" / "flows.md", page()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError("docs/flows.md 与流程表不一致，请运行 manage.py draw_flows。")
            return
        path.write_text(text, encoding="utf-8")


def page() -> str:
    head = "# The law of the office\n\nGenerated from the flow tables by `manage.py draw_flows`; do not edit.\n"
    return head + "".join(f"\n{section(flow)}" for flow in all_flows()) + f"\n{settings_table()}"


def settings_table() -> str:
    """What a jurisdiction's rules may set, as JSON under `switches`."""
    lines = ["## Switches", "", "Set per jurisdiction in an edition of its rules, under `switches`.", ""]
    lines += ["| switch | what it decides | form | usual value |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | {switch.label} | {switch.form.said} | `{json.dumps(switch.default, ensure_ascii=False)}` |"
        for name, switch in SWITCHES.items()
    ]
    return "\n".join(lines) + "\n"


def section(flow: StateMachine) -> str:
    lines = [f"## {flow.label} ({flow.name})", "", "```mermaid", "stateDiagram-v2", *_arrows(flow), "```", ""]
    lines += [
        "| move | from | to | who | only if | document | |",
        "|---|---|---|---|---|---|---|",
        *map(_row, flow),
        "",
    ]
    lines += ["| state | held by |", "|---|---|"]
    lines += [f"| {state} | {Role(role).label} |" for state, role in flow.held_by.items()]
    lines += [f"| {state} | – (end) |" for state in sorted(flow.ends)]
    lines += [f"| {state} | – (reserved) |" for state in sorted(flow.reserved - flow.ends)]
    return "\n".join(lines) + "\n"


def _arrows(flow: StateMachine) -> Iterator[str]:
    for row in flow:
        # What is taken back stands in the table; a second arrow for every arrow would hide the way.
        if row.undoes:
            continue
        for source in sorted(row.sources):
            if row.target:
                yield f"    {source or '[*]'} --> {row.target}: {row.label}"


def _row(row: Transition) -> str:
    sources = ", ".join(source or "(new)" for source in sorted(row.sources, key=lambda state: (state != NEW, state)))
    who = "、".join(Role(role).label for role in sorted(row.who))
    guards = "；".join(f"{each.rule} `{each.switch}`" if each.switch else each.rule for each in row.unless)
    target = row.target or "(stays)"
    return f"| {row.label} `{row.name}` | {sources} | {target} | {who} | {guards} | {row.paper} | {_remark(row)} |"


def _remark(row: Transition) -> str:
    marks = {"consequence": not row.offered, "undoable": row.undoable, "enters what happened outside": row.outside}
    return ", ".join(mark for mark, holds in marks.items() if holds)
