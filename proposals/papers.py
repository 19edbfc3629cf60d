"""The papers of a case: which lie in its file, by the moves that made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proposals.models import Proposal
from workflow.checks import all_flows
from workflow.models import AuditEvent
from workflow.statemachine import NEW, Transition


def contents(proposal: Proposal) -> list[str]:
    """卷内目录: every paper of the case and of what was merged into it, in the order in which they were made."""
    events = (event for uid in proposal.family for event in AuditEvent.objects.of_case(uid))
    by_case: dict[object, list[AuditEvent]] = {}
    for event in events:
        by_case.setdefault(event.case_uid, []).append(event)
    made = (found for each in by_case.values() for found in papers_of_moves(each))
    return [f"{place}. {paper}（{event.happened_on:%Y-%m-%d}）" for place, (event, paper) in enumerate(made, start=1)]


def papers_of_moves(events: Iterable[AuditEvent]) -> Iterator[tuple[AuditEvent, str]]:
    """Of one case's events those that left a paper, with its name. A move that was taken back left none."""
    rows = [(flow.name, row) for flow in all_flows() for row in flow if row.paper]
    events = list(events)
    undone = {event.payload["undone"] for event in events if "undone" in event.payload}
    for event in events:
        # One move may leave another paper on each of its ways.
        ways = (row for flow, row in rows if (flow, row.name) == (event.subject_kind, event.move))
        made = next((row for row in ways if _went(event, row)), None)
        if made and event.seq not in undone:
            yield event, made.paper.split("→")[0]


def _went(event: AuditEvent, row: Transition) -> bool:
    return (event.from_status or NEW) in row.sources and (row.target is None or row.target == event.to_status)
