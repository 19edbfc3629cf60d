"""Replies and opinions as letters: what the typesetter gets, and the title and salutation that a draft begins with."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from letters.body import announced, parts_of
from letters.letter import BodyLevel, Copy, Kind, Letter
from letters.numerals import to_chinese
from letters.plain import digest, from_plain, to_plain
from letters.profiles import Profile
from letters.writing import wording
from proposals.enums import AssignmentRole, ProposerKind, ProposerRole
from proposals.models import Proposal, Proposer
from replies.enums import Publicity, ReplyKind
from replies.models import Reply
from workflow import layouts
from workflow.models import Department, LetterProfile

# How the opening leads over to what is said.
ANNOUNCED: dict[str, str] = {
    ReplyKind.INTERIM: "现将阶段性办理情况答复如下：",
    ReplyKind.SUPPLEMENTARY: "现补充答复如下：",
}


def layouts_of(reply: Reply, on: dt.date) -> list[LetterProfile]:
    """The editions that make the layout of the unit that writes, the nearest one last."""
    if on not in reply.layouts:
        assignment = reply.assignment
        reply.layouts[on] = layouts.in_force(assignment.jurisdiction, assignment.department.heir, on=on)
    return reply.layouts[on]


def profile_of(reply: Reply, *, on: dt.date) -> Profile:
    """The layout it was signed in; before that, the one that counts on a day."""
    if reply.frozen:
        return Profile.from_dict(reply.frozen["profile"])
    return layouts.profile_of(layouts_of(reply, on))


def letter_of(reply: Reply) -> Letter:
    """The letter as it stands: frozen text with the number that came later, or the draft."""
    if reply.frozen:
        return dataclasses.replace(from_plain(reply.frozen["letter"]), doc_number=reply.doc_number or None)
    return compose(reply, reply.copies.all())


def compose(reply: Reply, copies: Any, **facts: Any) -> Letter:
    """The letter that these columns make. `facts` are what signing adds: signatory and date."""
    proposal, unit, typed = reply.proposal, reply.writer, parts_of(reply.body)
    session = proposal.session
    letter = Letter(
        kind=Kind.CO_OPINION if reply.kind == ReplyKind.OPINION else Kind.REPLY,
        issuer=unit.own_letterhead or unit.name,
        doc_number=reply.doc_number or None,
        grade=reply.grade or None,
        grade_raw=reply.grade_note or reply.grade or None,
        publicity=Publicity(reply.publicity).label if reply.publicity else None,
        title=reply.title,
        body_level=BodyLevel(session.level),
        session=session.ref,
        proposal_number=proposal.number,
        proposal_title=proposal.title,
        salutation=reply.addressees,
        proposers=tuple(each.name for each in reply.proposers),
        co_units=names_of(reply.consulted()),
        body=typed.body,
        attachments=typed.attachments,
        enclosed=typed.enclosed,
        sign_off=unit.name,
        joint_with=names_of(reply.partners()),
        contact_person=tuple(reply.contact_person.split("、")) if reply.contact_person else (),
        contact_phone=tuple(reply.contact_phone.split("、")) if reply.contact_phone else (),
        contact_unit=reply.contact_unit or None,
        postcode=reply.postcode or None,
        cc=tuple(Copy(each.name, each.copies) for each in copies),
    )
    return dataclasses.replace(letter, **facts)


def names_of(units: Iterable[Department]) -> tuple[str, ...]:
    return tuple(unit.name for unit in units)


def freeze(reply: Reply, letter: Letter, *, on: dt.date) -> dict[str, Any]:
    """What signing keeps for good, as facts of the reply: the letter without its number, the layout, their hash."""
    chain = layouts_of(reply, on)
    profile = layouts.profile_of(chain)
    frozen = {"letter": to_plain(dataclasses.replace(letter, doc_number=None)), "profile": profile.as_dict()}
    return {"profile": chain[-1] if chain else None, "frozen": frozen, "frozen_hash": digest(frozen)}


def first_title(proposal: Proposal, kind: str, profile: Profile, issuer: str) -> str:
    session = proposal.session
    if kind == ReplyKind.OPINION:
        return f"关于{session}第{proposal.number}号提案的会办意见"
    title = profile.title_form.format(
        issuer=issuer,
        body=session.body,
        session=wording.session(session.ref, profile),
        number=proposal.number,
        case=proposal.title,
    )
    if kind not in {ReplyKind.INTERIM, ReplyKind.SUPPLEMENTARY}:
        return title
    return ReplyKind(kind).label.join(title.rsplit("答复", 1))


def first_addressees(proposal: Proposal, kind: str, profile: Profile) -> str:
    """X委员： or the body's name; an opinion is addressed to the lead unit."""
    if kind == ReplyKind.OPINION:
        leads = proposal.assignments.held().filter(role=AssignmentRole.LEAD)
        lead = leads.select_related("department__successor").first()
        return to_unit(lead.department.heir) if lead else ""
    named: dict[str, list[str]] = {kind: [] for kind in ProposerKind.values}
    for each in proposal.proposers.all():
        named[each.kind].append(each.name)
    return wording.address(named[ProposerKind.PERSON], named[ProposerKind.BODY], profile)


