"""Drafting a reply or an opinion, and giving an opinion in one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from letters.body import blocks_of
from letters.pasting import cleaned
from letters.profiles import Profile
from proposals.actions import handling
from proposals.models import Assignment, Proposal
from replies import copies, papers
from replies.actions import editing, versions
from replies.actions.numbers import void_reserved
from replies.actions.owing import answers_sent, hold_case, hold_part, kind_of, kinds_of, owed, reached
from replies.enums import Clearance, Publicity, ReplyKind, TextSource
from replies.flows import EDITABLE, REPLY_FLOW
from replies.models import CopyRecipient, Reply
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.errors import CaseMovedOn, Invalid, TransitionRefused, given
from workflow.models import Department, GradeScheme, StoredFile
from workflow.progress import advance, edit, enter, words_of
from workflow.statemachine import NEW


@transaction.atomic
def draft(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime, kind: str = "", note: str = "") -> Reply:
    """Begin the reply, and with it one to each proposal that is answered together: each proposer gets a letter."""
    hold_part(assignment)
    kind = kind or kind_of(assignment)
    begun = [_draft(assignment, each, kind, by=by, on=on, at=at, note=note) for each in owed(assignment, kind)]
    return begun[0]


def _draft(
    assignment: Assignment, proposal: Proposal, kind: str, *, by: Actor, on: dt.date, at: dt.datetime, note: str
) -> Reply:
    """One letter with its title, salutation, opening and a heading for each ask."""
    reply = _begin(assignment, proposal, kind, by=by, on=on, at=at)
    row = REPLY_FLOW.begin("draft", by, reply, on=on)
    _prefill(reply, papers.profile_of(reply, on=on))
    enter_once(reply, row, by=by, on=on, at=at, note=note)
    versions.keep(reply, by=by, at=at, source=TextSource.BEGUN)
    CopyRecipient.objects.bulk_create(copies.of(reply))
    return reply


def _begin(assignment: Assignment, proposal: Proposal, kind: str, *, by: Actor, on: dt.date, at: dt.datetime) -> Reply:
    if kind not in (kinds := kinds_of(assignment)):
        raise Invalid(f"本单位此时应拟“{ReplyKind(kinds[0]).label}”。", field="kind")
    schemes = GradeScheme.objects.in_force(on).filter(jurisdiction=assignment.jurisdiction_id, kind=proposal.kind_id)
    return Reply(
        jurisdiction_id=assignment.jurisdiction_id,
        assignment=assignment,
        proposal=proposal,
        kind=kind,
        status=NEW,
        round=answers_sent(assignment)[proposal.pk] + (kind != ReplyKind.SUPPLEMENTARY),
        grade_scheme=schemes.first(),
        drafted_by=by.user,
        created_at=at,
    )


def _prefill(reply: Reply, profile: Profile) -> None:
    assignment = reply.assignment
    reply.title = papers.first_title(reply.proposal, reply.kind, profile, reply.writer.name)
    reply.addressees = papers.first_addressees(reply.proposal, reply.kind, profile)
    reply.body = papers.first_body(reply, profile)
    reply.contact_person = assignment.officer.name if assignment.officer else ""
    reply.contact_unit = assignment.section.name if assignment.section else ""


def enter_once(reply: Reply, row: Any, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """A letter begins, unless another of the same unit and proposal was begun a moment before: CaseMovedOn."""
    try:
        with transaction.atomic():
            enter(reply, row, by=by, on=on, at=at, note=note)
    except IntegrityError as error:
        # The other of two clerks who pressed the button together was first.
        raise CaseMovedOn from error


@transaction.atomic
def revise(
    reply: Reply,
    *,
    version: int,
    by: Actor,
    at: dt.datetime,
    copy_list: Sequence[tuple[str, int | None]] | None = None,
    joint_with: Sequence[Department] | None = None,
    file: StoredFile | None = None,
    **fields: Any,
) -> None:
    """Change the text while the table allows it; a stale `version` raises CaseMovedOn and nothing is written.

    file: the document out of which the text was read.
    """
    editing.refuse_strangers(reply, by)
    allowed, _ = EDITABLE[reply.status]
    if locked := set(fields) - allowed:
        raise TransitionRefused(f"当前环节不能修改：{words_of(Reply, locked)}。")
    editing.refuse_while_another_writes(reply, by=by, at=at)
    fields |= {name: cleaned(fields[name]) for name in versions.TEXTS if name in fields}
    _check(reply, fields)
    # Who names a unit that was taken over means whoever stands in its place.
    joint_with = None if joint_with is None else [unit.heir for unit in joint_with]
    refuse_strangers(reply, joint_with or ())
    edit(reply, version=version, **fields)
    versions.keep(reply, by=by, at=at, source=TextSource.UPLOAD if file else "", file=file)
    editing.finish(reply, by=by)
    if joint_with is not None:
        reply.joint_with.set(joint_with)
    if copy_list is not None:
        replace_copies(reply, copy_list)


# Some eighty printed pages: what is longer is no letter, and would keep the typesetter from all others.
LONGEST_BODY = 50_000


def _check(reply: Reply, fields: dict[str, Any]) -> None:
    if len(fields.get("body", "")) > LONGEST_BODY:
        raise Invalid("正文不能超过5万字。", field="body")
    for name, text in fields.items():
        column: Any = Reply._meta.get_field(name)
        if column.max_length and len(text) > column.max_length:
            raise Invalid(f"{column.verbose_name}不能超过{column.max_length}字。", field=name)
    if fields.get("grade"):
        check_grade(reply, fields["grade"])
    if fields.get("publicity") and fields["publicity"] not in Publicity.values:
        raise Invalid("请选择公开属性。", field="publicity")


def check_grade(reply: Reply, grade: str) -> None:
    """A grade comes from the jurisdiction's own scheme, and an opinion has none."""
    if reply.kind == ReplyKind.OPINION:
        raise Invalid("会办意见不填办理结果。", field="grade")
    labels = reply.grade_scheme.labels if reply.grade_scheme else {}
    if grade not in labels:
        raise Invalid(f"办理结果应为：{'、'.join(labels) or '（本地区尚未设置）'}。", field="grade")


