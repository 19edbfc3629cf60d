"""Owns a draft that comes back from a word processor: title, salutation and body, and the changes tracked in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from letters.body import announced, level_of, text_of
from letters.files import doc, docx
from letters.files import text_of as text_of_file
from letters.files.docx import Revision
from letters.files.errors import Unreadable
from letters.files.typeset import typeset
from letters.pasting import cleaned
from letters.reading import read

# What our own documents name these parts; word processors keep the names.
_TITLE, _SALUTATION = "title", "salutation"
_ATTACHMENT, _ENCLOSES, _TITLE_OF_ONE = "附件说明", "附件标记", "附件标题"
_FOOT: Final = frozenset({"抄送", "印发", "版记锚点"})
_AFTER_THE_BODY: Final = frozenset({_ATTACHMENT, _ENCLOSES, "signature", "date", "附注"}) | _FOOT


@dataclass(frozen=True, slots=True)
class Texts:
    """The three texts of a letter that people write; 附件 are typed behind the body."""

    title: str
    addressees: str
    body: str


@dataclass(frozen=True, slots=True)
class Heading:
    """How the file sets one heading: the paragraph of the body that it is, its level, font, and size in points."""

    block: int
    level: int
    font: str
    size: float
    underlined: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft read from a file: with all tracked changes, without them, and the changes one by one.

    headings: those of the revised body, as far as the file says how they are set.
    """

    revised: Texts
    original: Texts
    revisions: tuple[Revision, ...] = ()
    headings: tuple[Heading, ...] = ()


def read_draft(data: bytes, name: str) -> Draft:
    """By the styles of our own documents, else by the eye of the reader. Unreadable says why nothing was found."""
    data = doc.as_docx(data) or data
    if doc.is_odt(data):
        raise doc.unread_odt()
    if not docx.holds(data):
        texts = _by_eye(text_of_file(data, name))
        return Draft(texts, texts)
    revised = _texts(data, original=False)
    return Draft(revised, _texts(data, original=True), docx.revisions(data), tuple(_headings(data, revised.body)))


def _headings(data: bytes, body: str) -> Iterator[Heading]:
    found = {cleaned(each.text): each for each in typeset(data) if level_of(cleaned(each.text))}
    for block, line in enumerate(body.split("\n")):
        if (each := found.get(line)) and each.font:
            yield Heading(block, level_of(line), each.font, each.size, each.underlined)


def _texts(data: bytes, *, original: bool) -> Texts:
    styled = docx.styled(data, original=original)
    if _SALUTATION in {style for style, _ in styled}:
        return _by_style(styled)
    return _by_eye(docx.text(data, original=original))


def _by_style(styled: list[tuple[str, str]]) -> Texts:
    styles = [style for style, _ in styled]
    start = styles.index(_SALUTATION) + 1
    end = next((i for i in range(start, len(styles)) if styles[i] in _AFTER_THE_BODY), len(styles))
    pages = next((i for i in range(end, len(styles)) if styles[i] == _ENCLOSES), len(styles))
    foot = next((i for i in range(pages, len(styles)) if styles[i] in _FOOT), len(styles))
    listed = [text for style, text in styled[end:pages] if style == _ATTACHMENT]
    enclosed = [text.replace("\n", "") if style == _TITLE_OF_ONE else text for style, text in styled[pages:foot]]
    return _found(
        title="".join(text for style, text in styled[: start - 1] if style == _TITLE).replace("\n", ""),
        addressees=styled[start - 1][1],
        body="\n".join([*(text for _, text in styled[start:end]), *listed, *enclosed]),
    )


def _by_eye(text: str) -> Texts:
    letter = read(text).letter
    lines = [text_of(letter.body), *announced(letter.attachments), text_of(letter.enclosed)]
    return _found(title=letter.title or "", addressees=letter.salutation or "", body="\n".join(lines))


def _found(*, title: str, addressees: str, body: str) -> Texts:
    lines = [line for line in cleaned(body).split("\n") if line]
    if not lines:
        raise Unreadable("no_body", "文件中没有找到称谓和正文，请用从本系统下载的文件修改后上传。")
    return Texts(cleaned(title), cleaned(addressees), "\n".join(lines))
