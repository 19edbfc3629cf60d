"""Imports as jobs: uploaded once, read in slices, each file told of once whatever happens in between."""

from __future__ import annotations

import datetime as dt
import functools
import io
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from replies.importing import asking, confirm, running, sources
from replies.importing.reporting import COLUMNS
from replies.importing.sources import Found
from replies.importing.stored import sources_of_job
from replies.models import ImportedFile, IncomingLetter, Reply
from tests.letters.reading.test_chain import TEXT as CHAIN
from tests.personas import moment
from tests.replies.test_importing import LETTER, STRANGER, TO_A_DEPUTY
from tests.replies.test_importing_many import numbered, packed
from tests.workflow.races import at_once, refusals
from workflow import files, jobs
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours
from workflow.models import Job, StoredFile

MINUTE = dt.timedelta(minutes=1)


def upload(name: str, data: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def zipped(name: str = "旧件.zip", **parts) -> SimpleUploadedFile:
    return upload(name, packed(**parts).getvalue())


def locked(data: bytes) -> bytes:
    """The archive as if each of its files were under a password."""
    marked = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := marked.find(mark, start + 1)) >= 0:
            marked[start + place] |= 1
    return bytes(marked)


def ask(office, *uploads, user=None, place=None, department=None) -> Job:
    by = office.by(user or office.city.supervisor)
    return asking.ask(uploads, jurisdiction=(place or office.city).place, department=department, by=by, at=office.at)


def letters(count: int) -> dict[str, str]:
    return {f"{n}.txt": numbered(n) for n in range(1, count + 1)}


def told(job) -> list[tuple]:
    rows = ImportedFile.objects.of_job(job)
    return list(rows.values_list("position", "name", "outcome", "changed", "makes_case", "findings"))


def run_all(at, most=30) -> int:
    """As many slices as it takes; each begins after the patience of the one before."""
    for n in range(most):
        if jobs.run_next(at + n * 10 * MINUTE) is None:
            return n
    raise AssertionError("it never ends")


def test_letters_and_archives_are_told_of_one_by_one(office):
    job = ask(
        office,
        upload("a.txt", LETTER),
        zipped(
            **{"x/b.txt": LETTER.replace("18号", "19号").replace("86个", "90个"), "c.txt": STRANGER, "d.exe": b"MZ"}
        ),
        upload("e.txt", TO_A_DEPUTY),
        upload("f.txt", CHAIN),
        upload("g.pdf", b"%PDF-1.4 broken"),
    )
    assert (job.total, job.status) == (7, "queued")
    run_all(office.at)
    job.refresh_from_db()
    assert (job.status, job.done) == ("done", 7)
    assert [row[:5] for row in told(job)] == [
        (1, "a.txt", "made", True, True),
        (2, "旧件.zip/x/b.txt", "made", True, False),
        (3, "旧件.zip/c.txt", "waiting", True, None),
        (4, "旧件.zip/d.exe", "unread", False, None),
        (5, "e.txt", "rejected", True, None),
        (6, "f.txt", "policy", True, None),
        (7, "g.pdf", "unread", True, None),
    ]
    rows = list(ImportedFile.objects.of_job(job))
    assert rows[0].reply == Reply.objects.get(doc_number="丽卫函〔2024〕18号")
    assert [row.remark for row in rows[2:4]] == ["未匹配到承办单位，待人工确认", "暂不能读取.exe格式的文件。"]
    assert "代表" in rows[4].remark or "人大" in rows[4].remark
    assert (rows[3].incoming, rows[6].incoming.status) == (None, "unread")
    assert list(broken_rows()) == []


def test_a_letter_of_the_chosen_unit_needs_no_confirmation(office):
    job = ask(office, upload("a.txt", STRANGER), department=office.city.units[1])
    run_all(office.at)
    assert ImportedFile.objects.get(job=job).reply.assignment.department == office.city.units[1]


def test_the_same_files_again_change_nothing(office):
    job = ask(office, zipped(**letters(3)), upload("s.txt", STRANGER))
    run_all(office.at)
    again = jobs.ask_again(job, by=office.by(office.city.administrator), at=office.at)
    run_all(office.at + 60 * MINUTE)
    assert [row[2:5] for row in told(again)] == [("made", False, False)] * 3 + [("waiting", False, None)]
    assert (Reply.objects.count(), IncomingLetter.objects.count()) == (3, 4)
    assert len(told(job)) == len(told(again)) == 4


def test_what_was_confirmed_since_is_told_beside_what_was_then(office):
    job = ask(office, upload("a.txt", STRANGER))
    run_all(office.at)
    when = {"by": office.by(office.city.supervisor), "at": office.at}
    confirm(IncomingLetter.objects.get(), department=office.city.units[0], **when)
    row = ImportedFile.objects.of_job(job).for_list().get()
    assert (row.outcome, row.now, row.now_case) == ("waiting", "made", Reply.objects.get().proposal.uid)


