"""情况说明: who may let a problem stand, for how long, and what the trail keeps of it."""

from __future__ import annotations

import datetime as dt

import pytest

from replies.actions import drafting, reviewing, signing, waiving
from replies.linting import problems
from replies.models import Reply, Waiver
from workflow.audit import broken_rows
from workflow.errors import CaseMovedOn, Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent

BODY = "收悉，现答复如下：\n一、工作\n建成XX路服务站12个。"


@pytest.fixture
def reply(office) -> Reply:
    """A draft in which XX is the name of a road, not a gap."""
    return typed(office, office.drafted(), body=BODY)


def fresh(reply) -> Reply:
    return Reply.objects.for_move().get(pk=reply.pk)


def typed(office, reply, **text) -> Reply:
    when = {"by": office.by(office.city.drafter0), "at": office.at}
    drafting.revise(reply, version=fresh(reply).version, **when, **text)
    return fresh(reply)


def gap(office, reply):
    """The problem of the open place, or None."""
    found = problems(fresh(reply), on=office.day)
    return next((each for each in found if each.problem.rule == "PLACEHOLDER"), None)


def waive(office, reply, who="drafter0", *, key="", reason="XX路为道路名称。", day=None):
    when = office.when(getattr(office.city, who)) | ({"on": day} if day else {})
    return waiving.waive_problem(reply, key=key or gap(office, reply).key, reason=reason, **when)


def to_the_signer(office, reply) -> None:
    drafting.submit(fresh(reply), **office.when(office.city.drafter0))
    reviewing.pass_on(fresh(reply), **office.when(office.city.section_head0))
    reviewing.pass_on(fresh(reply), **office.when(office.city.office0))


def sign(office, reply) -> None:
    signing.sign(fresh(reply), **office.when(office.city.signer0))


def test_what_is_explained_no_longer_stops_the_signing(office, reply):
    to_the_signer(office, reply)
    with pytest.raises(TransitionRefused, match="“建成XX路服务站12”处尚未填写"):
        sign(office, reply)
    waive(office, reply, "signer0")
    noted = gap(office, reply)
    assert (noted.stops, noted.waiver.reason, noted.waiver.author_name) == (False, "XX路为道路名称。", "丽签发人")
    sign(office, reply)
    assert fresh(reply).status == "signed"


def test_the_trail_keeps_the_problem_and_the_reason(office, reply):
    waiver = waive(office, reply)
    waiving.withdraw_waiver(waiver, **office.when(office.city.office0))
    told = AuditEvent.objects.filter(subject_uid=reply.uid, move="waive_problem")
    [given] = told
    assert (given.reason, given.role, given.payload) == (
        "XX路为道路名称。", "drafter", {"problem": "“建成XX路服务站12”处尚未填写。", "quote": "XX"}
    )  # fmt: skip
    [back] = AuditEvent.objects.filter(move="withdraw_waiver")
    assert (back.role, back.payload["problem"]) == ("office", "“建成XX路服务站12”处尚未填写。")
    assert list(broken_rows()) == []


def test_what_is_withdrawn_counts_again_and_may_be_explained_again(office, reply):
    waiver = waive(office, reply)
    waiving.withdraw_waiver(waiver, **office.when(office.city.drafter0))
    assert gap(office, reply).stops
    with pytest.raises(CaseMovedOn):
        waiving.withdraw_waiver(waiver, **office.when(office.city.drafter0))
    waive(office, reply)
    assert Waiver.objects.count() == 2


def test_it_is_gone_when_the_words_change_and_stays_when_others_do(office, reply):
    waive(office, reply)
    typed(office, reply, body=BODY.replace("一、工作", "感谢关心。\n一、工作"))
    assert not gap(office, reply).stops
    typed(office, reply, body=BODY.replace("XX", "XXX"))
    assert gap(office, reply).stops


def test_a_reason_for_one_gap_explains_no_other(office, reply):
    waive(office, reply)
    typed(office, reply, body=BODY + "\n签约率达到XX。")
    gaps = [each for each in problems(fresh(reply), on=office.day) if each.problem.rule == "PLACEHOLDER"]
    assert [each.stops for each in gaps] == [False, True]


@pytest.mark.parametrize(("who", "status"), [
    ("drafter0", "draft"), ("office0", "draft"), ("section_head0", "section"), ("office0", "section"),
    ("office0", "office"), ("signer0", "signing"), ("office0", "signing"),
])  # fmt: skip
def test_whoever_may_change_or_sign_it_may_explain(office, reply, who, status):
    Reply.objects.filter(pk=reply.pk).update(status=status)
    waive(office, reply, who)
    assert not gap(office, reply).stops


@pytest.mark.parametrize(("who", "status", "error"), [
    ("signer0", "draft", NotYours), ("drafter0", "section", NotYours), ("drafter0", "signing", NotYours),
    ("drafter1", "draft", NotYours), ("supervisor", "signing", NotYours), ("office0", "review", TransitionRefused),
    ("signer0", "void", TransitionRefused),
])  # fmt: skip
def test_nobody_else_explains(office, reply, who, status, error):
    Reply.objects.filter(pk=reply.pk).update(status=status)
    with pytest.raises(error) as refused:
        waive(office, reply, who)
    assert type(refused.value) is error
    assert not Waiver.objects.exists()
    assert not AuditEvent.objects.filter(move="waive_problem").exists()


@pytest.mark.parametrize(("given", "said"), [
    ({"reason": " "}, "请填写情况说明。"),
    ({"reason": "长" * 2001}, "情况说明不能超过2000字。"),
    ({"key": "0" * 64}, "没有这一问题，或文字已改；请保存后重新校核。"),
    ({"day": dt.date(2026, 3, 1)}, "情况说明记在当天，不补录。"),
    ({"day": dt.date(2026, 3, 3)}, "发生日期不能晚于今天。"),
])  # fmt: skip
def test_what_explains_nothing_is_refused(office, reply, given, said):
    with pytest.raises(Invalid) as refused:
        waive(office, reply, **given)
    assert refused.value.message == said
    assert not Waiver.objects.exists()


def test_one_problem_has_one_explanation(office, reply):
    key = gap(office, reply).key
    waive(office, reply)
    with pytest.raises(Invalid, match="这一问题已有情况说明。"):
        waive(office, reply, key=key)


def test_the_text_that_stands_is_explained_not_the_one_that_was_read(office, reply):
    """The page was opened before somebody filled the gap."""
    key, read_before = gap(office, reply).key, fresh(reply)
    typed(office, reply, body=BODY.replace("XX", "解放"))
    with pytest.raises(Invalid, match="文字已改"):
        waive(office, read_before, key=key)


def test_a_place_may_accept_none_for_a_rule(office, reply):
    waive(office, reply)
    office.city.rule.content["switches"]["lint_strict"] = ["PLACEHOLDER"]
    office.city.rule.save()
    assert gap(office, reply).stops
    with pytest.raises(Invalid, match="不得以情况说明代替"):
        waive(office, fresh(reply))
