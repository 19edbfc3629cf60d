"""The roster of a term: entered from a list twice without harm, and phones that are read on the record."""

from __future__ import annotations

import pytest

from proposals.actions import assigning, closing, filing, handling, merging, returning, roster
from proposals.actions.assigning import Share
from proposals.actions.roster import MemberEntry, entries_of
from proposals.models import Member, Proposal
from proposals.querysets import Term
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours
from workflow.models import AuditEvent

WHO = ("赵明", "医药卫生界", "农工党", "市医院院长", "13800000001")


def entries(*rows) -> list[MemberEntry]:
    return [MemberEntry(line, *row) for line, row in enumerate(rows, start=2)]


def enrol(office, *rows, who="committee", **changes):
    term = office.city.session.of_term._replace(**changes)
    return roster.enrol(entries(*rows), term=term, **office.when(getattr(office.city, who)))


def members() -> list[tuple[str, str, str]]:
    return list(Member.objects.order_by("id").values_list("name", "post", "phone"))


def test_a_list_is_entered_and_a_second_time_changes_nothing(office):
    first = enrol(office, WHO, ("钱进", "教育界"))
    assert (first.added, first.refused) == (["赵明", "钱进"], [])
    assert members() == [("赵明", "市医院院长", "13800000001"), ("钱进", "", "")]
    second = enrol(office, WHO, ("钱进", "教育界"))
    assert (second.added, second.changed, second.same) == ([], [], ["赵明", "钱进"])
    assert Member.objects.count() == 2


def test_a_change_is_taken_over_and_an_empty_cell_takes_nothing_away(office):
    enrol(office, WHO)
    report = enrol(office, ("赵明", "", "", "市中医院院长", ""))
    assert (report.changed, members()) == (["赵明"], [("赵明", "市中医院院长", "13800000001")])


def test_who_came_or_changed_has_it_on_their_own_trail_and_who_did_not_has_nothing(office):
    enrol(office, WHO, ("钱进", "教育界"))
    ming, jin = Member.objects.order_by("id")
    assert set(AuditEvent.objects.values_list("case_uid", "move", "role")) == {
        (ming.uid, "enrol", "committee"), (jin.uid, "enrol", "committee")
    }  # fmt: skip
    enrol(office, ("赵明", "", "", "市中医院院长", "13900000009"), ("钱进", "经济界"), ("孙立", "教育界"))
    enrol(office, ("钱进", "经济界"))
    trails = {each.name: AuditEvent.objects.of_case(each.uid) for each in Member.objects.all()}
    assert {name: [event.payload for event in events] for name, events in trails.items()} == {
        "赵明": [{}, {"changes": ["单位职务已更正", "联系电话已更正"]}],
        "钱进": [{}, {"changes": ["界别：教育界 → 经济界"]}],
        "孙立": [{}],
    }
    assert list(broken_rows()) == []


def test_a_refused_list_leaves_no_trail(office):
    with pytest.raises(NotYours):
        enrol(office, WHO, who="office0")
    enrol(office, ("", "教育界"))
    assert not AuditEvent.objects.exists()


def test_two_of_one_name_are_told_apart_by_their_posts(office):
    rows = [("李华", "教育界", "", "一中校长"), ("李华", "经济界", "", "某公司经理")]
    enrol(office, *rows)
    assert enrol(office, *rows).same == ["李华", "李华"]
    assert enrol(office, ("李华", "教育界", "民盟", "一中校长")).changed == ["李华"]
    assert list(Member.objects.order_by("id").values_list("party", flat=True)) == ["民盟", ""]


def test_a_name_that_comes_a_second_time_later_is_a_second_member(office):
    enrol(office, ("李华", "教育界", "", "一中校长"))
    report = enrol(office, ("李华", "教育界", "", "一中校长"), ("李华", "经济界", "", "某公司经理"))
    assert (report.added, report.same) == (["李华"], ["李华"])


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ([("", "教育界")], 2, "没有姓名。"),
        ([("赵" * 41,)], 2, "姓名超过40字。"),
        ([("赵明", "", "", "", "办公室")], 2, "联系电话中有号码以外的文字。"),
        ([WHO, WHO], 3, "与第2行重复。"),
        ([("李华", "", "", "一中校长"), ("李华",)], 3, "表中有同名委员，须填写单位职务以便区分。"),
    ],
)
def test_a_refused_line_says_why_and_the_others_pass(office, rows, line, reason):
    report = enrol(office, *rows, ("孙立", "农业界"))
    assert report.refused == [(line, rows[line - 2][0], reason)]
    assert "孙立" in report.added


def test_a_third_of_one_name_is_not_guessed(office):
    enrol(office, ("李华", "", "", "一中校长"), ("李华", "", "", "某公司经理"))
    report = enrol(office, ("李华", "", "", "二中校长"))
    assert report.refused == [(2, "李华", "名册中已有2名同名委员，单位职务都不相符。")]


