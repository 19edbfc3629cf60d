"""One row of a list read as a proposal: what it says, and what is wrong with how it says it. Asks no database."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from proposals.actions.filing import ProposerEntry
from proposals.enums import AssignmentRole as R
from proposals.enums import ListField as F
from proposals.enums import Nature
from proposals.importing.people import people_in, person_or_body
from workflow.errors import Invalid
from workflow.tables import Line

YES = frozenset(["是", "有", "重点", "同意", "公开", "愿意", "√", "✓", "1", "y", "yes", "true", "t", "对"])
NO = frozenset(["否", "无", "非重点", "不同意", "不公开", "不愿意", "×", "x", "0", "n", "no", "false", "f"])
INTERIM, AT_SESSION = ("平时", "闭会", "会后", "interim"), ("会议", "大会", "会上", "会间", "全会", "session")
ASK_NUMBER = re.compile(r"^[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]\s*")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s.*)?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
# How a spreadsheet counts days where the cell was not formatted as one: 36526 is 2000-01-01, 58804 the end of 2060.
SERIAL_START, FIRST_SERIAL, LAST_SERIAL = dt.date(1899, 12, 30), 36526, 58804
LABEL = re.compile(r"(主办|牵头|单办|独办|会办|协办|配合|参办|分办)(?:单位)?[:：]")
ROLE_OF = {"会办": R.ASSIST, "协办": R.ASSIST, "配合": R.ASSIST, "参办": R.ASSIST, "分办": R.SEPARATE}
LONGEST = {"title": 200, "number": 20, "category": 40, "phone": 40}
LABELS = {"title": "案由", "number": "提案号", "category": "提案分类", "phone": "联系电话"}


@dataclass(slots=True)
class Entry:
    """`units`: (role, words) as the list says it; a role of "" leaves open what the units do."""

    row: int
    cells: dict[str, str]
    title: str = ""
    number: str = ""
    proposers: list[ProposerEntry] = field(default_factory=list)
    body: str = ""
    asks: list[str] = field(default_factory=list)
    category: str = ""
    nature: str = Nature.SESSION
    is_key: bool = False
    consents_to_publication: bool | None = None
    session: str = ""
    sector: str = ""
    filed_on: dt.date | None = None
    units: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> dict[str, Any]:
        """What `register` takes beside session, kind and proposers."""
        names = ("title", "body", "asks", "category", "nature", "is_key", "consents_to_publication")
        return {name: getattr(self, name) for name in names}


def entry_of(line: Line, columns: Mapping[str, str]) -> Entry:
    said = gathered(line, columns)
    entry = Entry(line.number, line.cells)
    entry.title = title_of(said.get(F.TITLE, ""))
    entry.number = "".join(unicodedata.normalize("NFKC", number_of(said.get(F.NUMBER, ""))).split())
    entry.body, entry.asks = said.get(F.BODY, ""), asks_in(said.get(F.ASKS, ""))
    entry.category, entry.session, entry.sector = (said.get(each, "") for each in (F.CATEGORY, F.SESSION, F.SECTOR))
    read_choices(entry, said)
    read_proposers(entry, said)
    entry.units = units_in(said, entry)
    refuse_too_long(entry)
    return entry


def gathered(line: Line, columns: Mapping[str, str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for header, name in columns.items():
        if words := line.cells.get(header, "").strip():
            said[name] = f"{said[name]}\n{words}" if name in said else words
    return said


def title_of(text: str) -> str:
    text = " ".join(text.split())
    return text[1:-1] if text.startswith("《") and text.endswith("》") and text.count("《") == 1 else text


def number_of(text: str) -> str:
    """第35号 → 35; zeros before it stay."""
    match = re.fullmatch(r"\s*第?\s*(.*?)\s*号?\s*", text, re.DOTALL)
    return match[1] if match else text


def asks_in(text: str) -> list[str]:
    return [bare for line in text.splitlines() if (bare := ASK_NUMBER.sub("", line.strip()))]


def read_choices(entry: Entry, said: Mapping[str, str]) -> None:
    """Days and yes-or-no: a word that cannot be read is a reason to refuse the row, never a silent default."""

    def take(name: str, read: Callable[[str], Any], what: str) -> Any:
        words = said.get(name, "")
        try:
            return read(words) if words else None
        except ValueError:
            entry.problems.append(f"{what}“{words[:30]}”无法识别。")
            return None

    entry.nature = take(F.NATURE, nature_of, "提案性质") or Nature.SESSION
    entry.is_key = take(F.IS_KEY, is_yes, "重点提案") or False
    entry.consents_to_publication = take(F.CONSENT, is_yes, "是否同意公开")
    entry.filed_on = take(F.FILED_ON, day_of, "立案日期")


def nature_of(text: str) -> str:
    words = text.strip().lower()
    for marks, nature in ((INTERIM, Nature.INTERIM), (AT_SESSION, Nature.SESSION)):
        if any(words.startswith(mark) for mark in marks):
            return nature
    raise ValueError(text)


def is_yes(text: str) -> bool | None:
    words = text.strip().lower()
    if words in {"未表态", "未定", "/", "-", "—"}:
        return None
    if words not in YES | NO:
        raise ValueError(text)
    return words in YES


def day_of(text: str) -> dt.date:
    """2026-02-06, 2026年2月6日, 2026.2.6, 20260206, or the number that a spreadsheet keeps for a day."""
    words = unicodedata.normalize("NFKC", text).strip()
    if words.isdecimal() and len(words) == 5 and FIRST_SERIAL <= int(words) <= LAST_SERIAL:
        return SERIAL_START + dt.timedelta(days=int(words))
    match = DAY.fullmatch(words) or COMPACT_DAY.fullmatch(words)
    if match is None:
        raise ValueError(text)
    return dt.date(*map(int, match.groups()))


def read_proposers(entry: Entry, said: Mapping[str, str]) -> None:
    found: dict[str, ProposerEntry] = {}
    for name in (F.LEAD_PROPOSER, F.PROPOSERS, F.JOINT_PROPOSERS):
        for each in proposers_in(said.get(name, ""), entry):
            found.setdefault(each.name, each)
    entry.proposers = list(found.values())
    if entry.proposers and (phone := said.get(F.PHONE, "")):
        lead = entry.proposers[0]
        entry.proposers[0] = ProposerEntry(lead.name, lead.kind, lead.phone or phone)


def proposers_in(text: str, entry: Entry) -> Iterable[ProposerEntry]:
    """Names as people write them, or the objects of a program."""
    if text.startswith("["):
        return [
            ProposerEntry(str(each.get("name", "")), person_or_body(each), str(each.get("phone") or ""))
            for each in objects_in(text, "提案人", entry)
        ]
    names, others = people_in(text)
    if others:
        entry.remarks.append(f"“{others}”未列出姓名，只登记列出的提案人。")
    return [ProposerEntry(name, person_or_body({"name": name})) for name in names]


def objects_in(text: str, what: str, entry: Entry) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
        return [each if isinstance(each, dict) else {"name": str(each)} for each in found]
    except (ValueError, RecursionError, TypeError):
        entry.problems.append(f"{what}的 JSON 内容有误。")
        return []


def units_in(said: Mapping[str, str], entry: Entry) -> list[tuple[str, str]]:
    """主办 alone is 单办; a mixed column says which is which by its own words."""
    mixed = said.get(F.UNITS, "")
    if mixed.startswith("["):
        return [(role_named(each), str(each.get("department", ""))) for each in objects_in(mixed, "承办单位", entry)]
    pieces = LABEL.split(mixed)
    found = [("", pieces[0])] + [
        (ROLE_OF.get(label, R.LEAD), words) for label, words in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    columns = ((R.LEAD, F.LEAD), (R.ASSIST, F.ASSIST), (R.SEPARATE, F.SEPARATE))
    found += [(role, said.get(name, "")) for role, name in columns]
    return [(role, words) for role, words in found if words.strip(" 、，,；;\n")]


def role_named(share: Mapping[str, Any]) -> str:
    role = str(share.get("role") or "")
    return role if role in R.values else ""


def refuse_too_long(entry: Entry) -> None:
    if not entry.title:
        entry.problems.append("没有案由。")
    if not entry.proposers:
        entry.problems.append("没有提案人。")
    for name, most in LONGEST.items():
        longest = max((each.phone for each in entry.proposers), key=len, default="") if name == "phone" else ""
        if len(longest or getattr(entry, name, "")) > most:
            entry.problems.append(f"{LABELS[name]}超过{most}字。")
    if any(len(each.name) > 80 for each in entry.proposers):
        entry.problems.append("提案人姓名或名称超过80字。")
    if any("\x00" in words for words in entry.cells.values()):
        entry.problems.append("含有不成文字的符号。")


def refuse_wrong_words(entry: Entry) -> None:
    """Invalid with every problem of the row at once: who mends a list wants to mend it once."""
    if entry.problems:
        raise Invalid("".join(dict.fromkeys(entry.problems)))
