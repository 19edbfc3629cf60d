"""附件说明 and what is enclosed: where it stands, and that both name the same things in the same order."""

from __future__ import annotations

from collections.abc import Iterator

from letters.body import ANNOUNCES, ENCLOSES
from letters.lint.model import Fault, Fix, Place
from letters.lint.subject import Subject
from letters.writing.wording import FORM


def attachments(subject: Subject) -> Iterator[Fault]:
    for each in subject.paragraphs:
        if ANNOUNCES.match(each.text):
            told = "附件说明应在正文之后，其后只写附件；“附件1”单独一行，标题另起一行。"
            yield Fault(told, subject.whole("body", each.index))
    wanted = subject.profile.form_listed and subject.facts.judged
    if wanted and not any(FORM in name for name in subject.letter.attachments):
        yield Fault(f"附件说明没有列出{FORM}。", Place("attachments"), lack=True)
    yield from _pages(subject)


def _pages(subject: Subject) -> Iterator[Fault]:
    """附件1 before 附件2; a single one has no number; each under the title that 附件说明 gives it."""
    lines, names = subject.letter.enclosed, subject.letter.attachments
    heads = [i for i, block in enumerate(lines) if ENCLOSES.fullmatch(block.text)]
    titles = [lines[i + 1].text if i + 1 < len(lines) else "" for i in heads]
    # Those without pages of their own go along apart: the printed ones keep the numbers of 附件说明.
    place = 0
    for index, title in zip(heads, titles, strict=True):
        label = lines[index].text
        if title not in names:
            told = f"“{title}”与附件说明的名称不一致：{'；'.join(names)}。"
            said = _number(label)
            meant = names[said - 1] if 0 < said <= len(names) else names[0] if len(names) == 1 else ""
            # Where that name has its page, this one is missing in 附件说明, and is no slip of the pen.
            fix = Fix(f"改为“{meant}”", meant) if meant and meant not in titles else None
            yield Fault(told, subject.whole("enclosed", index + 1), fix)
            continue
        alike = [number for number, name in enumerate(names, start=1) if name == title]
        number = next((number for number in alike if number > place), alike[0])
        if number <= place:
            yield Fault("附件没有按附件说明的先后排列。", subject.whole("enclosed", index))
        place = number
        right = "附件" if len(names) == len(heads) == 1 else f"附件{number}"
        if label != right:
            yield Fault(f"“{label}”应为“{right}”。", subject.whole("enclosed", index), Fix(f"改为“{right}”", right))


def _number(label: str) -> int:
    digits = "".join(char for char in label if char.isdecimal())
    return int(digits) if digits else 0