def test_each_term_has_its_own(office):
    enrol(office, WHO)
    enrol(office, WHO, term=8)
    assert [(each.term, each.name) for each in Member.objects.order_by("term")] == [(7, "赵明"), (8, "赵明")]
    terms = Member.objects.visible_to(office.by(office.city.reader)).terms()
    assert [str(term) for term in terms] == ["市政协八届", "市政协七届"]
    assert Member.objects.visible_to(office.by(office.county.committee)).terms() == []


def test_a_term_is_copied_and_who_is_there_already_stays(office):
    enrol(office, WHO, ("钱进",))
    enrol(office, ("赵明", "", "", "新职务"), term=8)
    old = office.city.session.of_term
    report = roster.copy_roster(source=old, term=old._replace(term=8), **office.when(office.city.committee))
    assert (report.added, report.changed) == (["钱进"], ["赵明"])


def test_an_empty_term_is_not_copied(office):
    term = office.city.session.of_term
    with pytest.raises(Invalid, match="还没有委员名册"):
        roster.copy_roster(source=term, term=term._replace(term=8), **office.when(office.city.committee))


@pytest.mark.parametrize("who", ["committee", "administrator"])
def test_committee_and_administrator_keep_the_roster(office, who):
    assert enrol(office, WHO, who=who).added == ["赵明"]


@pytest.mark.parametrize("who", ["supervisor", "reader", "office0"])
def test_others_do_not(office, who):
    with pytest.raises(NotYours):
        enrol(office, WHO, who=who)
    assert not Member.objects.exists()


@pytest.mark.parametrize("change", [{"level": "moon"}, {"body": " "}, {"term": 0}, {"term": 100}])
def test_a_roster_is_of_a_term(office, change):
    with pytest.raises(Invalid):
        enrol(office, WHO, **change)


def test_columns_are_known_by_the_words_of_offices():
    headers = ("序号", "姓 名", "所属界别", "政治面貌", "工作单位及职务", "手机号码")
    cells = dict(zip(headers, ("1", " 赵明 ", "教育界", "民盟", "一中校长", "13800000001"), strict=True))
    (entry,) = entries_of(headers, [(2, cells)])
    assert entry == MemberEntry(2, "赵明", "教育界", "民盟", "一中校长", "13800000001")


def test_a_table_without_names_is_no_roster():
    with pytest.raises(Invalid, match="没有“姓名”一栏"):
        entries_of(("界别", "电话"), [])


# Phones


@pytest.fixture
def known(office):
    """赵明 is on the roster, and the second unit assists the first with a case of theirs."""
    enrol(office, WHO)
    lead = office.in_hand("lead", "assist")[0]
    return lead.proposal.proposers.get()


def read(office, proposer, who):
    return roster.read_phone(proposer, **office.when(getattr(office.city, who)))


@pytest.mark.parametrize("who", ["drafter0", "office0", "drafter1", "committee", "supervisor"])
def test_units_with_the_case_and_the_watchers_read_the_phone_on_the_record(office, known, who):
    assert read(office, known, who) == "13800000001"
    event = AuditEvent.objects.get(move="read_phone")
    assert (event.case_uid, event.actor) == (known.proposal.uid, getattr(office.city, who).name)
    assert event.payload == {"proposer": "赵明"}


@pytest.mark.parametrize("who", ["drafter2", "reader", "administrator"])
def test_others_do_not_read_it(office, known, who):
    with pytest.raises(NotYours):
        read(office, known, who)
    assert not AuditEvent.objects.filter(move="read_phone").exists()


def test_who_handed_the_case_back_or_was_excused_reads_it_no_more(office, known):
    lead, assist = known.proposal.assignments.order_by("id")
    handling.waive(assist, reason="职责已划出", **office.when(office.city.supervisor))
    returning.request_return(lead, reason="不属本局", **office.when(office.city.office0))
    returning.approve_return(lead, department=office.city.units[2], **office.when(office.city.supervisor))
    for who in ("drafter0", "drafter1"):
        with pytest.raises(NotYours):
            read(office, known, who)
    assert read(office, known, "drafter2")


def test_after_the_case_is_closed_the_unit_reads_it_no_more(office):
    enrol(office, WHO)
    proposal = office.sent().proposal
    proposer = proposal.proposers.get()
    assert read(office, proposer, "drafter0")
    proposal.refresh_from_db()
    office.day = office.day.replace(month=6)
    closing.close(proposal, **office.when(office.city.supervisor))
    proposer.refresh_from_db()
    with pytest.raises(NotYours):
        read(office, proposer, "drafter0")


def test_the_phone_of_the_paper_comes_first_and_none_is_said(office):
    proposal = office.in_hand(proposers=("钱进",))[0].proposal
    proposer = proposal.proposers.get()
    with pytest.raises(Invalid, match="没有钱进的联系电话"):
        read(office, proposer, "drafter0")
    proposer.phone = "0377-1"
    proposer.save()
    assert read(office, proposer, "drafter0") == "0377-1"


def test_from_the_roster_it_is_noted_on_the_case_that_the_unit_has(office, known):
    phone = roster.read_member_phone(known.member, **office.when(office.city.drafter0))
    assert (phone, AuditEvent.objects.get(move="read_phone").case_uid) == ("13800000001", known.proposal.uid)
    with pytest.raises(NotYours):
        roster.read_member_phone(known.member, **office.when(office.city.drafter2))


