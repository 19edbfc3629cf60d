"""The papers of the answer and of the whole file: which there are, who prints them, and how their rows are read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from replies.models import Reply
from replies.printing.dispatch import dispatch_sheet, trails_of
from replies.printing.feedback import feedback_forms, nobody_is_asked
from replies.printing.file import contents_of, file_list, file_note
from replies.printing.mailing import labels, mailing, not_numbered, receipts
from replies.printing.summary import summary
from workflow.actor import Actor
from workflow.enums import JURISDICTION_ROLES, UNIT_ROLES, Role
from workflow.printing import Sheet, always, each

EVERYBODY = UNIT_ROLES | JURISDICTION_ROLES
KEEPERS = JURISDICTION_ROLES | {Role.OFFICE}
SENDERS = frozenset({Role.DRAFTER, Role.OFFICE, Role.SUPERVISOR})

PAPERS = (
    Sheet("dispatch", "发文稿纸", "reply", EVERYBODY, each(dispatch_sheet, read=trails_of)),
    Sheet("feedback", "征询意见表", "reply", EVERYBODY, feedback_forms, nobody_is_asked, ("pdf", "docx")),
    Sheet("delivery", "送达回执", "reply", SENDERS, receipts, not_numbered),
    Sheet("labels", "信封标签", "reply", SENDERS, labels, not_numbered),
    Sheet("mailing", "寄发全套", "reply", SENDERS, mailing, not_numbered),
    Sheet("contents", "卷内目录", "proposal", KEEPERS, each(file_list, read=contents_of)),
    Sheet("note", "卷内备考表", "proposal", KEEPERS, each(file_note, read=contents_of)),
    Sheet("summary", "办理情况汇总表", "proposal", None, summary, always, ("pdf", "xlsx"), listed=True),
)


def _replies(actor: Actor) -> QuerySet[Any]:
    rows = Reply.objects.visible_to(actor).for_move().order_by("proposal__session_id", "proposal_id", "id")
    return rows.select_related(
        "assignment__department__successor", "assignment__section", "drafted_by", "assignment__proposal__session"
    ).prefetch_related("proposal__proposers__member", "countersignatures__department", "grade_changes")


ROWS = {"reply": _replies}
