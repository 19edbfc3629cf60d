"""Registering, submitting, filing, refusing and withdrawing a proposal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from proposals.enums import ProposerKind, ProposerRole, RefusalGround, RefusalOutcome
from proposals.flows import EDITABLE, PROPOSAL_FLOW
from proposals.models import Ask, Member, Proposal, Proposer, Session
from workflow.actor import Actor
from workflow.audit import record
from workflow.errors import Invalid, NumberTaken, TransitionRefused, given
from workflow.models import CaseKind
from workflow.progress import advance, edit, enter, words_of
from workflow.statemachine import NEW

LONGEST_BODY, LONGEST_ASK = 100_000, 2000
MOST_ASKS, MOST_PROPOSERS = 50, 200


@dataclass(frozen=True, slots=True)
class ProposerEntry:
    """One proposer as typed in; the first of a list is the lead."""

    name: str
    kind: str = ProposerKind.PERSON
    phone: str = ""


@transaction.atomic
def register(
    *,
    session: Session,
    kind: CaseKind,
    title: str,
    proposers: Sequence[ProposerEntry],
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    body: str = "",
    asks: Sequence[str] = (),
    **fields: Any,
) -> Proposal:
    """Enter a proposal as a draft. Invalid without a title or without proposers."""
    proposal = Proposal(
        jurisdiction=session.jurisdiction,
        session=session,
        kind=kind,
        title=title.strip(),
        body=body,
        status=NEW,
        created_at=at,
        **fields,
    )
    row = PROPOSAL_FLOW.check("register", by, proposal, on=on)
    refuse_empty(title, proposers)
    refuse_endless(body, asks, proposers)
    enter(proposal, row, by=by, on=on, at=at)
    write_proposers(proposal, proposers)
    write_asks(proposal, asks)
    return proposal


def refuse_empty(title: str, proposers: Sequence[ProposerEntry]) -> None:
    if not title.strip():
        raise Invalid("请填写案由。", field="title")
    if not any(entry.name.strip() for entry in proposers):
        raise Invalid("提案至少要有一名提案人。", field="proposers")


def refuse_endless(body: str, asks: Sequence[str], proposers: Sequence[ProposerEntry]) -> None:
    """Bounds that no real proposal comes near, so that one entry cannot slow everybody's pages."""
    if len(body) > LONGEST_BODY:
        raise Invalid("提案内容不能超过10万字。", field="body")
    if len(asks) > MOST_ASKS or any(len(ask) > LONGEST_ASK for ask in asks):
        raise Invalid(f"具体建议不能超过{MOST_ASKS}条，每条不能超过{LONGEST_ASK}字。", field="asks")
    if len(proposers) > MOST_PROPOSERS:
        raise Invalid(f"提案人不能超过{MOST_PROPOSERS}名。", field="proposers")


def write_proposers(proposal: Proposal, proposers: Sequence[ProposerEntry]) -> None:
    """The first is the lead. A place of the list that stands already gets the new name and keeps its row."""
    named = [(entry.name.strip(), entry) for entry in proposers if entry.name.strip()]
    members = members_called([name for name, _ in named], proposal.session)
    rows = [
        Proposer(
            proposal=proposal,
            order=order,
            name=name,
            kind=entry.kind,
            phone=entry.phone,
            member=members.get(name),
            role=ProposerRole.LEAD if order == 1 else ProposerRole.JOINT,
        )
        for order, (name, entry) in enumerate(named, start=1)
    ]
    Proposer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["proposal", "order"],
        update_fields=["name", "kind", "phone", "member"],
    )


def members_called(names: Sequence[str], session: Session) -> dict[str, Member]:
    """Members of this term by name; a name that two of them share binds neither."""
    term = Member.objects.filter(
        jurisdiction=session.jurisdiction_id, level=session.level, body=session.body, term=session.term
    )
    found = list(term.filter(name__in=names))
    count = Counter(member.name for member in found)
    return {member.name: member for member in found if count[member.name] == 1}


