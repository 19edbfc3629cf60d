"""What every row under a flow has: roles held for it, its last move, and how late something may still be entered."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from workflow import clocks
from workflow.actor import Actor, Post
from workflow.audit import hold
from workflow.calendar import WorkCalendar
from workflow.enums import Role
from workflow.models import AuditEvent, RuleVersion, TrailHead, Versioned


class Case(Versioned):
    """Beside these its class gives `jurisdiction_id`, `case_uid`, `earliest`, `line`, `rules` and `posts_of`."""

    class Meta:
        abstract = True

    jurisdiction_id: int
    case_uid: Any
    leans_on: ClassVar[tuple[str, ...]] = ()
    """Relations whose state its guards ask for."""
    ends: ClassVar[frozenset[str]] = frozenset()
    """The ends of its flow: in these nothing is expected of it any more."""

    @property
    def rules(self) -> RuleVersion:
        """The rules that this row is handled under."""
        raise NotImplementedError

    def posts_of(self, actor: Actor) -> tuple[Post, ...]:
        """The posts in which this actor has to do with the row; no others count for it."""
        raise NotImplementedError

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts_of(actor))

    @property
    def timed_cases(self) -> list[uuid.UUID]:
        """The cases whose clocks its moves stop."""
        return [self.case_uid]

    @property
    def timed_uids(self) -> list[uuid.UUID]:
        """The rows whose clocks its moves stop; of a whole case, all of them."""
        return [self.uid]

    @property
    def trails(self) -> list[uuid.UUID]:
        """The trails that its verbs write on, in the order in which their locks are taken."""
        return [self.case_uid]

    def hold(self) -> TrailHead:
        """Take the locks that every verb takes first, and read anew what the row leans on. Returns the first head.

        Nothing that a guard asks of the case changes from here to the commit. The row itself stays as it was read:
        whether somebody moved it since is what `advance` compares.
        """
        heads = [hold(uid) for uid in self.trails]
        for name in self.leans_on:
            if self._state.fields_cache.get(name):
                getattr(self, name).reread()
        self.forget()
        # What `advance` writes on next, so that it need not look again.
        self.__dict__["held"] = heads[-1]
        return heads[0]

    def leaned_on_by(self) -> Iterator[QuerySet[Any]]:
        """What was begun on this row and has not ended, on whatever floor it stands."""
        for relation in self._meta.related_objects:
            model, name = relation.related_model, relation.field.name
            if issubclass(model, Case) and name in model.leans_on:
                yield model._base_manager.filter(**{name: self}).exclude(Q(status__in=model.ends))

    def reread(self) -> None:
        """All columns as they stand now; rows read along with this one stay where they are still meant."""
        columns = [field.attname for field in self._meta.concrete_fields]
        now = type(self)._base_manager.filter(pk=self.pk).values(*columns).get()
        for name, value in now.items():
            setattr(self, name, value)
        self.forget()

    def forget(self) -> None:
        """What was read once and kept, and may be otherwise after a move or under the lock."""
        for remembered in ("last_move", "answering_units", "open_clocks", "answer_clocks"):
            self.__dict__.pop(remembered, None)

    @functools.cached_property
    def last_move(self) -> AuditEvent | None:
        """The newest event of this row itself; `progress` forgets it with each move."""
        events = AuditEvent.objects.filter(case_uid=self.case_uid, subject_uid=self.uid)
        return events.order_by("-seq").first()

    def undo_until(self, event: AuditEvent) -> dt.date:
        """The last day on which this move may be taken back."""
        return self._within("undo_within", timezone.localdate(event.entered_at))

    def enter_until(self, on: dt.date) -> dt.date:
        """The last day on which what happened on `on` may be entered without the supervisor."""
        return self._within("late_entry", on) if self.rules.switch("late_entry") else dt.date.max

    @functools.cached_property
    def calendar(self) -> WorkCalendar:
        return clocks.calendar_of(self.jurisdiction_id)

    def _within(self, switch: str, start: dt.date) -> dt.date:
        return clocks.due_of(self.rules.span(switch), start, self.calendar).day


def know_last_moves(rows: Iterable[Case]) -> None:
    """Read the last moves of many rows at once, for lists that show what may be taken back."""
    wanted = {row.uid: row for row in rows}
    newest = AuditEvent.objects.filter(subject_uid__in=wanted).order_by().values("subject_uid").annotate(last=Max("id"))
    events = AuditEvent.objects.in_bulk([each["last"] for each in newest])
    found = {event.subject_uid: event for event in events.values()}
    for uid, row in wanted.items():
        row.__dict__["last_move"] = found.get(uid)
    know_calendars(wanted.values())


def know_calendars(rows: Iterable[Case]) -> None:
    """Read the calendar of each place once, for lists that reckon with working days."""
    rows = list(rows)
    calendars = {place: clocks.calendar_of(place) for place in {row.jurisdiction_id for row in rows}}
    for row in rows:
        row.__dict__["calendar"] = calendars[row.jurisdiction_id]
