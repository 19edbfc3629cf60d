"""The papers of the case: which there are, who prints them, and how the rows that they stand on are read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from proposals.models import Assignment, Proposal
from proposals.printing.handling import handling_sheet, receipt_slip
from proposals.printing.notices import (
    assigning_notice,
    letterheads,
    nobody_was_supervised,
    nobody_was_urged,
    not_handed_over,
    supervising_letter,
    task_lists,
    urging_letter,
)
from proposals.printing.requests import (
    contact_records,
    extension_form,
    last_requests,
    nothing_to_extend,
    nothing_to_return,
    return_form,
)
from proposals.printing.wording import know_deadlines
from workflow.actor import Actor
from workflow.enums import JURISDICTION_ROLES, UNIT_ROLES, Role
from workflow.printing import Sheet, each

EVERYBODY = UNIT_ROLES | JURISDICTION_ROLES
HANDLERS = UNIT_ROLES | {Role.SUPERVISOR}
WATCHERS = frozenset({Role.SUPERVISOR, Role.COMMITTEE})
LETTER = ("pdf", "docx", "ofd")

PAPERS = (
    Sheet("handling", "提案承办单", "assignment", EVERYBODY, each(handling_sheet, read=know_deadlines)),
    Sheet("receipt", "收文处理笺", "assignment", EVERYBODY, each(receipt_slip, read=know_deadlines)),
    Sheet(
        "return",
        "退办（改办）申请表",
        "assignment",
        HANDLERS,
        each(return_form, read=last_requests),
        nothing_to_return,
        ("pdf", "docx"),
    ),
    Sheet(
        "extension",
        "延期办理申请表",
        "assignment",
        HANDLERS,
        each(extension_form, read=know_deadlines),
        nothing_to_extend,
        ("pdf", "docx"),
    ),
    Sheet(
        "contacts",
        "面商记录表",
        "assignment",
        EVERYBODY,
        each(contact_records, read=know_deadlines),
        formats=("pdf", "docx"),
    ),
    Sheet("assigning", "交办通知", "assignment", WATCHERS, assigning_notice, not_handed_over, LETTER),
    Sheet("tasks", "任务分解表", "assignment", WATCHERS, task_lists, not_handed_over, ("pdf", "xlsx"), listed=True),
    Sheet("urging", "催办函", "assignment", WATCHERS, each(urging_letter, read=letterheads), nobody_was_urged, LETTER),
    Sheet(
        "supervising",
        "督办函",
        "assignment",
        WATCHERS,
        each(supervising_letter, read=letterheads),
        nobody_was_supervised,
        LETTER,
    ),
)


def _assignments(actor: Actor) -> QuerySet[Any]:
    rows = Assignment.objects.visible_to(actor).order_by("proposal__session_id", "proposal_id", "id")
    return rows.select_related(
        "proposal__session",
        "proposal__jurisdiction",
        "proposal__kind",
        "jurisdiction__parent",
        "department__successor",
        "department__handing_office",
        "section",
        "officer",
        "suggested",
        "rule",
    ).prefetch_related(
        "proposal__proposers",
        "proposal__asks",
        "proposal__merged",
        "proposal__assignments__department",
        "notes",
        "extensions",
        "contacts",
    )


def _proposals(actor: Actor) -> QuerySet[Any]:
    rows = Proposal.objects.visible_to(actor).order_by("session_id", "id")
    return rows.select_related("session", "jurisdiction", "kind").prefetch_related(
        "proposers__member",
        "merged__proposers",
        "assignments__department",
        "assignments__section",
        "assignments__officer",
    )


ROWS = {"assignment": _assignments, "proposal": _proposals}
