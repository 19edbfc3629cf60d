"""调整办理结果: by the supervisor, in the draft under review or, once it is sent, as an event beside it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from replies.actions.drafting import check_grade
from replies.enums import ReplyStatus
from replies.flows import REPLY_FLOW
from replies.models import GradeChange, Reply
from workflow.actor import Actor
from workflow.audit import hold
from workflow.errors import Invalid, given
from workflow.models import StoredFile
from workflow.progress import advance


@transaction.atomic
def regrade(
    reply: Reply,
    *,
    grade: str,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    scan: StoredFile | None = None,
) -> GradeChange | None:
    """Under review the draft gets the grade; what was sent keeps its own, and the change is noted with its evidence."""
    hold(reply.case_uid)  # of two who regrade at once, the second sees what the first made of it
    row = REPLY_FLOW.check("regrade", by, reply, on=on)
    reason = given(reason, "请填写调整理由。", field="reason")
    check_grade(reply, grade)
    if grade == (old := reply.current_grade):
        raise Invalid(f"办理结果已是“{old}”。", field="grade")
    sent = reply.status == ReplyStatus.SENT
    facts = {} if sent else {"grade": grade, "grade_note": ""}
    advance(reply, row, by=by, on=on, at=at, note=reason, facts=facts, payload={"old": old, "new": grade})
    if not sent:
        return None
    return GradeChange.objects.create(
        reply=reply,
        old=old,
        new=grade,
        reason=reason,
        evidence=scan,
        happened_on=on,
        entered_by=str(by),
        entered_at=at,
    )
