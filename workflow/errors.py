"""What can go wrong in the office. Each carries a code for programs and a Chinese sentence for people."""

from __future__ import annotations

LONGEST_TEXT = 100_000
"""Characters of any one text, at every door: far more than an office writes, and what a page and a database bear."""


class OfficeError(Exception):
    """A request that the office refuses; translated into a page, a problem document or a line only at the edge."""

    code = "refused"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class TransitionRefused(OfficeError):
    """The move is not in the flow table for this state, this role or this day."""

    code = "move_refused"


class NotYours(TransitionRefused):
    """The move exists in this state, but belongs to another role."""

    code = "not_yours"


class CaseMovedOn(OfficeError):
    """Somebody else moved or edited the row since it was read."""

    code = "moved_on"

    def __init__(self) -> None:
        super().__init__("该件已被他人处理或修改，请刷新后再试。")


class Invalid(OfficeError):
    """The input itself is wrong; `field` names the part."""

    code = "invalid"


class NumberTaken(Invalid):
    code = "number_taken"


class Unavailable(OfficeError):
    """Something that the office needs is missing: a calendar, a rule, a font."""

    code = "unavailable"


def given(text: str, message: str, *, field: str) -> str:
    """The text without outer space; Invalid with `message` where nothing is left that can be seen."""
    if (stripped := text.strip()) and any(map(str.isprintable, "".join(stripped.split()))):
        return stripped
    raise Invalid(message, field=field)
