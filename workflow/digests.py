"""Digests: one message a person, place and channel of what is owed; made, and made again when something falls away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from workflow.enums import Channel, DispatchStatus
from workflow.models import Dispatch, Jurisdiction, Obligation, User
from workflow.ways import Ways

MOST_LINES = 60
"""More nobody reads in a message: the work list has them all."""
BATCH = 500

GROUPS = "sweep_group"
COLUMNS = (
    "jurisdiction_id bigint, recipient_id bigint, channel varchar(12), dispatch_id bigint,"
    " PRIMARY KEY (jurisdiction_id, recipient_id, channel)"
)
# What another sweep gathers at this moment is locked, and stays with it.
ATTACH = """
UPDATE workflow_obligation AS o SET claim = %(claim)s, dispatch_id = g.dispatch_id
FROM (SELECT u.id, c.jurisdiction_id, u.recipient_id, u.channel
      FROM workflow_obligation u JOIN workflow_clock c ON c.id = u.clock_id
      WHERE u.claim IS NULL {locked}) mine, sweep_group g
WHERE o.id = mine.id AND g.jurisdiction_id = mine.jurisdiction_id
  AND g.recipient_id = mine.recipient_id AND g.channel = mine.channel
"""

Key = tuple[int, int, str]  # place, person, channel


@transaction.atomic
def gather(at: dt.datetime) -> None:
    """Put all that nobody has gathered into messages: a new one each, or today's where it has not gone out yet."""
    owed = Obligation.objects.filter(claim=None).order_by()
    # One sweep at a time gathers for a place: two that share its rows between them would write two messages.
    places = Jurisdiction.objects.filter(pk__in=owed.values("clock__jurisdiction")).order_by("pk")
    list(places.select_for_update(no_key=True).values_list("pk"))
    keys: list[Key] = sorted(owed.values_list("clock__jurisdiction", "recipient", "channel").distinct())
    if not keys:
        return
    found = _waiting(keys, at)
    found |= _new([key for key in keys if key not in found], at)
    for _, recipient, channel in keys - found.keys():
        # The address was there when it was made and is gone now.
        owed.filter(recipient=recipient, channel=channel).update(claim=uuid.uuid4(), moot_at=at)
    _attach(found)
    # Somebody faster gathered what these were for.
    Dispatch.objects.filter(pk__in=found.values(), obligations=None).delete()
    compose(list(found.values()), at)


def _waiting(keys: list[Key], at: dt.datetime) -> dict[Key, int]:
    """Digests of today that no worker has in hand yet: what is found later still goes with them."""
    rows = _digests_since_midnight(at).filter(status=DispatchStatus.PENDING, attempts=0)
    people = {recipient for _, recipient, _ in keys}
    mine = rows.filter(recipient__in=people).select_for_update(skip_locked=True, of=("self",))
    return {(each.jurisdiction_id or 0, each.recipient_id, each.channel): each.pk for each in mine}


def _digests_since_midnight(at: dt.datetime) -> QuerySet[Dispatch]:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Dispatch.objects.filter(Exists(Obligation.objects.filter(dispatch=OuterRef("pk"))), created_at__gte=midnight)


def _new(keys: list[Key], at: dt.datetime) -> dict[Key, int]:
    ways, users = Ways(timezone.localdate(at)), User.objects.in_bulk({recipient for _, recipient, _ in keys})
    found = {}
    for place, recipient, channel in keys:
        if way := ways.to(users[recipient], Channel(channel), place):
            found[(place, recipient, channel)] = Dispatch(
                jurisdiction_id=place,
                recipient_id=recipient,
                channel=channel,
                gateway=way.gateway,
                address=way.address,
                created_at=at,
                next_try_at=at,
            )
    Dispatch.objects.bulk_create(found.values(), batch_size=BATCH)
    return {key: each.pk for key, each in found.items()}