def issued_by(unit: Department) -> str:
    """How a title begins in layouts that name the issuer."""
    return f"{unit.name}关于"


def to_unit(unit: Department) -> str:
    return f"{unit.name}："


def first_body(reply: Reply, profile: Profile) -> str:
    """The opening that offices use, and one heading for each ask, so that none is forgotten."""
    proposal = reply.proposal
    if reply.kind == ReplyKind.OPINION:
        return f"经研究，现就《{proposal.title}》（第{proposal.number}号提案）提出如下会办意见："
    consulted = names_of(reply.consulted())
    with_whom = f"经会同{'、'.join(consulted)}研究，" if consulted else "经研究，"
    opening = f"{received(proposal)}{with_whom}{ANNOUNCED.get(reply.kind, '现答复如下：')}"
    asks = ((to_chinese(ask.number), ask) for ask in proposal.asks.all())
    headings = (f"{numeral}、关于“{ask.text.rstrip('。；')}”" for numeral, ask in asks)
    judged = profile.form_listed and reply.is_judged
    listed = announced((wording.FORM_NAME,)) if judged else ()
    return "\n".join([opening, *headings, *profile.closing_words, *listed])


def in_place_of(reply: Reply, sent_on: dt.date) -> str:
    """What a letter says of the one which the proposer has and which it is to replace."""
    return f"{wording.day(sent_on)}发出的《{reply.title}》（{reply.doc_number}）同时收回，请以本件为准。"


def received(proposal: Proposal) -> str:
    """The first sentence, which names the proposal to its own proposers."""
    whom = (
        "您" if proposal.proposers.count() == 1 and proposal.proposers.all()[0].kind == ProposerKind.PERSON else "你们"
    )
    return f"{whom}提出的《{proposal.title}》（第{proposal.number}号）收悉。"


def who_is_asked(reply: Reply) -> list[Proposer]:
    """委员评价 is asked of the first proposer, or of every signer where the rules say so."""
    proposers = list(reply.proposal.proposers.all())
    if reply.rules.switch("feedback_from") == "all":
        return proposers
    return [each for each in proposers if each.role == ProposerRole.LEAD]


def feedback_links(tokens: dict[int, str], here: str) -> list[tuple[Proposer, str]]:
    """The links of new tokens, at the address that the office gives to the public, else at the one called now."""
    # Replies that were sent together have proposers of their own.
    proposers = Proposer.objects.filter(pk__in=tokens).order_by("proposal_id", "order")
    home = (settings.PUBLIC_ADDRESS or here).rstrip("/")
    return [(each, f"{home}/f/{tokens[each.pk]}/") for each in proposers]
