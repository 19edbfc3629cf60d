"""公开审查: after sending, how much of the reply the public may read."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from replies.enums import Extent, Publicity
from replies.flows import REPLY_FLOW
from replies.models import Publication, Reply
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.errors import CaseMovedOn, Invalid, given
from workflow.progress import advance


@transaction.atomic
def decide_publication(
    reply: Reply,
    *,
    extent: str,
    reviewer: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    ground: str = "",
    summary: str = "",
    personal_data_removed: bool = False,
) -> Publication:
    """全文、摘要 or 不予公开. The reviewer answers for it that secrets and personal data are out.

    ground: of 不予公开; where none is given, the one with which the letter was signed.
    """
    row = REPLY_FLOW.begin("decide_publication", by, reply, on=on)
    facts = {"extent": extent, "ground": ground.strip(), "summary": summary.strip()}
    facts["reviewer"] = given(reviewer, "请填写保密审查人。", field="reviewer")
    if extent not in Extent.values:
        raise Invalid("请选择全文公开、摘要公开或不予公开。", field="extent")
    _check_ground(reply, facts) if extent == Extent.NONE else _check_text(reply, facts, clean=personal_data_removed)
    advance(reply, row, by=by, on=on, at=at, note=facts["ground"], payload={"extent": extent})
    clocks.close(reply, ClockKind.PUBLICATION, on=on, at=at)
    try:
        with transaction.atomic():
            return Publication.objects.create(
                reply=reply,
                personal_data_removed=personal_data_removed,
                decided_on=on,
                entered_by=str(by),
                entered_at=at,
                **facts,
            )
    except IntegrityError as error:
        raise CaseMovedOn from error


def _check_ground(reply: Reply, facts: dict[str, str]) -> None:
    # Of a letter that is withheld no longer, an earlier ground may be left.
    facts["ground"] = facts["ground"] or (reply.publicity_ground if reply.publicity == Publicity.CLOSED else "")
    given(facts["ground"], "请填写不予公开理由。", field="ground")


def _check_text(reply: Reply, facts: dict[str, str], *, clean: bool) -> None:
    if reply.proposal.consents_to_publication is False:
        raise Invalid("提案人不同意公开，只能不予公开。", field="extent")
    if reply.publicity == Publicity.CLOSED:
        raise Invalid("公文已标注不予公开。", field="extent")
    if facts["extent"] == Extent.SUMMARY:
        given(facts["summary"], "请填写公开摘要。", field="summary")
    if not clean:
        raise Invalid("请先核去个人信息，并由审查人确认。", field="personal_data_removed")
