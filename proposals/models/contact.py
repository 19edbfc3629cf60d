"""Contacts with proposers: one meeting may serve several cases."""

from __future__ import annotations

from django.db import models

from proposals.enums import ContactWay
from proposals.models.assignment import Assignment
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row, one_of


class Contact(Row):
    """面商, 走访, 座谈, 电话 …: when, how, with whom, with what result."""

    internal = "id uid jurisdiction department assignments way happened_on outcome entered_at entered_by"
    personal = "people"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="单位")
    assignments = models.ManyToManyField(Assignment, related_name="contacts", verbose_name="承办件")
    way = models.CharField("沟通方式", max_length=10, choices=ContactWay.choices)
    happened_on = models.DateField("沟通日期")
    people = models.CharField("参加人员", max_length=200)
    outcome = models.TextField("沟通情况")
    entered_by = models.CharField("登记人", max_length=120)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "沟通记录"
        constraints = [one_of("way", ContactWay, "contact_way_known")]
