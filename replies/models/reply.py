"""A reply or an opinion, from its first draft to the file in the archive."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from proposals import deadlines
from proposals.enums import AssignmentRole, AssignmentStatus, Decision, Origin
from proposals.models import Assignment, Proposal, Proposer
from replies.enums import Clearance, Publicity, ReplyKind, ReplyStatus
from replies.flows import REPLY_FLOW
from replies.models.counting import ARRIVALS, CountsAsGiven
from replies.querysets import ANSWERS, FINISHED, JUDGED, ReplyQuerySet
from workflow import issuing
from workflow.actor import Actor, Post
from workflow.case import Case
from workflow.enums import PaperKind, Role
from workflow.models import GradeScheme, IssuedNumber, LetterProfile, NumberSeries, RuleVersion, StoredFile
from workflow.models.people import Department, Jurisdiction, User
from workflow.models.row import one_of

MADE = Q(origin=Origin.MADE)
UNSIGNED = Q(status__in=["draft", "section", "office", "countersign", "review", "signing", "void"])
OPINION = Q(kind=ReplyKind.OPINION)
# Who speaks for a unit that is asked for its agreement.
COSIGNING = (Role.OFFICE, Role.SIGNER)


class Reply(CountsAsGiven, Case):
    """What one unit writes about one proposal. Signing freezes it; `frozen` is the letter as it was signed.

    assignment: who answers. proposal: which one; it differs from the assignment's only in 并案.
    Constraints on signing, number and day bind what is made here; of an imported letter nothing unstated is filled.
    """

    public = (
        "id uid version jurisdiction assignment proposal kind origin status round title addressees body grade "
        "grade_note grade_scheme publicity publicity_ground doc_number issued signed_on numbered_on sent_on "
        "handed_in_on received_on form_enclosed contact_unit postcode joint_with replaces"
    )
    internal = "clearance profile signed_by frozen frozen_hash evidence created_at drafted_by countersign_round"
    personal = "signer contact_person contact_phone"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="replies", verbose_name="承办")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="replies", verbose_name="提案")
    kind = models.CharField("种类", max_length=14, choices=ReplyKind.choices, default=ReplyKind.FORMAL)
    origin = models.CharField("来历", max_length=10, choices=Origin.choices, default=Origin.MADE)
    clearance = models.CharField("审签方式", max_length=6, choices=Clearance.choices, default=Clearance.HERE)
    status = models.CharField("状态", max_length=12, choices=ReplyStatus.choices, editable=False)
    round = models.PositiveSmallIntegerField("第几次答复", default=1)
    title = models.CharField("标题", max_length=200, blank=True)
    addressees = models.CharField("称谓", max_length=2000, blank=True)
    body = models.TextField("正文", blank=True)
    grade = models.CharField("办理结果", max_length=10, blank=True)
    grade_note = models.CharField("办理结果原文", max_length=60, blank=True)
    grade_scheme = models.ForeignKey(
        GradeScheme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理结果分类"
    )
    publicity = models.CharField("公开属性", max_length=12, choices=Publicity.choices, blank=True)
    publicity_ground = models.CharField("不予公开理由", max_length=200, blank=True)
    contact_person = models.CharField("联系人", max_length=80, blank=True)
    contact_phone = models.CharField("联系电话", max_length=80, blank=True)
    contact_unit = models.CharField("联系部门", max_length=80, blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    profile = models.ForeignKey(
        LetterProfile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公文版式"
    )
    joint_with = models.ManyToManyField(Department, blank=True, related_name="+", verbose_name="联合行文单位")
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟稿人")
    countersign_round = models.PositiveSmallIntegerField("第几次会签", default=0)
    signer = models.CharField("签发人", max_length=80, blank=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发账号"
    )
    signed_on = models.DateField("签发日期", null=True, blank=True)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    issued = models.OneToOneField(
        IssuedNumber, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="编号"
    )
    numbered_on = models.DateField("编号日期", null=True, blank=True)
    sent_on = models.DateField("送达日期", null=True, blank=True)
    handed_in_on = models.DateField(ARRIVALS["handed_in_on"], null=True, blank=True)
    received_on = models.DateField(ARRIVALS["received_on"], null=True, blank=True)
    form_enclosed = models.BooleanField("已附征询意见表", null=True, blank=True)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审签扫描件"
    )
    frozen = models.JSONField("签发时的公文", null=True, blank=True)
    frozen_hash = models.CharField("签发哈希", max_length=64, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name="所代替的公文"
    )
    created_at = models.DateTimeField("登记时间")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        constraints = [
            one_of("status", ReplyStatus, "reply_status_known"),
            one_of("kind", ReplyKind, "reply_kind_known"),
            one_of("origin", Origin, "reply_origin_known"),
            one_of("clearance", Clearance, "reply_clearance_known"),
            models.CheckConstraint(condition=Q(publicity__in=["", *Publicity.values]), name="reply_publicity_known"),
            models.CheckConstraint(condition=~OPINION | Q(grade=""), name="reply_opinion_has_no_grade"),
            models.CheckConstraint(
                condition=~MADE
                | UNSIGNED
                | Q(signed_on__isnull=False, frozen__isnull=False) & ~Q(signer="") & ~Q(frozen_hash=""),
                name="reply_signed_facts_together",
            ),
            models.CheckConstraint(
                condition=~MADE | ~UNSIGNED | Q(signed_on__isnull=True, frozen__isnull=True),
                name="reply_unsigned_is_not_frozen",
            ),
            models.CheckConstraint(
                condition=~MADE
                | OPINION
                | ~Q(status__in=["numbered", "sent"])
                | Q(numbered_on__isnull=False, issued__isnull=False) & ~Q(doc_number=""),
                name="reply_numbered_facts_together",
            ),
            models.CheckConstraint(
                condition=~MADE | Q(status="superseded") | Q(status="sent") ^ Q(sent_on__isnull=True),
                name="reply_sent_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="reply_replaces_another"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{arrived}__isnull": True})
                    | Q(**{f"{arrived}__gte": F("sent_on")}, sent_on__isnull=False),
                    name=f"reply_{arrived}_after_sending",
                )
                for arrived in ARRIVALS
            ),
            models.CheckConstraint(
                condition=~MADE | Q(clearance="here") | UNSIGNED | Q(signed_by__isnull=True),
                name="reply_cleared_outside_has_no_account",
            ),
            models.UniqueConstraint(
                fields=["assignment", "proposal"], condition=~Q(status__in=FINISHED), name="reply_one_under_way"
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="reply_newest"),
            models.Index(fields=["jurisdiction", "status", "-id"], name="reply_by_status"),
            models.Index(fields=["doc_number"], name="reply_by_doc_number"),
        ]

    def __str__(self) -> str:
        return self.title or self.line

    leans_on = ("assignment",)
    ends = REPLY_FLOW.ends

    @property
    def case_uid(self) -> uuid.UUID:
        return self.proposal.uid

    @property
    def trails(self) -> list[uuid.UUID]:
        """That of the case which was handed over, and after it that of the merged proposal which it answers."""
        return [self.main.uid, self.proposal.uid] if self.is_of_merged else [self.proposal.uid]

    @property
    def line(self) -> str:
        return self.proposal.line

    @property
    def rules(self) -> RuleVersion:
        """The rules under which the case was handed over; later ones move nothing old."""
        return self.assignment.rules

    @property
    def writer(self) -> Department:
        """The unit whose name a letter bears that is not signed yet: after a reform the successor's.

        What was signed, or came from outside, keeps the name of its day.
        """
        unit = self.assignment.department
        return unit.heir if self.origin == Origin.MADE else unit

    def number_series(self, year: int) -> NumberSeries | None:
        """The series from which it gets its number in a year; None where numbers are typed in."""
        paper = PaperKind.OPINION if self.kind == ReplyKind.OPINION else PaperKind.REPLY
        return issuing.series_for(self.writer.pk, paper, year)

    @property
    def reserved_number(self) -> IssuedNumber | None:
        return issuing.reserved_for(self.uid)

    @property
    def issuer(self) -> str:
        """The name that the letter bears: signed letters that of their day, whoever has the case since.

        An old letter may state none; then it is known by the unit that it was recorded for.
        """
        return (self.frozen["letter"]["sign_off"] if self.frozen else None) or self.writer.name

    @property
    def main(self) -> Proposal:
        """The proposal that was handed over: the one it answers, or the one into which that was merged."""
        return self.assignment.proposal if self.is_of_merged else self.proposal

    @property
    def is_of_merged(self) -> bool:
        return self.proposal_id != self.assignment.proposal_id

    @property
    def main_reply(self) -> Reply | None:
        """The reply of the same round to the main proposal."""
        beside = self.assignment.replies.filter(proposal=self.assignment.proposal_id, kind=self.kind, round=self.round)
        found: Reply | None = beside.standing().order_by("-id").first()
        return found

    @property
    def is_judged(self) -> bool:
        """Its proposers are asked for their marks: 委员评价."""
        return self.kind in JUDGED

    @property
    def is_answer(self) -> bool:
        """It answers the unit's part; an interim reply comes before the answer, a supplementary one after it."""
        return self.kind in ANSWERS

    @property
    def replaces_sent(self) -> bool:
        """It is to stand in the place of a letter that the proposer has: the answer itself was given by that one."""
        return self.replaces is not None and self.replaces.sent_on is not None

    @property
    def replacement(self) -> Reply | None:
        """What stands, or is to stand, in its place."""
        newer: Reply | None = self.replacements.exclude(status=ReplyStatus.VOID).last()
        return newer

    @property
    def followed(self) -> Reply | None:
        """The last answer of this unit to this proposal that went out from here: what a supplement adds to."""
        sent: Any = self.siblings()
        sent = sent.sent().answers().filter(origin=Origin.MADE)
        last: Reply | None = sent.order_by("-round").first()
        return last

    @property
    def current_grade(self) -> str:
        """What the supervisor confirmed last; the reply's own grade never changes once it is sent."""
        changes = list(self.grade_changes.all())
        return changes[-1].new if changes else self.grade

    @property
    def is_tracked(self) -> bool:
        """Whether what it promised is followed until the grade says that it is done."""
        return self.current_grade in self.rules.switch("follow_up_grades")

    def time_runs_out(self, on: dt.date) -> bool:
        """Whether the answer is late or can be put off no more, so that the proposer hears how far it is."""
        extended = self.assignment.extensions.filter(decision=Decision.GRANTED).exists()
        if extended or not self.rules.switch("extension_times"):
            return True
        clock = self.assignment.answer_clock
        return clock is not None and (bool(clock.days_late(on)) or clock.due >= deadlines.latest(self.assignment))

    @property
    def is_key(self) -> bool:
        return self.proposal.is_key or self.main.is_key

    @property
    def needs_review(self) -> bool:
        """Whether the supervisor reads it before the signer does: by rule, for all or for key proposals."""
        return self.kind != ReplyKind.OPINION and self.rules.applies("supervisor_review", key=self.is_key)

    @property
    def needs_countersign(self) -> bool:
        return bool(self.cosigners())

    def cosigners(self) -> list[Department]:
        """Who agrees to it before it is signed: always those who sign with it, by rule those who were consulted."""
        answers = self.kind not in {ReplyKind.OPINION, ReplyKind.INTERIM}
        by_rule = answers and self.rules.applies("countersign", key=self.is_key)
        return list(dict.fromkeys([*self.partners(), *(self.consulted() if by_rule else ())]))

    def partners(self) -> list[Department]:
        """联合行文: who signs with the writer a letter that is not signed yet."""
        return self._beside(sorted(self.joint_with.all(), key=lambda unit: unit.pk)) if self.pk else []

    def consulted(self) -> list[Department]:
        """The co-handlers that had their say to the lead."""
        if self.assignment.role != AssignmentRole.LEAD:
            return []
        return self._beside(part.department for part in self.consulted_parts)

    @functools.cached_property
    def consulted_parts(self) -> list[Assignment]:
        return list(self.main.assignments.consulted().order_by("id").select_related("department__successor"))

    @functools.cached_property
    def proposers(self) -> list[Proposer]:
        """Whom it answers, in their order."""
        return list(self.proposal.proposers.all())

    @functools.cached_property
    def layouts(self) -> dict[dt.date, list[LetterProfile]]:
        """The editions that make its layout, by the day on which that was asked."""
        return {}

    def forget(self) -> None:
        super().forget()
        for remembered in ("consulted_parts", "proposers", "layouts"):
            self.__dict__.pop(remembered, None)

    def _beside(self, units: Iterable[Department]) -> list[Department]:
        """Who stands in the place of these units today, each once, beside the one that writes the letter itself."""
        writer = self.writer
        return [unit for unit in dict.fromkeys(unit.heir for unit in units) if unit != writer]

    def asked(self) -> Any:
        """The units that are asked for their agreement in the present round."""
        return self.countersignatures.filter(round=self.countersign_round)

    def agreed(self) -> dict[Department, str]:
        """Who agreed in this round, by the unit that stands there today: its own word before its predecessor's."""
        own_last = F("department__successor").asc(nulls_last=True)
        said = self.asked().filter(agreed=True).select_related("department__successor").order_by(own_last)
        return {each.department.heir: each.person for each in said}

    @property
    def earliest(self) -> dt.date | None:
        """The day before which nothing more can have happened to it; before it is begun, that of the hand-over."""
        done = (self.sent_on or self.numbered_on or self.signed_on) if self.status else None
        return done or self.assignment.assigned_on

    def may_join(self) -> models.QuerySet[Any]:
        """Units that may sign with this one: those that have a part in the same case."""
        if self.kind == ReplyKind.OPINION:
            return Department.objects.none()
        parts = self.main.assignments.held().exclude(status=AssignmentStatus.WAIVED).exclude(pk=self.assignment_id)
        units: models.QuerySet[Any] = Department.objects.filter(pk__in=parts.values("department")).heirs()
        return units.exclude(pk=self.writer.pk).order_by("pk")

    def siblings(self) -> models.QuerySet[Any]:
        """All replies of this unit to this proposal."""
        siblings: models.QuerySet[Any] = self.assignment.replies.filter(proposal=self.proposal_id)
        return siblings

    @property
    def timed_uids(self) -> list[uuid.UUID]:
        return [self.uid, self.assignment.uid]

    def posts_of(self, actor: Actor) -> tuple[Post, ...]:
        posts = self.assignment.posts_of(actor)
        return posts + self._cosigning_posts(actor) if self.status == ReplyStatus.COUNTERSIGN else posts

    def _cosigning_posts(self, actor: Actor) -> tuple[Post, ...]:
        """In each unit asked its office and its leader; for one that works on paper, the supervisor."""
        units = {each.department_id: each.department for each in self.asked().select_related("department")}
        own = [post for post in actor.posts if post.role in COSIGNING and post.unit_id in units]
        watching = [post for post in self.assignment.posts_of(actor) if post.role == Role.SUPERVISOR]
        return tuple(dataclasses.replace(post, role=Role.COSIGNER) for post in own) + tuple(
            dataclasses.replace(post, role=Role.COSIGNER, unit_id=unit.pk, proxy=True)
            for unit in units.values()
            for post in watching
            if unit.works_on_paper
        )
