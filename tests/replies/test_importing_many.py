"""Import at scale: folders and archives, odd files, one bad letter among good ones, and the same again."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters.files import txt
from letters.files.zips import name_of
from replies.importing.reader import answer
from replies.importing.readers import Reader, Readers
from replies.importing.running import run
from replies.importing.settling import SAME, Settling
from replies.importing.sources import Found, Refused, Source, entries, sources_in
from replies.models import IncomingLetter, Reply
from tests.replies.test_importing import LETTER, STRANGER
from workflow import files
from workflow.audit import broken_rows
from workflow.models import AuditEvent, IssuedNumber


def numbered(n: int, text: str = LETTER) -> str:
    return text.replace("第72号", f"第{n}号").replace("18号", f"{n}号")


def settle(office, *found: Found, **more):
    when = {"by": office.by(office.city.supervisor), "at": office.at}
    return Settling(office.city.place, more.pop("department", None), **when).take(found)


def read(text: str | bytes, name: str = "a.txt") -> Found:
    data = text if isinstance(text, bytes) else text.encode()
    return Found(name, data, answer(data, name))


def packed(**parts: str | bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    file.seek(0)
    return file


def test_many_letters_at_once_become_as_many_cases_with_whole_trails(office):
    outcomes = settle(office, *(read(numbered(n)) for n in range(1, 21)))
    assert {(each.incoming.status, each.changed) for each in outcomes} == {("made", True)}
    assert (Reply.objects.count(), IssuedNumber.objects.count()) == (20, 20)
    moves = AuditEvent.objects.order_by("case_uid", "seq").values_list("seq", "subject_kind", "move")
    assert list(moves[:3]) == [(1, "proposal", "record"), (2, "assignment", "record"), (3, "reply", "record")]
    assert list(broken_rows()) == []


def test_two_letters_of_one_case_in_one_set_stand_on_one_trail(office):
    second = LETTER.replace("18号", "19号").replace("86个", "90个")
    first, again = settle(office, read(LETTER), read(second))
    assert first.incoming.reply.assignment == again.incoming.reply.assignment
    assert [first.incoming.reply.round, again.incoming.reply.round] == [1, 2]
    third = settle(office, read(LETTER.replace("18号", "20号").replace("86个", "99个")))[0]
    assert (third.incoming.reply.round, list(broken_rows())) == (3, [])


def test_of_two_units_the_first_leads_and_the_second_answers_apart(office):
    other = LETTER.replace("丽阳市卫生局", office.city.units[1].name).replace("18号", "19号")
    outcomes = settle(office, read(LETTER), read(other))
    assert [each.incoming.reply.assignment.role for each in outcomes] == ["sole", "separate"]


def test_one_refused_letter_hinders_no_other(office):
    twin = LETTER.replace("第72号", "第73号")
    outcomes = settle(office, read(LETTER), read(twin), read(numbered(74)), read(STRANGER))
    assert [each.incoming.status for each in outcomes] == ["made", "waiting", "made", "waiting"]
    assert outcomes[1].incoming.remark == outcomes[1].remark == "文号丽卫函〔2024〕18号已被使用。"
    assert sorted(Reply.objects.values_list("proposal__number", flat=True)) == ["72", "74"]


def test_the_same_letter_twice_in_one_set_is_one(office):
    first, second = settle(office, read(LETTER), read(LETTER.replace("\n", "\r\n"), "b.txt"))
    assert (first.changed, second.changed, second.incoming) == (True, False, first.incoming)
    assert Reply.objects.count() == 1


def test_a_set_is_written_in_as_many_queries_as_a_smaller_one(office):
    settle(office, read(numbered(1)))
    counts = []
    for numbers in ([11, 12], range(20, 40)):
        found = [read(numbered(n)) for n in numbers]
        with CaptureQueriesContext(connection) as captured:
            settle(office, *found)
        counts.append(len(captured))
    assert counts == [27, 27]


def test_a_file_that_cannot_be_read_is_kept_with_its_finding(office):
    [outcome] = settle(office, read(b"%PDF-1.4 broken", "old/a.pdf"))
    incoming = outcome.incoming
    assert (incoming.status, outcome.changed, incoming.reply) == ("unread", True, None)
    assert incoming.reading["findings"][0]["message"] == incoming.remark == outcome.remark
    assert files.read(incoming.file) == b"%PDF-1.4 broken"
    [again] = settle(office, read(b"%PDF-1.4 broken", "a.pdf"))
    assert (again.changed, again.incoming, IncomingLetter.objects.count()) == (False, incoming, 1)


def test_what_could_not_be_read_is_read_when_the_tool_is_there(office):
    data = LETTER.encode()
    unread = Found("a.doc", data, {"code": "no_tool", "message": "未安装识读工具。"})
    [before] = settle(office, unread)
    [after] = settle(office, read(data, "a.txt"))
    assert (before.incoming, after.incoming.status) == (after.incoming, "made")
    assert IncomingLetter.objects.get().text == txt.text(data)


def test_of_one_text_in_two_files_the_one_unread_before_is_no_second_letter(office):
    copy = LETTER.encode() + b"\n\n"
    settle(office, read(LETTER), Found("b.doc", copy, {"code": "no_tool", "message": "未安装识读工具。"}))
    [outcome] = settle(office, read(copy, "b.txt"))
    assert (outcome.changed, outcome.incoming.path) == (False, "a.txt")
    assert IncomingLetter.objects.get(path="b.doc").reason == SAME


def test_an_archive_gives_its_letters_under_names_that_lead_nowhere():
    file = packed(**{"../../etc/a.txt": LETTER, "C:\\x\\b.txt": LETTER, "/c.txt": LETTER, "__MACOSX/d.txt": "x"})
    assert [each.name for each in entries(file, "z.zip")] == ["z.zip/etc/a.txt", "z.zip/x/b.txt", "z.zip/c.txt"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_of_old_programs_are_decoded(encoding):
    info = zipfile.ZipInfo("复文/答复.txt".encode(encoding).decode("cp437"))
    assert (info.flag_bits, name_of(info)) == (0, "复文/答复.txt")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("a.zip", b"PK\x03\x04", "nested"), ("a.exe", b"MZ", "unsupported"), ("a.tar", b"x", "nested")],
)
def test_what_an_import_does_not_open_is_told_of(name, data, code):
    [source] = entries(packed(**{name: data}), "z.zip")
    assert source.load().answer["code"] == code


def test_an_entry_under_a_password_is_told_of():
    data = bytearray(packed(**{"a.txt": LETTER}).getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    [source] = entries(io.BytesIO(bytes(data)), "z.zip")
    assert source.load().answer == {"code": "password", "message": "文件加了密码，请解除密码后再导入。"}


def test_an_entry_that_lies_of_its_content_is_told_of():
    data = packed(**{"a.txt": "x" * 5000}).getvalue()
    broken = data.replace(zipfile.ZipFile(io.BytesIO(data)).infolist()[0].CRC.to_bytes(4, "little"), b"\0\0\0\0")
    [source] = entries(io.BytesIO(broken), "z.zip")
    assert source.load().answer["code"] == "damaged"


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("MOST_ENTRIES", 1, "请分批导入"), ("MOST_UNPACKED", 100, "展开后过大")],
)
def test_an_archive_beyond_bounds_is_not_unpacked(monkeypatch, limit, value, said):
    monkeypatch.setattr(f"replies.importing.sources.{limit}", value)
    with pytest.raises(Refused, match=said):
        list(entries(packed(**{"a.txt": "x" * 200, "b.txt": "y"}), "z.zip"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04junk", b"Rar!"])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(Refused, match="无法打开"):
        list(entries(io.BytesIO(data), "z.zip"))


def test_a_document_renamed_to_zip_is_refused_in_words():
    with pytest.raises(Refused, match="改名"):
        list(entries(packed(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "z.zip"))


def test_readers_answer_in_order_and_one_that_dies_costs_one_file():
    with Readers(2) as readers:
        names = [f"{n}.txt" for n in range(40)]
        sources = [Source(name, lambda name=name: Found(name, numbered(int(name[:-4]) + 1).encode())) for name in names]
        found = list(readers.read(sources))
        assert [each.name for each in found] == names
        assert found[3].answer["label"]["proposal_number"] == "4"
        for reader in readers.all:
            if reader.process:
                reader.process.kill()
                reader.process.wait()
        answers = [each.answer.get("code") for each in readers.read(sources[:4])]
    assert answers.count("failed") <= 2
    assert answers[-1] is None


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr("replies.importing.readers.PATIENCE", 0.0)
    reader = Reader()
    assert reader.ask(Found("a.txt", LETTER.encode()))["code"] == "failed"
    assert reader.process is None


def test_the_command_takes_folders_and_archives_and_changes_nothing_again(office, tmp_path, capsys):
    folder = tmp_path / "old"
    folder.mkdir()
    for n in range(1, 4):
        (folder / f"{n}.txt").write_text(numbered(n))
    (folder / "label.json").write_text("{}")
    (folder / "more.zip").write_bytes(packed(**{"4.txt": numbered(4), "5.txt": STRANGER}).getvalue())
    call_command("import_letters", str(folder), jurisdiction=office.city.place.code)
    assert "合计：已建历史件4，待确认1" in capsys.readouterr().out
    call_command("import_letters", str(folder), jurisdiction=office.city.place.code)
    assert "合计：已建历史件（未变）4，待确认（未变）1" in capsys.readouterr().out
    assert Reply.objects.count() == 4


def test_the_command_ends_in_an_error_where_a_file_cannot_be_read(office, tmp_path, capsys):
    (tmp_path / "a.txt").write_text(LETTER)
    (tmp_path / "b.zip").write_bytes(b"junk")
    (tmp_path / "c.txt").write_bytes(b"")
    with pytest.raises(SystemExit):
        call_command("import_letters", str(tmp_path), str(tmp_path / "none.txt"), jurisdiction=office.city.place.code)
    told = capsys.readouterr()
    assert "合计：已建历史件1，无法识读3" in told.out
    for said in ("压缩包已损坏", "文件是空的", "文件无法打开"):
        assert said in told.err
    with pytest.raises(CommandError):
        call_command("import_letters", str(tmp_path), jurisdiction=office.city.place.code, unit="没有的局")


def test_a_run_keeps_each_set_when_it_tells_of_it(office, tmp_path):
    (tmp_path / "a.txt").write_text(LETTER)
    when = {"by": office.by(office.city.supervisor), "at": office.at}
    outcomes = run(sources_in([str(tmp_path)]), jurisdiction=office.city.place, **when)
    assert (next(outcomes).incoming.status, Reply.objects.count()) == ("made", 1)
    outcomes.close()
