"""征集材料: a unit asks its sections, subordinate units or a county's bureaus for what its reply needs."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.db.models import Q

from proposals.flows import MATERIAL_FLOW
from proposals.models import Assignment, Material
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.errors import Invalid, given
from workflow.models import Clock, Department, StoredFile
from workflow.progress import advance, enter
from workflow.statemachine import NEW


@transaction.atomic
def collect(
    assignment: Assignment,
    *,
    department: Department,
    wanted: str,
    due: dt.date,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
) -> Material:
    """Ask `department` for material by a day of its own."""
    material = Material(
        jurisdiction_id=assignment.jurisdiction_id,
        assignment=assignment,
        department=department,
        status=NEW,
        wanted=given(wanted, "请填写所需材料。", field="wanted"),
        due=due,
        asked_on=on,
    )
    row = MATERIAL_FLOW.begin("collect", by, material, on=on)
    if due < on:
        raise Invalid("提供期限不能早于发生日期。", field="due")
    if not sources_of(assignment, on).filter(pk=department.pk).exists():
        raise Invalid("只能向本单位科室、下属单位或所辖县（区）部门征集材料。", field="department")
    enter(material, row, by=by, on=on, at=at, note=note, payload={"department": department.name})
    clocks.start_until(ClockKind.MATERIAL, material, holder=department, on=on, due=due, rule=assignment.rules)
    return material


def sources_of(assignment: Assignment, on: dt.date) -> models.QuerySet[Department]:
    """Whom a unit may ask: its sections and, where it governs a county, the units of that county."""
    unit = assignment.department
    return Department.objects.valid(on).filter(Q(parent=unit) | Q(jurisdiction=unit.governs_id, parent=None))


@transaction.atomic
def supply(
    material: Material,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    text: str = "",
    file: StoredFile | None = None,
    note: str = "",
) -> None:
    """提供材料: words, a file, or both."""
    row = MATERIAL_FLOW.begin("supply", by, material, on=on)
    if not text.strip() and file is None:
        raise Invalid("请填写材料或上传附件。", field="text")
    advance(material, row, by=by, on=on, at=at, note=note, facts={"text": text.strip(), "file": file, "given_on": on})
    clocks.close(material, ClockKind.MATERIAL, on=on, at=at)


@transaction.atomic
def ask_more(material: Material, *, reason: str, due: dt.date, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """退回补充: what came is not enough; a new day is set."""
    row = MATERIAL_FLOW.begin("ask_more", by, material, on=on)
    if due < on:
        raise Invalid("提供期限不能早于发生日期。", field="due")
    advance(
        material,
        row,
        by=by,
        on=on,
        at=at,
        note=given(reason, "请填写需补充的内容。", field="reason"),
        facts={"due": due},
    )
    clocks.start_until(
        ClockKind.MATERIAL, material, holder=material.department, on=on, due=due, rule=material.assignment.rules
    )


def waited_for(assignment: Assignment) -> Q:
    return Q(subject_uid__in=assignment.materials.values("uid"))


def stop_waiting(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The unit's part is over: nobody is reminded of material that it no longer needs."""
    running = Clock.objects.open().filter(waited_for(assignment))
    clocks.give_up(running, reason="征集单位不再需要", by=by, on=on, at=at)


@transaction.atomic
def drop(material: Material, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    advance(material, MATERIAL_FLOW.begin("drop", by, material, on=on), by=by, on=on, at=at, note=note)
    clocks.cancel(material, reason="撤销征集", by=by, on=on, at=at)
