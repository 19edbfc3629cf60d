"""Names of proposers as lists write them: 赵明、钱 进等5人; and whether a name is a person's or a body's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from proposals.enums import ProposerKind

SEPARATOR = re.compile(r"[、，,；;/／\n\r\t]+|\s{2,}")
AND_OTHERS = re.compile(r"等\s*[\d一二三四五六七八九十]*\s*[名人位]?(?:委员|提案人)?$")
TITLE = re.compile(r"(?<=[\u4e00-\u9fff·]{2})委员$")
BODY = re.compile(
    "委员会|专委会|工委|市委|县委|区委|省委|支部|总支|小组|联组|界$|界别|工商联|联合会|协会|商会|学会|"
    "民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|总工会|工会|共青团|团委|青联|妇联|科协|侨联|台联|政协|办公室"
)


def people_in(text: str) -> tuple[list[str], str]:
    """Names in order and once each, and the words that stand for others who are not named."""
    names: dict[str, None] = {}
    others = ""
    for part in SEPARATOR.split(text):
        found = AND_OTHERS.search(part)
        others = found[0].strip() if found else others
        for name in spaced(AND_OTHERS.sub("", part)):
            names[TITLE.sub("", name)] = None
    return list(names), others


def spaced(text: str) -> list[str]:
    """钱 进 is one person, padded to three characters; 赵明 李小华 are two."""
    tokens = text.split()
    if not all(re.fullmatch(r"[\u4e00-\u9fff]+", token) for token in tokens):
        return [" ".join(tokens)] if tokens else []
    names: list[str] = []
    single = ""
    for token in tokens:
        if len(token) == 1 and not single:
            single = token
        else:
            names.append(single + token)
            single = ""
    return [*names, single] if single else names


def person_or_body(said: Mapping[str, Any]) -> str:
    """As the program says; else by the name: bodies are long or bear a body's word."""
    kind = str(said.get("kind") or "")
    if kind in ProposerKind.values:
        return kind
    name = str(said.get("name", ""))
    is_body = BODY.search(name) or (len(name) > 4 and "·" not in name and not name.isascii())
    return ProposerKind.BODY if is_body else ProposerKind.PERSON