def _attach(found: dict[Key, int]) -> None:
    features = connection.features
    locked = "FOR UPDATE OF u SKIP LOCKED" if features.has_select_for_update_skip_locked else ""
    claim = Obligation._meta.get_field("claim").get_db_prep_value(uuid.uuid4(), connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {GROUPS}")
        cursor.execute(f"CREATE TEMPORARY TABLE {GROUPS} ({COLUMNS})")
        rows = [(*key, dispatch) for key, dispatch in found.items()]
        cursor.executemany(f"INSERT INTO {GROUPS} VALUES (%s, %s, %s, %s)", rows)  # noqa: S608 - a fixed name
        cursor.execute(ATTACH.format(locked=locked), {"claim": claim})
        cursor.execute(f"DROP TABLE {GROUPS}")


def compose(ids: list[int], at: dt.datetime) -> None:
    """Write subject and text anew from what each message still has to say."""
    for batch in (ids[start : start + BATCH] for start in range(0, len(ids), BATCH)):
        said, totals, again = _lines(batch, at), _totals(batch, at), _not_the_first(batch, at)
        messages = [
            Dispatch(pk=pk, subject=_subject(*totals[pk], again=pk in again), body=_body(said[pk], totals[pk][0]))
            for pk in batch
            if pk in totals
        ]
        Dispatch.objects.bulk_update(messages, ["subject", "body"])


def _live(ids: Iterable[int]) -> QuerySet[Obligation]:
    return Obligation.objects.filter(dispatch__in=ids, moot_at=None)


def _totals(ids: list[int], at: dt.datetime) -> dict[int, tuple[int, int]]:
    """How many deadlines each message names, and how many of them are late."""
    late = Count("clock", filter=Q(clock__due__lt=timezone.localdate(at)), distinct=True)
    rows = _live(ids).order_by().values_list("dispatch").annotate(all=Count("clock", distinct=True), late=late)
    return {dispatch: (count, overdue) for dispatch, count, overdue in rows}


def _lines(ids: list[int], at: dt.datetime) -> dict[int, list[str]]:
    """The most pressing ones; of a deadline that somebody hears of for two reasons one line."""
    place = Window(RowNumber(), partition_by=F("dispatch"), order_by=(F("clock__due"), F("clock_id"), F("id")))
    rows = _live(ids).annotate(place=place).filter(place__lte=MOST_LINES).select_related("clock")
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for one in rows.order_by("dispatch", "place"):
        found[one.dispatch_id or 0].setdefault(one.clock_id, _line(one, timezone.localdate(at)))
    return {dispatch: list(lines.values()) for dispatch, lines in found.items()}


def _not_the_first(ids: list[int], at: dt.datetime) -> set[int]:
    """Those of people who were already reminded today: these say only what is new."""
    same = {name: OuterRef(name) for name in ("recipient", "channel", "jurisdiction")}
    earlier = _digests_since_midnight(at).filter(pk__lt=OuterRef("pk"), **same).exclude(status=DispatchStatus.MOOT)
    return set(Dispatch.objects.filter(Exists(earlier), pk__in=ids).values_list("pk", flat=True))


def _subject(count: int, late: int, *, again: bool) -> str:
    return f"办理期限提醒：{'新增' if again else ''}{count}项" + (f"，其中已超期{late}项" if late else "")


def _body(lines: list[str], count: int) -> str:
    more = [f"另有{count - len(lines)}项，详见工作台。"] if count > len(lines) else []
    return "\n".join([*lines, *more])


def _line(one: Obligation, on: dt.date) -> str:
    """The office knows clocks, not proposals: titles come with `Clock.subject_line`."""
    clock, days = one.clock, (one.clock.due - on).days
    when = f"已超期{-days}天" if days < 0 else f"还有{days}天" if days else "今日到期"
    return f"· {clock.subject_line}：{clock.get_kind_display()}应于{clock.due:%Y年%-m月%-d日}前完成，{when}"
