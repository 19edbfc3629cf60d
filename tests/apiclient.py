"""Programs with keys: each call names whose key it carries."""

from __future__ import annotations

from django.test import Client

from workflow.api import keys


class Api:
    """`api.get("city.committee", path)`: the key of that place and role; unit roles carry the unit's index."""

    def __init__(self, office) -> None:
        self.office = office
        self._keys: dict[str, str] = {}

    def key(self, whose: str) -> str:
        if whose not in self._keys:
            place, role = whose.split(".")
            where = getattr(self.office, place)
            unit = where.units[int(role[-1])] if role[-1].isdigit() else None
            scopes = [role.rstrip("0123456789")]
            _, self._keys[whose] = keys.issue(name=whose, jurisdiction=where.place, department=unit, scopes=scopes)
        return self._keys[whose]

    def call(self, method: str, whose: str, path: str, data=None, **headers):
        headers["Authorization"] = f"Bearer {self.key(whose)}"
        body = {} if data is None else {"data": data, "content_type": "application/json"}
        return getattr(Client(raise_request_exception=False), method)(f"/api/v1/{path}", **body, headers=headers)

    def get(self, whose: str, path: str, **headers):
        return self.call("get", whose, path, **headers)

    def post(self, whose: str, path: str, data=None, **headers):
        return self.call("post", whose, path, data or {}, **headers)

    def patch(self, whose: str, path: str, data=None, **headers):
        return self.call("patch", whose, path, data or {}, **headers)
