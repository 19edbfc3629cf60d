"""The buttons of a case: exactly the moves that this person may make now, and why others must wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from desk.views.edge import Visit
from proposals.models import Assignment, Material
from replies.actions.owing import kind_of, owed
from replies.models import Reply
from workflow.statemachine import NEW, StateMachine
from workflow.undo import PREFIX

# Moves that undo or end something are not offered in the strong colour.
QUIET = frozenset(
    {
        "refuse", "withdraw", "merge", "unmerge", "plan", "add_unit", "designate", "plan_key", "report_key", "correct",
        "correct_proposers", "correct_roles", "correct_key",
        "propose", "instruct", "collect", "suggest_unit", "decline_unit", "request_return", "refuse_return", "convene",
        "waive", "request_extension", "refuse_extension", "pause_clock", "urge", "supervise", "drop", "ask_more",
        "void", "reissue", "send_back", "enter_clearance", "copy_text", "regrade", "decide_publication", "follow_up",
        "reserve_number", "void_number",
    }
)  # fmt: skip


def is_quiet(name: str) -> bool:
    return name in QUIET or name.startswith(PREFIX)


@dataclass(frozen=True, slots=True)
class Button:
    name: str
    label: str
    address: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Hindered:
    """A move that would be this person's but for a reason; `address` where it may be entered for an earlier day."""

    label: str
    reason: str
    address: str = ""


FEW = 4
"""More than this stand behind 其他事项, unless they lead on."""


@dataclass(frozen=True, slots=True)
class Buttons:
    open: tuple[Button, ...]
    hindered: tuple[Hindered, ...]

    def __bool__(self) -> bool:
        return bool(self.open or self.hindered)

    @property
    def leading(self) -> tuple[Button, ...]:
        """What leads on, first; all of them where they are few."""
        return tuple(self._by_weight()[: max(FEW, self._strong)])

    @property
    def more(self) -> tuple[Button, ...]:
        return tuple(self._by_weight()[max(FEW, self._strong) :])

    def _by_weight(self) -> list[Button]:
        return sorted(self.open, key=lambda button: not button.strong)

    @property
    def _strong(self) -> int:
        return sum(button.strong for button in self.open)

    def __add__(self, other: Buttons) -> Buttons:
        return Buttons(self.open + other.open, self.hindered + other.hindered)


def buttons_of(flow: StateMachine, case: Any, visit: Visit, *, door: str, uid: Any = None) -> Buttons:
    """`door` names the address at which the moves are made, of the case itself unless `uid` says another."""

    def address(name: str) -> str:
        return reverse(door, args=[uid or case.uid, name])

    # What leads on stands before what leads back or ends.
    choice = flow.choice(visit.actor, case, on=visit.on)
    allowed = sorted(choice.open, key=is_quiet)
    earlier = earlier_moves(flow, case, visit)
    return Buttons(
        tuple(Button(name, flow.label_of(name), address(name), not is_quiet(name)) for name in allowed),
        tuple(
            Hindered(flow.label_of(name), reason, address(name) if name in earlier else "")
            for name, reason in choice.hindered.items()
        ),
    )


def earlier_moves(flow: StateMachine, case: Any, visit: Visit) -> tuple[str, ...]:
    """What was open on the day of hand-over, and may still be entered late."""
    day = getattr(case, "assigned_on", None)
    return flow.open_to(visit.actor, case, on=day) if day and isinstance(case, Assignment) else ()


def blank_reply(assignment: Assignment) -> Reply:
    """The reply that this unit would begin now."""
    kind = kind_of(assignment)
    return Reply(
        assignment=assignment,
        proposal=owed(assignment, kind)[0],
        jurisdiction_id=assignment.jurisdiction_id,
        kind=kind,
        status=NEW,
    )


def blank_material(assignment: Assignment) -> Material:
    """The request that this unit would make now."""
    return Material(
        assignment=assignment,
        department=assignment.department,
        jurisdiction_id=assignment.jurisdiction_id,
        status=NEW,
    )
