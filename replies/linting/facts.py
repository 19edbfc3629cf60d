"""What the database knows of the case of a letter, as the rules of 格式校核 ask for it.

Each fact that costs a look is asked only where one of its rules is; none of them costs more for longer lists.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from django.db.models import Max, Q

from letters.lint import Facts
from letters.lint.facts import Grades, Named, Recipient, Setting
from letters.writing import web
from letters.writing.pdf import Faces
from proposals.enums import AssignmentRole, ProposerKind
from proposals.models import Assignment
from replies.enums import Publicity, ReplyKind, ReplyStatus
from replies.models import Reply
from workflow.enums import Role
from workflow.models import Appointment
from workflow.models.people import Department, DepartmentAlias

HEAD, NOT_HEAD = "主要领导", "其他领导"
# What the labels of a place's grades say, whatever letters stand before them.
_LOWEST: Final = re.compile("参考|不能|无法|不予|暂不|难以")
_PLAN: Final = re.compile("计划|正在|逐步|规划|部分")
_TOP: Final = re.compile("解决|采纳|落实|办结|办成")


def facts_of(
    reply: Reply,
    *,
    on: dt.date,
    rules: Collection[str],
    faces: Faces | None = None,
    fonts: tuple[Setting, ...] | None = None,
) -> Facts:
    """The facts that these rules need, on the day on which the letter is, or would be, signed.

    Of a signed letter the ground of 不予公开 is no longer asked: nobody can write it any more.
    """
    proposal = reply.proposal
    costly = {name: fact(reply) for name, (fact, askers) in _COSTLY.items() if not askers.isdisjoint(rules)}
    return Facts(
        session=proposal.session.ref,
        number=proposal.number,
        proposal_title=proposal.title,
        consent=proposal.consents_to_publication,
        handed_over=reply.assignment.assigned_on,
        today=on,
        publicity_reason=None if reply.frozen else reply.publicity_ground.strip(),
        public_parts=web.PARTS if reply.publicity == Publicity.OPEN else frozenset(),
        issued=reply.status in {ReplyStatus.NUMBERED, ReplyStatus.SENT},
        form_enclosed=reply.form_enclosed if reply.is_judged else None,
        interim=reply.kind == ReplyKind.INTERIM,
        judged=reply.is_judged,
        grades=_grades(reply),
        text_face=faces.text if faces else None,
        foot_face=faces.foot if faces else None,
        fonts=fonts,
        **costly,
    )


def _proposers(reply: Reply) -> tuple[Named, ...]:
    return tuple(Named(each.name, person=each.kind == ProposerKind.PERSON) for each in reply.proposers)


def _asks(reply: Reply) -> tuple[str, ...]:
    return tuple(reply.proposal.asks.values_list("text", flat=True))


def _lead(reply: Reply) -> Named | None:
    """Who answers: the writer, under the name of its day once it signed; of an opinion, the unit it goes to."""
    if reply.kind != ReplyKind.OPINION:
        return Named(reply.issuer, (reply.writer.name, reply.writer.short_name or reply.writer.name))
    leads = reply.main.assignments.held().filter(role=AssignmentRole.LEAD)
    return next(iter(_named(leads.select_related("department__successor"))), None)


def _co_handlers(reply: Reply) -> tuple[Named, ...] | None:
    """Those that had their say to the lead. A unit that has no co-handlers by its role is not asked about them."""
    if reply.assignment.role != AssignmentRole.LEAD:
        return () if reply.assignment.role == AssignmentRole.SOLE else None
    return _named(reply.consulted_parts, but=reply.writer)


def _named(parts: Iterable[Assignment], but: Department | None = None) -> tuple[Named, ...]:
    """The units that stand there today, each with its other names and those of the unit before it."""
    units = {part.department.heir: part.department for part in parts if part.department.heir != but}
    aliases = DepartmentAlias.objects.filter(department__in=[*units.keys(), *units.values()]) if units else ()
    called: dict[int, list[str]] = {}
    for alias in aliases:
        called.setdefault(alias.department_id, []).append(alias.name)
    return tuple(_unit(unit, before, called) for unit, before in units.items())


def _unit(unit: Department, before: Department, called: dict[int, list[str]]) -> Named:
    names = [name for each in (unit, before) for name in (each.name, each.short_name, *called.get(each.pk, ()))]
    return Named(unit.name, tuple(dict.fromkeys(name for name in names if name not in {"", unit.name})))


def _last_contact(reply: Reply) -> dt.date | None:
    """Asked until it is signed: what is said to the proposer afterwards speaks for no other day."""
    if reply.frozen:
        return None
    last: dt.date | None = reply.assignment.contacts.aggregate(last=Max("happened_on"))["last"]
    return last


def _last_opinion(reply: Reply) -> dt.date | None:
    if reply.frozen or reply.assignment.role != AssignmentRole.LEAD:
        return None
    opinions = Reply.objects.sent().filter(assignment__proposal=reply.main, kind=ReplyKind.OPINION)
    last: dt.date | None = opinions.aggregate(last=Max("sent_on"))["last"]
    return last


def _due(reply: Reply) -> dt.date | None:
    """The last day as it stands, extensions included; what is written beside the answer has none."""
    beside = reply.kind in {ReplyKind.INTERIM, ReplyKind.SUPPLEMENTARY}
    return None if reply.frozen or beside else reply.assignment.due_to_answer()


def _grades(reply: Reply) -> Grades | None:
    """The scheme under which it was begun. Where none is wanted and none is given, nothing is asked."""
    wanted = reply.grade or reply.rules.switch("grade_required")
    if reply.grade_scheme is None or not wanted:
        return None
    lowest, plan, top = list[str](), list[str](), list[str]()
    for code, label in reply.grade_scheme.labels.items():
        kind = lowest if _LOWEST.search(label) else plan if _PLAN.search(label) else top
        if kind is not top or _TOP.search(label):
            kind.append(code)
    return Grades(tuple(reply.grade_scheme.labels), tuple(top), tuple(plan), tuple(lowest))


def _recipients(reply: Reply) -> tuple[Recipient, ...]:
    return tuple(Recipient(Named(name), count) for name, count in reply.rules.switch("copies"))


def _number_used_by(reply: Reply) -> str | None:
    if not reply.doc_number:
        return None
    others = Reply.objects.filter(doc_number=reply.doc_number, jurisdiction=reply.jurisdiction_id).exclude(pk=reply.pk)
    other = others.standing().select_related("proposal__session").first()
    return other.line if other else None


def _heads_sign(reply: Reply) -> bool:
    return reply.kind != ReplyKind.OPINION and bool(reply.rules.applies("head_signs", key=reply.is_key))


def _signer_posts(reply: Reply) -> tuple[str, ...] | None:
    return (HEAD,) if _heads_sign(reply) else None


def _signer_post(reply: Reply) -> str | None:
    """Of whoever signed, as far as the unit's leaders are known here; a stranger's post is not."""
    if not (reply.signer and _heads_sign(reply)):
        return None
    unit = reply.assignment.department
    posts = Appointment.objects.filter(role=Role.SIGNER, department__in=[unit, unit.heir], user__name=reply.signer)
    heads = list(posts.values_list("is_head", flat=True))
    return (HEAD if any(heads) else NOT_HEAD) if heads else None


def _last_reply(reply: Reply) -> str | None:
    """What this unit last answered, in an earlier session, to a proposal under the same topic."""
    before = Reply.objects.sent().exclude(kind=ReplyKind.OPINION).exclude(proposal__session=reply.proposal.session_id)
    mine = Q(assignment__department=reply.assignment.department_id)
    alike = before.filter(mine, proposal__topics__proposals=reply.proposal_id, pk__lt=reply.pk or 0)
    return alike.order_by("-signed_on", "-pk").values_list("body", flat=True).first()


# Each with the rules that ask for it.
_COSTLY: dict[str, tuple[Callable[[Reply], Any], frozenset[str]]] = {
    "proposers": (_proposers, frozenset({"SALUTATION", "PRONOUN"})),
    "asks": (_asks, frozenset({"ITEM_COVERAGE"})),
    "lead": (_lead, frozenset({"SALUTATION", "SIGNATURE"})),
    "co_handlers": (_co_handlers, frozenset({"COHANDLERS", "ITEM_COVERAGE"})),
    "last_contact": (_last_contact, frozenset({"DATE_WINDOW"})),
    "last_opinion": (_last_opinion, frozenset({"DATE_WINDOW"})),
    "due": (_due, frozenset({"DATE_WINDOW"})),
    "recipients": (_recipients, frozenset({"CC_LIST"})),
    "number_used_by": (_number_used_by, frozenset({"DOCNO"})),
    "signer_posts": (_signer_posts, frozenset({"SIGNER"})),
    "signer_post": (_signer_post, frozenset({"SIGNER"})),
    "last_reply": (_last_reply, frozenset({"REPEATED_SENTENCE"})),
}
