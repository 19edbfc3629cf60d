"""The roster of members of a term: entered from a list, copied from the term before; reading a member's phone."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from proposals.models import Member, Proposal, Proposer
from proposals.querysets import Term
from workflow.actor import Actor, Post
from workflow.enums import UNIT_ROLES, Level, Role
from workflow.errors import Invalid, NotYours
from workflow.models import Jurisdiction
from workflow.progress import refuse_future
from workflow.standing import posts_as, tell, tell_each

KEEPERS = frozenset({Role.COMMITTEE, Role.ADMINISTRATOR})
# Who reads the phone of any member of the place; units read those whose case they hold.
READERS = frozenset({Role.COMMITTEE, Role.SUPERVISOR})
TEXTS = ("sector", "party", "post", "phone")
HEADERS = {
    "name": ("姓名", "委员姓名"),
    "sector": ("界别", "所属界别"),
    "party": ("党派", "政治面貌", "所属党派"),
    "post": ("单位职务", "单位及职务", "工作单位及职务", "现任职务", "职务"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式"),
}
PHONE = re.compile(r"[0-9+()（）\-－ 、,，/转]*")


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """One line of a list; `line` is where a person finds it again."""

    line: int
    name: str
    sector: str = ""
    party: str = ""
    post: str = ""
    phone: str = ""

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}


@dataclass(slots=True)
class RosterReport:
    """What came of a list: names that were added, changed, already so; and each refused line with its reason."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def entries_of(headers: Sequence[str], lines: Iterable[tuple[int, Mapping[str, str]]]) -> list[MemberEntry]:
    """The lines of a table as entries, by the words that offices put over these columns; Invalid without 姓名."""
    plain = {re.sub(r"\s", "", header): header for header in headers}
    columns = {key: next((plain[word] for word in words if word in plain), "") for key, words in HEADERS.items()}
    if not columns["name"]:
        raise Invalid("表中没有“姓名”一栏。", field="file")
    return [
        MemberEntry(number, **{key: cells.get(header, "").strip() for key, header in columns.items()})
        for number, cells in lines
    ]


@transaction.atomic
def enrol(entries: Sequence[MemberEntry], *, term: Term, by: Actor, on: dt.date, at: dt.datetime) -> RosterReport:
    """Enter a list into the roster of a term. A second time changes nothing: name, and post where two share it.

    What a list leaves empty stays as it was: lists without phones do not take them away. Who came or changed has it on
    their own trail.
    """
    posts = _as_keeper(term.jurisdiction_id, by)
    _refuse_term(term)
    refuse_future(on, at)
    # One list after the other: two at once would each add everybody.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=term.jurisdiction_id)
    enrolment = _Enrolment(term, entries)
    report = enrolment.run()
    tell_each(enrolment.told, "enrol", posts, by=by, on=on, at=at)
    return report


def fault_in(name: str, text: str) -> str:
    """What is wrong with this column of a member, if anything."""
    column: Any = Member._meta.get_field(name)
    if len(text) > column.max_length:
        return f"{column.verbose_name}超过{column.max_length}字。"
    return "联系电话中有号码以外的文字。" if name == "phone" and not PHONE.fullmatch(text) else ""


class _Enrolment:
    """One list against the roster as it stood before."""

    def __init__(self, term: Term, entries: Sequence[MemberEntry]) -> None:
        self.term, self.entries, self.report = term, entries, RosterReport()
        self.listed = Counter(entry.name for entry in entries)
        self.seen: dict[tuple[str, str], int] = {}
        self.roster: dict[str, list[Member]] = {}
        for member in Member.objects.of_term(term).order_by("id"):
            self.roster.setdefault(member.name, []).append(member)
        self.new: list[Member] = []
        # What the trail of each member that came or changed is told.
        self.told: list[tuple[Member, dict[str, Any]]] = []

    def run(self) -> RosterReport:
        for entry in self.entries:
            if reason := self._fault(entry):
                self.report.refused.append((entry.line, entry.name, reason))
            else:
                self._take(entry)
        Member.objects.bulk_create(self.new)
        return self.report

    def _fault(self, entry: MemberEntry) -> str:
        if not entry.name:
            return "没有姓名。"
        faults = (fault_in(name, getattr(entry, name)) for name in ("name", *TEXTS))
        return next(filter(None, faults), "") or self._ambiguity(entry)

    def _ambiguity(self, entry: MemberEntry) -> str:
        before = self.seen.setdefault((entry.name, entry.post), entry.line)
        if before != entry.line:
            return f"与第{before}行重复。"
        known = self.roster.get(entry.name, [])
        if self.listed[entry.name] > 1 and not entry.post:
            return "表中有同名委员，须填写单位职务以便区分。"
        if len(known) > 1 and not self._match(entry):
            return f"名册中已有{len(known)}名同名委员，单位职务都不相符。"
        return ""

    def _match(self, entry: MemberEntry) -> Member | None:
        known = self.roster.get(entry.name, [])
        if len(known) == 1 and self.listed[entry.name] == 1:
            return known[0]
        return next((member for member in known if member.post == entry.post), None)

    def _take(self, entry: MemberEntry) -> None:
        member = self._match(entry)
        if member is None:
            member = Member(**self.term._asdict(), name=entry.name, **entry.texts)
            self.new.append(member)
            self.told.append((member, {}))
            self.report.added.append(entry.name)
            return
        changes = {name: text for name, text in entry.texts.items() if text and text != getattr(member, name)}
        if changes:
            self.told.append((member, {"changes": [_said(member, name, text) for name, text in changes.items()]}))
            Member.objects.filter(pk=member.pk).update(**changes)
        (self.report.changed if changes else self.report.same).append(entry.name)


