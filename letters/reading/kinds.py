"""What a document is, and why: the rules in the order in which a registry clerk would ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from letters.letter import Kind
from letters.reading.sessions import sessions_in
from letters.reading.vocabulary import TITLES, any_of
from letters.reading.zones import Page

# The opening of an answer, whatever its writer calls it.
_ANSWERS: Final = re.compile(
    r"收悉|收到(?:后|了|您|你)?|(?:答复|回复|函复|函告|复函|办复|回告|汇报|办理情况|说明|反馈|告知|意见|通报)[\u4e00-\u9fff]{0,4}(?:如下|您)|[由转交]我[们局委办厅部镇乡]|研究办理"
)
# A yearly report to the committee is no answer to a proposer, unless its title says that it answers.
_REPORTS: Final = re.compile("报告如下")
_OPINION: Final = re.compile("(?:会办|协办)(?:意见|情况)")
_MAILBOX: Final = re.compile(any_of(TITLES["mailbox"]["words"]))
_OTHER_ASSEMBLY: Final = re.compile(any_of(TITLES["assemblies"]["elsewhere"]))
_CPPCC: Final = re.compile(any_of(TITLES["assemblies"]["cppcc"]))
_NPC: Final = re.compile(any_of(TITLES["assemblies"]["npc"]))
_FORM_NAMES: Final = {
    "notice": "通知一类的公文",
    "report": "工作报告或汇总",
    "form": "表单",
    "proposal": "提案本身",
    "speech": "会议上的发言",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    form: str | None
    assembly: str | None
    answers: bool
    opinion: bool
    speaks_of_proposal: bool
    to_members: bool
    to_deputies: bool
    elsewhere: bool
    mailbox: bool
    forwarded: int

    @classmethod
    def of(cls, page: Page, forwarded: int) -> Facts:
        titles = "".join(titled.line.flat for titled in page.titles)
        opening = page.opening.flat
        salutation = page.salutation.flat if page.salutation else ""
        said = titles + opening + salutation
        form = page.titles[0].form if page.titles else None
        return cls(
            form=form,
            assembly=_assembly(page),
            answers=bool(_ANSWERS.search(opening)) and (form == "reply" or not _REPORTS.search(opening)),
            opinion=form == "co_opinion" or bool(_OPINION.search(opening[-80:])),
            speaks_of_proposal="提案" in said or bool(_CPPCC.search(said)),
            to_members="委员" in salutation.replace("委员会", ""),
            to_deputies="代表" in salutation,
            elsewhere=bool(_OTHER_ASSEMBLY.search(_NPC.sub("", said))),
            mailbox=bool(_MAILBOX.search(opening[:120] + "".join(line.flat for line in page.head[-12:]))),
            forwarded=forwarded,
        )


def _assembly(page: Page) -> str | None:
    """The assembly of the session the letter names: its title first, then its opening."""
    for line in (*(titled.line for titled in page.titles), page.opening):
        for session in sessions_in(line):
            if session.assembly:
                return session.assembly
    return None


Rule = tuple[Callable[[Facts], bool], Kind, Callable[[Facts], str]]


def _because(sentence: str) -> Callable[[Facts], str]:
    return lambda _: sentence


RULES: Final[tuple[Rule, ...]] = (
    (
        lambda facts: facts.forwarded > 1,
        Kind.OTHER,
        lambda facts: f"是转发的通知，内含{facts.forwarded}份层层转发的文件，不是对提案的答复。",
    ),
    (
        lambda facts: (
            facts.form in _FORM_NAMES
            and (facts.form == "speech" or not (facts.answers and (facts.to_members or facts.form == "proposal")))
        ),
        Kind.OTHER,
        lambda facts: f"标题表明是{_FORM_NAMES[facts.form or '']}，不是对提案的答复。",
    ),
    (
        lambda facts: facts.assembly == "elsewhere" or (facts.elsewhere and not facts.assembly),
        Kind.OTHER,
        _because("答复的是其他代表大会的提案或建议，不是政协提案。"),
    ),
    (
        lambda facts: facts.assembly == "npc" and (facts.answers or facts.form in {"reply", "co_opinion"}),
        Kind.NPC_REPLY,
        _because("所列会议是人民代表大会，是对人大代表建议的答复。"),
    ),
    (
        lambda facts: facts.mailbox and not facts.speaks_of_proposal,
        Kind.OTHER,
        _because("答复的是来信、来电或留言，没有提到政协提案。"),
    ),
    (
        lambda facts: facts.to_deputies and facts.answers and not facts.speaks_of_proposal,
        Kind.NPC_REPLY,
        _because("称谓是人大代表，文中没有提到政协，是对人大代表建议的答复。"),
    ),
    (
        lambda facts: facts.opinion and not facts.to_members,
        Kind.CO_OPINION,
        _because("是会办（协办）单位送主办单位的意见。"),
    ),
    (
        lambda facts: facts.answers and (facts.to_members or facts.speaks_of_proposal),
        Kind.REPLY,
        _because("向提案者答复政协提案的办理情况。"),
    ),
    (
        lambda facts: facts.form == "reply" and facts.speaks_of_proposal,
        Kind.REPLY,
        _because("标题是对政协提案的答复。"),
    ),
)


def kind_of(facts: Facts) -> tuple[Kind, str]:
    """The kind by the first rule that holds, with its reason in Chinese."""
    for holds, kind, reason in RULES:
        if holds(facts):
            return kind, reason(facts)
    return Kind.OTHER, "没有答复提案的标题、称谓或开头语，不是对提案的答复。"
