"""Letters with what a careful reader would find in them, in a compact form; `letters/*.txt` hold them.

`=== 名` begins a letter, `=== 名 < 另一名` one that differs from another. Lines `键: 值` state the letter and the case;
`改: 旧 => 新` changes a passage of the body; below `---` stands a body of its own. `应查: 规则 引文` is what must be
found; a letter without such a line must pass. What a letter states and what the case is are given apart: a title with
another number than `案` is a fault.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path

from letters.body import parts_of
from letters.letter import BodyLevel, Copy, Kind, Letter, SessionRef
from letters.lint import Facts, Problem, check
from letters.lint.facts import Grades, Named, Recipient, Setting
from letters.lint.parts import PARTS
from letters.profiles import Profile, load

FOLDER = Path(__file__).with_name("letters")
GRADES = Grades(("A", "B", "C", "D"), top=("A",), plan=("B",), lowest=("C", "D"))


@dataclass(frozen=True)
class Labelled:
    """A letter, its case and what must be found: (rule, text at the place or "" for any)."""

    name: str
    letter: Letter
    profile: Profile
    facts: Facts
    expected: tuple[tuple[str, str], ...]

    def problems(self) -> tuple[Problem, ...]:
        return check(self.letter, self.profile, self.facts)


@dataclass(frozen=True)
class Score:
    """What was found against what should have been, each as (letter, rule, text)."""

    right: tuple[tuple[str, str, str], ...]
    missed: tuple[tuple[str, str, str], ...]
    false: tuple[tuple[str, str, str], ...]


def load_all(*names: str) -> list[Labelled]:
    """The letters of these files, without `.txt`; those of `bases` may always be built on."""
    raw: dict[str, dict[str, list[str]]] = {}
    own: list[str] = []
    for file in dict.fromkeys(("bases", *names)):
        for name, fields in _sections((FOLDER / f"{file}.txt").read_text(encoding="utf-8"), raw):
            assert name not in raw, f"two letters are called {name}"
            raw[name] = fields
            own += [name] * (file in names)
    return [_labelled(name, raw[name]) for name in own]


def score(letters: list[Labelled]) -> Score:
    right, missed, false = [], [], []
    for each in letters:
        open_ones = list(each.expected)
        for problem in each.problems():
            match = next((one for one in open_ones if _is(one, problem)), None)
            known = next((one for one in each.expected if _is(one, problem)), None)
            if match:
                open_ones.remove(match)
                right.append((each.name, *match))
            elif not known:
                false.append((each.name, problem.rule, problem.quote[:40] or problem.message))
        missed += [(each.name, *one) for one in open_ones]
    return Score(tuple(right), tuple(missed), tuple(false))


def _is(expected: tuple[str, str], problem: Problem) -> bool:
    rule, text = expected
    said = (problem.quote, problem.message)
    return rule == problem.rule and any(text in each or (each and each in text) for each in said)


def _sections(text: str, raw: dict[str, dict[str, list[str]]]):
    known = dict(raw)
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        heading, _, rest = part.partition("\n")
        name, _, base = heading.partition(" < ")
        head, separator, body = ("\n" + rest).partition("\n---\n")
        fields = {key: list(values) for key, values in known[base.strip()].items()} if base else {}
        fields.pop("应查", None)
        own: dict[str, list[str]] = {}
        for line in head.strip("\n").splitlines():
            key, _, value = line.partition(":")
            own.setdefault(key, []).append(value.removeprefix(" "))
        fields |= own
        if separator:
            fields["正文"] = [body.rstrip("\n")]
        for change in own.get("改", []):
            old, _, new = change.partition(" => ")
            whole = fields["正文"][0]
            assert old in whole, f"{name}: {old} does not stand in the body"
            fields["正文"] = [whole.replace(old, new.replace("\\n", "\n"), 1)]
        fields.pop("改", None)
        known[name.strip()] = fields
        yield name.strip(), fields


def _labelled(name: str, fields: dict[str, list[str]]) -> Labelled:
    said = {key: values[0] for key, values in fields.items()}
    expected = tuple(_expected(line) for line in fields.get("应查", []))
    # Units of many places write these letters, each with the 机关代字 of its own.
    words = tuple(filter(None, said.get("代字", "").split("、")))
    profile = replace(load(said.get("版式", "nanyang")), number_words=words)
    return Labelled(name, _letter(said), profile, _facts(said), expected)


def _expected(line: str) -> tuple[str, str]:
    rule, _, text = line.strip().partition(" ")
    return rule, text


def _letter(said: dict[str, str]) -> Letter:
    session, number, title = _case(said)
    person, _, phone = said.get("联系", "").partition(" ")
    grade = said.get("结果")
    typed = parts_of(said.get("正文", ""))
    return Letter(
        kind=Kind.CO_OPINION if said.get("类") == "会办意见" else Kind.REPLY,
        issuer=said.get("机关", said.get("署名")),
        doc_number=said.get("文号") or None,
        signatory=tuple(filter(None, [said.get("签发")])),
        grade=grade[:1] if grade else None,
        grade_raw=grade or None,
        publicity=said.get("公开") or None,
        title=said.get("标题"),
        body_level=BodyLevel.CITY,
        session=session,
        proposal_number=number,
        proposal_title=title,
        salutation=said.get("称谓"),
        body=typed.body,
        sign_off=said.get("署名") or None,
        date=_day(said.get("日期")),
        contact_person=(person,) if person else (),
        contact_phone=tuple(filter(None, phone.split("、"))),
        cc=tuple(_copy(each) for each in _list(said.get("抄送"), "、")),
        attachments=typed.attachments,
        enclosed=typed.enclosed,
    )


def _facts(said: dict[str, str]) -> Facts:
    session, number, title = _case(said)
    yes = {"是": True, "否": False, None: None}
    return Facts(
        session=session,
        number=number,
        proposal_title=title,
        proposers=_proposers(said.get("提案者")),
        asks=tuple(_list(said.get("建议"), "；")) or None,
        consent=yes[said.get("同意公开")],
        lead=Named(lead) if (lead := said.get("主办") or said.get("承办")) else None,
        co_handlers=tuple(map(Named, _list(said.get("会办"), "、"))),
        today=_day(said.get("今天")),
        handed_over=_day(said.get("交办")),
        last_contact=_day(said.get("沟通")),
        last_opinion=_day(said.get("会办意见日")),
        due=_day(said.get("期限")),
        issued=said.get("已发") == "是",
        interim=said.get("阶段性") == "是",
        public_parts=frozenset(PARTS if said.get("公开文本") == "是" else ()),
        grades=GRADES,
        recipients=tuple(map(_recipient, _list(said.get("应抄送"), "、"))) or None,
        signer_posts=tuple(_list(said.get("应签职务"), "、")) or None,
        signer_post=said.get("签发职务"),
        number_used_by=said.get("用号"),
        publicity_reason=said.get("不公开理由"),
        last_reply=said.get("上年"),
        repealed=dict(tuple(each.split(" => ")) for each in [said["废止"]]) if "废止" in said else None,
        date_as_printed=said.get("印日期"),
        fonts=tuple(map(_setting, _list(said.get("字体"), "；"))) or None,
        text_face=int(said["正文页"]) if "正文页" in said else None,
        foot_face=int(said["版记页"]) if "版记页" in said else None,
        form_enclosed=yes[said.get("征询表")],
    )


def _case(said: dict[str, str]) -> tuple[SessionRef, str, str]:
    term, meeting, number, title = said["案"].split(" ", 3)
    return SessionRef(int(term), int(meeting)), number, title


def _proposers(text: str | None) -> tuple[Named, ...] | None:
    if text is None:
        return None
    return tuple(Named(name.removeprefix("单位 "), person=not name.startswith("单位 ")) for name in _list(text, "、"))


def _copy(text: str) -> Copy:
    name, _, copies = text.partition(" ")
    return Copy(name, int(copies) if copies else None)


def _recipient(text: str) -> Recipient:
    copy = _copy(text)
    return Recipient(Named(copy.recipient), copy.copies)


def _setting(text: str) -> Setting:
    block, level, font, size, *underlined = text.split(" ")
    return Setting(int(block), int(level), font, float(size), bool(underlined))


def _list(text: str | None, separator: str) -> list[str]:
    return [each for each in (text or "").split(separator) if each]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
