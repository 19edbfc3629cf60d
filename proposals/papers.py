"""The papers of a case: which lie in its file, by the moves that made them."""

from __future__ import annotations

from collections.abc import Iterable

from proposals.models import Proposal
from workflow.checks import all_flows
from workflow.models import AuditEvent


def contents(proposal: Proposal) -> list[str]:
    """卷内目录: every paper of the case and of what was merged into it, in the order in which they were made.

    A move that was taken back left no paper.
    """
    papers = {(flow.name, row.name): row.paper for flow in all_flows() for row in flow if row.paper}
    lines: list[str] = []
    for case_uid in proposal.family:
        events = list(AuditEvent.objects.of_case(case_uid))
        undone = {event.payload["undone"] for event in events if "undone" in event.payload}
        made = (event for event in events if event.seq not in undone and (event.subject_kind, event.move) in papers)
        lines += _numbered(made, papers, start=len(lines) + 1)
    return lines


def _numbered(events: Iterable[AuditEvent], papers: dict[tuple[str, str], str], *, start: int) -> list[str]:
    return [
        f"{number}. {papers[event.subject_kind, event.move].split('→')[0]}（{event.happened_on:%Y-%m-%d}）"
        for number, event in enumerate(events, start=start)
    ]
