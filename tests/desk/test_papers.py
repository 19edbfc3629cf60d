"""打印 at the desk: what is offered beside a row, printed from a list, and refused."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import override_settings
from django.urls import reverse

from proposals.models import Assignment, Proposal
from replies.models import FeedbackLink
from tests.desk.pages import words_of
from tests.printing import page_count, says_link, text_of
from workflow import printing


def papers_on(response) -> set[str]:
    return set(re.findall(r"/admin/desk/papers/([a-z]+)/[0-9a-f-]{36}/([a-z]+)\.pdf", response.content.decode()))


def test_the_case_page_offers_what_there_is_for_this_person(desk):
    reply = desk.office.sent("lead", "assist")
    own = papers_on(desk.get(desk.city.office0, "case", reply.case_uid))
    assert own >= {("assignment", "handling"), ("reply", "dispatch"), ("reply", "mailing"), ("proposal", "contents")}
    assert ("assignment", "assigning") not in own
    assert ("assignment", "assigning") in papers_on(desk.get(desk.city.supervisor, "case", reply.case_uid))
    shared = papers_on(desk.get(desk.city.office1, "case", reply.case_uid))
    assert ("assignment", "handling") in shared
    assert ("reply", "dispatch") in shared  # of its own opinion
    assert ("proposal", "contents") not in shared


def test_every_paper_that_is_offered_prints(desk):
    reply = desk.office.sent("lead", "assist")
    browser = desk.of(desk.city.supervisor)
    page = browser.get(reverse("desk:case", args=[reply.case_uid])).content.decode()
    addresses = set(re.findall(r'"(/admin/desk/papers/[^"]+)"', page))
    assert len(addresses) > 12
    for address in addresses:
        answer = browser.get(address)
        assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff"), address
        assert answer["Content-Type"] == printing.CONTENT_TYPES[address.rsplit(".", 1)[1]]


@pytest.mark.parametrize("whose", ["office1", "office2"])
def test_a_paper_of_what_is_not_seen_does_not_exist(desk, whose):
    (part,) = desk.office.in_hand()
    answer = desk.get(getattr(desk.city, whose), "paper", "assignment", part.uid, "handling", "pdf")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [("assignment", "nothing", 404), ("nothing", "handling", 404), ("assignment", "urging", 409)],
)
def test_what_there_is_not_is_told(desk, kind, code, status):
    (part,) = desk.office.in_hand()
    assert desk.get(desk.city.supervisor, "paper", kind, part.uid, code, "pdf").status_code == status


def test_a_format_that_a_paper_does_not_have_is_refused_in_words(desk):
    (part,) = desk.office.in_hand()
    answer = desk.get(desk.city.office0, "paper", "assignment", part.uid, "handling", "ofd")
    assert (answer.status_code, "没有OFD格式" in words_of(answer)) == (409, True)


def test_a_paper_of_another_role_is_refused_in_words(desk):
    (part,) = desk.office.in_hand()
    answer = desk.get(desk.city.office0, "paper", "assignment", part.uid, "assigning", "pdf")
    assert (answer.status_code, "不由您打印" in words_of(answer)) == (403, True)


def test_chosen_rows_are_one_job_and_what_is_not_seen_is_left_out(desk):
    parts = [desk.office.in_hand(number=str(n))[0] for n in (1, 2)]
    (foreign,) = desk.office.in_hand(place=desk.county)
    rows = [f"{parts[0].uid}:1:2", str(parts[1].uid), str(foreign.uid), "x", str(uuid.UUID(int=0))]
    address = reverse("desk:papers", args=["assignment", "handling", "pdf"])
    both = desk.of(desk.city.supervisor).get(address, {"rows": rows}).content
    assert (text_of(both).count("政协提案承办单"), page_count(both)) == (2, 3)
    one_sided = desk.of(desk.city.supervisor).get(address, {"rows": rows, "sides": "1"}).content
    assert page_count(one_sided) == 2


def test_nothing_chosen_is_told(desk):
    answer = desk.get(desk.city.supervisor, "papers", "assignment", "handling", "pdf")
    assert (answer.status_code, "请先选择" in words_of(answer)) == (409, True)


def test_the_search_prints_the_summary_of_what_is_ticked(desk):
    desk.office.filed("35")
    proposal = desk.office.filed("36", title="关于修路的提案")
    assert "打印所选汇总表" in words_of(desk.get(desk.city.reader, "search"))
    for fmt in ("pdf", "xlsx"):
        answer = desk.post(desk.city.reader, "papers", "proposal", "summary", fmt, proposal=[str(proposal.uid)])
        assert answer.status_code == 200
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    ("whose", "offered"),
    [("office0", {"handling", "receipt"}), ("supervisor", {"handling", "receipt", "assigning", "tasks"})],
)
def test_lists_offer_what_the_roles_print(desk, whose, offered):
    desk.office.in_hand()
    page = desk.get(getattr(desk.city, whose), "work", tab="in_hand").content.decode()
    assert set(re.findall(r"/admin/desk/papers/assignment/([a-z]+)\.pdf", page)) == offered


@override_settings(PUBLIC_ADDRESS="https://tian.liyang.example")
def test_the_page_after_sending_prints_forms_with_their_codes(desk):
    reply = desk.office.numbered()
    page = desk.move(desk.city.office0, "reply", reply, "send", form_enclosed="on").content.decode()
    (token,) = re.findall(r'name="token" value="([^"]+)"', page)
    rows = re.findall(r'name="rows" value="([^"]+)"', page)
    assert rows == [str(reply.uid)]
    job = desk.post(desk.city.office0, "papers", "reply", "mailing", "pdf", rows=rows, token=[token]).content
    assert says_link(job, f"https://tian.liyang.example/f/{token}/")
    assert not FeedbackLink.objects.filter(digest=token).exists()
    again = desk.get(desk.city.office0, "paper", "reply", reply.uid, "mailing", "pdf").content
    assert "网上评价" not in text_of(again)


def test_without_a_public_address_the_page_says_that_there_is_no_code(desk):
    reply = desk.office.numbered()
    assert "不印二维码" in words_of(desk.move(desk.city.office0, "reply", reply, "send"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_job_asks_as_often_for_three_as_for_one(desk, django_assert_num_queries, count):
    for n in range(count):
        desk.office.in_hand(number=str(n))
    browser = desk.of(desk.city.supervisor)
    rows = [str(uid) for uid in Assignment.objects.values_list("uid", flat=True)]
    with django_assert_num_queries(13):
        browser.get(reverse("desk:papers", args=["assignment", "handling", "pdf"]), {"rows": rows})
