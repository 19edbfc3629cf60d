"""Opening a session: it is made once, and whatever earlier sessions left open goes along into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from proposals.actions.roster import MemberEntry, RosterReport, copy_roster, enrol
from proposals.flows import PROPOSAL_FLOW
from proposals.models import Proposal, Session
from proposals.querysets import Term
from workflow.actor import Actor
from workflow.enums import Level, Role
from workflow.errors import Invalid, NotYours
from workflow.models import Jurisdiction
from workflow.progress import advance, refuse_future
from workflow.standing import posts_as

OPENERS = frozenset({Role.COMMITTEE, Role.ADMINISTRATOR})
MEETINGS_A_TERM = 5  # one a year


@dataclass(frozen=True, slots=True)
class Opening:
    """The new session, the proposals that went along, and what became of the roster of a new term."""

    session: Session
    carried: list[Proposal]
    roster: RosterReport | None


@transaction.atomic
def open_session(
    *,
    term: Term,
    meeting: int,
    opened_on: dt.date | None,
    closed_on: dt.date | None,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    meeting_on: dt.date | None = None,
    members: Sequence[MemberEntry] = (),
    copy_from: Term | None = None,
) -> Opening:
    """开设届次 with 往届未结 carried along; the roster of a new term from a list, or from the term before."""
    if not posts_as(by, OPENERS, jurisdiction_id=term.jurisdiction_id):
        raise NotYours("只有提案委和管理员可以开设届次。")
    refuse_future(on, at)
    # Two who open at once wait for each other: the second finds the session there.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=term.jurisdiction_id)
    refuse_wrong_order(term, meeting)
    if opened_on and closed_on and closed_on < opened_on:
        raise Invalid("闭幕日期不能早于开幕日期。", field="closed_on")
    session = _make(term, meeting, opened_on=opened_on, closed_on=closed_on, meeting_on=meeting_on)
    return Opening(
        session,
        _carry_over(session, by, on, at),
        _load_roster(term, members=members, copy_from=copy_from, by=by, on=on, at=at),
    )


def left_open(term: Term, meeting: int) -> QuerySet[Proposal]:
    """往届未结: what earlier sessions of the same body have not closed."""
    # 落实事项 have no rows yet; the open ones of closed proposals will be gathered here beside these.
    earlier = Session.objects.of_body(term).before(term.term, meeting)
    found: QuerySet[Proposal] = Proposal.objects.open().filter(session__in=earlier)
    return found.select_related("session").order_by("session__term", "session__meeting", "id")


def proposed_next(term: Term, meeting: int) -> tuple[int, int]:
    """Term and meeting after these: a term of five years has five meetings."""
    return (term.term + 1, 1) if meeting >= MEETINGS_A_TERM else (term.term, meeting + 1)


def refuse_wrong_order(term: Term, meeting: int) -> None:
    """Invalid for a session that is there already, or that comes before one which is."""
    if term.level not in Level.values or not term.body.strip():
        raise Invalid("请写明政协层级和名称。", field="body")
    if not (1 <= term.term <= 99 and 1 <= meeting <= 99):
        raise Invalid("届、次应为1至99的整数。", field="meeting")
    others = Session.objects.of_body(term)
    same = others.filter(term=term.term, meeting=meeting).first()
    if same:
        raise Invalid(f"{same}已经开设，不必重复开设。", field="meeting")
    newest = others.newest_first().first()
    if newest and (newest.term, newest.meeting) > (term.term, meeting):
        raise Invalid(f"已有更晚的{newest}；更早的届次请在“届次”表中补录。", field="meeting")


def _make(term: Term, meeting: int, **days: dt.date | None) -> Session:
    try:
        with transaction.atomic():
            return Session.objects.create(**term._asdict(), meeting=meeting, **days)
    except IntegrityError as error:
        raise Invalid("该届次已经开设，不必重复开设。", field="meeting") from error


def _carry_over(session: Session, by: Actor, on: dt.date, at: dt.datetime) -> list[Proposal]:
    carried = sorted(left_open(session.of_term, session.meeting), key=lambda proposal: proposal.uid)
    for proposal in carried:
        row = PROPOSAL_FLOW.begin("carry_over", by, proposal, on=on)
        payload = {"session": str(session)}
        advance(proposal, row, by=by, on=on, at=at, facts={"carried_into": session}, payload=payload)
    return carried


def _load_roster(
    term: Term, *, members: Sequence[MemberEntry], copy_from: Term | None, by: Actor, on: dt.date, at: dt.datetime
) -> RosterReport | None:
    if members:
        return enrol(members, term=term, by=by, on=on, at=at)
    return copy_roster(source=copy_from, term=term, by=by, on=on, at=at) if copy_from else None
