"""What is there already, read once: by number, by who made what, and by title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proposals.enums import ProposalStatus, ProposerRole
from proposals.models import Proposal, Proposer, Session
from proposals.models.session import session_name
from proposals.similar import Titles, plain
from workflow.actor import Actor

COLUMNS = (
    "pk", "uid", "title", "number", "status", "session_id", "session__body", "session__term", "session__meeting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A proposal that is there, or a row further up in the list: as a hint names it."""

    line: str
    title: str
    number: str = ""
    status: str = ""
    uid: str = ""

    @property
    def state(self) -> str:
        return ProposalStatus(self.status).label


class Existing:
    """Two queries for the whole place; titles of this session are compared closely, others only for being the same."""

    def __init__(self, session: Session, by: Actor) -> None:
        there = Proposal.objects.visible_to(by).filter(jurisdiction=session.jurisdiction_id)
        leads = Proposer.objects.filter(proposal__jurisdiction=session.jurisdiction_id, role=ProposerRole.LEAD)
        lead_of = dict(leads.values_list("proposal_id", "name"))
        self.by_number: dict[tuple[int, str], Known] = {}
        self.by_maker: dict[tuple[int, str, str], Known] = {}
        self.here, self.elsewhere = Titles(), Titles()
        for key, uid, title, number, status, at, *names in there.order_by("-id").values_list(*COLUMNS):
            known = known_as(uid, title, number, status, names)
            if number:
                self.by_number[at, number] = known
            self.by_maker[at, plain(title), lead_of.get(key, "")] = known
            (self.here if at == session.pk else self.elsewhere).add(known, title)

    def like(self, title: str) -> list[Known]:
        """For a person to look at: the same title anywhere in the place, a similar one in the session."""
        return [*self.here.alike(title), *self.elsewhere.same(title)[:3]]


def known_as(uid: Any, title: str, number: str | None, status: str, session: list[Any]) -> Known:
    name = session_name(*session)
    line = f"{name}第{number}号《{title}》" if number else f"{name}《{title}》"
    return Known(line, title, number or "", status, str(uid))
