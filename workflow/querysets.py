"""The reading vocabulary for people, rules, clocks and the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from workflow.actor import Actor
from workflow.enums import ClockKind, DispatchStatus, JobStatus, NumberStatus, Role, ShiftStatus
from workflow.switches import SWITCHES, WARNING


class ValidityQuerySet(models.QuerySet[Any]):
    def valid(self, on: dt.date) -> Self:
        return self.filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on))


class DepartmentQuerySet(ValidityQuerySet):
    def units(self) -> Self:
        return self.filter(parent=None)

    def visible_to(self, actor: Actor) -> Self:
        """Units are no secret inside a jurisdiction: everybody with a post there sees them all."""
        return self.filter(jurisdiction_id__in={post.jurisdiction_id for post in actor.posts})

    def spoken_for_by(self, unit_ids: Iterable[int]) -> Self:
        """These units, and those in whose place they stand since a reform."""
        return self.filter(Q(pk__in=unit_ids) | Q(successor__in=unit_ids))

    def heirs(self) -> Self:
        """Who stands in the place of these units today, each once."""
        there = self.order_by().values_list(Coalesce("successor", "pk"))
        return self.model._default_manager.filter(pk__in=there)  # type: ignore[no-any-return]

    def kept_by(self, actor: Actor) -> Self:
        """Units whose people this actor keeps: the own one for its office, all of the place for its administrator."""
        own = {post.unit_id for post in actor.posts if post.role == Role.OFFICE}
        places = {post.jurisdiction_id for post in actor.posts if post.role == Role.ADMINISTRATOR}
        return self.units().filter(Q(pk__in=own) | Q(jurisdiction_id__in=places))

    def called(self, name: str) -> Self:
        """By full name, short name or alias."""
        return self.filter(Q(name=name) | Q(short_name=name) | Q(aliases__name=name)).distinct()


class GroupQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Like the units in them, no secret inside a jurisdiction."""
        return self.filter(jurisdiction_id__in={post.jurisdiction_id for post in actor.posts})

    def of_place(self, jurisdiction_id: int) -> Self:
        """With their members at hand."""
        return self.filter(jurisdiction_id=jurisdiction_id).prefetch_related("units")


