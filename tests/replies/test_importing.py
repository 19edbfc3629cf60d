import dataclasses
import datetime as dt
import functools

import pytest

from letters.letter import Copy, SessionRef
from letters.reading import read
from replies.actions.recording import record_letter
from replies.importing import confirm
from replies.models import IncomingLetter, PolicyDocument, Reply
from tests.letterbox import import_letter
from tests.letters.reading.test_chain import TEXT as CHAIN
from tests.workflow.races import at_once, refusals
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent, Clock, DepartmentAlias, IssuedNumber

LETTER = """丽阳市卫生局文件
丽卫函〔2024〕18号　　　　　　办理结果：A
对市政协七届一次会议第72号提案的答复
王芳委员：
　　您提出的《关于推进社区医养结合的提案》（第72号）收悉，现答复如下：
　　一、已经做的工作
　　全市已建成日间照料站86个。
　　感谢您对养老工作的关心和支持。
　　　　　　　　　　　　　　　　丽阳市卫生局
　　　　　　　　　　　　　　　　2024年5月20日
联系人：李强　　联系电话：0399-6310000
"""
STRANGER = LETTER.replace("丽阳市卫生局", "丽阳市老龄办公室")
TO_A_DEPUTY = (
    LETTER.replace("市政协七届一次会议第72号提案", "市七届人大一次会议第72号建议")
    .replace("王芳委员", "王芳代表")
    .replace("提案", "建议")
)


def take(office, text, path="a.txt", **more):
    city = office.city
    when = {"by": office.by(city.supervisor), "at": office.at}
    return import_letter(text.encode(), path, jurisdiction=city.place, **when, **more)


def test_an_old_letter_becomes_a_closed_case_without_clocks(office):
    outcome = take(office, LETTER)
    reply = Reply.objects.get()
    assert (outcome.changed, outcome.remark, outcome.incoming.status) == (True, "", "made")
    assert (reply.origin, reply.status, reply.doc_number, reply.grade) == (
        "imported",
        "sent",
        "丽卫函〔2024〕18号",
        "A",
    )
    assert (reply.proposal.number, reply.proposal.status, reply.proposal.origin) == ("72", "closed", "imported")
    assert (reply.assignment.department, reply.signed_on) == (office.city.units[0], dt.date(2024, 5, 20))
    assert [each.name for each in reply.proposal.proposers.all()] == ["王芳"]
    assert not Clock.objects.exists()
    assert list(broken_rows()) == []


def test_what_the_letter_does_not_state_stays_empty(office):
    take(office, LETTER)
    reply = Reply.objects.get()
    assert (reply.signer, reply.publicity, reply.sent_on, reply.numbered_on, reply.copies.count()) == (
        "", "", None, None, 0,
    )  # fmt: skip


@pytest.mark.parametrize("again", [LETTER, LETTER.replace("\n", "\r\n"), LETTER.replace("　　", "  ")])
def test_the_same_letter_again_changes_nothing(office, again):
    first = take(office, LETTER)
    second = take(office, again, "b.txt")
    assert (second.changed, second.incoming) == (False, first.incoming)
    assert (Reply.objects.count(), IncomingLetter.objects.count(), IssuedNumber.objects.count()) == (1, 1, 1)


def test_a_letter_of_an_unknown_unit_waits_for_a_person(office):
    outcome = take(office, STRANGER)
    assert (outcome.incoming.status, outcome.remark) == ("waiting", "未匹配到承办单位，待人工确认")
    assert outcome.incoming.suggested_unit == "丽阳市老龄办公室"
    assert not Reply.objects.exists()


def settle(office, incoming, department):
    return confirm(incoming, department=department, by=office.by(office.city.supervisor), at=office.at)


def test_a_confirmed_name_is_remembered(office):
    unit = office.city.units[0]
    reply = settle(office, take(office, STRANGER).incoming, unit)
    assert (reply.assignment.department, DepartmentAlias.objects.get().name) == (unit, "丽阳市老龄办公室")
    other = STRANGER.replace("第72号", "第73号").replace("18号", "19号")
    assert take(office, other).incoming.status == "made"


def test_a_letter_is_confirmed_once_and_by_a_unit_of_the_place(office):
    incoming = take(office, STRANGER).incoming
    with pytest.raises(Invalid):
        settle(office, incoming, office.county.units[0])
    settle(office, incoming, office.city.units[0])
    with pytest.raises(TransitionRefused):
        settle(office, incoming, office.city.units[0])
    assert Reply.objects.count() == 1


