"""What the API says of the case. Fields stand for the schema; rows are written by hand."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from proposals.api.rows import PROPOSAL_COLUMNS, day, proposal_rows
from proposals.enums import AssignmentRole, AssignmentStatus, ProposerKind
from proposals.models import Assignment, Material, Proposal, Proposer, Session
from workflow.models import Clock, Department


class SessionSerializer(serializers.ModelSerializer[Session]):
    name = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = Session
        fields = ["uid", "name", "level", "body", "term", "meeting", "opened_on", "closed_on", "meeting_on"]


class ProposerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(ProposerKind.choices, default=ProposerKind.PERSON)


class NamedProposerSerializer(serializers.ModelSerializer[Proposer]):
    """A proposer as other calls name them: two of one proposal may bear one name."""

    class Meta:
        model = Proposer
        fields = ["uid", "name", "kind"]


class HeldSerializer(serializers.Serializer[Any]):
    """One unit's part, as a proposal lists it."""

    uid = serializers.UUIDField()
    department = serializers.CharField()
    role = serializers.ChoiceField(AssignmentRole.choices)
    status = serializers.ChoiceField(AssignmentStatus.choices)


class ClockSerializer(serializers.ModelSerializer[Clock]):
    class Meta:
        model = Clock
        fields = ["uid", "kind", "start", "due", "provisional", "paused_on", "closed_on", "cancelled"]


class ProposalRowSerializer(serializers.ModelSerializer[Proposal]):
    """Fields for the schema; the values come from `rows`, and a test holds both to the same keys."""

    session = serializers.CharField()
    proposers = serializers.ListField(child=serializers.CharField())
    assignments = HeldSerializer(many=True)

    class Meta:
        model = Proposal
        fields = [
            "uid", "version", "session", "number", "title", "category", "nature", "is_key", "status", "origin",
            "filed_on", "assigned_on", "proposers", "assignments",
        ]  # fmt: skip

    def to_representation(self, row: Proposal) -> dict[str, Any]:
        found = Proposal.objects.filter(pk=row.pk).values(*PROPOSAL_COLUMNS)
        return proposal_rows(found, self.context["view"].actor)[0]


class ProposalSerializer(ProposalRowSerializer):
    """One proposal whole, with what the caller may do now."""

    asks = serializers.ListField(child=serializers.CharField())
    proposers_detail = NamedProposerSerializer(many=True)
    clocks = ClockSerializer(many=True)
    allowed_moves = serializers.ListField(child=serializers.CharField(), help_text="当前可以办理的事项")

    class Meta(ProposalRowSerializer.Meta):
        fields = [
            *ProposalRowSerializer.Meta.fields,
            "body",
            "consents_to_publication",
            "asks",
            "proposers_detail",
            "clocks",
            "allowed_moves",
        ]

    def to_representation(self, row: Proposal) -> dict[str, Any]:
        clocks = Clock.objects.visible_to(self.context["view"].actor).filter(case_uid=row.uid).order_by("due", "id")
        return super().to_representation(row) | {
            "body": row.body,
            "consents_to_publication": row.consents_to_publication,
            "asks": [ask.text for ask in row.asks.all()],
            "proposers_detail": NamedProposerSerializer(row.proposers.all(), many=True).data,
            "clocks": ClockSerializer(clocks, many=True).data,
            "allowed_moves": self.context["view"].moves_open(row),
        }


class AssignmentRowSerializer(serializers.ModelSerializer[Assignment]):
    proposal = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    department = serializers.CharField()
    officer = serializers.CharField(allow_null=True)

    class Meta:
        model = Assignment
        fields = [
            "uid", "version", "proposal", "number", "title", "department", "role", "status", "officer", "assigned_on",
            "return_by",
        ]  # fmt: skip

    def to_representation(self, row: Assignment) -> dict[str, Any]:
        return {
            "uid": str(row.uid),
            "version": row.version,
            "proposal": str(row.proposal.uid),
            "number": row.proposal.number,
            "title": row.proposal.title,
            "department": row.department.name,
            "role": row.role,
            "status": row.status,
            "officer": row.officer.name if row.officer else None,
            "assigned_on": day(row.assigned_on),
            "return_by": day(row.return_by),
        }


class AssignmentSerializer(AssignmentRowSerializer):
    clocks = ClockSerializer(many=True)
    allowed_moves = serializers.ListField(child=serializers.CharField(), help_text="当前可以办理的事项")

    class Meta(AssignmentRowSerializer.Meta):
        fields = [*AssignmentRowSerializer.Meta.fields, "clocks", "allowed_moves"]

    def to_representation(self, row: Assignment) -> dict[str, Any]:
        clocks = Clock.objects.visible_to(self.context["view"].actor).filter(subject_uid=row.uid).order_by("due", "id")
        return super().to_representation(row) | {
            "clocks": ClockSerializer(clocks, many=True).data,
            "allowed_moves": self.context["view"].moves_open(row),
        }


class MaterialSerializer(serializers.ModelSerializer[Material]):
    assignment = serializers.SlugRelatedField[Assignment](slug_field="uid", read_only=True)
    department = serializers.StringRelatedField[Department]()
    allowed_moves = serializers.SerializerMethodField()

    class Meta:
        model = Material
        fields = [
            "uid", "version", "assignment", "department", "status", "wanted", "due", "asked_on", "given_on", "text",
            "allowed_moves",
        ]  # fmt: skip

    def get_allowed_moves(self, row: Material) -> list[str]:
        moves: list[str] = self.context["view"].moves_open(row)
        return moves