class AppointmentQuerySet(ValidityQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Who works in a unit is known to those who keep its people."""
        departments = self.model._meta.get_field("department").related_model._default_manager
        kept = departments.kept_by(actor).values("pk")
        return self.filter(Q(department__in=kept) | Q(department__parent__in=kept))

    def working(self, on: dt.date) -> Self:
        return self.valid(on).filter(user__is_active=True)

    def of_unit(self, unit: Any) -> Self:
        """In the unit itself or in one of its sections."""
        return self.filter(Q(department=unit) | Q(department__parent=unit))

    def own(self) -> Self:
        """Held in one's own name, not for somebody on leave."""
        return self.filter(deputises_for=None)

    def lasting(self, on: dt.date) -> Self:
        """Running on that day or still to come."""
        return self.filter(Q(until=None) | Q(until__gte=on))

    def overlapping(self, since: dt.date, until: dt.date | None) -> Self:
        rows = self.lasting(since)
        return rows.filter(Q(since=None) | Q(since__lte=until)) if until else rows


class VersionQuerySet(models.QuerySet[Any]):
    """Numbered editions of one jurisdiction's decisions."""

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def in_force(self, on: dt.date) -> Self:
        """The edition that counts on a day stands first."""
        return self.published().filter(valid_from__lte=on).order_by("-valid_from", "-number")

    def visible_to(self, actor: Actor) -> Self:
        """What is published is known to whoever works in the place, what is being written to its administrators."""
        places = {post.jurisdiction_id for post in actor.posts}
        kept = {post.jurisdiction_id for post in actor.posts if post.role == Role.ADMINISTRATOR}
        return self.filter(Q(jurisdiction__in=kept) | Q(jurisdiction__in=places, published_at__isnull=False))

    def _marked(self, first: Any) -> Self:
        """Each with `is_in_force`: whether it is `first`, the edition that counts where it would count."""
        counts = ExpressionWrapper(Q(pk=first), BooleanField())
        # Where nothing is in force there is nothing to be equal to.
        return self.annotate(is_in_force=Coalesce(counts, Value(value=False)))


class RuleQuerySet(VersionQuerySet):
    """Editions of the rules by which a place handles one kind of case."""

    def marked(self, on: dt.date) -> Self:
        """Each with `is_in_force`: whether it is the edition that counts on a day."""
        current = self.model._default_manager.in_force(on)
        own = current.filter(jurisdiction=OuterRef("jurisdiction"), kind=OuterRef("kind"))
        return self._marked(Subquery(own.values("pk")[:1]))


class LayoutQuerySet(VersionQuerySet):
    """Editions of the layouts of places and of single units."""

    def marked(self, on: dt.date) -> Self:
        """Each with `is_in_force`: whether it is the edition that counts on a day for its unit, or for its place."""
        current = self.model._default_manager.in_force(on)
        of_unit = current.filter(department=OuterRef("department"))
        of_place = current.filter(jurisdiction=OuterRef("jurisdiction"), department=None)
        own = When(department=None, then=Subquery(of_place.values("pk")[:1]))
        return self._marked(Case(own, default=Subquery(of_unit.values("pk")[:1])))


class CalendarQuerySet(models.QuerySet[Any]):
    """Editions of calendars."""

    def visible_to(self, actor: Actor) -> Self:
        """The national ones are everybody's, a place's own days are known to who works there."""
        if actor.user and actor.user.is_superuser:
            return self
        return self.filter(Q(jurisdiction=None) | Q(jurisdiction__in={post.jurisdiction_id for post in actor.posts}))

    def of_place(self, jurisdiction_id: int) -> Self:
        """What counts in a place: the national ones and its own."""
        return self.filter(Q(jurisdiction=None) | Q(jurisdiction=jurisdiction_id))

    def newest(self) -> Self:
        """Of each year and place the edition that counts."""
        return self.filter(self._newest())

    def marked(self) -> Self:
        """Each with `is_newest`: whether it is the edition that counts."""
        return self.annotate(is_newest=ExpressionWrapper(self._newest(), BooleanField()))

    def _newest(self) -> Q:
        later = self.model._default_manager.filter(year=OuterRef("year"), number__gt=OuterRef("number"))
        of_place = later.filter(jurisdiction=OuterRef("jurisdiction"))
        national = later.filter(jurisdiction=None)
        return Q(~Exists(of_place)) & (Q(jurisdiction__isnull=False) | Q(~Exists(national)))


class ShiftQuerySet(models.QuerySet[Any]):
    """Proposals to move deadlines. Between the decision and its end one is under way: decided, not yet applied."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(jurisdiction__in=actor.jurisdiction_ids)

    def counted(self) -> Self:
        """Each with how many deadlines it concerns, and how many of them become later or earlier."""
        later, earlier = Q(lines__due_after__gt=F("lines__due_before")), Q(lines__due_after__lt=F("lines__due_before"))
        return self.annotate(
            concerned=Count("lines"), later=Count("lines", filter=later), earlier=Count("lines", filter=earlier)
        )

    def waiting(self) -> Self:
        return self.filter(status=ShiftStatus.PROPOSED, decided_at=None)

    def under_way(self) -> Self:
        return self.filter(status=ShiftStatus.PROPOSED, decided_at__isnull=False)


class ClockQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def running(self) -> Self:
        """Open and not paused: only these come nearer."""
        return self.open().filter(paused_on__isnull=True)

    def overdue(self, *, on: dt.date) -> Self:
        return self.running().filter(due__lt=on)

    def due_soon(self, *, on: dt.date) -> Self:
        """Within the 预警天数 of the rules under which each began."""
        editions = self.model._meta.get_field("rule").related_model._default_manager
        own: dict[int, list[int]] = {}
        setting = f"content__switches__{WARNING}"
        for pk, days in editions.filter(**{f"{setting}__isnull": False}).values_list("pk", setting):
            own.setdefault(days, []).append(pk)
        near = Q(due__lte=on + dt.timedelta(days=SWITCHES[WARNING].default))
        near &= ~Q(rule__in=[pk for pks in own.values() for pk in pks])
        for days, pks in own.items():
            near |= Q(rule__in=pks, due__lte=on + dt.timedelta(days=days))
        return self.running().filter(near, due__gte=on)

    def of_offices(self) -> Self:
        """What an office owes: while a proposer has not yet given marks, no office is late."""
        return self.exclude(kind=ClockKind.FEEDBACK)

    def to_look_at(self, *, on: dt.date) -> Self:
        """What the sweep has not looked at since its day came."""
        return self.running().filter(remind_on__lte=on)

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(Q(jurisdiction_id__in=actor.jurisdiction_ids) | Q(holder_id__in=actor.unit_ids))


class ObligationQuerySet(models.QuerySet[Any]):
    def stale(self) -> Self:
        """Owed once, and no longer: the deadline was met, is paused or has moved."""
        over = Q(clock__closed_at__isnull=False) | Q(clock__paused_on__isnull=False) | ~Q(epoch=F("clock__epoch"))
        return self.filter(over, moot_at=None)


class DispatchQuerySet(models.QuerySet[Any]):
    """Messages. The recipient reads them in the inbox; whether they went out is their place's supervisors' concern."""

    def visible_to(self, actor: Actor) -> Self:
        watched = {post.jurisdiction_id for post in actor.posts if post.role == Role.SUPERVISOR}
        return self.filter(jurisdiction_id__in=watched)

    def unsent(self) -> Self:
        return self.filter(status__in=[DispatchStatus.PENDING, DispatchStatus.SENDING])

    def to_send(self, at: dt.datetime) -> Self:
        """Due, and in nobody's hands: a worker that died between claim and mark had it for its lease only."""
        return self.unsent().filter(next_try_at__lte=at)

    def dead(self) -> Self:
        return self.filter(status=DispatchStatus.DEAD)


class JobQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(jurisdiction_id__in=actor.jurisdiction_ids)

    def to_run(self, at: dt.datetime) -> Self:
        """Due, and in nobody's hands: a worker that died has its job for its lease only."""
        return self.filter(status__in=(JobStatus.QUEUED, JobStatus.RUNNING), due_at__lte=at)

    def under_way(self) -> Self:
        return self.filter(ended_at=None)


class TrailQuerySet(models.QuerySet[Any]):
    """Rows are added by workflow.audit.record and stay as they are."""

    def of_case(self, case_uid: Any) -> Self:
        return self.filter(case_uid=case_uid).order_by("seq")

    def newest_first(self) -> Self:
        return self.order_by(F("seq").desc())

    def update(self, **_columns: Any) -> int:
        raise TypeError("the trail is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the trail is append-only")


class SeriesQuerySet(models.QuerySet[Any]):
    """Series of document numbers: a unit sees its own, whoever watches over a place all of it."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(Q(jurisdiction_id__in=actor.jurisdiction_ids) | Q(department_id__in=actor.unit_ids))

    def counted(self) -> Self:
        """Those in which this system gives out numbers, or once did."""
        return self.filter(Q(owned=True) | Q(years__isnull=False)).distinct()

    def for_list(self) -> Self:
        return self.select_related("department", "jurisdiction").prefetch_related("uses", "years").order_by("code")


class NumberQuerySet(models.QuerySet[Any]):
    """Numbers of series."""

    def visible_to(self, actor: Actor) -> Self:
        places, units = Q(series__jurisdiction_id__in=actor.jurisdiction_ids), Q(series__department__in=actor.unit_ids)
        return self.filter(places | units)

    def reserved(self) -> Self:
        return self.filter(status=NumberStatus.RESERVED)

    def of_year(self, series: Any, year: int) -> Self:
        return self.filter(series=series, year=year)