def uninterrupted(office) -> list[tuple]:
    """What an import of the same letters tells that nothing disturbs, in a place that forgets them afterwards."""
    with transaction.atomic():
        job = ask(office, zipped(**letters(9)), upload("s.txt", STRANGER), upload("t.txt", numbered(10)))
        run_all(office.at)
        rows = told(job)
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def small_sets(monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 2)


def test_slices_come_together_to_the_same_report(office, small_sets, monkeypatch):
    expected = uninterrupted(office)
    monkeypatch.setattr(jobs, "SLICE", 0.0)
    job = ask(office, zipped(**letters(9)), upload("s.txt", STRANGER), upload("t.txt", numbered(10)))
    assert run_all(office.at) == 7
    assert told(job) == expected
    assert Reply.objects.count() == 10


@pytest.mark.parametrize("at", [2, 8])
def test_a_worker_killed_in_mid_slice_leaves_each_file_told_once(office, small_sets, monkeypatch, at):
    expected = uninterrupted(office)
    job = ask(office, zipped(**letters(9)), upload("s.txt", STRANGER), upload("t.txt", numbered(10)))
    kept = jobs.Run.keep

    def killed(run, done):
        kept(run, done)
        # After the claim was renewed and before the rows are committed.
        if done == at:
            raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(jobs.Run, "keep", killed)
        with pytest.raises(SystemExit):
            jobs.run_next(office.at)
    job.refresh_from_db()
    assert (job.status, job.done, len(told(job))) == ("running", at - 2, at - 2)
    run_all(office.at + 10 * MINUTE)
    assert told(job) == expected
    assert (Reply.objects.count(), list(broken_rows())) == (10, [])


def test_a_resumed_import_opens_no_letter_again(office):
    job = ask(office, upload("a.txt", LETTER), zipped(**letters(3)), zipped("more.zip", **letters(2)))
    names = [source.name for source in sources_of_job(job, skip=0)]
    assert len(names) == job.total == 6
    for skip in range(7):
        assert [source.name for source in sources_of_job(job, skip=skip)] == names[skip:]


def test_two_imports_of_the_same_letters_at_once_make_each_case_once(open_office):
    first, second = (ask(open_office, zipped(**letters(12))) for _ in range(2))
    came = at_once(*[functools.partial(jobs.run_next, open_office.at)] * 2)
    assert refusals(came) == []
    run_all(open_office.at + 10 * MINUTE)
    assert set(Job.objects.values_list("status", "done")) == {("done", 12)}
    pairs = zip(told(first), told(second), strict=True)
    assert all({a[3], b[3]} == {True, False} and a[2] == b[2] == "made" for a, b in pairs)
    assert (Reply.objects.count(), list(broken_rows())) == (12, [])


def test_who_lost_the_post_meanwhile_imports_nothing(office):
    job = ask(office, upload("a.txt", LETTER))
    office.city.supervisor.appointments.update(until=office.day)
    jobs.run_next(moment(office.day + dt.timedelta(days=1)))
    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", "您没有本地区导入公文的权限。")
    assert (Reply.objects.exists(), ImportedFile.objects.exists()) == (False, False)


def test_an_upload_that_is_gone_is_told_of_and_hinders_no_other(office):
    job = ask(office, upload("a.txt", LETTER), upload("b.txt", numbered(5)))
    StoredFile.objects.filter(name="a.txt").update(sha256="0" * 64)
    run_all(office.at)
    assert [row[2] for row in told(job)] == ["unread", "made"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "a.txt：文件是空的。"),
        ("a.exe", b"MZ", "a.exe：不是可以识读的公文格式"),
        ("a.xlsx", b"PK\x03\x04", "a.xlsx：不是可以识读的公文格式"),
        ("答复", b"x", "答复：不是可以识读的公文格式"),
        ("a.rar", b"Rar!", "a.rar：只能展开ZIP压缩包"),
        ("a.zip", b"junk", "a.zip：压缩包已损坏或不是ZIP格式"),
        ("a.zip", packed(**{"[Content_Types].xml": "<x/>"}).getvalue(), "改名为ZIP的单个文档"),
        ("a.zip", packed(**{"__MACOSX/a": "x"}).getvalue(), "压缩包是空的。"),
        ("a.zip", locked(packed(**{"a.txt": "x", "b.txt": "y"}).getvalue()), "a.zip：压缩包加了密码"),
    ],
)
def test_what_is_no_letter_is_refused_at_the_door(office, name, data, said):
    with pytest.raises(Invalid, match=said) as refusal:
        ask(office, upload("good.txt", LETTER), upload(name, data))
    assert refusal.value.field == "uploads"
    assert (Job.objects.exists(), StoredFile.objects.exists()) == (False, False)


