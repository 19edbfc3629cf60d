"""The rows of the case."""

from proposals.models.assignment import Assignment
from proposals.models.contact import Contact
from proposals.models.handling import Extension, HandlingNote, KeyHandling
from proposals.models.intake import ColumnMapping, ImportBatch
from proposals.models.material import Material
from proposals.models.member import Member
from proposals.models.planning import PlannedShare, PlanOpinion
from proposals.models.proposal import Ask, Proposal, Proposer
from proposals.models.session import Session
from proposals.models.topic import Topic

__all__ = [
    "Ask",
    "Assignment",
    "ColumnMapping",
    "Contact",
    "Extension",
    "HandlingNote",
    "ImportBatch",
    "KeyHandling",
    "Material",
    "Member",
    "PlanOpinion",
    "PlannedShare",
    "Proposal",
    "Proposer",
    "Session",
    "Topic",
]
