"""One contact for several cases over HTTP."""

from __future__ import annotations

import pytest

from proposals.models import Contact

TALK = {"on": "2026-03-02", "way": "phone", "people": "赵明委员", "outcome": "已沟通"}


def note(api, case, *also):
    data = TALK | {"also": [str(each.uid) for each in also]}
    return api.post("city.drafter0", f"assignments/{case.uid}/note_contact/", data)


def test_one_contact_serves_several_cases_and_itself_once(api):
    first, second = (api.office.in_hand(number=number)[0] for number in "12")
    assert note(api, first, second, first).status_code == 200
    assert set(Contact.objects.get().assignments.all()) == {first, second}


@pytest.mark.parametrize("other", ["another unit's", "not in hand"])
def test_a_case_that_it_cannot_serve_refuses_the_whole(api, other):
    office = api.office
    first = office.in_hand(number="1")[0]
    made = {
        "another unit's": lambda: office.in_hand("lead", "assist", number="2")[1],
        "not in hand": lambda: office.assigned(number="2")[0],
    }
    answer = note(api, first, made[other]())
    assert answer.status_code in {409, 422}
    assert not Contact.objects.exists()
