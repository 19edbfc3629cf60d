"""导入清单 at the desk: from the upload to the result, with every question on the way."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from proposals.models import ImportBatch, Proposal
from tests.desk.pages import words_of
from tests.sheets import xlsx
from workflow.models import Department, DepartmentAlias

HEAD = ("案号", "案由", "第一提案人", "主办单位")
ROWS = (
    ("1", "关于甲事的提案", "赵明", "卫生局"),
    ("2", "", "钱进", "卫生局"),
    ("3", "关于丙事的提案", "孙立", "市园林局"),
)


@pytest.fixture
def lists(desk):
    return Pages(desk)


class Pages:
    def __init__(self, desk) -> None:
        self.desk, self.city = desk, desk.city

    def upload(self, *rows, head=HEAD, user=None, data=None, **changes):
        file = SimpleUploadedFile("清单.xlsx", data or xlsx(head, *rows))
        form = {"session": self.city.session.pk, "file_them": "on", "file": file} | changes
        return self.desk.post(user or self.city.committee, "lists", **form)

    def batch(self, *rows, **options) -> ImportBatch:
        response = self.upload(*rows, **options)
        batch = ImportBatch.objects.order_by("id").last()
        assert response["Location"].startswith(f"/admin/desk/lists/{batch.uid}/")
        return batch

    def columns(self, batch, *chosen, user=None):
        data = {f"column_{place}": name for place, name in enumerate(chosen)}
        return self.desk.post(user or self.city.committee, "list_columns", batch.uid, **data)

    def mapped(self, *rows, **options) -> ImportBatch:
        batch = self.batch(*rows, **options)
        self.columns(batch, "number", "title", "lead_proposer", "lead")
        return batch

    def get(self, name, batch, user=None, **query):
        return self.desk.get(user or self.city.committee, name, batch.uid, **query)

    def take(self, batch, user=None):
        return self.desk.of(user or self.city.committee).post(f"/admin/desk/lists/{batch.uid}/", follow=True)


def test_a_list_goes_from_upload_to_result(lists):
    batch = lists.batch(*ROWS)
    page = lists.get("list_columns", batch)
    assert [field.value() for field, _ in page.context["form"].rows()] == ["number", "title", "lead_proposer", "lead"]
    assert "关于甲事的提案" in words_of(page)
    response = lists.columns(batch, "number", "title", "lead_proposer", "lead")
    assert response["Location"] == f"/admin/desk/lists/{batch.uid}/"
    before = words_of(lists.get("list", batch))
    assert ("有 1 个单位名称不认识" in before, "没有案由。" in before, "导入这 1 件" in before) == (True, True, True)
    assert not Proposal.objects.exists()
    after = words_of(lists.take(batch))
    assert "已导入1件，0件已有未变，2行未导入。" in after
    made = Proposal.objects.get()
    assert (made.number, made.status) == ("1", "filed")
    shown = lists.get("list", batch, show="taken")
    assert f"/admin/desk/proposals/{made.uid}/" in shown.content.decode()
    assert "导入这" not in words_of(shown)


def test_the_refused_rows_come_as_a_table_with_reasons(lists):
    batch = lists.mapped(*ROWS)
    lists.take(batch)
    response = lists.get("list_refused", batch)
    text = response.content.decode("utf-8-sig")
    assert text.splitlines() == [
        "行号,案号,案由,第一提案人,主办单位,未导入原因",
        "3,2,,钱进,卫生局,没有案由。",
        "4,3,关于丙事的提案,孙立,市园林局,不认识的办理单位：市园林局。",
    ]
    assert "attachment" in response["Content-Disposition"]


def test_an_unknown_unit_is_asked_and_the_answer_becomes_an_alias(lists):
    batch, unit, before = lists.mapped(*ROWS), lists.city.units[1], Department.objects.count()
    page = lists.get("list_units", batch)
    assert [field.label for field, _, _ in page.context["rows"]] == ["市园林局"]
    answers = {"unit_0": str(unit.uid), "keep_0": "on"}
    response = lists.desk.post(lists.city.committee, "list_units", batch.uid, **answers)
    assert response["Location"] == f"/admin/desk/lists/{batch.uid}/"
    assert (DepartmentAlias.objects.get().department, Department.objects.count()) == (unit, before)
    page = lists.get("list", batch, show="taken")
    assert [row["row"] for row in page.context["rows"]] == [2, 4]
    assert "都已识别" in words_of(lists.get("list_units", batch))


def test_a_question_may_be_left_for_later_or_left_open(lists):
    batch = lists.mapped(*ROWS)
    lists.desk.post(lists.city.committee, "list_units", batch.uid, unit_0="", keep_0="on")
    assert lists.get("list", batch).context["questions"] == 1
    lists.desk.post(lists.city.committee, "list_units", batch.uid, unit_0="later", keep_0="on")
    assert lists.get("list", batch).context["questions"] == 0
    assert "办理单位以后再定：市园林局。" in words_of(lists.get("list", batch, show="taken"))
    assert not DepartmentAlias.objects.exists()


def test_a_unit_of_another_place_is_no_answer(lists):
    batch = lists.mapped(*ROWS)
    answer = {"unit_0": str(lists.desk.county.units[0].uid), "keep_0": "on"}
    response = lists.desk.post(lists.city.committee, "list_units", batch.uid, **answer)
    assert (response.status_code, DepartmentAlias.objects.exists()) == (200, False)


def test_columns_that_were_said_once_are_not_asked_again(lists):
    head = ("编码", "要点", "谁提的", "主办单位")
    batch = lists.batch(*ROWS, head=head)
    wrong = lists.columns(batch, "", "", "lead_proposer", "lead")
    assert "请指明哪一列是案由。" in words_of(wrong)
    lists.columns(batch, "number", "title", "lead_proposer", "lead")
    response = lists.upload(("9", "关于戊事的提案", "赵明", "卫生局"), head=head)
    later = ImportBatch.objects.order_by("id").last()
    assert response["Location"] == f"/admin/desk/lists/{later.uid}/"
    assert "上次为同样的表头选定" in words_of(lists.get("list_columns", later))


def test_new_headers_are_shown_first(lists):
    response = lists.upload(*ROWS)
    assert response["Location"] == f"/admin/desk/lists/{ImportBatch.objects.get().uid}/columns/"


def test_a_list_without_meaning_cannot_be_judged_yet(lists):
    batch = lists.batch(("x", "y"), head=("甲", "乙"))
    for name in ("list", "list_units", "list_refused"):
        response = lists.get(name, batch)
        assert (response.status_code, response["Location"]) == (302, f"/admin/desk/lists/{batch.uid}/columns/")


@pytest.mark.parametrize(("data", "message"), [
    (b"%PDF-1.7", "清单.xlsx：这是PDF文件，不是表格；请用原来的表格文件导入。"),
    (b"\x00rubbish", "清单.xlsx：不是表格文件；请上传 XLSX、XLS、CSV 或 JSON。"),
])  # fmt: skip
def test_what_is_no_list_is_refused_beside_the_field(lists, data, message):
    response = lists.upload(data=data)
    assert (response.context["form"].errors["file"], ImportBatch.objects.exists()) == ([message], False)


def test_nothing_chosen_and_a_file_too_large_are_refused(lists, monkeypatch):
    response = lists.desk.post(lists.city.committee, "lists", session="", file_them="on")
    assert set(response.context["form"].errors) == {"file", "session"}
    monkeypatch.setattr("desk.forms.lists.UploadForm.largest", 10)
    assert lists.upload(*ROWS).context["form"].errors["file"] == ["文件超过20兆，请拆分后导入。"]


def test_titles_alike_are_shown_with_the_way_to_them(lists):
    there = lists.desk.office.filed("35", title="关于甲事的建议")
    batch = lists.mapped(("1", "关于甲事的提案", "赵明", "卫生局"))
    page = lists.get("list", batch, show="alike")
    assert there.line in words_of(page)
    assert reverse("desk:case", args=[there.uid]) in page.content.decode()
    assert "导入这 1 件" in words_of(page)


def test_the_same_list_again_says_that_nothing_changes(lists):
    lists.take(lists.mapped(ROWS[0]))
    lists.upload(ROWS[0])
    again = ImportBatch.objects.order_by("id").last()
    page = lists.get("list", again, show="unchanged")
    assert ("已有第1号，未作改动。" in words_of(page), "导入这" in words_of(page)) == (True, False)
    assert Proposal.objects.count() == 1


def test_who_sees_the_menu_the_lists_and_the_file(lists):
    batch = lists.mapped(*ROWS)
    menu = {who: "导入清单" in words_of(lists.desk.get(getattr(lists.city, who), "work")) for who in (
        "committee", "supervisor", "administrator", "reader", "office0",
    )}  # fmt: skip
    assert menu == {"committee": True, "supervisor": True, "administrator": True, "reader": False, "office0": False}
    assert lists.get("list", batch, lists.city.reader).status_code == 403
    assert lists.get("list", batch, lists.desk.county.committee).status_code == 404
    files = [lists.desk.get(user, "file", batch.file.uid).status_code for user in (
        lists.city.committee, lists.city.supervisor, lists.city.reader, lists.desk.county.committee,
    )]  # fmt: skip
    assert files == [200, 200, 404, 404]


def test_a_supervisor_prepares_and_the_committee_takes(lists):
    batch = lists.batch(ROWS[0], user=lists.city.supervisor)
    lists.columns(batch, "number", "title", "lead_proposer", "lead", user=lists.city.supervisor)
    page = words_of(lists.get("list", batch, lists.city.supervisor))
    assert ("导入须由提案委确认" in page, "导入这" in page) == (True, False)
    assert "导入提案须由提案委确认。" in words_of(lists.take(batch, lists.city.supervisor))
    lists.take(batch)
    assert Proposal.objects.count() == 1


def test_the_supervisor_plans_by_the_list(lists):
    batch = lists.mapped(ROWS[0])
    lists.take(batch)
    button = "按清单对 1 件作预交办"
    assert button not in words_of(lists.get("list", batch))
    assert button in words_of(lists.get("list", batch, lists.city.supervisor, show="taken"))
    address = f"/admin/desk/lists/{batch.uid}/"
    told = lists.desk.of(lists.city.supervisor).post(address, {"plan": "1"}, follow=True)
    assert ("已按清单对1件作预交办。" in words_of(told), button in words_of(told)) == (True, False)
    share = Proposal.objects.get().planned.get()
    assert (share.department, share.role) == (lists.city.units[0], "sole")


def test_a_list_pressed_twice_is_taken_once(lists):
    batch = lists.mapped(ROWS[0])
    lists.take(batch)
    assert "该件已被他人处理或修改" in words_of(lists.take(batch))
    assert Proposal.objects.count() == 1


def test_no_page_costs_more_for_more_rows(lists, django_assert_num_queries):
    row = ("{0}", "关于第{0}事的提案", "赵明", "卫生局")
    for size in (1, 3):
        batch = lists.mapped(*[[cell.format(f"{size}{n}") for cell in row] for n in range(size)])
        browser = lists.desk.of(lists.city.committee)
        costs = {"lists": 7, "list": 14, "list_columns": 6, "list_units": 17}
        for name, cost in costs.items():
            args = [] if name == "lists" else [batch.uid]
            with django_assert_num_queries(cost, info=f"{name} {size}"):
                assert browser.get(reverse(f"desk:{name}", args=args)).status_code == 200


def test_the_pages_speak_chinese(lists):
    batch = lists.mapped(*ROWS)
    known = {"XLSX", "XLS", "CSV", "JSON", "xlsx", "esc"}
    for name in ("list_columns", "list_units", "list"):
        text = re.sub(r"[\w.-]+@example\.org|\bliyang[\w-]*", "", words_of(lists.get(name, batch)))
        assert set(re.findall(r"[A-Za-z]+", text)) - known == set(), name
