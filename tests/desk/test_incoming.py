"""导入确认: a person says whose a letter is, and the name is remembered."""

from __future__ import annotations

import pytest

from tests.desk.pages import words_of
from tests.letterbox import import_letter
from workflow.models import Appointment, DepartmentAlias

LETTER = """丽阳市卫生和计划生育委员会
对市政协七届二次会议第112号提案的答复

赵明委员：
您提出的《关于加强社区养老服务的提案》收悉。经研究，现答复如下：
一、已经做的工作
已建成社区服务站12个。
感谢您对我们工作的关心和支持！

丽阳市卫生和计划生育委员会
2024年6月5日
"""


@pytest.fixture
def waiting(desk):
    outcome = import_letter(
        LETTER.encode(),
        "old/112.txt",
        jurisdiction=desk.city.place,
        by=desk.office.by(desk.city.supervisor),
        at=desk.office.at,
    )
    assert outcome.incoming.status == "waiting"
    return outcome.incoming


def test_it_stands_in_the_queue_with_what_it_says_of_itself(desk, waiting):
    page = desk.get(desk.city.supervisor, "incoming_list")
    assert [row["incoming"] for row in page.context["rows"]] == [waiting]
    text = words_of(desk.get(desk.city.supervisor, "incoming", waiting.uid))
    for word in ("丽阳市卫生和计划生育委员会", "112", "赵明", "没有发文字号。", "已建成社区服务站12个。"):
        assert word in text


def test_confirming_makes_the_case_and_remembers_the_name(desk, waiting):
    unit = desk.city.units[0]
    response = desk.post(desk.city.supervisor, "incoming", waiting.uid, department=unit.pk)
    waiting.refresh_from_db()
    assert response["Location"] == f"/admin/desk/proposals/{waiting.reply.case_uid}/"
    assert (waiting.status, waiting.department) == ("made", unit)
    assert DepartmentAlias.objects.get().name == "丽阳市卫生和计划生育委员会"
    page = desk.get(desk.city.supervisor, "case", waiting.reply.case_uid)
    assert (page.status_code, "历史件" in words_of(page)) == (200, True)
    again = desk.post(desk.city.supervisor, "incoming", waiting.uid, department=unit.pk)
    assert "该公文已处理。" in words_of(again)


def test_a_foreign_unit_is_no_choice(desk, waiting):
    response = desk.post(desk.city.supervisor, "incoming", waiting.uid, department=desk.county.units[0].pk)
    assert (response.status_code, "选择" in words_of(response)) == (200, True)


def test_only_its_own_supervisors_and_administrators_open_it(desk, waiting):
    assert desk.get(desk.city.reader, "incoming", waiting.uid).status_code == 403
    assert desk.get(desk.county.supervisor, "incoming", waiting.uid).status_code == 404
    assert desk.get(desk.city.administrator, "incoming", waiting.uid).status_code == 200
    assert desk.get(desk.city.supervisor, "file", waiting.file.uid).status_code == 200
    assert desk.get(desk.city.office0, "file", waiting.file.uid).status_code == 404


def test_the_original_opens_for_those_who_see_to_the_import_and_for_no_mere_reader(desk, waiting):
    assert desk.get(desk.city.administrator, "file", waiting.file.uid).status_code == 200
    assert desk.get(desk.city.reader, "file", waiting.file.uid).status_code == 404
    assert desk.get(desk.city.committee, "file", waiting.file.uid).status_code == 404


def test_who_keeps_the_county_and_reads_the_city_sees_nothing_of_the_citys_queue(desk, waiting):
    user = desk.county.administrator
    Appointment.objects.create(user=user, jurisdiction=desk.city.place, role="reader")
    assert desk.get(user, "incoming_list").context["rows"] == []
    assert desk.get(user, "incoming", waiting.uid).status_code == 404
    confirmed = desk.post(user, "incoming", waiting.uid, department=desk.city.units[0].pk)
    waiting.refresh_from_db()
    assert (confirmed.status_code, waiting.status) == (404, "waiting")
    assert desk.get(user, "file", waiting.file.uid).status_code == 404
