"""导入历年复文 at the desk: upload, progress, the report with its filters, and the same once more."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from replies.importing import asking
from replies.models import ImportedFile, Reply
from tests.desk.pages import words_of
from tests.desk.test_language import NAMES, foreign
from tests.personas import moment
from tests.replies.test_import_jobs import upload, zipped
from tests.replies.test_importing import LETTER, STRANGER, TO_A_DEPUTY
from tests.replies.test_importing_many import numbered
from workflow import jobs
from workflow.enums import Role
from workflow.models import Appointment, Department, Job, StoredFile


@pytest.fixture
def imports(desk):
    return Imports(desk)


class Imports:
    def __init__(self, desk) -> None:
        self.desk, self.city, self.county = desk, desk.city, desk.county

    def upload(self, *uploads, user=None, **data):
        return self.desk.post(user or self.city.supervisor, "imports", uploads=list(uploads), **data)

    def job(self, *uploads, run=True, **data) -> Job:
        response = self.upload(*uploads, **data)
        job = Job.objects.order_by("pk").last()
        assert response["Location"] == reverse("desk:import", args=[job.uid])
        if run:
            jobs.run_next(timezone.now())
        return job

    def errors(self, *uploads, **data) -> dict:
        return dict(self.upload(*uploads, **data).context["form"].errors)

    def page(self, job, user=None, **query):
        return self.desk.get(user or self.city.supervisor, "import", job.uid, **query)

    def again(self, job, user=None):
        return self.desk.of(user or self.city.supervisor).post(reverse("desk:import", args=[job.uid]), follow=True)

    def sheet(self, job) -> list[tuple]:
        response = self.desk.get(self.city.supervisor, "import_report", job.uid)
        assert "attachment" in response["Content-Disposition"]
        return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))

    def shown(self, job, **query) -> list[int]:
        return [each["row"].position for each in self.page(job, **query).context["rows"]]


def test_an_upload_goes_from_the_queue_to_its_report(imports):
    job = imports.job(upload("a.txt", LETTER), zipped(**{"b.txt": numbered(5)}), run=False)
    waiting = imports.page(job)
    assert ("排队中" in words_of(waiting), "已处理 0 / 2 份" in words_of(waiting)) == (True, True)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert "data-live" in waiting.content.decode()
    jobs.run_next(timezone.now())
    page = imports.page(job)
    assert ("已完成" in words_of(page), "已处理 2 / 2 份" in words_of(page)) == (True, True)
    assert ("refresh" in page.content.decode(), "data-live" in page.content.decode()) == (False, False)
    for reply in Reply.objects.all():
        assert reverse("desk:case", args=[reply.proposal.uid]) in page.content.decode()
    assert "a.txt 等2个文件" in words_of(imports.desk.get(imports.city.supervisor, "imports"))


def test_the_report_counts_and_filters(imports):
    job = imports.job(
        upload("a.txt", LETTER), upload("b.txt", STRANGER), upload("c.txt", TO_A_DEPUTY), upload("d.pdf", "%PDF-x")
    )
    figures = {key: count for key, _, count, _ in imports.page(job).context["figures"]}
    assert figures == {"waiting": 1, "made": 1, "policy": 0, "rejected": 1, "unread": 1}
    assert imports.shown(job) == [1, 2, 3, 4]
    assert imports.shown(job, outcome="waiting") == [2]
    assert imports.shown(job, kind="npc_reply") == [3]
    told = list(ImportedFile.objects.filter(findings__gt=0).order_by("position").values_list("position", flat=True))
    assert imports.shown(job, findings="on") == told
    assert imports.shown(job, outcome="made", kind="npc_reply") == []
    assert imports.shown(job, outcome="nonsense", kind="'") == [1, 2, 3, 4]
    assert "没有符合条件的文件。" in words_of(imports.page(job, outcome="policy"))


def test_a_letter_that_waits_leads_to_its_review_and_then_to_its_case(imports):
    job = imports.job(upload("b.txt", STRANGER))
    row = ImportedFile.objects.get()
    assert reverse("desk:incoming", args=[row.incoming.uid]) in imports.page(job).content.decode()
    imports.desk.post(imports.city.supervisor, "incoming", row.incoming.uid, department=imports.city.units[0].pk)
    page = imports.page(job, outcome="waiting")
    assert "现：" in words_of(page)
    assert reverse("desk:case", args=[Reply.objects.get().proposal.uid]) in page.content.decode()


def test_pages_carry_their_filter(imports, monkeypatch):
    monkeypatch.setattr("desk.views.edge.PAGE_SIZE", 2)
    job = imports.job(zipped(**{f"{n}.txt": numbered(n) for n in range(1, 4)}))
    page = imports.page(job, outcome="made")
    assert "?outcome=made&amp;page=2" in page.content.decode()
    assert imports.shown(job, outcome="made", page=2) == [3]


def test_the_spreadsheet_says_the_same(imports):
    job = imports.job(upload("a.txt", LETTER), upload("=b.txt", STRANGER))
    head, first, second = imports.sheet(job)
    assert (head[0], head[1], head[-1]) == ("序号", "文件", "说明")
    assert first[:5] == (1, "a.txt", "已建历史件", "新增", "答复")
    assert (first[5], first[7]) == (Reply.objects.get().line, "丽阳市卫生局")
    assert second[:3] == (2, "=b.txt", "待确认")
    assert second[9] == len(second[10].split("；"))


def test_reading_again_is_a_new_import_that_changes_nothing(imports):
    job = imports.job(upload("a.txt", LETTER), run=False)
    assert "该任务尚未结束。" in words_of(imports.again(job))
    jobs.run_next(timezone.now())
    imports.again(job)
    page = imports.again(job)
    again = Job.objects.order_by("pk").last()
    assert (page.context["job"], again.repeats, Job.objects.count()) == (again, job, 2)
    jobs.run_next(timezone.now())
    text = words_of(imports.page(again))
    assert ("重新识读" in text, "原已导入" in text, Reply.objects.count()) == (True, True, 1)


def test_a_chosen_unit_takes_all_letters(imports):
    unit = imports.city.units[1]
    job = imports.job(upload("b.txt", STRANGER), department=unit.pk)
    assert f"全部归入{unit.name}" in words_of(imports.page(job))
    assert Reply.objects.get().assignment.department == unit


def test_a_unit_that_is_not_visible_is_no_choice(imports):
    errors = imports.errors(upload("b.txt", STRANGER), department=imports.county.units[0].pk)
    assert errors == {"department": ["所选的一项不存在，或不在您可见的范围内，请重新选择。"]}
    section = Department.objects.create(jurisdiction=imports.city.place, name="医政科", parent=imports.city.units[0])
    errors = imports.errors(upload("b.txt", STRANGER), department=section.pk)
    assert errors == {"department": ["该单位不是丽阳市的承办单位。"]}
    assert not Job.objects.exists()


def test_who_keeps_two_places_says_for_which(imports):
    user = imports.city.supervisor
    assert "place" not in imports.desk.get(user, "imports").context["form"].fields
    Appointment.objects.create(user=user, jurisdiction=imports.county.place, role=Role.SUPERVISOR)
    assert set(imports.errors(upload("b.txt", STRANGER))) == {"place"}
    wrong = imports.errors(upload("b.txt", LETTER), place=imports.county.place.pk, department=imports.city.units[0].pk)
    assert wrong == {"department": ["该单位不是青山县的承办单位。"]}
    assert imports.job(upload("b.txt", LETTER), place=imports.county.place.pk).jurisdiction == imports.county.place


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", "", "a.txt：文件是空的。"),
        ("a.xlsx", "PK", "a.xlsx：不是可以识读的公文格式"),
        ("a.zip", "junk", "a.zip：压缩包已损坏或不是ZIP格式，无法打开。"),
    ],
)
def test_what_cannot_be_imported_is_refused_beside_the_field(imports, name, data, said):
    [message] = imports.errors(upload("good.txt", LETTER), upload(name, data))["uploads"]
    assert message.startswith(said)
    assert (Job.objects.exists(), StoredFile.objects.exists()) == (False, False)


def test_nothing_chosen_and_too_much_are_refused(imports, monkeypatch):
    assert set(imports.errors()) == {"uploads"}
    monkeypatch.setattr(asking, "LARGEST", 10)
    assert imports.errors(upload("a.txt", LETTER))["uploads"] == ["a.txt：文件超过0兆，请压缩或拆分后再上传。"]
    many = [upload(f"{n}.txt", "x") for n in range(asking.MOST_FILES + 1)]
    assert imports.errors(*many)["uploads"] == ["一次最多上传100个文件，现有101个；请打成ZIP压缩包。"]


def test_work_that_failed_says_so(imports):
    job = imports.job(upload("a.txt", LETTER), run=False)
    imports.city.supervisor.appointments.update(until=imports.desk.office.day)
    jobs.run_next(moment(imports.desk.office.day + dt.timedelta(days=1)))
    text = words_of(imports.page(job, imports.city.administrator))
    assert ("未完成" in text, "您没有本地区导入公文的权限。" in text) == (True, True)


def test_a_queue_in_which_nothing_moves_is_told(imports, monkeypatch):
    job = imports.job(upload("a.txt", LETTER), run=False)
    assert "可能没有运行" not in words_of(imports.page(job))
    monkeypatch.setattr(timezone, "now", lambda: moment(imports.desk.office.day, 12))
    assert "后台任务长时间没有开始" in words_of(imports.page(job))


def test_who_does_not_see_to_imports_is_refused(imports):
    job = imports.job(upload("a.txt", LETTER))
    for who in ("committee", "reader", "office0"):
        user = getattr(imports.city, who)
        codes = [imports.desk.get(user, name, *args).status_code for name, *args in (
            ("imports",), ("import", job.uid), ("import_report", job.uid),
        )]  # fmt: skip
        assert codes == [403, 403, 403], who
        assert imports.upload(upload("a.txt", LETTER), user=user).status_code == 403
        assert "导入历年复文" not in words_of(imports.desk.get(user, "work"))
    foreign_keeper = imports.county.supervisor
    assert imports.page(job, foreign_keeper).status_code == 404
    assert imports.again(job, foreign_keeper).status_code == 404
    assert imports.desk.get(foreign_keeper, "import_report", job.uid).status_code == 404
    assert imports.desk.get(foreign_keeper, "imports").context["rows"] == []
    assert imports.page(job, imports.city.administrator).status_code == 200


def test_the_page_is_found_from_the_menu_and_from_the_review(imports):
    for name in ("work", "incoming_list"):
        page = imports.desk.get(imports.city.supervisor, name)
        assert reverse("desk:imports") in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_no_page_costs_more_for_more_rows(imports, django_assert_num_queries, count):
    job = imports.job(zipped(**{f"{n}.txt": numbered(n) for n in range(1, count + 1)}))
    for _ in range(count - 1):
        imports.job(upload("a.txt", LETTER), run=False)
    browser = imports.desk.of(imports.city.supervisor)
    costs = {"imports": 8, "import": 8, "import_report": 6}
    for name, cost in costs.items():
        args = [] if name == "imports" else [job.uid]
        with django_assert_num_queries(cost, info=f"{name} {count}"):
            assert browser.get(reverse(f"desk:{name}", args=args)).status_code == 200


def test_the_pages_speak_chinese(imports):
    job = imports.job(upload("甲.txt", LETTER), upload("乙.txt", STRANGER))
    known = NAMES | {"txt"}
    for page in (imports.page(job), imports.desk.get(imports.city.supervisor, "imports")):
        assert foreign(words_of(page)) - known == set()
