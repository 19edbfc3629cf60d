"""The reading vocabulary for replies and what follows them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable

from proposals.enums import AssignmentStatus
from proposals.querysets import spoken_for_by
from replies.enums import CopyStatus, Extent, IncomingStatus, ReplyKind, ReplyStatus
from workflow.actor import Actor

NUMBERED = (ReplyStatus.NUMBERED, ReplyStatus.SENT)
JUDGED = (ReplyKind.FORMAL, ReplyKind.RENEWED)
ANSWERS = (*JUDGED, ReplyKind.OPINION)
# What counts no more: given up before it was signed, or another letter stands in its place.
DROPPED = (ReplyStatus.VOID, ReplyStatus.SUPERSEDED)
FINISHED = (ReplyStatus.SENT, *DROPPED)
# Whoever has it in hand can ask what it is, also when another letter stands in its place.
WENT_OUT = Q(status=ReplyStatus.SENT) | Q(status=ReplyStatus.SUPERSEDED, sent_on__isnull=False)


class ReplyQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own unit's drafts, what was sent on cases that the unit holds, whole jurisdictions for watchers."""
        seen: Q | Combinable = Q(jurisdiction_id__in=actor.jurisdiction_ids)
        if actor.unit_ids:
            assignments = self.model._meta.get_field("assignment").related_model._default_manager
            shared = assignments.held().of_units(actor.unit_ids).filter(proposal=OuterRef("assignment__proposal_id"))
            own = Q(assignment__department__in=spoken_for_by(actor)) & ~Q(assignment__status=AssignmentStatus.RETURNED)
            seen |= own | (WENT_OUT & Exists(shared)) | Q(pk__in=self._asked_of(actor))
        return self.filter(seen)

    def in_the_making_for(self, actor: Actor) -> Self:
        """Those of which the actor sees how they came about: of another unit only the sent letter is shared."""
        own = Q(jurisdiction_id__in=actor.jurisdiction_ids) | Q(assignment__department__in=spoken_for_by(actor))
        return self.visible_to(actor).filter(own | Q(pk__in=self._asked_of(actor)))

    def _asked_of(self, actor: Actor) -> models.QuerySet[Any]:
        """A draft that goes round for agreement is seen by the units asked, for as long as it goes round."""
        asked = self.model._meta.get_field("countersignatures").related_model._default_manager.asked_now()
        replies: models.QuerySet[Any] = asked.filter(department_id__in=actor.unit_ids).values("reply_id")
        return replies

    def under_way(self) -> Self:
        return self.exclude(status__in=FINISHED)

    def answers(self) -> Self:
        """What a unit owes: its reply or its opinion, not what it writes before or after."""
        return self.filter(kind__in=ANSWERS)

    def sent(self) -> Self:
        return self.filter(status=ReplyStatus.SENT)

    def went_out(self) -> Self:
        """What somebody has in hand, even if a later letter stands in its place."""
        return self.filter(WENT_OUT)

    def standing(self) -> Self:
        return self.exclude(status__in=DROPPED)

    def numbered_without_files(self) -> Self:
        """Numbered here and not yet printed: the archive owes them their files."""
        return self.filter(status__in=NUMBERED, origin="made", issued__isnull=False, files=None)

    def archived_without_seal(self, *, since: dt.datetime) -> Self:
        """Printed since then and not sealed; what is older was printed for the seal on paper."""
        bare = self.model._meta.get_field("files").related_model._default_manager.filter(
            reply=OuterRef("pk"), format__in=["pdf", "ofd"], sealed=None, made_at__gte=since
        )
        return self.standing().filter(Exists(bare))

    def published(self) -> Self:
        """What the public may read: sent, open, made for the proposer, in a jurisdiction whose portal is on.

        A proposal whose proposer refused publication stays out with its reply.
        """
        return (
            self.exclude(proposal__consents_to_publication=False)
            .sent()
            .filter(publicity="open", jurisdiction__portal_open=True)
            .exclude(kind="opinion")
            .exclude(publication__extent=Extent.NONE)
        )

    def about(self, word: str) -> Self:
        """The word stands in the title of the reply or of its proposal."""
        return self.filter(Q(title__contains=word) | Q(proposal__title__contains=word))

    def newest_first(self) -> Self:
        """By the day of the letter; letters that state none come last."""
        return self.order_by(F("signed_on").desc(nulls_last=True), "-id")

    def older_than(self, signed_on: dt.date | None, pk: int) -> Self:
        """What stands after this row in `newest_first`."""
        if signed_on is None:
            return self.filter(signed_on=None, pk__lt=pk)
        return self.filter(Q(signed_on__lt=signed_on) | Q(signed_on=signed_on, pk__lt=pk) | Q(signed_on=None))

    def for_list(self) -> Self:
        return self.select_related("proposal__session", "assignment__department")

    def for_page(self) -> Self:
        return self.select_related(
            "proposal__session",
            "proposal__jurisdiction",
            "assignment__department",
            "grade_scheme",
            "profile",
            "replaces",
        )

    def for_move(self) -> Self:
        """With all that the guards of a move ask about the row itself."""
        rows = self.for_page().select_related(
            "assignment__rule", "assignment__proposal", "assignment__jurisdiction__parent"
        )
        return rows.prefetch_related("copies", "joint_with__successor")


