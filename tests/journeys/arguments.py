"""What the moves of a walk are given: something sensible, or now and then something that must be refused."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from proposals.actions.assigning import Share
from proposals.actions.collecting import sources_of
from proposals.actions.filing import ProposerEntry
from proposals.actions.planning import planned_shares
from proposals.deadlines import longest_extension
from proposals.models import Proposal
from workflow.actor import Actor
from workflow.enums import Role
from workflow.models import Department

Given = dict[str, Any] | None
ARGUMENTS: dict[tuple[str, str], Callable[[Any, random.Random, Any, Actor], Given]] = {}
PEOPLE = ("陈立", "周宁", "吴敏")


def of(flow: str, *names: str) -> Callable[[Callable[..., Given]], Callable[..., Given]]:
    def note(make: Callable[..., Given]) -> Callable[..., Given]:
        ARGUMENTS.update(dict.fromkeys(((flow, name) for name in names), make))
        return make

    return note


def nothing(*_: Any) -> Given:
    return {}


def words(name: str) -> Callable[..., Given]:
    return lambda *_: {name: "按职责分工办理。"}


def units_of(w: Any, row: Any) -> list[Department]:
    """The units of the place that are there today."""
    found = Department.objects.units().valid(w.day).filter(jurisdiction=row.jurisdiction_id)
    return list(found.order_by("pk"))


def free_unit(w: Any, rng: random.Random, row: Any) -> Department | None:
    proposal = row if isinstance(row, Proposal) else row.proposal
    held = set(proposal.assignments.held().values_list("department_id", flat=True))
    units = [unit for unit in units_of(w, proposal) if unit.pk not in held]
    return rng.choice(units) if units else None


def an_allocation(w: Any, rng: random.Random, proposal: Any) -> list[Share]:
    units = units_of(w, proposal)
    rng.shuffle(units)
    roles = rng.choice((("sole",), ("lead", "assist"), ("lead", "assist", "assist"), ("separate", "separate")))
    return [Share(unit, role) for unit, role in zip(units, roles, strict=False)]


# Of a proposal.

for plain in ("submit", "unmerge", "close", "archive"):
    of("proposal", plain)(nothing)
for reasoned in ("send_back", "withdraw"):
    of("proposal", reasoned)(words("reason"))
of("proposal", "plan_key")(words("plan"))
of("proposal", "report_key")(words("report"))
of("proposal", "correct_key")(
    lambda _w, rng, *_: {"led_by": rng.choice(PEOPLE), "supervised_by": "", "reason": "登记时误填。"}
)
of("proposal", "designate")(lambda *_: {"led_by": "李市长", "supervised_by": "王主席"})


@of("proposal", "file")
def _(w: Any, rng: random.Random, *_: Any) -> Given:
    w.next_number += 1
    return {"number": str(w.next_number) if rng.random() < 0.9 else "1"}


@of("proposal", "refuse")
def _(_w: Any, rng: random.Random, *_: Any) -> Given:
    return {"ground": rng.choice(("empty", "litigation", "不属本县事权")), "outcome": rng.choice(("", "opinion"))}


@of("proposal", "merge")
def _(_w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    others = list(Proposal.objects.filter(status="filed").exclude(pk=row.pk).order_by("pk"))
    return {"into": rng.choice(others), "reason": "内容相同。"} if others else None


@of("proposal", "assign")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    return {"shares": planned_shares(row) or an_allocation(w, rng, row)}


@of("proposal", "plan")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    until = w.day + dt.timedelta(days=rng.randint(1, 20)) if rng.random() < 0.8 else None
    return {"shares": an_allocation(w, rng, row), "until": until}


@of("proposal", "comment")
def _(w: Any, rng: random.Random, row: Any, by: Actor) -> Given:
    mine = [post.unit_id for post in row.posts_of(by) if post.role == Role.OFFICE]
    if not mine:
        return None
    wish = rng.choice(("not_ours", "join", "lead"))
    return {
        "department": Department.objects.get(pk=mine[0]),
        "wish": wish,
        "reason": "按三定职责。",
        "suggested": rng.choice([None, *units_of(w, row)]),
    }


@of("proposal", "settle")
def _(_w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    opinions = list(row.plan_opinions.order_by("-decision", "pk"))
    waiting = [each for each in opinions if each.decision == "asked"] or opinions
    return {"opinion": rng.choice(waiting), "granted": rng.random() < 0.5} if waiting else None


@of("proposal", "add_unit")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    unit = free_unit(w, rng, row)
    return {"department": unit} if unit else None


@of("proposal", "correct")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    w.next_number += 1
    earlier = w.day - dt.timedelta(days=rng.randint(0, 9))
    change = rng.choice(({"number": str(w.next_number)}, {"filed_on": earlier}, {"assigned_on": earlier}))
    return change | {"reason": "登记时误填。"}


@of("proposal", "correct_proposers")
def _(_w: Any, rng: random.Random, *_: Any) -> Given:
    names = rng.sample(("赵明", "钱进", "孙立", "周宁"), rng.randint(1, 3))
    return {"proposers": [ProposerEntry(name) for name in names], "reason": "登记时误填。"}


@of("proposal", "correct_roles")
def _(_w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    held = list(row.assignments.held().select_related("proposal__session", "department", "rule").order_by("pk"))
    roles = ["lead", *["assist"] * (len(held) - 1)] if rng.random() < 0.7 else ["separate"] * len(held)
    rng.shuffle(roles)
    return {"roles": dict(zip(held, roles, strict=True)), "reason": "交办时误填。"} if len(held) > 1 else None


# Of a unit's part.

of("assignment", "accept")(nothing)
of("assignment", "resume_clock")(nothing)
for reasoned in ("decline_unit", "refuse_return", "waive", "refuse_extension", "pause_clock"):
    of("assignment", reasoned)(words("reason"))
for spoken in ("propose", "urge", "supervise", "answer_urging"):
    of("assignment", spoken)(words("text"))
of("assignment", "instruct")(lambda *_: {"text": "请抓紧办理。", "person": "李局长"})
of("assignment", "convene")(lambda *_: {"outcome": "由原单位承办。", "people": "三局分管领导"})
of("assignment", "note_contact")(
    lambda _w, rng, *_: {
        "way": rng.choice(("meeting", "phone", "visit")),
        "people": "赵明委员",
        "outcome": "当面沟通，表示理解。",
    }
)


@of("assignment", "hand_to")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    inside = [user for user in w.people(row.jurisdiction_id) if row.department_id in w.actor(user).unit_ids]
    sections = [None, *row.department.sections.order_by("pk")]
    return {"officer": rng.choice(inside) if inside else None, "section": rng.choice(sections)}


@of("assignment", "suggest_unit")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    unit = free_unit(w, rng, row)
    return {"department": unit, "reason": "涉及其职责。"} if unit else None


@of("assignment", "request_return")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    suggested = rng.choice((None, free_unit(w, rng, row)))
    return {"reason": "不属本局职责。", "suggested": suggested, "leader": rng.choice(("", "陈立"))}


@of("assignment", "approve_return")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    unit = row.suggested or free_unit(w, rng, row)
    return {"department": unit} if unit else None


@of("assignment", "request_extension")
def _(_w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    due = row.due_to_answer()
    if due is None:
        return None
    room = (longest_extension(row, due) - due).days
    return {"until": due + dt.timedelta(days=rng.randint(1, max(room, 1))), "reason": "需现场勘测。"}


of("assignment", "grant_extension")(nothing)


@of("assignment", "correct")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    earlier = w.day - dt.timedelta(days=rng.randint(0, 9))
    change = rng.choice(({"accepted_on": earlier}, {"assigned_on": earlier}, {"department": free_unit(w, rng, row)}))
    return change | {"reason": "登记时误填。"}


# Of a request for material.


@of("material", "collect")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    sources = list(sources_of(row.assignment, w.day).order_by("pk")) or units_of(w, row)
    due = w.day + dt.timedelta(days=rng.randint(0, 10))
    return {"department": rng.choice(sources), "wanted": "近三年数据", "due": due} if sources else None


of("material", "supply")(words("text"))
of("material", "drop")(nothing)
of("material", "ask_more")(lambda w, *_: {"reason": "缺去年数据。", "due": w.day + dt.timedelta(days=5)})

# Of a reply.

of("reply", "copy_text")(nothing)
for together in ("submit", "pass", "sign", "hand_in", "note_receipt"):
    of("reply", together)(lambda _w, rng, *_: {"together": rng.random() < 0.5})
of("reply", "send")(lambda _w, rng, *_: {"together": rng.random() < 0.5, "copies_later": rng.random() < 0.3})
for reasoned in ("send_back", "void", "order_second_handling", "reissue"):
    of("reply", reasoned)(words("reason"))
of("reply", "give_opinion")(lambda *_: {"text": "一、建议纳入年度计划。", "signer": "孙立"})


def a_number(w: Any, rng: random.Random) -> str:
    w.next_doc += 1
    return f"丽办函〔{w.day.year}〕{w.next_doc if rng.random() < 0.9 else 101}号"


@of("reply", "enter_clearance")
def _(w: Any, rng: random.Random, *_: Any) -> Given:
    number = a_number(w, rng) if rng.random() < 0.5 else ""
    sent_on = w.day if rng.random() < 0.5 else None
    return {"clearance": rng.choice(("oa", "paper")), "signer": "孙立", "doc_number": number, "sent_on": sent_on}


@of("reply", "draft")
def _(_w: Any, rng: random.Random, *_: Any) -> Given:
    return {"kind": rng.choice(("", "", "", "interim"))}


@of("reply", "countersign")
def _(_w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    asked = list(row.asked().waiting().select_related("department"))
    department = rng.choice([None, *(each.department for each in asked)])
    return {"person": rng.choice(PEOPLE), "department": department, "words": "同意。"}


@of("reply", "regrade")
def _(_w: Any, rng: random.Random, *_: Any) -> Given:
    return {"grade": rng.choice("ABC"), "reason": "按落实情况调整。"}


@of("reply", "decide_publication")
def _(_w: Any, rng: random.Random, *_: Any) -> Given:
    extent = rng.choice(("full", "summary", "none"))
    return {"extent": extent, "reviewer": "吴敏", "summary": "已建12个。", "ground": "涉及内部事项。",
            "personal_data_removed": True}  # fmt: skip


@of("reply", "follow_up")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    due = w.day + dt.timedelta(days=rng.randint(1, 90))
    return {"text": "年内再建5个。", "due": due, "owner": rng.choice([None, *units_of(w, row)])}


@of("reply", "correct")
def _(w: Any, rng: random.Random, *_: Any) -> Given:
    earlier = w.day - dt.timedelta(days=rng.randint(0, 5))
    change = rng.choice(({"doc_number": a_number(w, rng)}, {"sent_on": earlier}))
    return change | {"reason": "登记时误填。"}


of("copy", "acknowledge")(nothing)
of("copy", "return")(words("reason"))
of("copy", "dispatch", "resend")(lambda _w, rng, *_: {"channel": rng.choice(("", "paper", "mail", "electronic"))})
of("promise", "keep_promise")(words("evidence"))


of("reply", "reserve_number")(lambda *_: {})
of("reply", "void_number")(words("reason"))


@of("reply", "number")
def _(w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    given_out = row.number_series((row.signed_on or w.day).year) is not None
    return {"doc_number": "" if given_out and rng.random() < 0.8 else a_number(w, rng)}


@of("reply", "record_feedback")
def _(_w: Any, rng: random.Random, row: Any, _by: Actor) -> Given:
    return {
        "proposer": rng.choice(list(row.proposal.proposers.all())),
        "attitude": "satisfied",
        "result": rng.choice(("satisfied", "mostly", "dissatisfied", "no_view")),
        "way": rng.choice(("paper", "phone")),
    }


def spoilt(w: Any, rng: random.Random, given: dict[str, Any], on: dt.date) -> tuple[dict[str, Any], dt.date]:
    """The same with one thing wrong: a blank, a stranger, an empty list, a day that cannot be."""
    name = rng.choice([*given, "on"])
    if name == "on":
        return given, rng.choice((w.day + dt.timedelta(days=1), dt.date(2025, 1, 1)))
    value = given[name]
    if isinstance(value, str):
        return given | {name: rng.choice((" ", "不知所云"))}, on
    if isinstance(value, Department):
        strangers = Department.objects.exclude(jurisdiction=value.jurisdiction_id) | Department.objects.exclude(
            parent=None
        )
        return given | {name: rng.choice(list(strangers.order_by("pk")))}, on
    if isinstance(value, dt.date):
        return given | {name: rng.choice((dt.date(2025, 1, 1), dt.date(2031, 1, 1)))}, on
    if isinstance(value, list):
        return given | {name: rng.choice(([], value * 2))}, on
    return given, on
