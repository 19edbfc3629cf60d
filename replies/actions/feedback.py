"""委员评价: links, marks on paper or through a link, and what a bad mark leads to."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from proposals.actions import handling
from proposals.models import Proposer
from replies.actions.owing import hold_case
from replies.enums import FeedbackWay, Mark, ReplyStatus
from replies.flows import REPLY_FLOW
from replies.models import Feedback, FeedbackLink, Reply
from replies.papers import feedback_links, who_is_asked
from workflow import clocks
from workflow.actor import Actor
from workflow.audit import hold, record
from workflow.enums import ClockKind
from workflow.errors import Invalid, TransitionRefused, given
from workflow.models import StoredFile
from workflow.progress import advance, refuse_future

# A link outlives the feedback clock, so that a late answer is still heard.
LINK_DAYS = 180
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Marks:
    """What a proposer said: of the attitude, of the result, in words, and how it reached us."""

    attitude: str
    result: str
    words: str
    way: str
    scan: StoredFile | None = None


def invite(reply: Reply, *, at: dt.datetime) -> dict[int, str]:
    """Make one link a proposer. Tokens are returned once and never stored: only their hashes are."""
    tokens = {proposer.pk: secrets.token_urlsafe(18) for proposer in who_is_asked(reply)}
    FeedbackLink.objects.bulk_create(
        FeedbackLink(
            reply=reply,
            proposer_id=proposer,
            digest=digest(token),
            made_at=at,
            expires_on=timezone.localdate(at) + dt.timedelta(days=LINK_DAYS),
        )
        for proposer, token in tokens.items()
    )
    return tokens


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str, *, on: dt.date) -> FeedbackLink | None:
    """The link behind a token; None for a broken, unknown or expired one, without saying which."""
    links = FeedbackLink.objects.usable(on).select_related(
        "reply__proposal__session", "reply__assignment__department", "proposer"
    )
    link: FeedbackLink | None = links.filter(digest=digest(token)).first()
    return link


def links_to_print(tokens: Iterable[str], here: str, *, on: dt.date) -> tuple[tuple[int, str], ...]:
    """The links of tokens that were told a moment ago, by proposer, for the codes on their forms.

    None where the office has no public address: nobody could open them. What is no usable token is passed over.
    """
    if not settings.PUBLIC_ADDRESS:
        return ()
    found = {token: link_of(token, on=on) for token in tokens}
    known = {link.proposer_id: token for token, link in found.items() if link}
    return tuple((proposer.pk, address) for proposer, address in feedback_links(known, here))


@transaction.atomic
def take_feedback(
    link: FeedbackLink, *, attitude: str, result: str, words: str, by: Actor, on: dt.date, at: dt.datetime
) -> Feedback:
    """The proposer's own marks through the link on the letter. A second answer is a new revision."""
    marks = Marks(attitude, result, words, FeedbackWay.LINK)
    hold(link.reply.case_uid)
    link.reply.reread()
    if link.reply.status != ReplyStatus.SENT:
        raise TransitionRefused("这份复文已重新制发，请按新的复文所附链接或二维码评价。")
    feedback = _note(link.reply, link.proposer, marks, by=by, on=on, at=at)
    record(
        link.reply,
        "take_feedback",
        by=by,
        on=on,
        at=at,
        source=link.reply.status,
        target=link.reply.status,
        payload=marks_of(feedback),
    )
    return feedback


@transaction.atomic
def record_feedback(
    reply: Reply,
    *,
    proposer: Proposer,
    attitude: str,
    result: str,
    way: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    words: str = "",
    scan: StoredFile | None = None,
) -> Feedback:
    """登记委员评价 from paper or by telephone; by the committee or the supervisor, never by a handling unit."""
    row = REPLY_FLOW.begin("record_feedback", by, reply, on=on)
    if way not in {FeedbackWay.PAPER, FeedbackWay.PHONE}:
        raise Invalid("请选择纸质或电话代录。", field="way")
    if proposer.proposal_id != reply.proposal_id:
        raise Invalid("该提案人不属于本件。", field="proposer")
    feedback = _note(reply, proposer, Marks(attitude, result, words, way, scan), by=by, on=on, at=at)
    advance(reply, row, by=by, on=on, at=at, note=words, payload=marks_of(feedback))
    return feedback


def _note(reply: Reply, proposer: Proposer, marks: Marks, *, by: Actor, on: dt.date, at: dt.datetime) -> Feedback:
    refuse_future(on, at)
    for field, mark in (("attitude", marks.attitude), ("result", marks.result)):
        if mark not in Mark.values:
            raise Invalid("请选择满意、基本满意、不满意或未表态。", field=field)
    # The trail's lock puts two answers of one proposer in order; both ways took it first, as every verb does.
    last = Feedback.objects.filter(reply=reply, proposer=proposer).aggregate(last=Max("revision"))["last"] or 0
    facts = {field.name: getattr(marks, field.name) for field in dataclasses.fields(marks)}
    facts["words"] = marks.words.strip()[:LONGEST_WORDS]
    feedback = Feedback.objects.create(
        reply=reply, proposer=proposer, revision=last + 1, happened_on=on, entered_by=str(by), entered_at=at, **facts
    )
    if {each.pk for each in who_is_asked(reply)} <= set(reply.feedback.values_list("proposer_id", flat=True)):
        clocks.close(reply, ClockKind.FEEDBACK, on=on, at=at)
    return feedback


def marks_of(feedback: Feedback) -> dict[str, str]:
    names = ("attitude", "result", "way")
    return {"proposer": feedback.proposer.name} | {name: getattr(feedback, name) for name in names}


@transaction.atomic
def order_second_handling(reply: Reply, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """重新办理 on the marks that the rules name: the unit answers again on its own clock, the old reply stays."""
    hold_case(reply)
    reply.proposal.reread()  # nobody closes it from here on
    row = REPLY_FLOW.check("order_second_handling", by, reply, on=on)
    reason = given(reason, "请填写重新办理的要求。", field="reason")
    advance(reply, row, by=by, on=on, at=at, note=reason)
    handling.reopen(reply.assignment, reason=reason, by=by, on=on, at=at)
