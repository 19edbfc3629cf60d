"""What is noted, asked for and decided on a unit's way to its reply."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from proposals.enums import Decision, NoteKind
from proposals.models.assignment import Assignment
from proposals.models.proposal import Proposal
from proposals.querysets import ExtensionQuerySet, NoteQuerySet
from workflow.models import StoredFile
from workflow.models.row import Row, one_of

ASKS_FOR_ANSWER = ("urging", "supervising")


class HandlingNote(Row):
    """拟办意见, 批示, 协调, 催办, 督办 and the answers to these: whose words, on which day, entered by whom."""

    internal = "id uid assignment kind text happened_on reply_by answers scan entered_at"
    personal = "person entered_by"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="notes", verbose_name="承办")
    kind = models.CharField("种类", max_length=12, choices=NoteKind.choices)
    text = models.TextField("内容")
    person = models.CharField("意见人", max_length=80, blank=True)
    happened_on = models.DateField("日期")
    reply_by = models.DateField("回复期限", null=True, blank=True)
    answers = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by", verbose_name="回复"
    )
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫描件")
    entered_by = models.CharField("登记人", max_length=120)
    entered_at = models.DateTimeField("登记时间")

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理意见"
        ordering = ["happened_on", "id"]
        constraints = [
            one_of("kind", NoteKind, "note_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(reply_by__isnull=True) | Q(kind__in=ASKS_FOR_ANSWER) & Q(reply_by__gte=F("happened_on")),
                name="note_reply_day_where_one_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(kind="answer") ^ Q(answers__isnull=True), name="note_answer_answers_another"
            ),
        ]


class Extension(Row):
    """延期: asked for before the due day, decided once; `until` is the day that was granted."""

    public = "id uid assignment asked_until asked_on decision until decided_on"
    internal = "reason words proposer_told_on"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions", verbose_name="承办")
    asked_until = models.DateField("申请延至")
    asked_on = models.DateField("申请日期")
    reason = models.TextField("延期理由")
    decision = models.CharField("结果", max_length=10, choices=Decision.choices, default=Decision.ASKED)
    until = models.DateField("准予延至", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    words = models.TextField("决定意见", blank=True)
    proposer_told_on = models.DateField("告知提案人日期", null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["id"]
        constraints = [
            one_of("decision", Decision, "extension_decision_known"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(decision=Decision.ASKED), name="extension_one_asked"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.ASKED) ^ Q(decided_on__isnull=False), name="extension_decided_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.GRANTED) ^ Q(until__isnull=True), name="extension_granted_until_a_day"
            ),
        ]


class KeyHandling(Row):
    """重点提案: who leads, who watches over it, the plan and the report."""

    internal = "id uid proposal committee mode plan planned_on report reported_on"
    personal = "led_by supervised_by"

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="key_handling", verbose_name="提案")
    led_by = models.CharField("领办领导", max_length=80, blank=True)
    supervised_by = models.CharField("督办领导", max_length=80, blank=True)
    committee = models.CharField("协助专委会", max_length=80, blank=True)
    mode = models.CharField("督办方式", max_length=80, blank=True)
    plan = models.TextField("办理方案", blank=True)
    planned_on = models.DateField("方案日期", null=True, blank=True)
    report = models.TextField("督办报告", blank=True)
    reported_on = models.DateField("报告日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "重点提案办理"
        constraints = [
            models.CheckConstraint(condition=Q(plan="") ^ Q(planned_on__isnull=False), name="key_plan_has_its_day"),
            models.CheckConstraint(
                condition=Q(report="") ^ Q(reported_on__isnull=False), name="key_report_has_its_day"
            ),
            models.CheckConstraint(condition=~Q(led_by="", supervised_by=""), name="key_has_a_leader"),
        ]
