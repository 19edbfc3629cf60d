"""Ways out: where a person is reached by a channel, and through which gateway of their unit or place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workflow.channels import TRANSPORTS
from workflow.enums import Channel
from workflow.models import Appointment, Gateway, User

OURS = frozenset({Channel.INBOX, Channel.EMAIL})
"""Channels of the product itself; any other needs a gateway that somebody set up."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a message goes, and through what."""

    address: str
    gateway: Gateway | None


class Ways:
    """Today's gateways and units, looked up once for many messages."""

    def __init__(self, on: dt.date) -> None:
        self._gateways = {
            (each.jurisdiction_id, each.department_id, each.channel): each
            for each in Gateway.objects.filter(active=True)
        }
        self._units: dict[tuple[int, int], list[int]] = {}
        if any(department for _, department, _ in self._gateways):
            posts = Appointment.objects.working(on).exclude(department=None).select_related("department")
            for post in posts.order_by("id"):
                if post.department:
                    self._units.setdefault((post.user_id, post.jurisdiction_id), []).append(post.department.unit_id)

    def to(self, user: User, channel: Channel, place: int | None) -> Way | None:
        """None where this person has no address for the channel, or nobody set it up for their unit or place."""
        address: str | None = TRANSPORTS[channel].address_of(user)
        gateway = None if channel in OURS else self._gateway(user.pk, channel, place)
        if address is None or (gateway is None and channel not in OURS):
            return None
        return Way(address, gateway)

    def _gateway(self, user_id: int, channel: str, place: int | None) -> Gateway | None:
        if place is None:
            return None
        units: list[int | None] = [*self._units.get((user_id, place), []), None]
        found = (self._gateways.get((place, unit, channel)) for unit in units)
        return next((each for each in found if each), None)
