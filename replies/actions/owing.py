"""What a unit owes now: which kind of reply, and to which of the proposals that it answers together."""

from __future__ import annotations

from collections import Counter

from proposals.enums import AssignmentRole
from proposals.models import Assignment, Proposal
from replies.enums import ReplyKind


def kind_of(assignment: Assignment) -> str:
    """An opinion, a first reply, or a renewed one."""
    if assignment.role == AssignmentRole.ASSIST:
        return ReplyKind.OPINION
    return ReplyKind.RENEWED if answers_sent(assignment)[assignment.proposal_id] else ReplyKind.FORMAL


def answers_sent(assignment: Assignment) -> Counter[int]:
    """How many answers of this unit have gone out, by proposal."""
    sent = assignment.replies.sent().answers()
    return Counter(sent.values_list("proposal_id", flat=True))


def family_of(assignment: Assignment) -> list[Proposal]:
    """The proposal and those merged into it: one investigation, one reply to each proposer."""
    main = assignment.proposal
    return [main, *main.merged.order_by("pk")] if assignment.answers_the_proposer else [main]


def owed(assignment: Assignment) -> list[Proposal]:
    """Those of the family that this unit may begin a reply to now; the main one where there is none."""
    family = family_of(assignment)
    if len(family) == 1:
        return family
    under_way = set(assignment.replies.under_way().values_list("proposal_id", flat=True))
    return [each for each in _unanswered(assignment, family) if each.pk not in under_way] or family[:1]


def all_answered(assignment: Assignment) -> bool:
    """Every proposer of the family has the answer of this round."""
    family = family_of(assignment)
    return len(_unanswered(assignment, family)) == len(family)


def _unanswered(assignment: Assignment, family: list[Proposal]) -> list[Proposal]:
    """Those behind the others; all of them where none is behind: then a round is over and the next may begin."""
    sent = answers_sent(assignment)
    least = min(sent[each.pk] for each in family)
    return [each for each in family if sent[each.pk] == least]
