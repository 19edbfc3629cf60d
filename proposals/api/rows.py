"""List rows straight from columns: three queries whatever the page holds, and no model instances on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from proposals.models import Assignment, Proposer
from proposals.models.session import session_name
from workflow.actor import Actor

# As the database returns them; days and uids become text below.
PLAIN = ("number", "title", "category", "nature", "is_key", "status", "origin")
PROPOSAL_COLUMNS = (
    "id", "uid", "version", "filed_on", "assigned_on", "session__body", "session__term", "session__meeting", *PLAIN,
)  # fmt: skip


def proposal_rows(found: Iterable[dict[str, Any]], actor: Actor) -> list[dict[str, Any]]:
    """Rows as the API shows them, from `.values(*PROPOSAL_COLUMNS)`.

    All who see a proposal know which units have it; which unit handed it back, only those who watch over the place.
    """
    rows = list(found)
    ids = [row["id"] for row in rows]
    proposers = _grouped(Proposer.objects.filter(proposal__in=ids).order_by("order").values_list("proposal_id", "name"))
    columns = ("proposal_id", "uid", "department__name", "role", "status")
    shown = Assignment.objects.known_to(actor)
    held = _grouped(shown.filter(proposal__in=ids).order_by("id").values_list(*columns))
    return [
        {
            "uid": str(row["uid"]),
            "version": row["version"],
            "session": session_name(row["session__body"], row["session__term"], row["session__meeting"]),
            **{name: row[name] for name in PLAIN},
            "filed_on": day(row["filed_on"]),
            "assigned_on": day(row["assigned_on"]),
            "proposers": [name for (name,) in proposers.get(row["id"], ())],
            "assignments": [_held(*columns) for columns in held.get(row["id"], ())],
        }
        for row in rows
    ]


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    groups: dict[int, list[tuple[Any, ...]]] = {}
    for first, *rest in rows:
        groups.setdefault(first, []).append(tuple(rest))
    return groups


def _held(uid: Any, department: str, role: str, status: str) -> dict[str, str]:
    return {"uid": str(uid), "department": department, "role": role, "status": status}


def day(value: Any) -> str | None:
    return value.isoformat() if value else None