def write_asks(proposal: Proposal, asks: Sequence[str]) -> None:
    texts = [text.strip() for text in asks if text.strip()]
    Ask.objects.bulk_create(
        Ask(proposal=proposal, number=number, text=text) for number, text in enumerate(texts, start=1)
    )


@transaction.atomic
def revise(proposal: Proposal, *, version: int, by: Actor, at: dt.datetime, **fields: Any) -> None:
    """Change what the table allows in this state; else TransitionRefused; CaseMovedOn when stale.

    The trail keeps what a correction replaced: some of these columns decide how the case is handled.
    """
    proposal.hold()
    if not proposal.roles_of(by) & {PROPOSAL_FLOW.held_by.get(proposal.status)}:
        raise TransitionRefused("您没有修改本件的权限。")
    if locked := set(fields) - EDITABLE.get(proposal.status, frozenset()):
        raise TransitionRefused(f"当前环节不能修改：{words_of(Proposal, locked)}。")
    before = {name: getattr(proposal, name) for name in fields}
    edit(proposal, version=version, **fields)
    changed = {name: [before[name], value] for name, value in fields.items() if before[name] != value}
    if changed:
        state, on = proposal.status, timezone.localdate(at)
        record(proposal, "revise", by=by, on=on, at=at, source=state, target=state, payload=changed)


@transaction.atomic
def submit(proposal: Proposal, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    advance(proposal, PROPOSAL_FLOW.begin("submit", by, proposal, on=on), by=by, on=on, at=at, note=note)


@transaction.atomic
def file(proposal: Proposal, *, number: str, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """立案: give the proposal its number, unique in its session. NumberTaken when another has it."""
    row = PROPOSAL_FLOW.begin("file", by, proposal, on=on)
    number = number.strip()
    if not number or len(number) > 20:
        raise Invalid("请填写提案号（不超过20个字符）。", field="number")
    try:
        with transaction.atomic():
            facts = {"number": number, "filed_on": on}
            advance(proposal, row, by=by, on=on, at=at, note=note, facts=facts, payload={"number": number})
    except IntegrityError as error:
        raise NumberTaken(f"{proposal.session}已有第{number}号提案。", field="number") from error


@transaction.atomic
def send_back(proposal: Proposal, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """退回修改: back to the draft, with what should be changed."""
    row = PROPOSAL_FLOW.begin("send_back", by, proposal, on=on)
    advance(proposal, row, by=by, on=on, at=at, note=given(reason, "请填写修改建议。", field="reason"))


@transaction.atomic
def refuse(
    proposal: Proposal,
    *,
    ground: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    outcome: str = "",
    note: str = "",
) -> None:
    """不予立案, on one of the ten national grounds or one of the place's own, and where it goes instead."""
    row = PROPOSAL_FLOW.begin("refuse", by, proposal, on=on)
    if ground not in grounds_of(proposal):
        raise Invalid("请选择不予立案的理由。", field="ground")
    if outcome and outcome not in RefusalOutcome.values:
        raise Invalid("请选择不予立案后的去向。", field="outcome")
    facts = {"refusal_ground": ground, "refusal_outcome": outcome}
    advance(proposal, row, by=by, on=on, at=at, note=note, facts=facts, payload=facts)


def grounds_of(proposal: Proposal) -> dict[str, str]:
    """The grounds that hold here, by code: the national ten and the place's own."""
    return dict(RefusalGround.choices) | {ground: ground for ground in proposal.rules.switch("local_grounds")}


@transaction.atomic
def withdraw(proposal: Proposal, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """撤案 at the proposer's wish, before hand-over."""
    row = PROPOSAL_FLOW.begin("withdraw", by, proposal, on=on)
    advance(proposal, row, by=by, on=on, at=at, note=given(reason, "请填写撤案原因。", field="reason"))
