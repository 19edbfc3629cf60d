"""Making the mechanical cure of a problem of 格式校核 in the text that is saved."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from letters.lint import StaleFix
from replies.actions import drafting
from replies.linting import problems
from replies.linting.spots import mended
from replies.models import Reply
from workflow.actor import Actor
from workflow.errors import Invalid


@transaction.atomic
def mend(reply: Reply, *, key: str, version: int, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """Replace exactly the words at fault, as a revision like any other."""
    found = next((each.problem for each in problems(reply, on=on) if each.key == key and each.problem.fix), None)
    try:
        fields = mended(reply, found) if found else None
    except StaleFix:
        fields = None
    if fields is None:
        raise Invalid("没有这一问题，或文字已改；请保存后重新校核。", field="key")
    drafting.revise(reply, version=version, by=by, at=at, **fields)
