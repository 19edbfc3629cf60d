"""Series from which this system gives out numbers: set up, counted, reserved, claimed, void, and what is missing."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.personas import moment
from workflow import gaps, issuing, numbering, series
from workflow.errors import CaseMovedOn, Invalid, NotYours, NumberTaken
from workflow.models import AuditEvent, IssuedNumber, NumberSeries, SeriesUse, SeriesYear

WHY = {"purpose": "关于值班安排的通知"}


def opened(office, code="丽卫函", papers=("reply",), unit=0, who="office0", **more):
    when = office.when(getattr(office.city, who))
    return series.open_series(office.city.units[unit], code=code, papers=papers, **more, **when)


def do(office, verb, row, who="office0", **given):
    return verb(row, **given, **office.when(getattr(office.city, who)))


def gap_list(row):
    return [(gap.n, gap.kind.label, gap.why) for gap in gaps.gaps_of(row.years.order_by("year"))]


def test_an_opened_series_counts_from_its_first_number(office):
    row = opened(office, first=37)
    numbers = [str(do(office, series.reserve, row, **WHY)) for _ in range(2)]
    assert numbers == ["丽卫函〔2026〕37号", "丽卫函〔2026〕38号"]
    assert str(issuing.next_of(row, 2026)) == "丽卫函〔2026〕39号"
    assert str(issuing.next_of(row, 2027)) == "丽卫函〔2027〕1号"
    told = AuditEvent.objects.filter(case_uid=office.city.units[0].uid).order_by("seq")
    assert list(told.values_list("move", flat=True)) == ["open_series", "reserve", "reserve"]
    assert told[0].payload == {"code": "丽卫函", "papers": ["答复"], "year": 2026, "first": 37}


def test_a_code_that_was_typed_so_far_may_be_opened_and_its_numbers_are_passed_over(office):
    place = {"jurisdiction_id": office.city.place.pk, "subject_uid": office.city.place.uid, "at": office.at}
    numbering.take("丽卫函〔2026〕12号", **place)
    row = opened(office, first=12)
    assert do(office, series.reserve, row, **WHY).n == 13


def test_one_series_serves_a_unit_and_a_paper(office):
    opened(office)
    with pytest.raises(Invalid, match="答复已用“丽卫函”编号"):
        opened(office, code="丽卫字", papers=["reply", "opinion"])
    opened(office, code="丽卫提函", papers=["opinion"])
    opened(office, code="丽民函", unit=1, who="office1")
    assert SeriesUse.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesUse.objects.create(
            series=NumberSeries.objects.get(code="丽卫提函"), department=office.city.units[0], paper="reply"
        )


@pytest.mark.parametrize(("changes", "words"), [
    ({"code": "丽 卫函"}, "机关代字为2至16个字"),
    ({"code": ""}, "请填写机关代字"),
    ({"code": "丽卫函〔2026〕"}, "机关代字为2至16个字"),
    ({"papers": []}, "请选择该代字用于"),
    ({"papers": ["memo"]}, "请选择该代字用于"),
    ({"first": 0}, "起始号应在1至"),
    ({"first": 1_000_000}, "起始号应在1至"),
])  # fmt: skip
def test_what_makes_no_series_is_refused(office, changes, words):
    with pytest.raises(Invalid, match=words):
        opened(office, **changes)
    assert not NumberSeries.objects.exists()


def test_the_office_and_the_administrator_keep_it_and_nobody_else(office):
    for who in ("drafter0", "signer0", "office1", "supervisor", "committee", "reader"):
        with pytest.raises(NotYours):
            opened(office, who=who)
    row = opened(office, who="administrator")
    with pytest.raises(NotYours):
        do(office, series.close_series, row, who="supervisor", reason="停用")
    assert do(office, series.claim, row, who="supervisor", year=2026, n=5, **WHY)[0].n == 5


def test_a_number_used_on_paper_is_passed_over_and_no_gap(office):
    row = opened(office)
    claimed = do(office, series.claim, row, year=2026, n=2, until=3, **WHY)
    assert [str(each) for each in claimed] == ["丽卫函〔2026〕2号", "丽卫函〔2026〕3号"]
    assert [do(office, series.reserve, row, **WHY).n for _ in range(2)] == [1, 4]
    assert [kind for _, kind, _ in gap_list(row)] == ["预留未用", "预留未用"]
    with pytest.raises(NumberTaken):
        do(office, series.claim, row, year=2026, n=3, **WHY)
    for wrong in ({"n": 5, "until": 4}, {"n": 5, "until": 500}):
        with pytest.raises(Invalid, match="一次最多登记200个"):
            do(office, series.claim, row, year=2026, **wrong, **WHY)
    with pytest.raises(Invalid, match="请填写用途"):
        do(office, series.claim, row, year=2026, n=9, purpose=" ")
    with pytest.raises(Invalid, match="2025年不由本系统编号"):
        do(office, series.claim, row, year=2025, n=9, **WHY)


def test_a_reserved_number_is_used_or_void_once_and_never_again(office):
    row = opened(office)
    first, second = (do(office, series.reserve, row, **WHY) for _ in range(2))
    stale = IssuedNumber.objects.get(pk=second.pk)
    do(office, series.use, first)
    with pytest.raises(Invalid, match="请填写作废原因"):
        do(office, series.void, second, reason=" ")
    do(office, series.void, second, reason="通知取消。")
    with pytest.raises(CaseMovedOn):
        do(office, series.use, stale)
    assert gap_list(row) == [(2, "作废", "关于值班安排的通知；通知取消。")]
    assert do(office, series.reserve, row, **WHY).n == 3
    with pytest.raises(NumberTaken):
        do(office, series.claim, row, year=2026, n=2, **WHY)


def test_each_year_has_its_own_count(office):
    row = opened(office, first=37)
    do(office, series.reserve, row, **WHY)
    with pytest.raises(Invalid, match="已编至37号，起始号不再改变"):
        do(office, series.start_year, row, year=2026, first=1)
    do(office, series.start_year, row, year=2027, first=5)
    with pytest.raises(Invalid, match="2025年的文号不由本系统编号"):
        do(office, series.start_year, row, year=2025, first=1)
    office.day = dt.date(2027, 1, 4)
    assert str(do(office, series.reserve, row, **WHY)) == "丽卫函〔2027〕5号"


def test_a_number_that_is_not_there_is_missing(office):
    row = opened(office)
    numbers = [do(office, series.reserve, row, **WHY) for _ in range(3)]
    for each in numbers:
        do(office, series.use, each)
    assert gap_list(row) == []
    IssuedNumber.objects.filter(pk=numbers[1].pk).delete()
    assert gap_list(row) == [(2, "断号", "")]


def test_a_closed_series_gives_out_nothing_and_is_typed_again(office):
    row = opened(office)
    kept = do(office, series.reserve, row, **WHY)
    with pytest.raises(Invalid, match="丽卫函〔2026〕1号已预留"):
        do(office, series.close_series, row, reason="机构改革")
    do(office, series.void, kept, reason="不再发文。")
    do(office, series.close_series, row, reason="机构改革")
    with pytest.raises(Invalid, match="不由本系统编号"):
        do(office, series.reserve, row, **WHY)
    with pytest.raises(CaseMovedOn):
        do(office, series.close_series, row, reason="机构改革")
    place = {"jurisdiction_id": office.city.place.pk, "subject_uid": office.city.place.uid, "at": office.at}
    assert numbering.take("丽卫函〔2026〕2号", **place).n == 2
    with pytest.raises(NumberTaken):
        numbering.take("丽卫函〔2026〕1号", **place)
    again = opened(office, first=4)
    assert (again.pk, do(office, series.reserve, again, **WHY).n) == (row.pk, 4)
    assert [gap[:2] for gap in gap_list(row)] == [(1, "作废"), (3, "断号"), (4, "预留未用")]


def test_typed_numbers_of_an_owned_series_are_refused_and_of_earlier_years_taken(office):
    opened(office)
    place = {"jurisdiction_id": office.city.place.pk, "subject_uid": office.city.place.uid, "at": office.at}
    with pytest.raises(Invalid, match="由本系统编号，文号不能自行填写"):
        numbering.take("丽卫函〔2026〕1号", **place)
    assert numbering.take("丽卫函〔2025〕300号", **place).n == 300


@pytest.mark.parametrize("facts", [{"first": 0}, {"first": 5, "last": 3}])
def test_a_counter_that_goes_back_is_refused_by_the_database(office, facts):
    row = opened(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesYear.objects.create(series=row, year=2030, **facts)


def test_the_database_wants_to_know_for_what_a_number_is_reserved(office):
    row = opened(office)
    number = {"series": row, "year": 2026, "status": "reserved", "entered_at": moment(office.day)}
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedNumber.objects.create(n=1, **number)
    IssuedNumber.objects.create(n=1, subject_uid=office.city.place.uid, **number)
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedNumber.objects.create(n=2, subject_uid=office.city.place.uid, **number)


def test_an_owned_series_is_of_a_unit(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberSeries.objects.create(jurisdiction=office.city.place, code="丽卫函", owned=True)


def test_who_sees_which_series(office):
    row = opened(office)
    number = do(office, series.reserve, row, **WHY)
    seen = {"office0": 1, "drafter0": 1, "supervisor": 1, "administrator": 1, "office1": 0}
    for who, count in seen.items():
        actor = office.by(getattr(office.city, who))
        assert NumberSeries.objects.visible_to(actor).filter(pk=row.pk).count() == count
        assert IssuedNumber.objects.visible_to(actor).filter(pk=number.pk).count() == count
    assert not NumberSeries.objects.visible_to(office.by(office.county.supervisor)).exists()