def test_one_file_under_a_password_is_told_of_in_the_report(office):
    open_part, closed_part = packed(**{"a.txt": LETTER}).getvalue(), {"b.txt": numbered(5)}
    whole = packed(**{"a.txt": LETTER} | closed_part).getvalue()
    last = whole.rindex(b"PK\x01\x02")
    data = bytearray(whole)
    data[last + 8] |= 1
    assert len(open_part) < len(whole)
    job = ask(office, upload("z.zip", bytes(data)))
    run_all(office.at)
    assert [(row.outcome, row.remark) for row in ImportedFile.objects.of_job(job)] == [
        ("made", ""),
        ("unread", "文件加了密码，请解除密码后再导入。"),
    ]


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("LARGEST", 10, "a.txt：文件超过0兆"),
        ("LARGEST_IN_ALL", 10, "一次上传不能超过0兆"),
        ("MOST_FILES", 1, "一次最多上传1个文件，现有2个"),
        ("MOST_ENTRIES", 1, "一次最多导入1份公文"),
        ("MOST_UNPACKED", 10, "压缩包展开后共超过"),
    ],
)
def test_what_is_too_much_is_refused_with_its_limit(office, monkeypatch, limit, value, said):
    monkeypatch.setattr(asking, limit, value)
    with pytest.raises(Invalid, match=said):
        ask(office, upload("a.txt", LETTER), upload("b.txt", LETTER))


def test_an_archive_with_an_endless_list_is_refused_before_it_is_read(office, monkeypatch):
    archive = zipped(**{"a.txt": LETTER, "b.txt": LETTER})
    monkeypatch.setattr(sources, "MOST_LISTED", 100)
    monkeypatch.setattr(sources.zipfile, "ZipFile", None)
    with pytest.raises(Invalid, match="压缩包内文件超过"):
        ask(office, archive)


def test_a_set_ends_with_so_many_bytes(monkeypatch):
    monkeypatch.setattr(running, "MOST_HELD", 250)
    found = [Found(f"{n}.txt", b"0" * 100) for n in range(7)]
    assert [len(some) for some in running._gathered(iter(found))] == [3, 3, 1]


def test_an_upload_that_breaks_off_leaves_nothing(office):
    def chunks():
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.store_stream(chunks(), "a.zip", jurisdiction_id=office.city.place.pk, at=office.at)
    kept = [path for path in (Path(settings.DATA_DIR) / "files").rglob("*") if path.is_file()]
    assert not [path for path in kept if path.read_bytes() == b"half"]


def test_only_who_sees_to_imports_of_a_place_asks_for_one(office):
    for user in (office.city.committee, office.city.reader, office.city.office0, office.county.supervisor):
        with pytest.raises(NotYours):
            ask(office, upload("a.txt", LETTER), user=user)
    assert ask(office, upload("a.txt", LETTER), user=office.city.administrator).asked_by == office.city.administrator


def test_a_unit_of_another_place_is_refused(office):
    with pytest.raises(Invalid, match="该单位不是丽阳市的承办单位") as refusal:
        ask(office, upload("a.txt", LETTER), department=office.county.units[0])
    assert refusal.value.field == "department"


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "lost"},
        {"outcome": "waiting"},
        {"reply": None},
        {"makes_case": None},
        {"position": 2},
    ],
)
def test_a_row_that_contradicts_itself_is_not_kept(office, facts):
    job = ask(office, upload("a.txt", LETTER), upload("b.txt", STRANGER))
    run_all(office.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportedFile.objects.filter(job=job, position=1).update(**facts)


def test_a_row_of_what_was_read_names_its_letter(office):
    job = ask(office, upload("b.txt", STRANGER))
    run_all(office.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportedFile.objects.filter(job=job).update(incoming=None)


def rows_of(path) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active.iter_rows(values_only=True))


def test_the_command_keeps_its_report_as_a_spreadsheet(office, tmp_path, capsys):
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "=a.txt").write_text(LETTER)
    (folder / "b.txt").write_text(STRANGER)
    report = tmp_path / "report.xlsx"
    call_command("import_letters", str(folder), jurisdiction=office.city.place.code, report=report)
    head, first, second = rows_of(report)
    assert head == tuple(column.head for column in COLUMNS)
    case = Reply.objects.get().line
    assert first[:9] == (
        1, f"{folder}/=a.txt", "已建历史件", "新增", "答复", case, "新建", "丽阳市卫生局", "丽卫函〔2024〕18号",
    )  # fmt: skip
    assert (second[2:9], second[11]) == (
        ("待确认", "新增", "答复", None, None, None, None),
        "未匹配到承办单位，待人工确认",
    )
    call_command("import_letters", str(folder), jurisdiction=office.city.place.code, report=report)
    assert [(row[3], row[6]) for row in rows_of(report)[1:]] == [("未变", "已有"), ("未变", None)]
    with pytest.raises(CommandError, match="结果表格未能保存"):
        call_command("import_letters", str(folder), jurisdiction=office.city.place.code, report=tmp_path)
    assert "合计" in capsys.readouterr().out