@transaction.atomic
def copy_roster(*, source: Term, term: Term, by: Actor, on: dt.date, at: dt.datetime) -> RosterReport:
    """Take who still serves in one term over into another; who is there already stays as they are."""
    known = Member.objects.of_term(source).serving(on).order_by("id").values_list("name", *TEXTS)
    if not known:
        raise Invalid("所选届别还没有委员名册。", field="members")
    entries = [MemberEntry(line, *texts) for line, texts in enumerate(known, start=1)]
    return enrol(entries, term=term, by=by, on=on, at=at)


@transaction.atomic
def correct(member: Member, *, changes: Mapping[str, Any], by: Actor, on: dt.date, at: dt.datetime) -> None:
    """更正委员信息: the columns that are named and no others, so that two who work at once do not undo each other.

    What stood there and what stands there now is on the member's own trail; of what is personal, only that it changed.
    """
    posts = _as_keeper(member.jurisdiction_id, by)
    refuse_future(on, at)
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=member.jurisdiction_id)
    member.refresh_from_db()
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    facts = {name: value for name, value in facts.items() if getattr(member, name) != value}
    _refuse_wrong_facts(member, facts)
    told = [_said(member, name, value) for name, value in facts.items()]
    Member.objects.filter(pk=member.pk).update(**facts)
    member.refresh_from_db()
    tell(member, "correct_member", posts, by=by, on=on, at=at, payload={"changes": told})


def _refuse_wrong_facts(member: Member, facts: Mapping[str, Any]) -> None:
    if not facts:
        raise Invalid("没有需要更正的内容。")
    if not facts.get("name", member.name):
        raise Invalid("请填写姓名。", field="name")
    for name in set(facts) - {"until"}:
        if fault := fault_in(name, facts[name]):
            raise Invalid(fault, field=name)
    name, post = (facts.get(each, getattr(member, each)) for each in ("name", "post"))
    others = Member.objects.of_term(member.of_term).exclude(pk=member.pk)
    if {"name", "post"} & facts.keys() and others.filter(name=name, post=post).exists():
        raise Invalid("名册中已有姓名、单位职务都相同的委员。", field="name")


def _said(member: Member, name: str, value: Any) -> str:
    column: Any = Member._meta.get_field(name)
    if name in Member.personal.split():
        return f"{column.verbose_name}已更正"
    return f"{column.verbose_name}：{getattr(member, name) or '无'} → {value or '无'}"


@transaction.atomic
def read_phone(proposer: Proposer, *, by: Actor, on: dt.date, at: dt.datetime) -> str:
    """查看联系电话 of one who made a proposal: for units that hold it, and noted on its trail. NotYours for others."""
    posts = posts_for_phone(proposer.proposal, by)
    return _read(proposer, proposer.any_phone, posts, by=by, on=on, at=at)


@transaction.atomic
def read_member_phone(member: Member, *, by: Actor, on: dt.date, at: dt.datetime) -> str:
    """The same from the roster: noted on the newest case of theirs that the reader holds.

    A member without a case is read by the committee and the supervisor alone, and has a trail of their own for it.
    """
    theirs = Proposer.objects.filter(member=member, proposal__in=Proposal.objects.visible_to(by).open())
    for proposer in theirs.select_related("proposal", "member").order_by("-proposal__id"):
        if posts_for_phone(proposer.proposal, by):
            return read_phone(proposer, by=by, on=on, at=at)
    posts = posts_as(by, READERS, jurisdiction_id=member.jurisdiction_id)
    return _read(member, member.phone, posts, by=by, on=on, at=at)


def _read(
    person: Proposer | Member, phone: str, posts: Sequence[Post], *, by: Actor, on: dt.date, at: dt.datetime
) -> str:
    if not posts:
        raise NotYours("只有承办该委员提案的单位、提案委和督查可以查看联系电话。")
    if not phone:
        raise Invalid(f"没有{person.name}的联系电话。")
    # The subject is the person, not the case: whoever reads a phone has not moved anything.
    tell(person, "read_phone", posts, by=by, on=on, at=at, payload={"proposer": person.name})
    return phone


def posts_for_phone(proposal: Proposal, by: Actor) -> tuple[Post, ...]:
    """As what somebody reads phones: the committee and the supervisor of the place, a unit while it has the case."""
    place = proposal.jurisdiction_id
    if readers := posts_as(by, READERS, jurisdiction_id=place):
        return readers
    # What was merged into a case is answered by the units of that case.
    main = proposal.merged_into or proposal
    parts = main.assignments.of_open_proposals()
    units = parts.values_list("department_id", "department__successor_id") if by.unit_ids else ()
    return posts_as(by, UNIT_ROLES, jurisdiction_id=place, unit_ids=itertools.chain.from_iterable(units))


def _as_keeper(jurisdiction_id: int, by: Actor) -> tuple[Post, ...]:
    posts = posts_as(by, KEEPERS, jurisdiction_id=jurisdiction_id)
    if not posts:
        raise NotYours("只有提案委和管理员可以维护委员名册。")
    return posts


def _refuse_term(term: Term) -> None:
    if term.level not in Level.values or not term.body.strip() or not 1 <= term.term <= 99:
        raise Invalid("请写明政协层级、名称和届。", field="term")
