"""How a deadline and a state are told at a glance: always in words, the colour only repeats them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from proposals.enums import AssignmentStatus, ProposalStatus
from replies.actions.dispatching import overdue
from replies.enums import CopyStatus, ReplyStatus
from replies.models import CopyRecipient
from workflow.models import Clock, RuleVersion
from workflow.switches import WARNING


@dataclass(frozen=True, slots=True)
class Badge:
    """`tone` is one of the classes of desk.css: late, soon, fine, quiet, busy, done."""

    text: str
    tone: str


NO_DEADLINE = Badge("无期限", "quiet")


def due_badge(due: dt.date, on: dt.date, rule: RuleVersion) -> Badge:
    days = (due - on).days
    if days < 0:
        return Badge(f"已超期 {-days} 天", "late")
    if days == 0:
        return Badge("即将到期 · 今天", "soon")
    return Badge(f"即将到期 · 余 {days} 天", "soon") if days <= rule.switch(WARNING) else Badge(f"余 {days} 天", "fine")


def clock_badge(clock: Clock, on: dt.date) -> Badge:
    """A deadline that stands still is neither near nor late."""
    if clock.closed_on is None:
        since = clock.paused_on
        return Badge(f"中止计算，自{since:%Y年%-m月%-d日}", "quiet") if since else due_badge(clock.due, on, clock.rule)
    if clock.cancelled:
        return Badge("不再计算", "quiet")
    late = clock.days_late(on)
    return Badge(f"超期 {late} 天完成", "late") if late else Badge("按期完成", "done")


TONES: dict[str, str] = {
    ProposalStatus.DRAFT: "quiet",
    ProposalStatus.SUBMITTED: "busy",
    ProposalStatus.FILED: "busy",
    ProposalStatus.IN_HAND: "busy",
    ProposalStatus.ANSWERED: "done",
    AssignmentStatus.WAITING: "soon",
    AssignmentStatus.RETURNING: "soon",
    ReplyStatus.SENT: "done",
    ReplyStatus.SECTION: "busy",
    ReplyStatus.OFFICE: "busy",
    ReplyStatus.COUNTERSIGN: "busy",
    ReplyStatus.REVIEW: "busy",
    ReplyStatus.SIGNING: "busy",
    ReplyStatus.SIGNED: "busy",
    ReplyStatus.NUMBERED: "busy",
}
COPY_TONES: dict[str, str] = {CopyStatus.SENT: "soon", CopyStatus.RECEIVED: "done", CopyStatus.RETURNED: "late"}


def state_badge(status: str, label: str) -> Badge:
    return Badge(label, TONES.get(status, "quiet"))


def copy_badge(copy: CopyRecipient, on: dt.date) -> Badge:
    """What became of a copy; one that is silent for longer than the rules allow stands out."""
    if not copy.is_out:
        return Badge("待发出", "quiet")
    if copy.status == CopyStatus.SENT and overdue(copy, on):
        return Badge("逾期未签收", "late")
    return Badge(copy.get_status_display(), COPY_TONES[copy.status])
