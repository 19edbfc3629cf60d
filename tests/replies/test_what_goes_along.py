"""What waits for a unit beside its cases goes to its successor; letters keep the name of their day."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest

from desk.querysets import held_assignments, own_replies
from letters.profiles import load
from proposals.actions import collecting, correcting, planning, reform, returning
from proposals.models import Assignment, Material, PlanOpinion, Proposal
from replies import papers
from replies.actions import arriving, countersigning, drafting, following_up, publishing, reviewing
from replies.models import Countersignature, Promise, Reply
from tests.replies.test_clearance import switch
from workflow.audit import broken_rows
from workflow.errors import CaseMovedOn, Invalid, NotYours
from workflow.models import AuditEvent, Clock, Department, Jurisdiction, LetterProfile

WHY = {"reason": "交办时误填。"}


@pytest.fixture
def health(office):
    return new_unit(office, "丽阳市卫生健康委员会")


def new_unit(office, name):
    """A unit with one officer and one clerk, called by its name."""
    unit = Department.objects.create(jurisdiction=office.city.place, name=name)
    for role in ("office", "drafter"):
        person = office._person(name, role, office.city.place, unit)
        setattr(unit, role, person)
    return unit


def succeed(office, successor, unit=0, **more):
    old = Department.objects.get(pk=office.city.units[unit].pk)
    return reform.succeed(
        old, successor=successor, from_day=office.day, **more, **office.when(office.city.administrator)
    )


def told(kind, unit="丽阳市卫生局", successor="丽阳市卫生健康委员会"):
    """How often the trail says of such a row that its unit is another."""
    payload = {"old_unit": unit, "department": successor}
    events = AuditEvent.objects.filter(move="change_unit", subject_kind=kind)
    assert list(broken_rows()) == []
    return [payload.items() <= event.payload.items() for event in events]


def see(office, unit, model):
    return list(model.objects.visible_to(office.by(unit.office)).order_by("pk"))


@pytest.fixture
def published(office):
    office.city.rule.content["limits"]["publication"] = [20, "working_day"]
    office.city.rule.save()
    return office


def test_what_the_public_may_read_is_decided_by_the_successor(published, health):
    office, reply = published, published.sent()
    assert succeed(office, health).along == 1
    assert Clock.objects.open().get(kind="publication").holder == health
    facts = {"extent": "none", "ground": "涉及内部事项。", "reviewer": "吴敏"}
    publishing.decide_publication(Reply.objects.get(), **facts, **office.when(health.office))
    assert Reply.objects.get().publication.extent == "none"
    assert (told("reply"), reply.assignment.department.name) == ([True], "丽阳市卫生局")


@pytest.mark.parametrize(
    ("counted", "register"), [("handed_in", arriving.hand_in), ("received", arriving.note_receipt)]
)
def test_a_letter_that_has_not_arrived_is_registered_by_the_successor(office, health, counted, register):
    switch(reply_counts_on=counted)
    reply = office.sent()
    assert [each.pk for each in held_assignments(office.by(office.city.office0))] == [reply.assignment.pk]
    assert succeed(office, health).along == 1
    assert Clock.objects.open().get(kind="reply").holder == health
    assert (told("reply"), Assignment.objects.get().department.name) == ([True], "丽阳市卫生局")
    waiting = {unit: list(held_assignments(office.by(who))) for unit, who in (
        ("old", office.city.office0), ("new", health.office), ("drafter", health.drafter),
    )}  # fmt: skip
    assert waiting == {"old": [], "new": [reply.assignment], "drafter": []}
    mine = Reply.objects.get()
    with pytest.raises(NotYours):
        register(mine, **office.when(health.drafter))
    register(Reply.objects.get(), **office.when(health.office))
    assert not Clock.objects.open().filter(kind="reply").exists()
    assert not held_assignments(office.by(health.office)).exists()


def test_the_answered_letters_are_seen_by_the_successor_and_by_nobody_else(office, health):
    reply = office.sent("lead", "assist")
    other = new_unit(office, "丽阳市体育局")
    succeed(office, health)
    for model, count in ((Proposal, 1), (Assignment, 1), (Reply, 2)):
        assert len(see(office, health, model)) == count
        assert see(office, other, model) == []
    assert list(own_replies(office.by(health.office))) == [reply]
    assert Assignment.objects.get(pk=reply.assignment_id).department == office.city.units[0]
    last = new_unit(office, "丽阳市健康局")
    reform.succeed(health, successor=last, from_day=office.day, **office.when(office.city.administrator))
    assert len(see(office, last, Reply)) == 2


def test_what_the_old_unit_gave_back_its_successor_does_not_see(office, health):
    (assignment,) = office.assigned()
    returning.request_return(assignment, reason="不属本局职责。", **office.when(office.city.office0))
    returning.approve_return(assignment, department=office.city.units[1], **office.when(office.city.supervisor))
    succeed(office, health)
    assert see(office, health, Proposal) == []


def promised(office, reply, **more):
    due = office.day + dt.timedelta(days=90)
    return following_up.follow_up(reply, text="年内再建5个。", due=due, **more, **office.when(office.city.office0))


def test_open_promises_go_over_and_kept_ones_stay(office, health):
    reply = office.sent()
    kept, still = promised(office, reply), promised(office, reply)
    following_up.keep_promise(kept, evidence="已建成。", **office.when(office.city.office0))
    succeed(office, health)
    owners = dict(Promise.objects.values_list("pk", "owner"))
    assert owners == {kept.pk: office.city.units[0].pk, still.pk: health.pk}
    assert told("promise") == [True]
    still.refresh_from_db()
    following_up.keep_promise(still, evidence="已建成5个。", **office.when(health.office))
    assert still.status == "kept"


def test_what_is_promised_after_the_reform_is_the_successors(office, health):
    office.sent()
    succeed(office, health)
    due = office.day + dt.timedelta(days=90)
    when = office.when(health.office)
    assert following_up.follow_up(Reply.objects.get(), text="年内再建5个。", due=due, **when).owner == health


def test_what_is_promised_in_the_name_of_a_unit_that_is_gone_is_its_successors(office, health):
    reply = office.sent()
    succeed(office, health, unit=1)
    old = Department.objects.get(pk=office.city.units[1].pk)
    assert promised(office, reply, owner=old).owner == health


@pytest.mark.parametrize("on_paper", [True, False])
def test_the_supervisor_enters_for_a_successor_that_works_on_paper(office, health, on_paper):
    office.sent()
    health.works_on_paper = on_paper
    health.save()
    succeed(office, health)
    facts = {"extent": "none", "ground": "涉及内部事项。", "reviewer": "吴敏"} | office.when(office.city.supervisor)
    with contextlib.nullcontext() if on_paper else pytest.raises(NotYours):
        publishing.decide_publication(Reply.objects.get(), **facts)


def going_round(office, *roles):
    switch(countersign="always")
    return office.at_signing(*(roles or ("lead", "assist", "assist")))


def asked(reply):
    return list(reply.asked().values_list("department__name", "agreed"))


def test_a_countersign_waits_for_the_successor(office, health):
    reply = going_round(office)
    succeed(office, health, unit=1)
    assert asked(reply) == [("丽阳市卫生健康委员会", None), ("丽阳市财政局", None)]
    assert told("reply", unit="丽阳市民政局") == [True]
    assert [each.proposal_id for each in held_assignments(office.by(health.office))] == [reply.proposal_id]
    reply = Reply.objects.get(pk=reply.pk)
    with pytest.raises(NotYours):
        countersigning.countersign(reply, **office.when(office.city.office1))
    countersigning.countersign(reply, **office.when(health.office))
    assert asked(reply)[0] == ("丽阳市卫生健康委员会", True)


def test_a_next_round_asks_the_successor(office, health):
    reply = going_round(office)
    succeed(office, health, unit=1)
    reply = Reply.objects.get(pk=reply.pk)
    reviewing.send_back(reply, reason="数据有误。", **office.when(office.city.office0))
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    assert asked(reply) == [("丽阳市卫生健康委员会", None), ("丽阳市财政局", None)]


def test_a_successor_that_is_asked_itself_speaks_once(office):
    reply = going_round(office)
    countersigning.countersign(reply, **office.when(office.city.office2))
    succeed(office, office.city.units[2], unit=1)
    reply.refresh_from_db()
    assert (reply.status, asked(reply)) == ("signing", [("丽阳市财政局", True)])


def test_who_writes_the_letter_does_not_agree_to_it(office):
    reply = going_round(office, "lead", "assist")
    succeed(office, office.city.units[0], unit=1)
    reply.refresh_from_db()
    assert (reply.status, asked(reply)) == ("signing", [])


@pytest.fixture
def planned(office):
    return office.planned()


def say(office, proposal, unit, **more):
    facts = {"department": office.city.units[unit], "wish": "not_ours", "reason": "按三定规定。"} | more
    return planning.comment(proposal, **facts, **office.when(getattr(office.city, f"office{unit}")))


def test_a_planned_share_and_what_was_said_of_it_go_over(office, planned, health):
    say(office, planned, 0)
    say(office, planned, 1, suggested=office.city.units[0])
    succeed(office, health)
    assert [share.department.name for share in planning.planned_shares(planned)] == [health.name, "丽阳市民政局"]
    said = PlanOpinion.objects.values_list("department__name", "suggested__name")
    assert list(said) == [(health.name, None), ("丽阳市民政局", health.name)]
    assert told("proposal") == [True]


def test_two_units_of_one_plan_are_settled_first(office, planned):
    with pytest.raises(Invalid, match="同在下列提案的预交办中，请先调整：第35号"):
        succeed(office, office.city.units[1])
    assert [share.department for share in planning.planned_shares(planned)] == office.city.units[:2]


def test_a_successor_that_was_suggested_by_the_old_unit_is_suggested_no_more(office, planned, health):
    opinion = say(office, planned, 0, suggested=health)
    succeed(office, health)
    opinion.refresh_from_db()
    assert (opinion.department, opinion.suggested) == (health, None)


def collect(office, case, department, who):
    facts = {"department": department, "wanted": "近三年床位数。", "due": office.day + dt.timedelta(days=5)}
    return collecting.collect(case, **facts, **office.when(who))


def test_material_asked_of_a_section_is_the_successors(office, health):
    section = Department.objects.create(jurisdiction=office.city.place, parent=office.city.units[0], name="养老科")
    (case,) = office.in_hand()
    material = collect(office, case, section, office.city.drafter0)
    succeed(office, health)
    material = Material.objects.for_move().get(pk=material.pk)
    assert (material.department, material.assignment.department) == (health, health)
    assert Clock.objects.open().get(kind="material").holder == health
    assert told("material") == [True]
    collecting.supply(material, text="共1200张。", **office.when(health.office))


def test_material_asked_across_the_county_line_goes_over_too(office):
    """The county's administrator has no say in the city's case; that its bureau is another is theirs all the same."""
    government, bureau = office.city.units[0], office.county.units[0]
    government.governs = Jurisdiction.objects.get(pk=office.county.place.pk)
    government.save()
    (case,) = office.in_hand()
    material = collect(office, case, bureau, office.city.drafter0)
    heir = Department.objects.create(jurisdiction=office.county.place, name="青山县卫生健康局")
    when = office.when(office.county.administrator)
    assert reform.succeed(bureau, successor=heir, from_day=office.day, **when).along == 1
    material.refresh_from_db()
    assert material.department == heir


def test_material_of_a_case_that_is_answered_stays(office, health):
    section = Department.objects.create(jurisdiction=office.city.place, parent=office.city.units[0], name="养老科")
    reply = office.numbered()
    material = collect(office, reply.assignment, section, office.city.drafter0)
    collecting.supply(material, text="共1200张。", **office.when(office.city.section_head0))
    Assignment.objects.update(status="answered")
    assert succeed(office, health).along == 0
    material.refresh_from_db()
    assert material.department == section


def test_a_corrected_unit_is_asked_in_the_place_of_the_wrong_one(office):
    reply = going_round(office, "lead", "assist")
    fourth = new_unit(office, "丽阳市体育局")
    wrong = Assignment.objects.for_move().get(department=office.city.units[1])
    correcting.correct_assignment(wrong, department=fourth, **WHY, **office.when(office.city.supervisor))
    assert asked(reply) == [("丽阳市体育局", None)]
    assert told("reply", "丽阳市民政局", "丽阳市体育局") == [True]
    assert Countersignature.objects.get().department == fourth


def test_a_correction_takes_nothing_along_of_other_cases(office):
    reply = going_round(office, "lead", "assist")
    (other,) = office.assigned(number="36")
    Assignment.objects.filter(pk=other.pk).update(department=office.city.units[1])
    other = Assignment.objects.for_move().get(pk=other.pk)
    correcting.correct_assignment(other, department=office.city.units[2], **WHY, **office.when(office.city.supervisor))
    assert asked(reply) == [("丽阳市民政局", None)]


def test_a_refused_reform_takes_nothing_along(office):
    office.sent(number="34")
    promise = promised(office, Reply.objects.get())
    office.in_hand("lead", "assist", number="35")
    with pytest.raises(Invalid, match="承继单位已承办"):
        succeed(office, office.city.units[1])
    promise.refresh_from_db()
    assert promise.owner == office.city.units[0]


def test_a_letter_drafted_after_the_reform_bears_the_name_of_the_successor(office, health):
    switch(follow_up_grades=["A", "B"])
    old = office.sent()
    succeed(office, health)
    part = Assignment.objects.get(pk=old.assignment_id)
    later = drafting.draft(part, kind="supplementary", **office.when(health.drafter))

    letter = papers.letter_of(Reply.objects.get(pk=later.pk))
    assert (letter.issuer, letter.sign_off) == ("丽阳市卫生健康委员会", "丽阳市卫生健康委员会")
    kept = papers.letter_of(Reply.objects.get(pk=old.pk))
    assert (kept.issuer, kept.sign_off) == ("丽阳市卫生局", "丽阳市卫生局")


def fresh(letter):
    return Reply.objects.for_move().get(pk=letter.pk)


def joint(office, *roles):
    draft = office.drafted(*(roles or ("lead", "assist")))
    drafting.revise(
        draft,
        version=draft.version,
        at=office.at,
        by=office.by(office.city.drafter0),
        joint_with=[office.city.units[1]],
    )
    return fresh(draft)


def test_a_draft_of_both_names_the_successor_of_the_other(office, health):
    draft = joint(office)
    assert papers.letter_of(draft).joint_with == ("丽阳市民政局",)

    succeed(office, health, unit=1)

    assert (list(fresh(draft).joint_with.all()), papers.letter_of(fresh(draft)).joint_with) == (
        [health],
        (health.name,),
    )
    assert told("reply", "丽阳市民政局") == [True]


def test_the_page_of_a_draft_that_names_another_since_is_stale(office, health):
    draft = joint(office)
    succeed(office, health, unit=1)
    with pytest.raises(CaseMovedOn):
        drafting.revise(draft, version=draft.version, at=office.at, by=office.by(office.city.drafter0), joint_with=[])
    assert list(fresh(draft).joint_with.all()) == [health]


def test_a_unit_that_takes_over_its_partner_signs_once(office):
    draft = joint(office)
    succeed(office, office.city.units[0], unit=1)
    assert (list(fresh(draft).joint_with.all()), papers.letter_of(fresh(draft)).joint_with) == ([], ())


def test_a_partner_that_takes_over_another_stays_one(office):
    draft = joint(office, "lead", "assist", "assist")
    both = office.city.units[1:]
    drafting.revise(draft, version=draft.version, at=office.at, by=office.by(office.city.drafter0), joint_with=both)
    succeed(office, both[1], unit=1)
    assert list(fresh(draft).joint_with.all()) == both[1:]


def copied(letter):
    return list(letter.copies.exclude(department=None).order_by("order").values_list("name", "department__name"))


def test_the_copy_of_a_draft_goes_to_the_successor(office, health):
    draft = office.drafted("lead", "assist", "assist")
    succeed(office, health, unit=1)
    assert copied(draft) == [(health.name, health.name), ("财政局", "丽阳市财政局")]


@pytest.mark.parametrize(("heir", "left"), [(2, [("财政局", "丽阳市财政局")]), (0, [("财政局", "丽阳市财政局")])])
def test_nobody_gets_two_copies_or_one_of_what_it_writes(office, heir, left):
    draft = office.drafted("lead", "assist", "assist")
    succeed(office, office.city.units[heir], unit=1)
    assert copied(draft) == left


def test_an_opinion_is_addressed_to_the_successor_of_the_lead_until_it_is_signed(office, health):
    _, assist, other = office.in_hand("lead", "assist", "assist")
    given = drafting.give_opinion(assist, text="同意。", signer="孙立", **office.when(office.city.drafter1))
    opinion = drafting.draft(other, **office.when(office.city.drafter2))
    succeed(office, health)
    assert (fresh(opinion).addressees, fresh(given).addressees) == (f"{health.name}：", "丽阳市卫生局：")
    assert papers.letter_of(fresh(given)).salutation == "丽阳市卫生局："


def test_an_address_that_somebody_wrote_stays_theirs(office, health):
    opinion = drafting.draft(office.in_hand("lead", "assist")[1], **office.when(office.city.drafter1))
    when = {"version": opinion.version, "at": office.at, "by": office.by(office.city.drafter1)}
    drafting.revise(opinion, addressees="市政府督查室：", **when)
    succeed(office, health)
    assert (fresh(opinion).addressees, told("reply")) == ("市政府督查室：", [])


@pytest.fixture
def naming(office):
    """Letters of the place name their issuer in the title."""
    content = load("standard-letter").as_dict()
    since = {"valid_from": office.day - dt.timedelta(days=1), "published_at": office.at}
    LetterProfile.objects.create(jurisdiction=office.city.place, number=1, content=content, **since)
    return office


def test_a_title_that_names_the_writer_names_the_successor(naming, health):
    draft = naming.drafted()
    assert draft.title.startswith("丽阳市卫生局关于市政协")
    succeed(naming, health)
    assert fresh(draft).title == draft.title.replace("丽阳市卫生局", health.name)


def test_a_signed_letter_keeps_its_title_and_is_told_nothing(naming, health):
    reply = naming.signed()
    succeed(naming, health)
    assert (fresh(reply).title, told("reply")) == (reply.title, [])


def test_a_unit_put_right_takes_the_place_of_the_wrong_one_in_drafts_of_the_case(naming):
    office, other = naming, naming.city.units[2]
    draft, foreign = joint(office), office.drafted("lead", "assist", number="36")
    wrong = Assignment.objects.for_move().get(proposal=draft.proposal, role="assist")
    correcting.correct_assignment(wrong, department=other, **WHY, **office.when(office.city.supervisor))
    assert (list(fresh(draft).joint_with.all()), copied(draft)) == ([other], [("财政局", "丽阳市财政局")])
    assert copied(foreign) == [("民政局", "丽阳市民政局")]


def test_nobody_agrees_to_a_letter_of_the_unit_that_it_took_over(office):
    switch(follow_up_grades=["A"])
    part = office.sent("lead", "assist").assignment
    letter = drafting.draft(part, kind="supplementary", **office.when(office.city.drafter0))
    text = {"grade": "A", "joint_with": [office.city.units[1]]}
    drafting.revise(letter, version=letter.version, at=office.at, by=office.by(office.city.drafter0), **text)
    drafting.submit(letter, **office.when(office.city.drafter0))
    reviewing.pass_on(letter, **office.when(office.city.section_head0))
    reviewing.pass_on(letter, **office.when(office.city.office0))
    assert (letter.status, asked(letter)) == ("countersign", [("丽阳市民政局", None)])
    succeed(office, office.city.units[1])
    letter.refresh_from_db()
    assert (letter.status, asked(letter), list(letter.joint_with.all())) == ("signing", [], [])


def test_a_corrected_unit_owes_what_the_successor_of_the_old_one_owed(published, health):
    office, reply = published, published.sent()
    succeed(office, health)
    assert Clock.objects.open().get(kind="publication").holder == health

    part = Assignment.objects.get(pk=reply.assignment_id)
    correcting.correct_assignment(part, department=office.city.units[1], **WHY, **office.when(office.city.supervisor))

    assert Clock.objects.open().get(kind="publication").holder == office.city.units[1]
