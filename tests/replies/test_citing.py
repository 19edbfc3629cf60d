"""Documents that a draft cites: found in the policy library, and flagged where they no longer hold."""

import datetime as dt

import pytest

from replies.actions import drafting
from replies.citing import cited_by
from replies.models import PolicyDocument
from workflow.models import Jurisdiction

BODY = "根据《关于推进养老服务的实施意见》（丽政办发〔2023〕12号）办理。"


@pytest.fixture
def library(office):
    def keep(title, number="", **fields):
        return PolicyDocument.objects.create(jurisdiction=office.city.place, title=title, doc_number=number, **fields)

    return keep


@pytest.fixture
def cited(office):
    def found(body, on=None):
        reply = office.drafted()
        drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), body=body)
        return cited_by(reply, on=on or office.day)

    return found


def codes(found):
    return [doubt.code for each in found for doubt in each.doubts]


def test_a_document_is_found_by_its_number_whatever_its_title(cited, library):
    kept = library("实施意见", "丽政办发〔2023〕12号")
    (each,) = cited(BODY)
    assert (each.document, each.doubts) == (kept, ())


@pytest.mark.parametrize(
    "title",
    ["关于推进养老服务的实施意见", "丽水市人民政府办公室关于推进养老服务的实施意见", "关于推进 养老服务的实施意见"],
)
def test_a_document_is_found_by_its_title_with_or_without_its_agency(cited, library, title):
    kept = library(title)
    assert [each.document for each in cited(BODY)] == [kept]


def test_two_of_one_title_are_neither(cited, library):
    library("甲局关于推进养老服务的实施意见", "甲〔2023〕1号")
    library("乙局关于推进养老服务的实施意见", "乙〔2023〕1号")
    assert [each.document for each in cited("按《关于推进养老服务的实施意见》办理。")] == [None]


def test_what_the_library_lacks_is_no_fault(cited):
    (each,) = cited(BODY)
    assert (each.document, each.doubts) == (None, ())


def test_a_repealed_document_is_flagged_with_what_repealed_it(cited, library):
    library("关于推进养老服务的实施意见", repealed_by=library("关于废止一批文件的通知"))
    (each,) = cited(BODY)
    assert [doubt.message for doubt in each.doubts] == [
        "所引《关于推进养老服务的实施意见》已被《关于废止一批文件的通知》废止。"
    ]


def test_one_that_the_letter_itself_calls_repealed_is_not(cited, library):
    library("关于推进养老服务的实施意见", repealed_by=library("关于废止一批文件的通知"))
    assert codes(cited("《关于推进养老服务的实施意见》已经废止。")) == []


def test_one_that_rests_on_a_repealed_document_is_flagged(cited, library):
    base = library("省级意见", repealed_by=library("关于废止一批文件的通知"))
    library("关于推进养老服务的实施意见", forwards=library("市级转发意见", forwards=base))
    assert codes(cited(BODY)) == ["policy_rests_on_repealed"]


@pytest.mark.parametrize(
    ("day", "flagged"), [(dt.date(2025, 12, 31), []), (dt.date(2026, 1, 1), ["policy_period_over"])]
)
def test_a_plan_is_flagged_once_its_years_are_over(cited, day, flagged):
    assert codes(cited("依据《丽水市“十四五”养老规划》办理。", on=day)) == flagged


def test_a_signed_letter_is_judged_by_its_own_day(office):
    reply = office.sent()
    reply.body, reply.signed_on = "依据《丽水市“十四五”养老规划》办理。", dt.date(2025, 6, 1)
    assert codes(cited_by(reply, on=dt.date(2027, 1, 1))) == []


def test_other_places_documents_are_not_looked_at(cited, library, office):
    other = library("关于推进养老服务的实施意见")
    other.jurisdiction = Jurisdiction.objects.create(code="x", name="外地", level="city")
    other.save()
    assert [each.document for each in cited(BODY)] == [None]


@pytest.mark.parametrize("times", [1, 3])
def test_the_library_is_read_in_two_queries(library, office, django_assert_num_queries, times):
    for n in range(times):
        library(f"第{n}办法")
    reply = office.drafted()
    reply.body = "".join(f"按《第{n}办法》办理。" for n in range(times))
    with django_assert_num_queries(2):
        cited_by(reply, on=office.day)