class CountersignatureQuerySet(models.QuerySet[Any]):
    def asked_now(self) -> Self:
        """Of drafts that go round for agreement at this moment."""
        return self.filter(reply__status=ReplyStatus.COUNTERSIGN, round=F("reply__countersign_round"))

    def waiting(self) -> Self:
        """Not said yet."""
        return self.filter(agreed=None)


class RemarkQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(settled_at=None)


class WaiverQuerySet(models.QuerySet[Any]):
    def holding(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class PromiseQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """With the reply that it stands in, and to the unit that is to do it."""
        replies = self.model._meta.get_field("reply").related_model._default_manager
        mine = Q(owner_id__in=actor.unit_ids)
        return self.filter(mine | Exists(replies.visible_to(actor).filter(pk=OuterRef("reply_id"))))

    def for_page(self) -> Self:
        return self.select_related(
            "owner", "reply__proposal__session", "reply__assignment__department", "reply__assignment__proposal"
        )

    def for_move(self) -> Self:
        """With all that the guards of a move ask about the row itself."""
        return self.for_page()


class CopyQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """With the letter; the unit that gets a copy sees it and no other, once it went out."""
        replies = self.model._meta.get_field("reply").related_model._default_manager
        mine = Q(department_id__in=actor.unit_ids) & ~Q(status="")
        return self.filter(mine | Exists(replies.visible_to(actor).filter(pk=OuterRef("reply_id"))))

    def waiting(self) -> Self:
        """Gone out and not acknowledged; of a superseded letter nobody waits for it."""
        return self.filter(status=CopyStatus.SENT, reply__status=ReplyStatus.SENT)

    def to_remind_of(self) -> Self:
        """Not acknowledged, and nobody was told so since it went out last."""
        return self.waiting().filter(reminded_on=None)

    def for_page(self) -> Self:
        return self.select_related(
            "reply__proposal__session", "reply__assignment__department", "reply__assignment__proposal", "department"
        )

    def for_move(self) -> Self:
        """With all that the guards of a move ask about the row itself."""
        return self.for_page().select_related("reply__assignment__rule")


class FeedbackQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """The last word of each proposer on each reply."""
        later = self.model._default_manager.filter(
            reply=OuterRef("reply"), proposer=OuterRef("proposer"), revision__gt=OuterRef("revision")
        )
        return self.filter(~Exists(later))


class FeedbackLinkQuerySet(models.QuerySet[Any]):
    def usable(self, on: dt.date) -> Self:
        """Not too old, and of a letter that still stands."""
        return self.filter(expires_on__gte=on, reply__status=ReplyStatus.SENT)


class IncomingQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(jurisdiction_id__in=actor.jurisdiction_ids)

    def waiting(self) -> Self:
        return self.filter(status=IncomingStatus.WAITING)

    def to_look_at(self) -> Self:
        """What waits for a person: whose is it, or why could it not be read."""
        return self.filter(status__in=(IncomingStatus.WAITING, IncomingStatus.UNREAD))

    def for_list(self) -> Self:
        """Without the text, which a list does not show."""
        return self.defer("text")

    def corrected(self) -> Self:
        return self.filter(correction__isnull=False)


class ImportedFileQuerySet(models.QuerySet[Any]):
    def of_job(self, job: Any) -> Self:
        return self.filter(job=job).order_by("position")

    def for_list(self) -> Self:
        """With what a line names, and what became of the letter since: its state and case of now."""
        named = self.select_related("reply__proposal__session", "reply__assignment__department")
        return named.defer("reply__frozen", "reply__body").annotate(
            letter=F("incoming__uid"), now=F("incoming__status"), now_case=F("incoming__reply__proposal__uid")
        )

    def for_report(self) -> Self:
        """With what the findings say."""
        named = self.select_related("incoming", "reply__proposal__session", "reply__assignment__department")
        return named.defer("reply__frozen", "reply__body", "incoming__text", "incoming__correction")


class PolicyQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(jurisdiction_id__in={post.jurisdiction_id for post in actor.posts})

    def repealed(self) -> Self:
        return self.filter(repealed_by__isnull=False)

    def with_chain(self) -> Self:
        """With what repealed them, what they forward, and what repealed that."""
        return self.select_related("repealed_by", "forwards__repealed_by", "forwards__forwards__repealed_by")
