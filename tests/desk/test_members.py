"""委员名册 at the desk: searching it, reading a list into it, and asking for a phone."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.forms.members import key_of
from proposals.models import Member
from tests.desk.pages import words_of
from tests.sheets import xlsx
from workflow.models import AuditEvent

HEAD = ("姓名", "界别", "党派", "单位职务", "联系电话")
ROWS = (("赵明", "医药卫生界", "农工党", "市医院院长", "13800000001"), ("钱进", "教育界", "", "一中校长", ""))


def upload(desk, *rows, who="committee", name="名册.xlsx", data=None):
    file = SimpleUploadedFile(name, data if data is not None else xlsx(HEAD, *rows))
    term = key_of(desk.city.session.of_term)
    return desk.post(getattr(desk.city, who), "members_import", term=term, file=file)


def names(response) -> list[str]:
    return [member.name for member in response.context["page"].rows]


@pytest.fixture
def roster(desk):
    upload(desk, *ROWS)
    return desk


def test_a_list_is_read_and_reported_and_a_second_time_changes_nothing(desk):
    first = upload(desk, *ROWS, ("", "教育界", "", "", ""))
    assert ("2 名" in words_of(first), "没有姓名。" in words_of(first)) == (True, True)
    report = upload(desk, *ROWS).context["report"]
    assert (report.added, report.same) == ([], ["赵明", "钱进"])
    assert Member.objects.count() == 2


def test_a_csv_will_do(desk):
    upload(desk, name="名册.csv", data="姓名,手机号码\n孙立,13800000002\n".encode("gb18030"))
    assert Member.objects.get().phone == "13800000002"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.7", "不是表格"), ("界别,电话\n教育界,1\n".encode(), "表中没有“姓名”一栏。")],
)
def test_what_is_no_roster_is_refused_in_words(desk, data, said):
    response = upload(desk, name="x.csv", data=data)
    assert (said in words_of(response), Member.objects.exists()) == (True, False)


def test_only_keepers_import(desk):
    for who in ("supervisor", "office0", "reader"):
        assert upload(desk, *ROWS, who=who).status_code == 403
    foreign = desk.post(desk.county.committee, "members_import", term=key_of(desk.city.session.of_term))
    assert (foreign.status_code, Member.objects.exists()) == (200, False)


def test_the_roster_is_searched(roster):
    user = roster.city.office2
    assert names(roster.get(user, "members")) == ["赵明", "钱进"]
    assert names(roster.get(user, "members", word="教育")) == ["钱进"]
    assert names(roster.get(user, "members", word="院长")) == ["赵明"]
    assert "没有符合条件的委员" in words_of(roster.get(user, "members", word="某某"))
    assert names(roster.get(user, "members", term="made-up")) == ["赵明", "钱进"]


def test_another_place_has_its_own_roster(roster):
    assert names(roster.get(roster.county.committee, "members")) == []


def readable(response) -> list[str]:
    return [member.name for member in response.context["page"].rows if member.readable]


def test_no_page_of_the_roster_carries_a_phone(roster):
    roster.office.in_hand()
    for who, found in {"office0": ["赵明"], "office1": [], "committee": ["赵明"], "administrator": []}.items():
        response = roster.get(getattr(roster.city, who), "members")
        assert (who, readable(response)) == (who, found)
        assert "13800000001" not in response.content.decode()


WATCHING = ("drafter0", "supervisor", "office0")


def case_page(desk, who, proposal):
    return desk.get(getattr(desk.city, who), "case", proposal.uid)


def ask(desk, user, *, member=None):
    member = member or Member.objects.get(name="赵明")
    return desk.post(user, "member_phone", member.uid)


def test_a_phone_is_shown_once_and_noted_on_the_case(roster):
    proposal = roster.office.in_hand()[0].proposal
    response = ask(roster, roster.city.drafter0)
    assert ("13800000001" in words_of(response), "no-store" in response["Cache-Control"]) == (True, True)
    assert AuditEvent.objects.get(move="read_phone").case_uid == proposal.uid
    told = {who: "查看联系电话" in words_of(case_page(roster, who, proposal)) for who in WATCHING}
    assert told == {"drafter0": True, "supervisor": True, "office0": False}


def test_a_phone_is_refused_to_others_and_not_had_by_looking(roster):
    roster.office.in_hand()
    refused = ask(roster, roster.city.drafter2)
    assert (refused.status_code, "13800000001" in words_of(refused)) == (403, False)
    member = Member.objects.get(name="赵明")
    assert roster.get(roster.city.drafter0, "member_phone", member.uid).status_code == 405
    assert roster.post(roster.county.committee, "member_phone", member.uid).status_code == 404
    assert not AuditEvent.objects.filter(move="read_phone").exists()


def test_from_the_case_page_the_phone_is_one_press_away(roster):
    proposal = roster.office.in_hand()[0].proposal
    page = roster.get(roster.city.drafter0, "case", proposal.uid)
    assert ("查看赵明的联系电话" in words_of(page), "13800000001" in page.content.decode()) == (True, False)
    assert "联系电话" not in words_of(roster.get(roster.city.reader, "case", proposal.uid))
    proposer = proposal.proposers.get()
    assert "13800000001" in words_of(roster.post(roster.city.drafter0, "proposer_phone", proposal.uid, proposer.uid))
    assert roster.post(roster.city.reader, "proposer_phone", proposal.uid, proposer.uid).status_code == 403
    assert roster.get(roster.city.drafter0, "proposer_phone", proposal.uid, proposer.uid).status_code == 405


@pytest.mark.parametrize("who", ["administrator", "committee"])
def test_the_table_of_members_is_to_look_at_and_hides_phones(roster, who):
    member, browser = Member.objects.get(name="赵明"), roster.of(getattr(roster.city, who))
    address = reverse("admin:proposals_member_change", args=[member.pk])
    page = browser.get(address)
    assert (page.status_code, "13800000001" in page.content.decode(), "赵明" in page.content.decode()) == (
        200,
        False,
        True,
    )

    assert browser.post(address, {"name": "钱进", "term": 7}).status_code == 403
    assert browser.get(reverse("admin:proposals_member_add")).status_code == 403
    member.refresh_from_db()
    assert member.name == "赵明"


@pytest.mark.parametrize("count", [1, 3])
def test_the_roster_costs_the_same_for_one_and_for_three(desk, django_assert_num_queries, count):
    upload(desk, *[(f"委员{n}", "教育界", "", "", "1380000000") for n in range(count)])
    for number in range(count):
        desk.office.in_hand(number=str(number), proposers=(f"委员{number}",))
    browser = desk.of(desk.city.office0)
    with django_assert_num_queries(6):
        browser.get("/admin/desk/members/")


AS_SHOWN = {"name": "赵明", "sector": "医药卫生界", "party": "农工党", "post": "市医院院长", "until": ""}


def correct(desk, *, who="committee", **changes):
    """The form as somebody sends it who was shown the first list."""
    data = AS_SHOWN | {f"initial-{name}": value for name, value in AS_SHOWN.items()} | changes
    return desk.post(getattr(desk.city, who), "member_correct", Member.objects.get(phone__startswith="1").uid, **data)


def row() -> tuple:
    return Member.objects.values_list("name", "sector", "party", "post", "phone", "until").get(phone__startswith="1")


def test_a_member_is_corrected_from_the_roster(roster):
    member = Member.objects.get(name="赵明")
    assert "更正" in words_of(roster.get(roster.city.committee, "members"))
    page = roster.get(roster.city.committee, "member_correct", member.uid)
    html = page.content.decode()
    assert ("市医院院长" in html, "initial-post" in html, "13800000001" in html) == (True, True, False)
    response = correct(roster, party="民盟", phone="13900000009", until="2026-06-30")
    assert (response.status_code, "term=" in response["Location"]) == (302, True)
    assert row()[2:5] == ("民盟", "市医院院长", "13900000009")
    assert "止于 2026-06-30" in words_of(roster.get(roster.city.reader, "members")).replace("\n", " ")
    trail = words_of(roster.get(roster.city.committee, "member_correct", member.uid))
    assert ("党派：农工党 → 民盟" in trail, "13900000009" in trail) == (True, False)


def test_a_page_that_was_open_for_long_undoes_nothing(roster):
    correct(roster, party="民盟")
    assert correct(roster, sector="教育界").status_code == 302
    assert row()[1:3] == ("教育界", "民盟")


def test_a_phone_is_taken_away_and_not_both_ways_at_once(roster):
    both = correct(roster, phone="13900000009", without_phone="on")
    assert ("二选一" in words_of(both), row()[4]) == (True, "13800000001")
    correct(roster, without_phone="on")
    assert Member.objects.get(name="赵明").phone == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "没有需要更正的内容"),
        ({"name": ""}, "必填"),
        ({"phone": "办公室转"}, "号码以外的文字"),
        ({"until": "2026-13-01"}, "输入一个有效的日期"),
        ({"name": "钱进", "post": "一中校长"}, "都相同的委员"),
    ],
)
def test_a_wrong_correction_is_told_on_the_page_and_what_was_typed_stays(roster, changes, said):
    before = row()
    response = correct(roster, **changes)
    assert (response.status_code, said in words_of(response), row()) == (200, True, before)
    for value in changes.values():
        assert value in response.content.decode()


def test_only_keepers_correct(roster):
    before = row()
    for who in ("supervisor", "office0", "reader"):
        assert correct(roster, who=who, party="民盟").status_code == 403
        assert "更正" not in words_of(roster.get(getattr(roster.city, who), "members"))
    uid = Member.objects.get(name="赵明").uid
    assert roster.get(roster.county.committee, "member_correct", uid).status_code == 404
    assert row() == before
