"""One press makes one move: whoever already made it since the form was shown is told so, and may press once more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from workflow.actor import Actor
from workflow.case import Case
from workflow.errors import OfficeError
from workflow.models import AuditEvent


class AlreadyMade(OfficeError):
    """The same move of the same person, made after the form was shown: a double click or a page left open."""

    code = "already_made"

    def __init__(self, label: str, at: dt.datetime) -> None:
        when = f"{timezone.localtime(at):%Y年%-m月%-d日%H:%M}"
        super().__init__(f"您已于{when}办理过“{label}”；确需再办一次，请再次提交。")


def hold_all(case: Any, arguments: dict[str, Any]) -> None:
    """The locks of the verb that follows, in the order in which verbs take them: of several cases by their trails."""
    given = [each for value in arguments.values() for each in (value if isinstance(value, list) else [value])]
    cases = {each.case_uid: each for each in [*given, case] if isinstance(each, Case)}
    for uid in sorted(cases):
        cases[uid].hold()


def refuse_second_press(case: Any, name: str, label: str, *, seen: int, by: Actor, begins: str = "") -> None:
    """Call with the case held. `begins`: the relation in which the move puts a new row of its own, if it does."""
    subjects = getattr(case, begins).values("uid") if begins else [case.uid]
    mine = AuditEvent.objects.filter(case_uid=case.case_uid, seq__gt=seen, actor_uid=by.uid)
    if event := mine.filter(move=name, subject_uid__in=subjects).order_by("seq").last():
        raise AlreadyMade(label, event.entered_at)