def test_a_member_without_a_case_has_a_trail_of_their_own(office):
    enrol(office, WHO)
    member = Member.objects.get()
    assert roster.read_member_phone(member, **office.when(office.city.committee)) == "13800000001"
    assert AuditEvent.objects.get(move="read_phone").case_uid == member.uid
    with pytest.raises(NotYours):
        roster.read_member_phone(member, **office.when(office.city.office0))


def test_a_term_names_itself(office):
    assert str(Term(office.city.place.pk, "city", "市政协", 12)) == "市政协十二届"


def test_a_registered_member_is_found_on_the_roster_of_the_term(office):
    enrol(office, WHO)
    enrol(office, ("赵明",), term=8)
    proposal = office.proposal()
    assert filing.members_called(["赵明"], proposal.session)["赵明"].term == 7


def test_a_reader_has_moved_nothing(office, known):
    """Reading a phone leaves the last move of the case the last one, so that it can still be taken back."""
    proposal = known.proposal
    before = Proposal.objects.get(pk=proposal.pk).last_move
    read(office, known, "drafter0")
    assert Proposal.objects.get(pk=proposal.pk).last_move == before
    assert list(broken_rows()) == []


def test_of_a_merged_proposal_the_units_of_the_main_case_read_the_phone(office):
    enrol(office, WHO)
    main, other = office.filed("1", proposers=("钱进",)), office.filed("2")
    merging.merge(other, into=main, reason="内容相同。", **office.when(office.city.committee))
    assigning.assign(main, shares=[Share(office.city.units[0], "sole")], **office.when(office.city.supervisor))
    proposer = Proposal.objects.get(number="2").proposers.get()
    with pytest.raises(NotYours):
        roster.read_phone(proposer, **office.when(office.city.drafter1))
    assert roster.read_phone(proposer, **office.when(office.city.drafter0)) == "13800000001"


def one(office, *row):
    enrol(office, row or WHO)
    return Member.objects.get(name=(row or WHO)[0])


def correct(office, member, *, who="committee", place=None, **changes):
    roster.correct(member, changes=changes, **office.when(getattr(place or office.city, who)))


@pytest.mark.parametrize("who", ["committee", "administrator"])
def test_a_member_is_corrected_and_the_trail_says_what_was(office, who):
    member = one(office)
    correct(
        office, member, who=who, sector="教育界", party="", post="市二院院长", phone="13900000009", until=office.day
    )
    member.refresh_from_db()
    assert (member.sector, member.party, member.post, member.phone) == ("教育界", "", "市二院院长", "13900000009")
    event = AuditEvent.objects.get(move="correct_member")
    told = ["界别：医药卫生界 → 教育界", "党派：农工党 → 无", "单位职务已更正", "联系电话已更正"]
    assert event.payload == {"changes": [*told, "委员资格止于：无 → 2026-03-02"]}
    assert (event.case_uid, event.role, list(broken_rows())) == (member.uid, who, [])


def test_only_what_is_named_changes(office):
    """Two who work at once: the second, who has read the row before, does not undo the first."""
    member = one(office)
    stale = Member.objects.get(pk=member.pk)
    correct(office, member, sector="教育界")
    correct(office, stale, party="民盟")
    assert Member.objects.values_list("sector", "party").get() == ("教育界", "民盟")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({}, "", "没有需要更正的内容"),
        ({"sector": "医药卫生界 "}, "", "没有需要更正的内容"),
        ({"name": " "}, "name", "请填写姓名"),
        ({"name": "明" * 41}, "name", "超过40字"),
        ({"post": "长" * 121}, "post", "超过120字"),
        ({"phone": "办公室转"}, "phone", "号码以外"),
        ({"name": "李华", "post": "一中校长"}, "name", "都相同的委员"),
    ],
)
def test_a_wrong_correction_is_refused_and_changes_nothing(office, changes, field, said):
    member = one(office)
    enrol(office, ("李华", "教育界", "", "一中校长"))
    before = members()
    with pytest.raises(Invalid, match=said) as refusal:
        correct(office, member, **changes)
    assert (refusal.value.field, members()) == (field, before)
    assert not AuditEvent.objects.filter(move="correct_member").exists()


@pytest.mark.parametrize("who", ["supervisor", "reader", "office0"])
def test_only_keepers_of_the_place_correct(office, who):
    member = one(office)
    with pytest.raises(NotYours):
        correct(office, member, who=who, sector="教育界")
    with pytest.raises(NotYours):
        correct(office, member, place=office.county, sector="教育界")
    assert Member.objects.get().sector == "医药卫生界"


def test_who_no_longer_serves_is_not_copied_into_the_next_term(office):
    member = one(office)
    enrol(office, ("钱进", "教育界"))
    correct(office, member, until=office.day.replace(day=1))
    old = office.city.session.of_term
    new = old._replace(term=8)
    assert roster.copy_roster(source=old, term=new, **office.when(office.city.committee)).added == ["钱进"]
