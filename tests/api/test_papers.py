"""Papers over HTTP: which there are, the file, and one file of many rows."""

from __future__ import annotations

import pytest
from django.test import override_settings

from replies.actions import sending
from tests.printing import page_count, says_link, text_of


def test_a_row_says_which_papers_it_has(api):
    (part,) = api.office.in_hand()
    codes = [each["code"] for each in api.get("city.office0", f"assignments/{part.uid}/papers/").json()]
    assert codes == ["handling", "receipt", "return", "extension", "contacts"]
    watched = [each["code"] for each in api.get("city.supervisor", f"assignments/{part.uid}/papers/").json()]
    assert "assigning" in watched


@pytest.mark.parametrize("accept", ["*/*", "application/pdf", "application/json"])
def test_a_paper_comes_as_a_file_whatever_is_accepted(api, accept):
    (part,) = api.office.in_hand()
    answer = api.get("city.office0", f"assignments/{part.uid}/papers/handling.pdf/", Accept=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "政协提案承办单" in text_of(answer.content)


@pytest.mark.parametrize(
    ("whose", "paper", "status"),
    [
        ("city.office1", "handling.pdf", 404),
        ("county.supervisor", "handling.pdf", 404),
        ("city.office0", "assigning.pdf", 403),
        ("city.supervisor", "urging.pdf", 409),
        ("city.supervisor", "handling.ofd", 422),
        ("city.supervisor", "nothing.pdf", 404),
    ],
)
def test_what_cannot_be_printed_is_a_problem_document(api, whose, paper, status):
    (part,) = api.office.in_hand()
    answer = api.get(whose, f"assignments/{part.uid}/papers/{paper}/", Accept="application/pdf")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_many_rows_are_one_file(api):
    replies = [api.office.sent(number=str(n), doc_number=f"丽卫函〔2026〕{n + 1}号") for n in range(2)]
    rows = [str(reply.uid) for reply in replies]
    answer = api.post("city.office0", "replies/papers/labels.pdf/", {"rows": rows})
    assert (answer.status_code, page_count(answer.content)) == (200, 1)
    file = api.post(
        "city.reader", "proposals/papers/summary.xlsx/", {"rows": [str(reply.proposal.uid) for reply in replies]}
    )
    assert (file.status_code, file.content[:2]) == (200, b"PK")


def test_a_row_that_is_not_seen_refuses_the_whole_job(api):
    (part,) = api.office.in_hand()
    (foreign,) = api.office.in_hand(place=api.office.county)
    rows = [str(part.uid), str(foreign.uid)]
    assert api.post("city.supervisor", "assignments/papers/handling.pdf/", {"rows": rows}).status_code == 404


@pytest.mark.parametrize("given", [{}, {"rows": []}, {"rows": ["x"]}, {"rows": "x"}])
def test_a_job_without_rows_is_told(api, given):
    assert api.post("city.supervisor", "assignments/papers/handling.pdf/", given).status_code == 422


@override_settings(PUBLIC_ADDRESS="https://tian.liyang.example")
def test_a_program_prints_the_links_that_it_was_told(api):
    reply = api.office.numbered()
    (token,) = sending.send(reply, **api.office.when(api.office.city.office0)).values()
    given = {"rows": [str(reply.uid)], "tokens": [token, "made-up"]}
    answer = api.post("city.office0", "replies/papers/feedback.pdf/", given)
    assert says_link(answer.content, f"https://tian.liyang.example/f/{token}/")
