"""One letter of the past, read here and now, as an import takes thousands."""

from __future__ import annotations

import datetime as dt

from replies.importing.reader import answer
from replies.importing.settling import Outcome, Settling
from replies.importing.sources import Found
from workflow.actor import Actor
from workflow.models import Department, Jurisdiction


def import_letter(
    data: bytes,
    path: str,
    *,
    jurisdiction: Jurisdiction,
    by: Actor,
    at: dt.datetime,
    department: Department | None = None,
) -> Outcome:
    [outcome] = Settling(jurisdiction, department, by=by, at=at).take([Found(path, data, answer(data, path))])
    return outcome
