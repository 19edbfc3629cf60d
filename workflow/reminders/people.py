"""Who is told of a deadline: by its kind and its holder from today's appointments, further roles when it is late."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workflow.enums import JURISDICTION_ROLES, Channel, ClockKind, Role
from workflow.models import Appointment, Department, RuleVersion, User
from workflow.ways import Ways

log = logging.getLogger(__name__)

# Who is reminded of what, unless the jurisdiction's rules say otherwise.
RECIPIENTS: dict[str, tuple[Role, ...]] = {
    ClockKind.FEEDBACK: (Role.COMMITTEE,),
    ClockKind.RECEIPT: (Role.OFFICE,),
}
USUAL_RECIPIENTS = (Role.OFFICE, Role.DRAFTER)


class Held(NamedTuple):
    """What deadlines have in common that remind the same people. rule_id: whose channels and steps count."""

    jurisdiction_id: int
    rule_id: int
    holder_id: int | None
    kind: str


class Told(NamedTuple):
    """One person by one channel; `after` so many days late, or with every rung where it is None."""

    held: Held
    after: int | None
    user_id: int
    channel: Channel


class People:
    """Today's posts and ways out, looked up once for the whole sweep."""

    def __init__(self, on: dt.date) -> None:
        self._ways = Ways(on)
        self._units = dict(Department.objects.values_list("pk", "parent"))
        self._posts: dict[tuple[str, int, str], dict[int, User]] = {}
        for post in Appointment.objects.working(on).select_related("user").order_by("id"):
            for key in self._keys(post):
                self._posts.setdefault(key, {})[post.user_id] = post.user

    def _keys(self, post: Appointment) -> Iterator[tuple[str, int, str]]:
        if post.department_id is None:
            yield "place", post.jurisdiction_id, post.role
        else:
            for department_id in {post.department_id, self._unit_of(post.department_id)}:
                yield "unit", department_id, post.role

    def _unit_of(self, department_id: int) -> int:
        return self._units.get(department_id) or department_id

    def told(self, held: Held, rule: RuleVersion) -> Iterator[Told]:
        """Everybody to tell, each once: whoever hears of every rung needs no telling that it is late."""
        channels = [Channel(name) for name in dict.fromkeys(rule.switch("channels"))]
        always = self._of(held, RECIPIENTS.get(held.kind, USUAL_RECIPIENTS)) or self._supervisors(held)
        when: dict[tuple[int, int | None], User] = {(key, None): user for key, user in always.items()}
        for after, role in rule.switch("escalation"):
            found = self._of(held, [Role(role)])
            when |= {(key, int(after)): user for key, user in found.items() if key not in always}
        for ((user_id, after), user), channel in itertools.product(when.items(), channels):
            if self._ways.to(user, channel, held.jurisdiction_id):
                yield Told(held, after, user_id, channel)

    def _of(self, held: Held, roles: Iterable[Role]) -> dict[int, User]:
        found: dict[int, User] = {}
        for role in roles:
            if role in JURISDICTION_ROLES:
                found |= self._posts.get(("place", held.jurisdiction_id, role), {})
            elif held.holder_id:
                found |= self._of_department(held.holder_id, role)
        return found

    def _of_department(self, department_id: int, role: str) -> dict[int, User]:
        """The people of a section; where it has none of its own, those of its unit."""
        own = self._posts.get(("unit", department_id, role), {})
        return own or self._posts.get(("unit", self._unit_of(department_id), role), {})

    def _supervisors(self, held: Held) -> dict[int, User]:
        """Who watches over the place, or else keeps it; somebody must hear that nobody does."""
        found = self._of(held, [Role.SUPERVISOR]) or self._of(held, [Role.ADMINISTRATOR])
        log.warning(
            "nobody to remind of %s in department %s: %d others are told", held.kind, held.holder_id, len(found)
        )
        return found
