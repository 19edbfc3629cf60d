"""The house's URLs, and beside them a plain view that does the API's list by hand: the yardstick."""

from __future__ import annotations

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from config.urls import urlpatterns as house
from workflow.api.keys import key_of

PAGE = """
    SELECT p.id, p.uid, p.version, p.number, p.title, p.category, p.nature, p.is_key, p.status, p.origin, p.filed_on, p.assigned_on,
           s.body, s.term, s.meeting
    FROM proposals_proposal p JOIN proposals_session s ON s.id = p.session_id
    WHERE p.jurisdiction_id = %s ORDER BY p.id DESC LIMIT 51
"""
PROPOSERS = 'SELECT proposal_id, name FROM proposals_proposer WHERE proposal_id IN ({}) ORDER BY "order"'
ASSIGNMENTS = """
    SELECT a.proposal_id, a.uid, d.name, a.role, a.status FROM proposals_assignment a JOIN workflow_department d ON d.id = a.department_id
    WHERE a.proposal_id IN ({})
"""


def plain_list(request: HttpRequest) -> HttpResponse:
    key = key_of(request.headers["Authorization"].removeprefix("Bearer "), timezone.now())
    if key is None:
        return HttpResponse(status=401)
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [key.jurisdiction_id])
        rows = cursor.fetchall()[:50]
        ids = [row[0] for row in rows]
        marks = ",".join(["%s"] * len(ids))
        cursor.execute(PROPOSERS.format(marks), ids)
        proposers: dict[int, list[str]] = {}
        for proposal, name in cursor.fetchall():
            proposers.setdefault(proposal, []).append(name)
        cursor.execute(ASSIGNMENTS.format(marks), ids)
        held: dict[int, list[dict[str, str]]] = {}
        for proposal, uid, unit, role, status in cursor.fetchall():
            held.setdefault(proposal, []).append({"uid": str(uid), "department": unit, "role": role, "status": status})
    names = (
        "uid",
        "version",
        "number",
        "title",
        "category",
        "nature",
        "is_key",
        "status",
        "origin",
        "filed_on",
        "assigned_on",
    )
    results = [
        {
            name: value if isinstance(value, int | str | None) else str(value)
            for name, value in zip(names, row[1:], strict=False)
        }
        | {
            "session": f"{row[12]}{row[13]}-{row[14]}",
            "proposers": proposers.get(row[0], []),
            "assignments": held.get(row[0], []),
        }
        for row in rows
    ]
    return HttpResponse(json.dumps({"results": results}, ensure_ascii=False), content_type="application/json")


urlpatterns = [*house, path("plain/", plain_list)]
