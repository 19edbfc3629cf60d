"""Proposals, assignments and materials over HTTP: read input, call one action, show the row."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.actions import (
    assigning,
    closing,
    collecting,
    correcting,
    designating,
    extending,
    filing,
    handling,
    merging,
    noting,
    pausing,
    planning,
    returning,
    undoing,
)
from proposals.api import inputs
from proposals.api import serializers as s
from proposals.api.deadlines import WithDeadlines
from proposals.api.importing import ListImport
from proposals.api.rows import PROPOSAL_COLUMNS, proposal_rows
from proposals.filters import AssignmentFilter, ProposalFilter
from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Material, Proposal
from workflow.api.moves import REFUSALS, CaseViewSet, ReasonedSerializer, Verb, moving, undone
from workflow.api.printing import WithPapers
from workflow.models import CaseKind


class Rows(CaseViewSet):
    """List rows are light; the detail is whole and carries an ETag."""

    row_serializer: Any

    def get_serializer_class(self) -> Any:
        return self.row_serializer if self.action == "list" else self.serializer_class

    def moves_open(self, case: Any) -> list[str]:
        return list(self.flow.open_to(self.actor, case, on=timezone.localdate()))

    def retrieve(self, _request: Request, **_kwargs: Any) -> Response:
        return self.shown(self.get_object())


@moving
class ProposalViewSet(ListImport, WithDeadlines, WithPapers, Rows):
    """提案：登记、审查、立案、交办、办结。"""

    queryset = Proposal.objects.for_page()
    serializer_class = s.ProposalSerializer
    row_serializer = s.ProposalRowSerializer
    filterset_class = ProposalFilter
    flow = PROPOSAL_FLOW
    verbs = {
        "submit": Verb(filing.submit),
        "send_back": Verb(filing.send_back, ReasonedSerializer),
        "file": Verb(filing.file, inputs.FileSerializer),
        "refuse": Verb(filing.refuse, inputs.RefuseSerializer),
        "withdraw": Verb(filing.withdraw, ReasonedSerializer),
        "merge": Verb(merging.merge, inputs.MergeSerializer),
        "unmerge": Verb(merging.unmerge),
        "plan": Verb(planning.plan, inputs.PlanSerializer),
        "comment": Verb(planning.comment, inputs.CommentSerializer),
        "settle": Verb(planning.settle, inputs.SettleSerializer),
        "assign": Verb(assigning.assign, inputs.AssignSerializer),
        "add_unit": Verb(assigning.add_unit, inputs.AddUnitSerializer),
        "designate": Verb(designating.designate, inputs.DesignateSerializer),
        "plan_key": Verb(designating.plan_key, inputs.PlanKeySerializer),
        "report_key": Verb(designating.report_key, inputs.ReportKeySerializer),
        "close": Verb(closing.close),
        "archive": Verb(closing.archive),
        "correct": Verb(correcting.correct_proposal, inputs.CorrectDaysSerializer),
        "correct_proposers": Verb(correcting.correct_proposers, inputs.CorrectProposersSerializer),
        "correct_key": Verb(designating.correct_key, inputs.CorrectKeySerializer),
        "correct_roles": Verb(correcting.correct_roles, inputs.CorrectRolesSerializer),
        **undone(PROPOSAL_FLOW, undoing.undo),
    }

    def list(self, _request: Request) -> Response:
        found = self.filter_queryset(self.get_queryset()).select_related(None).prefetch_related(None)
        page = self.paginate_queryset(found.values(*PROPOSAL_COLUMNS)) or []
        return self.get_paginated_response(proposal_rows(page, self.actor))

    @extend_schema(request=inputs.RegisterSerializer, responses={201: s.ProposalSerializer, **REFUSALS}, summary="登记")
    def create(self, request: Request) -> Response:
        register = functools.partial(filing.register, kind=CaseKind.usual())
        return self.entered(request, inputs.RegisterSerializer, register)


def note_contact(assignment: Assignment, *, also: Sequence[Assignment] = (), **given: Any) -> None:
    """One contact may serve several cases of the unit; the one of the address is always among them."""
    handling.note_contact(list(dict.fromkeys([assignment, *also])), **given)


@moving
class AssignmentViewSet(ListModelMixin, WithDeadlines, WithPapers, Rows):
    """承办：签收、分送、申退、沟通。"""

    queryset = Assignment.objects.for_list().for_move()
    serializer_class = s.AssignmentSerializer
    row_serializer = s.AssignmentRowSerializer
    filterset_class = AssignmentFilter
    flow = ASSIGNMENT_FLOW
    verbs = {
        "accept": Verb(assigning.accept),
        "hand_to": Verb(assigning.hand_to, inputs.HandToSerializer),
        "request_return": Verb(returning.request_return, inputs.RequestReturnSerializer),
        "approve_return": Verb(returning.approve_return, inputs.ApproveReturnSerializer),
        "refuse_return": Verb(returning.refuse_return, ReasonedSerializer),
        "note_contact": Verb(note_contact, inputs.ContactSerializer),
        "waive": Verb(handling.waive, ReasonedSerializer),
        "propose": Verb(noting.propose, inputs.ProposeSerializer),
        "instruct": Verb(noting.instruct, inputs.InstructSerializer),
        "suggest_unit": Verb(handling.suggest_unit, inputs.UnitSerializer),
        "decline_unit": Verb(handling.decline_unit, ReasonedSerializer),
        "convene": Verb(returning.convene, inputs.ConveneSerializer),
        "request_extension": Verb(extending.request_extension, inputs.RequestExtensionSerializer),
        "grant_extension": Verb(extending.grant_extension, inputs.GrantExtensionSerializer),
        "refuse_extension": Verb(extending.refuse_extension, ReasonedSerializer),
        "pause_clock": Verb(pausing.pause_clock, ReasonedSerializer),
        "resume_clock": Verb(pausing.resume_clock),
        "urge": Verb(noting.urge, inputs.PressSerializer),
        "supervise": Verb(noting.supervise, inputs.PressSerializer),
        "answer_urging": Verb(noting.answer_urging, inputs.WordsSerializer),
        "correct": Verb(correcting.correct_assignment, inputs.CorrectAssignmentSerializer),
        **undone(ASSIGNMENT_FLOW, undoing.undo),
    }


@moving
class MaterialViewSet(ListModelMixin, Rows):
    """材料征集：提供、退回补充、撤销。"""

    queryset = Material.objects.for_move().order_by("-id")
    serializer_class = row_serializer = s.MaterialSerializer
    flow = MATERIAL_FLOW
    verbs = {
        "supply": Verb(collecting.supply, inputs.SupplySerializer),
        "ask_more": Verb(collecting.ask_more, inputs.AskMoreSerializer),
        "drop": Verb(collecting.drop),
        **undone(MATERIAL_FLOW, undoing.undo),
    }

    @extend_schema(
        request=inputs.CollectSerializer, responses={201: s.MaterialSerializer, **REFUSALS}, summary="征集材料"
    )
    def create(self, request: Request) -> Response:
        return self.entered(request, inputs.CollectSerializer, collecting.collect, of="assignment")