def refuse_strangers(reply: Reply, units: Sequence[Department]) -> None:
    """联合行文 is for those who have a part in the case."""
    known = set(reply.may_join().values_list("pk", flat=True)) if units else set()
    if strangers := [each.name for each in units if each.pk not in known]:
        raise Invalid(f"只能与同办本件的单位联合行文：{'、'.join(strangers)}不承办本件。", field="joint_with")


def replace_copies(reply: Reply, copy_list: Sequence[tuple[str, int | None]]) -> None:
    rows = copies.listed(reply, copy_list)
    known = {copy.name: copy.department_id for copy in reply.copies.all()}
    for row in rows:
        row.department_id = known.get(row.name) or row.department_id
    reply.copies.all().delete()
    CopyRecipient.objects.bulk_create(rows)


@transaction.atomic
def copy_text(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """套用主件正文: what was found out, and with whom, is the same for all; only the proposal is another."""
    row = REPLY_FLOW.begin("copy_text", by, reply, on=on)
    main = reply.main_reply
    if main is None:
        raise CaseMovedOn
    facts = {"body": main.body.replace(papers.received(reply.main), papers.received(reply.proposal), 1)}
    facts |= {name: getattr(main, name) for name in ("grade", "grade_note", "publicity", "publicity_ground")}
    advance(reply, row, by=by, on=on, at=at, note=note, facts=facts)
    versions.keep(reply, by=by, at=at, source=TextSource.COPIED)


@transaction.atomic
def submit(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """提交审核: to the section head, or straight to the office where the unit has no such step."""
    hold_case(reply)
    advance(reply, REPLY_FLOW.check("submit", by, reply, on=on), by=by, on=on, at=at, note=note)
    reached(reply, ClockKind.DRAFT, on=on, at=at)


@transaction.atomic
def void(reply: Reply, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """作废. A number reserved for it is void with it, and stays so when the draft is taken back."""
    row = REPLY_FLOW.begin("void", by, reply, on=on)
    reason = given(reason, "请填写作废原因。", field="reason")
    number = void_reserved(reply, f"稿件作废：{reason}")
    payload = {"voided_number": str(number)} if number else {}
    advance(reply, row, by=by, on=on, at=at, note=reason, payload=payload)


@transaction.atomic
def give_opinion(
    assignment: Assignment,
    *,
    text: str,
    signer: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    clearance: str = Clearance.PAPER,
    scan: StoredFile | None = None,
    note: str = "",
) -> Reply:
    """会办意见 in one form, cleared in the OA or on paper: text, who signed it, a scan. It answers the assignment."""
    hold_part(assignment)
    reply = _begin(assignment, assignment.proposal, ReplyKind.OPINION, by=by, on=on, at=at)
    row = REPLY_FLOW.begin("give_opinion", by, reply, on=on)
    _prefill(reply, papers.profile_of(reply, on=on))
    if clearance not in {Clearance.OA, Clearance.PAPER}:
        raise Invalid("此处只登记OA或纸质审签的会办意见。", field="clearance")
    text = given(text, "请填写会办意见。", field="text")
    reply.body = text if blocks_of(text)[0].text.startswith("经研究") else f"{reply.body}\n{text}"
    reply.clearance, reply.evidence = clearance, scan
    reply.signer, reply.signed_on, reply.sent_on = given(signer, "请填写签发人。", field="signer"), on, on
    letter = papers.compose(reply, (), signatory=(reply.signer,), date=on)
    for name, value in papers.freeze(reply, letter, on=on).items():
        setattr(reply, name, value)
    enter_once(reply, row, by=by, on=on, at=at, note=note)
    handling.answer(assignment, by=by, on=on, at=at, counts_on=on)
    return reply
