"""What a unit may begin now: which kinds of reply, and to which of the proposals that it answers together."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from proposals.enums import AssignmentRole, AssignmentStatus
from proposals.models import Assignment, Proposal
from replies.enums import ReplyKind
from replies.models import Reply
from workflow import clocks
from workflow.enums import ClockKind
from workflow.models import TrailHead


def kind_of(assignment: Assignment) -> str:
    """What it owes: an opinion, a first reply or a renewed one; once it has answered, a supplement if anything."""
    if assignment.role == AssignmentRole.ASSIST:
        return ReplyKind.OPINION
    if assignment.status == AssignmentStatus.ANSWERED:
        return ReplyKind.SUPPLEMENTARY
    # Of a family, whoever is behind the others comes next: for them it is the first answer though others have theirs.
    sent = answers_sent(assignment)
    answered = sent and all(sent[each.pk] for each in family_of(assignment))
    return ReplyKind.RENEWED if answered else ReplyKind.FORMAL


def kinds_of(assignment: Assignment) -> tuple[str, ...]:
    """What it may choose from, what it owes first; whether it is the time for it, the table says."""
    usual = kind_of(assignment)
    return (usual, ReplyKind.INTERIM) if usual in {ReplyKind.FORMAL, ReplyKind.RENEWED} else (usual,)


def answers_sent(assignment: Assignment) -> Counter[int]:
    """How many answers of this unit have gone out, by proposal."""
    sent = assignment.replies.sent().answers()
    return Counter(sent.values_list("proposal_id", flat=True))


def family_of(assignment: Assignment) -> list[Proposal]:
    """The proposal and those merged into it: one investigation, one reply to each proposer."""
    main = assignment.proposal
    return [main, *main.merged.order_by("pk")] if assignment.answers_the_proposer else [main]


def owed(assignment: Assignment, kind: str) -> list[Proposal]:
    """Those of the family that this unit may begin such a reply to now; where there is none, whose turn it would be."""
    family = family_of(assignment)
    if len(family) == 1:
        return family
    under_way = set(assignment.replies.under_way().values_list("proposal_id", flat=True))
    concerned = (_tracked if kind == ReplyKind.SUPPLEMENTARY else _unanswered)(assignment, family)
    # One whose letter is under way comes before the main one: that may be answered, and would begin the next round.
    return [each for each in concerned if each.pk not in under_way] or concerned[:1] or family[:1]


def all_answered(assignment: Assignment) -> bool:
    """Every proposer of the family has the answer of this round."""
    family = family_of(assignment)
    return len(family) == 1 or len(_unanswered(assignment, family)) == len(family)


def hold_case(reply: Reply) -> TrailHead:
    """Nobody gives or takes back an opinion, returns the case or answers it while a verb reads whether it is ready.

    The main trail is taken before that of a merged proposal, in every verb of a family.
    """
    return reply.hold()


def hold_part(assignment: Assignment) -> None:
    """The same before there is a reply: what the unit owes is asked of its part as it is now."""
    assignment.hold()
    assignment.reread()


def reached(reply: Reply, *milestones: ClockKind, on: dt.date, at: dt.datetime) -> None:
    """Milestones of the answer; what is written before or after it reaches none."""
    if reply.is_answer:
        clocks.close(reply.assignment, *milestones, on=on, at=at)


def _tracked(assignment: Assignment, family: list[Proposal]) -> list[Proposal]:
    """Those whose answer is followed up: of one family, one may be done and another not."""
    answers = ((each, Reply(assignment=assignment, proposal=each).followed) for each in family)
    return [each for each, answer in answers if answer and answer.is_tracked]


def _unanswered(assignment: Assignment, family: list[Proposal]) -> list[Proposal]:
    """Those behind the others; all of them where none is behind: then a round is over and the next may begin."""
    sent = answers_sent(assignment)
    least = min(sent[each.pk] for each in family)
    return [each for each in family if sent[each.pk] == least]
