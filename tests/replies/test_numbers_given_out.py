"""编号 from a series of the unit: the reserved number, else the next; typed numbers, other years, and what is void."""

import datetime as dt

import pytest

from replies.actions import correcting, drafting, numbers, sending, signing
from replies.actions.undoing import undo
from replies.models import Reply
from tests.workflow.test_series import gap_list, opened
from workflow.errors import Invalid, NotYours, NumberTaken, TransitionRefused
from workflow.models import AuditEvent, IssuedNumber, NumberSeries


def number(office, reply, who="office0", **given):
    signing.number(reply, **given, **office.when(getattr(office.city, who)))
    return reply.doc_number


def reserve(office, reply, who="office0", **given):
    return numbers.reserve_number(reply, **given, **office.when(getattr(office.city, who)))


def void(office, reply, reason="不再使用。", who="office0"):
    numbers.void_number(reply, reason=reason, **office.when(getattr(office.city, who)))


def test_a_letter_gets_the_next_number_without_typing(office):
    opened(office, first=37)
    first, second = (office.signed(number=n) for n in ("1", "2"))
    assert [number(office, each) for each in (second, first)] == ["丽卫函〔2026〕37号", "丽卫函〔2026〕38号"]
    assert (second.status, second.issued.subject_uid) == ("numbered", second.uid)
    sending.send(second, **office.when(office.city.office0))


def test_without_a_series_the_number_is_typed(office):
    reply = office.signed()
    with pytest.raises(Invalid, match="请填写发文字号"):
        number(office, reply)
    with pytest.raises(TransitionRefused, match="文号不由本系统编号"):
        reserve(office, reply)
    assert number(office, reply, doc_number="丽卫函〔2026〕12号") == "丽卫函〔2026〕12号"


def test_the_reserved_number_comes_before_the_next(office):
    opened(office)
    early, late = office.drafted(number="1"), office.signed(number="2")
    kept = reserve(office, early)
    assert number(office, late) == "丽卫函〔2026〕2号"
    with pytest.raises(TransitionRefused, match=f"已预留{kept}"):
        reserve(office, early)
    signing.enter_clearance(early, clearance="paper", signer="孙立", **office.when(office.city.office0))
    assert number(office, early) == str(kept) == "丽卫函〔2026〕1号"
    moves = AuditEvent.objects.filter(subject_uid=early.uid).order_by("seq")
    told = {event.move: event.payload.get("doc_number") for event in moves}
    assert (told["reserve_number"], told["number"]) == (str(kept), str(kept))


def test_the_reserved_number_may_be_typed_and_no_other(office):
    opened(office)
    mine, other = office.signed(number="1"), office.signed(number="2")
    kept = reserve(office, mine)
    with pytest.raises(NumberTaken):
        number(office, other, doc_number=str(kept))
    with pytest.raises(Invalid, match="“丽卫函”由本系统编号"):
        number(office, mine, doc_number="丽卫函〔2026〕9号")
    assert number(office, mine, doc_number=str(kept)) == str(kept)


def test_a_number_used_on_paper_is_reserved_with_its_reason(office):
    opened(office)
    reply = office.signed()
    with pytest.raises(Invalid, match="须在备注中说明理由"):
        reserve(office, reply, n=9)
    reserve(office, reply, n=9, note="系统停机当日先行纸质编号。")
    assert number(office, reply) == "丽卫函〔2026〕9号"
    with pytest.raises(NumberTaken):
        reserve(office, office.signed(number="2"), n=9, note="误登。")


def test_a_void_number_is_not_given_out_again(office):
    row = opened(office)
    reply = office.signed()
    reserve(office, reply)
    with pytest.raises(Invalid, match="请填写作废原因"):
        void(office, reply, reason=" ")
    void(office, reply, reason="公文纸打印有误。")
    with pytest.raises(TransitionRefused, match="没有预留的文号"):
        void(office, reply)
    assert number(office, reply) == "丽卫函〔2026〕2号"
    assert gap_list(row) == [(1, "作废", "公文纸打印有误。")]


