"""Owns how a place writes its letters: positions, words and layout as plain data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Self, get_type_hints

# What each form may name in braces.
FORMS = {
    "title_form": ("issuer", "body", "session", "number", "case"),
    "session_form": ("term", "meeting"),
    "salutation_many": ("first", "count"),
    "grade_form": ("grade", "raw"),
    "publicity_form": ("publicity", "yes"),
}

KINDS = {bool: "是或否", str: "文字", int: "整数"}

PRESETS = Path(__file__).with_name("profiles")


class ProfileError(ValueError):
    """A profile that cannot be used: the field, and what is wrong with it in words for whoever keeps the profile."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}：{message}")
        self.field, self.message = field, message


class Layout(StrEnum):
    """文件格式 or 信函格式 (GB/T 9704-2012, 7 and 10.1)."""

    FILE = "file"
    LETTER = "letter"


class NumberPlace(StrEnum):
    """Where 发文字号 stands."""

    HEAD = "head"
    UNDER_TITLE = "under_title"


class GradePlace(StrEnum):
    """Where 办理结果 stands."""

    UNDER_SIGNER = "under_signer"
    FIRST_LINE = "first_line"  # in the corner of page 1
    BESIDE_NUMBER = "beside_number"
    UNDER_NUMBER = "under_number"
    ABOVE_TITLE = "above_title"
    TAIL = "tail"
    NOT_PRINTED = "not_printed"


class SignerPlace(StrEnum):
    """Where 签发人 stands."""

    HEAD = "head"
    FIRST_LINE = "first_line"
    TAIL = "tail"
    NOT_PRINTED = "not_printed"


class PublicityPlace(StrEnum):
    """Where 公开属性 stands."""

    NOTE = "note"
    FIRST_LINE = "first_line"
    BESIDE_NUMBER = "beside_number"
    UNDER_NUMBER = "under_number"
    NOT_PRINTED = "not_printed"


class Corner(StrEnum):
    """On which side the first lines of page 1 stand: the mark of publicity, the grade, the signer."""

    LEFT = "left"
    RIGHT = "right"


class ContactForm(StrEnum):
    """Label lines after the date, one note in round brackets under it, or none."""

    LINES = "lines"
    NOTE = "note"
    NOT_PRINTED = "not_printed"


class ContactField(StrEnum):
    """A fact about the contact, as the letter names it."""

    PERSON = "person"
    PHONE = "phone"
    UNIT = "unit"
    POSTCODE = "postcode"
    SIGNER = "signer"  # 领导署名, 主管领导


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One label and the facts behind it: 联系部门及电话 names two."""

    label: str
    facts: tuple[ContactField, ...]


STANDARD_CONTACT = (
    ContactLine("联系人", (ContactField.PERSON,)),
    ContactLine("联系电话", (ContactField.PHONE,)),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """How a place writes. The defaults are the plain 文件格式 of the standard."""

    layout: Layout = Layout.FILE
    mark_suffix: str = "文件"  # after the name of the body in the red letterhead
    preprinted: bool = False  # the paper bears letterhead and red lines: their place stays blank
    title_form: str = "对{body}{session}第{number}号提案的答复"
    body_name: str = ""  # 区政协, where 市 or 县 by level would be wrong
    session_form: str = "{term}届{meeting}次会议"
    title_tail_line: bool = False  # 答　复 spaced on a line of its own
    number: NumberPlace = NumberPlace.HEAD
    number_words: tuple[str, ...] = ()  # how the 机关代字 of replies may end: 函, 字, 提函
    salutation_prefix: str = ""
    salutation_word: str = "委员"
    salutation_most: int = 0  # more names than these are counted: 甲等5位委员; 0 for never
    salutation_many: str = "{first}等{count}位"
    corner: Corner = Corner.RIGHT
    signer: SignerPlace = SignerPlace.HEAD
    signer_label: str = "签发人："
    grade: GradePlace = GradePlace.UNDER_SIGNER
    grade_form: str = "办理结果：{grade}"
    publicity: PublicityPlace = PublicityPlace.NOT_PRINTED
    publicity_form: str = "（信息公开形式：{publicity}）"
    closing_words: tuple[str, ...] = ()  # the paragraphs with which a draft ends
    form_listed: bool = False  # 附件说明 names 征询意见表; else it is enclosed without a word
    contact: ContactForm = ContactForm.NOTE
    contact_lines: tuple[ContactLine, ...] = STANDARD_CONTACT
    contact_spread: bool = True  # labels of different length are stretched to the longest
    tail_first: bool = False  # what stands at the tail comes before 署名 and date
    copies: bool = True
    copies_label: str = "抄送："
    reported: tuple[str, ...] = ()  # recipients that stand on a line of their own above: 报：
    reported_label: str = "报："
    print_line: bool = True  # 印发机关 and 印发日期, 文件格式 only
    sealed: bool = True
    duplex: bool = True  # printed on both sides: the 版记 goes to an even face

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read stored data; ProfileError names a field that is unknown or holds what it cannot."""
        # A misspelt field would silently leave the standard in force.
        unknown = sorted(set(data) - {field.name for field in fields(cls)})
        if unknown:
            raise ProfileError("、".join(unknown), "没有这一项。")
        types = get_type_hints(cls)
        profile = cls(**{name: _read(name, types[name], value) for name, value in data.items()})
        for form, allowed in FORMS.items():
            _check_form(form, getattr(profile, form), allowed)
        return profile

    def as_dict(self) -> dict[str, Any]:
        """Plain data, equal to what its JSON gives back; `from_dict` takes it again."""
        data = {name: _as_plain(value) for name, value in asdict(self).items()}
        lines = [{"label": line.label, "facts": [str(fact) for fact in line.facts]} for line in self.contact_lines]
        return data | {"contact_lines": lines}


