"""Files: what was sent is shared with the other units of a case, what a unit keeps for itself is not."""

from __future__ import annotations

import pytest

from replies.actions import signing
from tests.desk.pages import words_of
from workflow import files


@pytest.fixture
def cleared_on_paper(desk):
    """A reply of the lead unit, signed on paper and sent, with the scan of the signed sheet."""
    reply, city = desk.office.drafted("lead", "assist"), desk.city
    scan = files.store(
        b"%PDF-1.4 scan",
        "发文稿纸.pdf",
        jurisdiction_id=city.place.pk,
        at=desk.office.at,
        case_uid=reply.case_uid,
        content_type="application/pdf",
    )
    signing.enter_clearance(
        reply,
        clearance="paper",
        signer="孙立",
        doc_number="丽卫函〔2026〕12号",
        scan=scan,
        sent_on=desk.office.day,
        **desk.office.when(city.office0),
    )
    return reply


@pytest.mark.parametrize(
    ("whose", "status"),
    [("drafter0", 200), ("office0", 200), ("supervisor", 200), ("reader", 200), ("office1", 404), ("office2", 404)],
)
def test_the_signed_sheet_opens_for_its_unit_and_for_those_who_watch(desk, cleared_on_paper, whose, status):
    user = getattr(desk.city, whose)
    assert desk.get(user, "file", cleared_on_paper.evidence.uid).status_code == status


def test_the_case_page_offers_the_signed_sheet_to_those_alone(desk, cleared_on_paper):
    case = cleared_on_paper.case_uid
    assert "审签扫描件" in words_of(desk.get(desk.city.office0, "case", case))
    shared = words_of(desk.get(desk.city.office1, "case", case))
    assert ("丽卫函〔2026〕12号" in shared, "审签扫描件" in shared) == (True, False)