def test_a_voided_draft_takes_its_reserved_number_with_it_for_good(office):
    row = opened(office)
    reply = office.drafted()
    reserve(office, reply)
    drafting.void(reply, reason="重复拟稿。", **office.when(office.city.office0))
    reply = Reply.objects.for_move().get(pk=reply.pk)
    undo(reply, "undo_void", **office.when(office.city.office0))
    assert gap_list(row) == [(1, "作废", "稿件作废：重复拟稿。")]
    assert reserve(office, reply).n == 2


def test_the_year_of_the_letter_decides(office):
    opened(office)
    office.day = dt.date(2026, 12, 31)
    december, late = office.signed(number="1"), office.drafted(number="2")
    kept = reserve(office, late)
    office.day = dt.date(2027, 1, 4)
    assert number(office, december) == "丽卫函〔2026〕2号"
    signing.enter_clearance(late, clearance="paper", signer="孙立", **office.when(office.city.office0))
    assert number(office, late) == "丽卫函〔2027〕1号"
    kept.refresh_from_db()
    assert (kept.status, kept.reason) == ("void", "该件改编丽卫函〔2027〕的文号，预留的号未用。")


def test_a_letter_of_a_year_before_the_series_is_typed(office):
    office.day = dt.date(2026, 12, 31)
    reply = office.signed()
    office.day = dt.date(2027, 1, 4)
    opened(office)
    with pytest.raises(Invalid, match="请填写发文字号"):
        number(office, reply)
    assert number(office, reply, doc_number="丽卫函〔2026〕300号") == "丽卫函〔2026〕300号"


def test_opinions_have_a_series_of_their_own(office):
    opened(office)
    opened(office, code="丽民提函", papers=["opinion"], unit=1, who="office1")
    _, assist = office.in_hand("lead", "assist")
    opinion = drafting.draft(assist, **office.when(office.city.drafter1))
    by = office.by(office.city.drafter1)
    drafting.revise(
        opinion, version=opinion.version, at=office.at, by=by, body="经研究，提出如下意见：\n一、建议纳入计划。"
    )
    signing.enter_clearance(opinion, clearance="oa", signer="孙立", **office.when(office.city.office1))
    assert number(office, opinion, who="office1") == "丽民提函〔2026〕1号"


def test_what_was_cleared_outside_and_sent_is_numbered_at_once(office):
    reply = office.drafted()
    when = office.when(office.city.office0)
    given = {"clearance": "paper", "signer": "孙立", "sent_on": office.day}
    with pytest.raises(Invalid, match="送达前须有文号"):
        signing.enter_clearance(reply, **given, **when)
    opened(office)
    reply = Reply.objects.for_move().get(pk=reply.pk)
    signing.enter_clearance(reply, **given, **when)
    assert (reply.status, reply.doc_number) == ("sent", "丽卫函〔2026〕1号")


def test_a_corrected_number_of_an_owned_series_is_what_the_paper_bears(office):
    row = opened(office)
    reply = office.signed()
    number(office, reply)
    when = office.when(office.city.supervisor)
    correcting.correct(reply, doc_number="丽卫函〔2026〕5号", reason="纸上误印为5号，已寄出。", **when)
    assert (reply.doc_number, gap_list(row)) == (
        "丽卫函〔2026〕5号", [(1, "作废", "纸上误印为5号，已寄出。")]
    )  # fmt: skip
    assert number(office, office.signed(number="2")) == "丽卫函〔2026〕2号"


def test_a_refused_number_leaves_no_gap(office):
    opened(office)
    reply = office.signed()
    with pytest.raises(NotYours):
        number(office, reply, who="drafter0")
    with pytest.raises(NotYours):
        reserve(office, reply, who="drafter0")
    tomorrow = office.when(office.city.office0) | {"on": office.day + dt.timedelta(days=1)}
    with pytest.raises(Invalid, match="不能晚于今天"):
        signing.number(reply, **tomorrow)
    assert not IssuedNumber.objects.exists()
    assert number(office, Reply.objects.for_move().get(pk=reply.pk)) == "丽卫函〔2026〕1号"
    assert NumberSeries.objects.get().years.get().last == 1