def load(name: str) -> Profile:
    """One of the presets that come with the system; ProfileError where there is none of that name."""
    return Profile.from_dict(preset(name).content)


@dataclass(frozen=True, slots=True)
class Preset:
    """A layout to start from: the places that write so, what marks it, and what differs from the standard."""

    code: str
    name: str
    says: str
    content: dict[str, Any]


@cache
def preset(name: str) -> Preset:
    """ProfileError where there is none of that name."""
    # Compared with the list, so that a name is never a path.
    if name not in names():
        raise ProfileError(name, f"没有这一预设，可用：{'、'.join(names())}。")
    content = tomllib.loads((PRESETS / f"{name}.toml").read_text(encoding="utf-8"))
    return Preset(name, content.pop("name"), content.pop("says"), content)


def names() -> tuple[str, ...]:
    """The presets, in order of name."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def _as_plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, kind: Any, value: Any) -> Any:
    if name == "contact_lines":
        return _read_contact_lines(value)
    if kind == tuple[str, ...]:
        return _read_words(name, value)
    if issubclass(kind, StrEnum):
        return _read_choice(name, kind, value)
    # True is an int to Python, and no number of names.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ProfileError(name, f"应为{KINDS[kind]}，不能是{value!r}。")
    return value


def _read_words(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each.strip() for each in value):
        raise ProfileError(name, f"应为文字组成的列表，不能是{value!r}。")
    return tuple(value)


def _read_choice(name: str, kind: type[StrEnum], value: Any) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise ProfileError(name, f"应为{'、'.join(kind)}之一，不能是{value!r}。") from None


def _read_contact_lines(value: Any) -> tuple[ContactLine, ...]:
    if not isinstance(value, list | tuple):
        raise ProfileError("contact_lines", f"应为列表，不能是{value!r}。")
    return tuple(_read_contact_line(line) for line in value)


def _read_contact_line(line: Any) -> ContactLine:
    if not isinstance(line, Mapping) or set(line) != {"label", "facts"} or not isinstance(line["label"], str):
        raise ProfileError("contact_lines", f"每行应有 label 和 facts，不能是{line!r}。")
    if not isinstance(line["facts"], list | tuple):
        raise ProfileError("contact_lines", f"facts 应为列表，不能是{line['facts']!r}。")
    facts = tuple(ContactField(_read_choice("contact_lines", ContactField, fact)) for fact in line["facts"])
    return ContactLine(line["label"], facts)


def _check_form(name: str, form: str, allowed: tuple[str, ...]) -> None:
    """A form with a placeholder that nobody fills fails here, not on the day of printing."""
    try:
        blanks = [(blank, more) for _, blank, *more in Formatter().parse(form) if blank is not None]
    except ValueError:
        blanks = [("", [])]
    # A blank stands alone: a width of a billion, or a look into what fills it, is no way to write a title.
    if any(blank not in allowed or any(more) for blank, more in blanks):
        named = "、".join(f"{{{each}}}" for each in allowed)
        raise ProfileError(name, f"花括号里只能用{named}。")
