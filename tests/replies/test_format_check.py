"""格式校核 with what the database knows: what is found, what stops the signing, what a place decides otherwise."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from proposals.models import Proposal, Proposer, Topic
from replies import gates
from replies.actions import drafting, reviewing, sending, signing
from replies.linting import facts_of, objection, problems
from replies.models import PolicyDocument, Reply
from tests.letterbox import import_letter
from workflow.errors import TransitionRefused, Unavailable
from workflow.models import Appointment, DepartmentAlias

ALL = frozenset({"ITEM_COVERAGE", "SALUTATION", "COHANDLERS", "DATE_WINDOW", "CC_LIST", "DOCNO", "SIGNER",
                 "REPEATED_SENTENCE"})  # fmt: skip
FOLDER = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
needs_real_letters = pytest.mark.skipif(
    not (FOLDER / "001.txt").exists(), reason="the real letters are not here; LETTER_CORPUS names their folder"
)
ASSIST = ("lead", "assist")


def fresh(reply) -> Reply:
    return Reply.objects.for_move().get(pk=reply.pk)


def change(reply, **columns) -> Reply:
    """As it may have been typed; the verbs that type it are tested elsewhere."""
    Reply.objects.filter(pk=reply.pk).update(**columns)
    return fresh(reply)


def facts(office, reply, rules=ALL):
    return facts_of(fresh(reply), on=office.day, rules=rules)


def found(office, reply) -> dict[str, list[str]]:
    """The messages by rule."""
    told: dict[str, list[str]] = {}
    for each in problems(fresh(reply), on=office.day):
        told.setdefault(each.problem.rule, []).append(each.problem.message)
    return told


def set_switch(office, **switches) -> None:
    office.city.rule.content["switches"] |= switches
    office.city.rule.save()


def sign(office, reply) -> None:
    signing.sign(fresh(reply), **office.when(office.city.signer0))


# What is known of the case.


def test_the_facts_are_those_of_the_case(office):
    reply = office.drafted(*ASSIST, proposers=("赵明", "钱静"), asks=("建服务站", "补助床位"))
    known = facts(office, reply)
    assert (known.session.term, known.session.meeting, known.number) == (7, 2, "35")
    assert [(each.name, each.person) for each in known.proposers] == [("赵明", True), ("钱静", True)]
    assert (known.asks, known.lead.name) == (("建服务站", "补助床位"), "丽阳市卫生局")
    assert [each.names for each in known.co_handlers] == [("丽阳市民政局", "民政局")]
    assert (known.handed_over, known.last_contact, known.last_opinion) == (office.day, office.day, office.day)
    assert (known.due, known.issued, known.interim) == (dt.date(2026, 6, 2), False, False)
    assert [(each.body.name, each.copies) for each in known.recipients] == [("市政协提案委", 1), ("市政府督查室", 1)]


def test_grades_are_known_by_what_their_labels_say(office):
    known = facts(office, office.drafted()).grades
    assert (known.codes, known.top, known.plan, known.lowest) == (("A", "B", "C"), ("A",), ("B",), ("C",))


def test_a_place_that_wants_no_grade_is_not_asked_for_one(office):
    reply = change(office.drafted(), grade="")
    assert found(office, reply)["GRADE_PRESENT"] == ["没有标明办理结果。"]
    set_switch(office, grade_required=False)
    assert "GRADE_PRESENT" not in found(office, reply)


def test_a_co_handler_is_known_by_each_of_its_names_and_by_the_one_before_a_reform(office):
    reply = office.drafted(*ASSIST)
    civil = office.city.units[1]
    DepartmentAlias.objects.create(jurisdiction=office.city.place, department=civil, name="老龄委")
    civil.successor = office.city.units[2]
    civil.save()
    [known] = facts(office, reply).co_handlers
    assert known.names == ("丽阳市财政局", "财政局", "丽阳市民政局", "民政局", "老龄委")


def test_an_opinion_goes_to_the_lead_unit(office):
    lead, assist = office.in_hand(*ASSIST)
    opinion = drafting.draft(assist, **office.when(office.city.drafter1))
    assert facts(office, opinion).lead.name == lead.department.name
    assert "SALUTATION" not in found(office, opinion)
    assert found(office, change(opinion, addressees="丽阳市财政局："))["SALUTATION"] == [
        "会办意见应送主办单位丽阳市卫生局，称谓写的是丽阳市财政局。"
    ]


def test_the_answer_of_an_earlier_session_under_the_same_topic_is_known(office):
    old, new = office.sent(number="1"), office.drafted(number="2")
    assert facts(office, new).last_reply is None
    topic = Topic.objects.create(jurisdiction=office.city.place, name="养老")
    topic.proposals.add(old.proposal, new.proposal)
    assert facts(office, new).last_reply is None  # of this session
    session = type(office.city.session).objects.create(
        jurisdiction=office.city.place, level="city", body="市政协", term=7, meeting=1
    )
    Proposal.objects.filter(pk=old.proposal_id).update(session=session)
    assert facts(office, new).last_reply == old.body


def test_a_number_that_another_letter_bears_is_told(office):
    office.numbered(number="1", doc_number="丽卫函〔2026〕12号")
    second = change(office.signed(number="2"), doc_number="丽卫函〔2026〕12号")
    assert found(office, second)["DOCNO"] == [
        "发文字号丽卫函〔2026〕12号已用于市政协七届二次会议第1号《关于加强社区养老服务的提案》。"
    ]
    assert "DOCNO" not in found(office, change(second, doc_number="丽卫函〔2026〕13号"))


def test_a_citation_that_the_library_knows_as_repealed_is_told_in_its_place(office):
    when = {"jurisdiction": office.city.place}
    new = PolicyDocument.objects.create(title="养老服务条例", **when)
    old = PolicyDocument.objects.create(title="关于养老服务的意见", repealed_by=new, **when)
    body = f"收悉，现答复如下：\n一、工作\n按照《{old.title}》，已建成服务站12个。"
    reply = change(office.drafted(), body=body)
    [noted] = [each for each in problems(fresh(reply), on=office.day) if each.problem.rule == "REPEALED"]
    assert noted.problem.message == "所引《关于养老服务的意见》已被《养老服务条例》废止。"
    assert (noted.problem.place.block, noted.problem.quote.strip("《》")) == (2, old.title)
    PolicyDocument.objects.update(repealed_by=None)
    assert "REPEALED" not in found(office, reply)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_many_proposers_asks_and_citations(office, rows, django_assert_num_queries):
    names = ("赵明", "钱静", "孙立")[:rows]
    reply = office.drafted(*ASSIST, proposers=names, asks=tuple(f"建议{n}" for n in range(rows)))
    cited = "".join(f"按照《关于第{n}件事的意见》办理。" for n in range(rows))
    reply = change(reply, body=f"收悉，现答复如下：\n{cited}")
    with django_assert_num_queries(12):
        problems(reply, on=office.day)


# What stops the signing.


def test_a_right_letter_is_signed(office):
    reply = office.at_signing()
    sign(office, reply)
    assert fresh(reply).status == "signed"


@pytest.mark.parametrize(("columns", "said"), [
    ({"addressees": "钱静委员："}, "称谓写的是钱静，提案者是赵明。请改正，或写情况说明。"),
    ({"title": "关于市政协七届三次会议第35号提案的答复"}, "标题中的届次是七届三次，本件是七届二次。"),
    ({"title": "关于市政协七届二次会议第36号提案的答复"}, "标题中的提案号是36，本件是35。"),
    ({"body": "收悉，现答复如下：\n已建成服务站XX个。"}, "“已建成服务站XX个”处尚未填写。"),
])  # fmt: skip
def test_a_letter_to_the_wrong_case_is_neither_signed_nor_entered_as_cleared(office, columns, said):
    reply = change(office.at_signing(), **columns)
    with pytest.raises(TransitionRefused, match="格式校核未通过：") as refused:
        sign(office, reply)
    assert said in refused.value.message
    office_clerk = office.when(office.city.office0)
    with pytest.raises(TransitionRefused, match="格式校核未通过："):
        signing.enter_clearance(fresh(reply), clearance="paper", signer="孙立", **office_clerk)
    assert (fresh(reply).status, fresh(reply).frozen) == ("signing", None)


def test_many_faults_are_counted_and_the_first_named(office):
    reply = change(office.at_signing(), addressees="钱静委员：", body="收悉，现答复如下：\n建站XX个。\n建床××张。")
    with pytest.raises(TransitionRefused) as refused:
        sign(office, reply)
    assert refused.value.message == (
        "格式校核未通过：称谓写的是钱静，提案者是赵明。“建站XX个”处尚未填写等3处问题。请改正，或写情况说明。"
    )


def test_what_is_wrong_and_does_not_block_is_signed(office):
    reply = change(office.at_signing(), contact_person="", contact_phone="")
    assert "CONTACT" in found(office, reply)
    sign(office, reply)


def test_a_draft_is_handed_on_as_it_is(office):
    """The reader may still write to the drafter; only the signature waits."""
    reply = change(office.drafted(), addressees="钱静委员：")
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(fresh(reply), **office.when(office.city.section_head0))
    assert fresh(reply).status == "office"


def test_whoever_is_corrected_meanwhile_counts(office):
    reply = fresh(office.at_signing())
    problems(reply, on=office.day)
    Proposer.objects.update(name="钱静")
    with pytest.raises(TransitionRefused, match="称谓写的是赵明，提案者是钱静"):
        signing.sign(reply, **office.when(office.city.signer0))


def test_a_place_raises_a_rule(office):
    reply = change(office.at_signing(), contact_person="", contact_phone="")
    set_switch(office, lint={"CONTACT": "block"})
    with pytest.raises(TransitionRefused, match="没有写明联系人。没有写明联系电话"):
        sign(office, reply)


@pytest.mark.parametrize("severity", ["warning", "off"])
def test_a_place_lowers_a_rule(office, severity):
    reply = change(office.at_signing(), addressees="钱静委员：")
    set_switch(office, lint={"SALUTATION": severity})
    assert ("SALUTATION" in found(office, reply)) == (severity == "warning")
    sign(office, reply)


def test_a_rule_about_the_pages_can_stop_it_too(office):
    title = "关于市政协七届二次会议第35号提案" + "及其他许多事项的情况" * 12 + "的答复"
    reply = change(office.at_signing(), title=title)
    set_switch(office, lint={"LAYOUT": "block", "TITLE_CASE": "off"})
    with pytest.raises(TransitionRefused, match="请缩短"):
        sign(office, reply)


def test_what_leaves_the_paper_is_told(office):
    reply = change(office.at_signing(), title="关于" + "W" * 70 + "的答复")
    assert "有文字超出纸面" in "".join(found(office, reply)["LAYOUT"])


def test_who_signed_elsewhere_is_compared_with_the_rule_of_the_place(office):
    set_switch(office, head_signs="always")
    reply = change(office.at_signing(), signer=office.city.signer0.name)
    post = Appointment.objects.get(user=office.city.signer0)
    assert found(office, reply)["SIGNER"] == ["本件应由主要领导签发，签发人的职务是其他领导。"]
    Appointment.objects.filter(pk=post.pk).update(is_head=True)
    assert "SIGNER" not in found(office, reply)
    assert "SIGNER" not in found(office, change(reply, signer="外来人员"))


def test_nothing_is_signed_where_nobody_reads(office, monkeypatch):
    reply = office.at_signing()
    monkeypatch.setattr(gates, "_readers", [])
    with pytest.raises(Unavailable, match="格式校核尚未就绪"):
        sign(office, reply)
    monkeypatch.undo()
    sign(office, reply)


def test_the_reader_gave_itself_once_at_start_up():
    assert gates._readers == [objection]


@needs_real_letters
@pytest.mark.parametrize(("stem", "parts"), [
    ("001", {"date", "sign_off"}), ("002", set()), ("003", {"cc", "sign_off"}), ("004", {"doc_number", "issuer"}),
])  # fmt: skip
def test_the_real_letters_lack_what_is_known_and_block_nothing(office, stem, parts):
    data = (FOLDER / f"{stem}.txt").read_bytes()
    unit = office.city.units[0]
    when = {"by": office.by(office.city.supervisor), "at": office.at}
    import_letter(data, f"{stem}.txt", jurisdiction=office.city.place, department=unit, **when)
    noted = problems(Reply.objects.get(), on=office.day)
    assert {each.problem.place.part for each in noted} == parts
    assert [each for each in noted if each.stops] == []


# Why a letter is withheld, and whether the proposer got the form to judge it.


@pytest.mark.parametrize(("ground", "told"), [("", 1), ("　", 1), ("涉及工作秘密", 0)])
def test_what_is_withheld_says_why(office, ground, told):
    reply = change(office.at_signing(), publicity="closed", publicity_ground=ground)
    assert len(found(office, reply).get("PUBLICITY", ())) == told


@pytest.mark.parametrize(("publicity", "told"), [("open", 2), ("closed", 0), ("", 0)])
def test_what_the_public_will_read_names_nobody(office, publicity, told):
    body = "收悉。身份证号320102199001011234。\n附件：名单\n附件\n名单\n家住幸福里3号楼2单元401室。"
    facts = {"publicity": publicity, "publicity_ground": "涉密", "contact_phone": "13800001111"}
    assert len(found(office, change(office.drafted(), body=body, **facts)).get("PRIVACY_WEB", ())) == told


def test_a_signed_letter_is_asked_for_no_ground_any_more(office):
    assert "PUBLICITY" not in found(office, change(office.sent(), publicity="closed"))


@pytest.mark.parametrize(("said", "told"), [(None, []), (True, []), (False, ["没有附征询意见表。"])])
def test_a_letter_that_went_out_without_its_form_is_found(office, said, told):
    reply = office.numbered()
    sending.send(fresh(reply), form_enclosed=said, **office.when(office.city.office0))
    assert fresh(reply).form_enclosed is said
    assert [each for each in found(office, reply).get("LAYOUT", []) if "征询意见表" in each] == told


def test_with_an_opinion_goes_no_form(office):
    assist = office.in_hand("lead", "assist")[1]
    reply = drafting.draft(assist, **office.when(office.city.drafter1))
    assert facts(office, change(reply, form_enclosed=False)).form_enclosed is None
