"""沟通登记: one meeting for several cases of the unit."""

from __future__ import annotations

import pytest

from proposals.models import Contact, Member
from tests.desk.pages import words_of
from workflow.models import AuditEvent

TALK = {"way": "meeting", "people": "赵明委员、王局", "outcome": "逐件沟通，提案人表示理解。"}


def note(desk, case, **more):
    return desk.move(desk.city.drafter0, "assignment", case, "note_contact", **TALK | more)


def offered(desk, case) -> list[str]:
    form = desk.get(desk.city.drafter0, "assignment_move", case.uid, "note_contact").context["form"]
    return [each.proposal.number for each in form.fields["also"].offered] if "also" in form.fields else []


def cases(desk, *numbers, **fields):
    return [desk.office.in_hand(number=number, **fields)[0] for number in numbers]


def test_other_cases_of_the_same_proposer_are_offered(desk):
    first, _ = cases(desk, "1", "2")
    cases(desk, "3", proposers=("钱进",))
    desk.office.assigned(number="4")
    assert offered(desk, first) == ["2"]


def test_members_are_told_apart_where_they_are_known(desk):
    place = {"jurisdiction": desk.city.place, "level": "city", "body": "市政协", "term": 7}
    Member.objects.create(**place, name="赵明", post="一中校长")
    known, other = cases(desk, "1", "2")
    Member.objects.create(**place, name="赵明", post="某公司经理")
    cases(desk, "3")  # a name that two now share binds neither
    assert offered(desk, known) == ["2"]
    assert offered(desk, other) == ["1"]


def test_without_another_case_nothing_is_offered(desk):
    (only,) = cases(desk, "1")
    assert offered(desk, only) == []
    assert note(desk, only).status_code == 302


def test_one_meeting_is_noted_on_all_that_were_chosen(desk):
    first, second, third, fourth = *cases(desk, "1", "2"), *cases(desk, "3", "4", proposers=("钱进",))
    assert note(desk, first, also=[second.pk], numbers="3、 2").status_code == 302
    contact = Contact.objects.get()
    assert set(contact.assignments.all()) == {first, second, third}
    assert AuditEvent.objects.filter(move="note_contact").count() == 3
    assert not fourth.contacts.exists()


@pytest.mark.parametrize(
    ("numbers", "said"), [("9", "本单位没有第9号在办件。"), ("2", "本单位有几件第2号，请分别登记。")]
)
def test_a_number_that_names_none_or_two_is_refused_and_nothing_noted(desk, numbers, said):
    (first,) = cases(desk, "1")
    desk.office.in_hand("lead", "assist", number="2", proposers=("钱进",))
    city = desk.city
    other = type(city.session).objects.create(jurisdiction=city.place, level="city", body="市政协", term=7, meeting=3)
    city.session, kept = other, city.session
    cases(desk, "2", proposers=("孙立",))
    city.session = kept
    response = note(desk, first, numbers=numbers)
    assert (said in words_of(response), "逐件沟通" in response.content.decode()) == (True, True)
    assert not Contact.objects.exists()


def test_another_units_case_is_not_found_by_its_number(desk):
    (first,) = cases(desk, "1")
    desk.office.in_hand("separate", "separate", number="2")[1].proposal.assignments.filter(
        department=desk.city.units[0]
    ).update(department=desk.city.units[2])
    assert "本单位没有第2号在办件。" in words_of(note(desk, first, numbers="2"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_with_one_other_and_with_three(desk, django_assert_num_queries, count):
    (first,) = cases(desk, "1")
    cases(desk, *map(str, range(2, 2 + count)))
    browser = desk.of(desk.city.drafter0)
    with django_assert_num_queries(9):
        browser.get(f"/admin/desk/assignments/{first.uid}/note_contact/")
