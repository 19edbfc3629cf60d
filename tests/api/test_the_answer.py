"""What follows the draft, by program: each move beside its refusal."""

from replies.models import Countersignature
from tests.replies.test_clearance import switch

DAY = {"on": "2026-03-02"}


def test_countersign(api):
    switch(countersign="always")
    reply = api.office.at_signing("lead", "assist", "assist")
    path = f"replies/{reply.uid}/countersign/"
    assert api.post("city.office0", path, DAY | {"person": "孙立"}).status_code == 403
    assert api.post("city.office1", path, DAY).json()["errors"].keys() == {"person"}
    answer = api.post("city.office1", path, DAY | {"person": "孙立", "words": "同意"})
    assert (answer.status_code, answer.json()["status"]) == (200, "countersign")
    assert [each["agreed"] for each in answer.json()["countersignatures"]] == [True, None]
    assert Countersignature.objects.filter(person="孙立").count() == 1
    # The last agreement sends the draft on, out of the sight of those who gave it; they are told nonetheless.
    answer = api.post("city.office2", path, DAY | {"person": "周平"})
    assert (answer.status_code, answer.json()["status"]) == (200, "signing")
    assert api.get("city.office2", f"replies/{reply.uid}/").status_code == 404


def test_a_step_is_taken_back(api):
    reply = api.office.at_signing()
    answer = api.post("city.supervisor", f"replies/{reply.uid}/undo_pass/", DAY)
    assert (answer.status_code, answer.json()["status"]) == (200, "office")
    assert api.post("city.supervisor", f"replies/{reply.uid}/undo_pass/", DAY).status_code == 409
