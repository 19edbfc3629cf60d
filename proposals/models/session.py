"""Sessions of a CPPCC body: whose proposals, which term, which meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from letters.letter import SessionRef
from letters.numerals import to_chinese
from proposals.querysets import SessionQuerySet, Term
from workflow.enums import Level
from workflow.models.people import Jurisdiction
from workflow.models.row import Row, one_of


class Session(Row):
    """jurisdiction: who handles. level and body: whose CPPCC (市政协 of 南阳, 省政协 of 河南)."""

    public = "id uid jurisdiction level body term meeting opened_on closed_on meeting_on"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="sessions", verbose_name="地区")
    level = models.CharField("政协层级", max_length=10, choices=Level.choices)
    body = models.CharField("政协名称", max_length=40, help_text="如“市政协”")
    term = models.PositiveSmallIntegerField("届")
    meeting = models.PositiveSmallIntegerField("次")
    opened_on = models.DateField("开幕日期", null=True, blank=True)
    closed_on = models.DateField("闭幕日期", null=True, blank=True)
    meeting_on = models.DateField("交办会日期", null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "level", "body", "term", "meeting"], name="session_once"),
            one_of("level", Level, "session_level_known"),
            models.CheckConstraint(condition=Q(term__gte=1, meeting__gte=1), name="session_counts_from_one"),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="session_closes_after_it_opened",
            ),
        ]

    def __str__(self) -> str:
        return session_name(self.body, self.term, self.meeting)

    @property
    def of_term(self) -> Term:
        return Term(self.jurisdiction_id, self.level, self.body, self.term)

    @property
    def ref(self) -> SessionRef:
        return SessionRef(self.term, self.meeting)


def session_name(body: str, term: int, meeting: int) -> str:
    """市政协七届二次会议."""
    return f"{body}{to_chinese(term)}届{to_chinese(meeting)}次会议"
