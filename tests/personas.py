"""Who acts in the tests: three people, their colleagues, and the moments at which they act."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from workflow.actor import Actor
from workflow.enums import Source

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=SHANGHAI)


def acting(user, *, on: dt.date, source: Source = Source.ADMIN) -> Actor:
    return Actor(source=source, user=user, posts=user.posts(on))
