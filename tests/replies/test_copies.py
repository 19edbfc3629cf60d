"""抄送机关: by rule and as typed, each body once under all its names, whole lines, and how many prints are made."""

from __future__ import annotations

import pytest

from replies import copies
from replies.actions import drafting
from replies.models import Reply
from tests.replies.test_clearance import switch
from workflow.errors import Invalid
from workflow.models import DepartmentAlias

LINE = "市政协提案委（3份），市委市政府督查局（1份），卧龙区委、政府、政协（各1份）。"


def revise(office, reply, *typed):
    reply = Reply.objects.for_page().get(pk=reply.pk)
    drafting.revise(
        reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), copy_list=list(typed)
    )
    return listed(reply)


def listed(reply):
    return list(reply.copies.values_list("name", "copies"))


def test_a_line_in_one_field_becomes_its_recipients(office):
    assert revise(office, office.drafted(), (LINE, None)) == [
        ("市政协提案委", 3), ("市委市政府督查局", 1), ("卧龙区委", 1), ("卧龙区政府", 1), ("卧龙区政协", 1),
    ]  # fmt: skip


def test_a_count_in_the_line_comes_before_the_one_beside_it(office):
    typed = ("市政协提案委（3份），市政府督查室", 2)
    assert revise(office, office.drafted(), typed) == [("市政协提案委", 3), ("市政府督查室", 2)]


def test_the_order_typed_is_kept(office):
    typed = [("市民政局", 1), ("市政协提案委", 2), ("市政府督查室", None)]
    assert revise(office, office.drafted(), *typed) == typed


@pytest.mark.parametrize(("first", "again"), [
    ("市政协提案委", "市政协提案委员会"),
    ("市政协提案委", "丽阳市政协提案委员会"),
    ("市政府办", "丽阳市人民政府办公室"),
    ("民政局", "丽阳市民政局"),
    ("市民政局", "丽阳市民政局"),
    ("市民政局", "老民政"),
    ("卧龙区委", "中共卧龙区委员会"),
])  # fmt: skip
def test_one_body_under_two_names_is_refused_with_both(office, first, again):
    DepartmentAlias.objects.create(jurisdiction=office.city.place, department=office.city.units[1], name="老民政")
    reply = office.drafted()
    before = listed(reply)
    with pytest.raises(Invalid, match=f"“{first}”与“{again}”是同一机关，请只保留一个") as refusal:
        revise(office, reply, (first, 1), (again, 2))
    assert refusal.value.field == "copies"
    assert listed(reply) == before
    assert revise(office, reply, (again, 2)) == [(again, 2)]


@pytest.mark.parametrize(("typed", "words"), [
    ([("甲局", 1), ("甲局", 2)], "抄送机关“甲局”重复"),
    ([(" ", 1)], "抄送机关不能为空"),
    ([("存档", 1)], "抄送机关不能为空"),
    ([("长" * 81, 1)], "不能超过80字"),
    ([("甲局（0份）", None)], "份数应在1至999之间"),
    ([("、".join(f"第{n}街道办" for n in range(61)), 1)], "不能超过60个"),
])  # fmt: skip
def test_what_makes_no_list_is_refused(office, typed, words):
    with pytest.raises(Invalid, match=words):
        revise(office, office.drafted(), *typed)


def test_different_bodies_stay_apart(office):
    typed = [("市政协提案委", 1), ("市政协", 1), ("市政府", 1), ("市政府办", 1), ("省政协提案委", 1), ("财政局", 1)]
    assert revise(office, office.drafted(), *typed) == typed


def test_by_rule_one_body_counts_once_under_its_first_name(office):
    switch(copies=[["市政协提案委", 3], ["丽阳市民政局", 2], ["市政协提案委员会", 1]])
    reply = office.drafted("lead", "assist")
    assert listed(reply) == [("市政协提案委", 3), ("丽阳市民政局", 2)]


def test_a_unit_is_known_by_any_of_its_names(office):
    reply = office.drafted()
    revise(office, reply, ("市民政局", 1), ("市政协提案委", 1))
    assert list(reply.copies.values_list("department", flat=True)) == [office.city.units[1].pk, None]


def test_the_prints_are_counted_by_where_they_go(office):
    switch(file_copies=3)
    reply = office.drafted(proposers=("赵明", "钱进"))
    revise(office, reply, ("市政协提案委", 3), ("市政府督查室", None), ("市民政局", 2))
    reply.copies.filter(name="市民政局").update(channel="electronic")
    reply = Reply.objects.for_page().get(pk=reply.pk)
    prints = copies.prints_of(reply)
    assert (prints.addressees, prints.copies, prints.file, prints.total) == (2, 4, 3, 9)
    switch(file_copies=0)
    assert copies.prints_of(Reply.objects.for_page().get(pk=reply.pk)).file == 0