def test_a_reply_to_a_deputy_is_not_imported(office):
    outcome = take(office, TO_A_DEPUTY)
    assert (outcome.incoming.status, outcome.incoming.kind) == ("rejected", "npc_reply")
    assert not Reply.objects.exists()


def test_a_forwarded_notice_goes_to_the_library_as_its_chain(office):
    outcome = take(office, CHAIN)
    assert (outcome.incoming.status, Reply.objects.count()) == ("policy", 0)
    outer = outcome.incoming.policy
    assert (outer.doc_number, outer.forwards.doc_number) == ("临林发〔2022〕9号", "江林发〔2022〕8号")
    assert PolicyDocument.objects.repealed().count() == 3
    assert take(office, CHAIN).changed is False


def test_a_number_that_is_another_letters_waits_with_the_reason(office):
    take(office, LETTER)
    outcome = take(office, LETTER.replace("第72号", "第73号"))
    assert (outcome.incoming.status, outcome.remark) == ("waiting", "文号丽卫函〔2024〕18号已被使用。")
    assert Reply.objects.count() == 1


def test_an_empty_file_is_refused(office):
    outcome = take(office, "")
    assert (outcome.incoming, outcome.changed, outcome.remark) == (None, False, "文件是空的，没有可读的文字。")
    assert not IncomingLetter.objects.exists()


def test_a_unit_imports_nothing(office):
    with pytest.raises(NotYours):
        import_letter(
            LETTER.encode(),
            "a.txt",
            jurisdiction=office.city.place,
            by=office.by(office.city.office0),
            at=office.at,
        )
    assert (Reply.objects.count(), IncomingLetter.objects.count()) == (0, 0)


@pytest.mark.parametrize("_round", range(3))
@pytest.mark.parametrize("waiting", [True, False])
def test_two_imports_of_one_file_make_one_case(open_office, waiting, _round):
    unit = open_office.city.units[0]
    text = STRANGER if waiting else LETTER
    if waiting:
        take(open_office, text)
    came = at_once(*[functools.partial(take, open_office, text, department=unit)] * 2)
    assert refusals(came) == []
    assert sorted(outcome.changed for outcome in came) == [False, True]
    assert {outcome.incoming.status for outcome in came} == {"made"}
    assert (Reply.objects.count(), IncomingLetter.objects.count()) == (1, 1)


def test_a_letter_without_a_date_is_of_the_day_that_the_office_has(office):
    undated = LETTER.replace("2024年5月20日", "")
    early = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)  # half past seven on 2 March
    when = {"by": office.by(office.city.supervisor), "at": early}
    reply = import_letter(undated.encode(), "a.txt", jurisdiction=office.city.place, **when).incoming.reply
    event = AuditEvent.objects.get(subject_uid=reply.uid, move="record")
    assert event.happened_on == dt.date(2026, 3, 2)


def test_an_old_letter_does_not_land_on_a_case_under_way(office):
    office.city.session.meeting = 1
    office.city.session.save(update_fields=["meeting"])
    office.in_hand(number="72")
    outcome = take(office, LETTER)
    assert (outcome.incoming.status, outcome.remark) == ("waiting", "该提案正在本系统办理，不能作为历史件导入。")
    assert not Reply.objects.exists()


def record(office, **changes) -> Reply:
    letter = dataclasses.replace(read(LETTER).letter, **changes)
    when = {"by": office.by(office.city.supervisor), "on": office.day, "at": office.at}
    return record_letter(letter, department=office.city.units[0], **when)


def test_what_is_longer_than_its_column_is_cut(office):
    long = "甲" * 80
    reply = record(office, cc=(Copy(long + "一", 2), Copy(long + "二", 70_000)), grade="B" * 12)
    reply.full_clean(exclude=["publicity", "grade_note"], validate_constraints=False)
    assert [(each.name, each.copies) for each in reply.copies.all()] == [(long, None)]


@pytest.mark.parametrize("changes", [{"proposal_number": "7" * 21}, {"session": SessionRef(70_000, 1)}])
def test_a_case_that_cannot_be_named_is_refused(office, changes):
    with pytest.raises(Invalid, match="无法建立历史件"):
        record(office, **changes)


def test_a_letter_that_bears_no_name_is_known_by_its_unit(office):
    nameless = LETTER.replace("　　　　　　　　　　　　　　　　丽阳市卫生局\n", "").replace("丽阳市卫生局文件\n", "")
    reply = take(office, nameless, department=office.city.units[0]).incoming.reply
    assert reply.frozen["letter"]["sign_off"] is None
    assert reply.issuer == "丽阳市卫生局"
