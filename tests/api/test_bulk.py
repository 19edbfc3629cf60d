"""POST …/bulk/: one move on many rows, each with its result."""

from proposals.models import Assignment


def bulk(api, whose, move, rows, **given):
    return api.post(whose, "assignments/bulk/", {"move": move, "rows": rows, "given": given})


def test_each_row_has_its_own_result(api):
    office = api.office
    mine, gone = (office.assigned(number=str(number))[0] for number in (1, 2))
    (theirs,) = office.assigned(place=office.county)
    rows = [{"uid": str(mine.uid), "version": 0}, {"uid": str(gone.uid), "version": 7}, {"uid": str(theirs.uid)}]
    answer = bulk(api, "city.office0", "accept", rows, note="一并签收。")
    results = answer.json()["results"]
    assert [(each["done"], each["code"]) for each in results] == [(True, ""), (False, "moved_on"), (False, "not_found")]
    assert dict(Assignment.objects.values_list("uid", "status")) == {
        mine.uid: "in_hand", gone.uid: "waiting", theirs.uid: "waiting"
    }  # fmt: skip


def test_what_the_move_takes_is_checked_before_any_row(api):
    (assignment,) = api.office.assigned()
    rows = [{"uid": str(assignment.uid)}]
    assert bulk(api, "city.supervisor", "urge", rows).status_code == 422
    assert bulk(api, "city.supervisor", "urge", []).status_code == 422
    assert bulk(api, "city.supervisor", "answer", rows).status_code == 409
    assert bulk(api, "city.supervisor", "urge", rows, text="请加快。").json()["results"][0]["done"]
    assert assignment.notes.count() == 1


def test_links_that_are_told_once_are_told_for_each_row(api):
    reply = api.office.numbered()
    answer = api.post("city.office0", "replies/bulk/", {"move": "send", "rows": [{"uid": str(reply.uid)}]})
    (result,) = answer.json()["results"]
    assert result["done"], result
    assert "/f/" in str(result["told"])
