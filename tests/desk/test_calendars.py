"""工作日历 at the desk: who sees and who takes, preview before anything is kept, refusals all at once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk.pages import words_of
from tests.desk.test_language import foreign
from tests.workflow.test_notices import NOTICE_2026
from workflow.models import CalendarVersion, User

OWN = {
    "place": "liyang",
    "year": 2027,
    "way": "rows",
    "text": "2027-04-19,放假,三月三",
    "published": "on",
    "number": "",
}


def send(desk, user, step="preview", **changes):
    return desk.post(user, "calendar_take", **OWN | {"step": step} | changes)


def test_everybody_reads_the_calendars_and_keepers_take_them(desk):
    for who, keeps in (("supervisor", True), ("administrator", True), ("office0", False), ("committee", False)):
        user = getattr(desk.city, who)
        page = words_of(desk.get(user, "calendars"))
        assert ("2026年" in page, "载入工作日历" in page) == (True, keeps)
        assert desk.get(user, "calendar_take").status_code == (200 if keeps else 403)
        assert foreign(page.replace("holidays", "")) == set()


def test_the_days_are_shown_before_they_are_kept(desk):
    page = words_of(send(desk, desk.city.administrator))
    assert all(word in page for word in ("丽阳市2027年", "2027年4月19日", "星期一", "三月三", "首次载入", "确认载入"))
    assert not CalendarVersion.objects.filter(jurisdiction=desk.city.place).exists()


def test_a_confirmed_calendar_has_a_page_of_its_own(desk):
    response = send(desk, desk.city.administrator, "confirm")
    version = CalendarVersion.objects.get(jurisdiction=desk.city.place)
    assert response["Location"].endswith(f"/calendars/{version.uid}/")
    assert "三月三" in words_of(desk.get(desk.city.office0, "calendar", version.uid))
    assert desk.get(desk.county.supervisor, "calendar", version.uid).status_code == 404
    again = words_of(send(desk, desk.city.administrator, "confirm"))
    assert "与现行第1版完全相同" in again


def test_the_preview_says_what_is_new_and_what_goes(desk):
    send(desk, desk.city.administrator, "confirm")
    page = words_of(send(desk, desk.city.administrator, text="2027-04-20,放假,三月三"))
    assert all(word in page for word in ("新增", "恢复平常", "取消", "第1版（已正式公布），旧版保留"))


def test_a_place_of_others_and_the_whole_country_cannot_be_chosen(desk):
    for place in ("qingshan", "national", "nowhere"):
        page = words_of(send(desk, desk.city.administrator, "confirm", place=place))
        assert "确认载入" not in page
    assert not CalendarVersion.objects.exclude(jurisdiction=None).exists()


def test_the_operator_takes_a_notice_from_a_file(desk):
    root = User.objects.create_superuser("root", name="根")
    notice = SimpleUploadedFile("notice.txt", NOTICE_2026.encode("gb18030"))
    data = {"place": "national", "year": 2026, "way": "notice", "text": "", "published": "on", "file": notice}
    response = send(desk, root, **data)
    assert "确认载入" in words_of(response)
    carried = response.context["preview"]["carried"]
    assert carried["number"] == "国办发明电〔2025〕7号"
    desk.post(root, "calendar_take", **carried, step="confirm")
    assert CalendarVersion.objects.get(year=2026, number=2).notice == "国办发明电〔2025〕7号"


@pytest.mark.parametrize(("changes", "told"), [
    ({"text": ""}, ["请粘贴通知或清单，或上传文件。"]),
    ({"text": "2027-09-31,放假,中秋\n2027-10-01,上班,国庆"}, ["没有9月31日这一天。", "不能列为上班"]),
    ({"year": "1999"}, ["确保该值大于或等于"]),
    ({"file": SimpleUploadedFile("a.txt", b"\x00\x01")}, ["不是文本文件"]),
    ({"file": SimpleUploadedFile("a.txt", b"2" * 90_000)}, ["文件过大"]),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_what_was_typed(desk, changes, told):
    response = send(desk, desk.city.administrator, **changes)
    page = words_of(response)
    assert [each for each in told if each not in page] == []
    assert "确认载入" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_one_and_at_three(desk, django_assert_num_queries, count):
    for year in range(2027, 2027 + count):
        send(desk, desk.city.administrator, "confirm", year=year, text=f"{year}-04-19,放假,三月三")
    browser = desk.of(desk.city.administrator)
    with django_assert_num_queries(6):
        browser.get("/admin/desk/calendars/")
