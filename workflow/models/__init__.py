"""The rows of the office."""

from workflow.models.audit import AuditEvent, TrailHead
from workflow.models.calendar import CalendarDay, CalendarVersion
from workflow.models.clock import Clock, ClockEvent
from workflow.models.file import StoredFile
from workflow.models.job import Job
from workflow.models.outbox import Dispatch, Gateway
from workflow.models.people import (
    ApiKey,
    Appointment,
    Department,
    DepartmentAlias,
    DepartmentGroup,
    HandingOffice,
    Jurisdiction,
    User,
)
from workflow.models.reminder import Obligation, Snooze, SweepRun
from workflow.models.row import Row, Versioned
from workflow.models.rules import CaseKind, GradeScheme, LetterProfile, RuleVersion
from workflow.models.series import IssuedNumber, NumberSeries, SeriesUse, SeriesYear
from workflow.models.shift import Shift, ShiftLine

__all__ = [
    "ApiKey",
    "Appointment",
    "AuditEvent",
    "CalendarDay",
    "CalendarVersion",
    "CaseKind",
    "Clock",
    "ClockEvent",
    "Department",
    "DepartmentAlias",
    "DepartmentGroup",
    "Dispatch",
    "Gateway",
    "GradeScheme",
    "HandingOffice",
    "IssuedNumber",
    "Job",
    "Jurisdiction",
    "LetterProfile",
    "NumberSeries",
    "Obligation",
    "Row",
    "RuleVersion",
    "SeriesUse",
    "SeriesYear",
    "Shift",
    "ShiftLine",
    "Snooze",
    "StoredFile",
    "SweepRun",
    "TrailHead",
    "User",
    "Versioned",
]
