"""verify_letter: the file that was signed, and every way in which another is not it."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command

from letters.files import text_of
from letters.writing import WRITERS
from replies import seals, tasks
from replies.actions import correcting
from replies.actions.archiving import archive_files, press_seals
from replies.models import ArchivedFile, Reply
from replies.verifying import verify
from tests.letters.files.test_draft import edited
from workflow import files

TITLE = "关于市政协七届二次会议第35号提案的答复"


@pytest.fixture
def reply(office):
    reply = office.numbered()
    archive_files(reply, at=office.at)
    return Reply.objects.for_page().get(pk=reply.pk)


@pytest.fixture
def key_file(tmp_path, settings):
    path = tmp_path / "seal.json"
    path.write_text(json.dumps({"name": "丽阳市电子印章", "key": "0f" * 32}), encoding="utf-8")
    settings.SEAL_URL = f"keyfile://{path}"
    return path


def data_of(reply, fmt="pdf", *, sealed=False) -> bytes:
    archived = reply.files.get(format=fmt)
    return files.read(archived.sealed if sealed else archived.file)


def verdict(data, name="a.pdf"):
    found = verify(data, name, among=Reply.objects.all())
    return found.verdict, found.message


@pytest.mark.parametrize("fmt", sorted(WRITERS))
def test_the_archived_file_is_the_one_that_was_signed(reply, fmt):
    assert verdict(data_of(reply, fmt)) == ("signed", "丽卫函〔2026〕12号：与签发归档的文件一致。")


def test_a_changed_text_is_told_with_what_differs(reply):
    data = edited(data_of(reply, "docx"), ("已建成服务站12个", "已建成服务站21个"))
    assert verdict(data, "a.docx") == ("altered", "丽卫函〔2026〕12号：正文与签发的公文不同。")


def test_the_same_words_in_another_file_are_not_the_original(reply):
    told = verdict(data_of(reply, "pdf") + b"\n%", "a.pdf")
    assert told == ("altered", "丽卫函〔2026〕12号：文字与签发的公文相同，但不是归档的原文件。")


def page_added(data: bytes, said: str = "") -> bytes:
    """An OFD with its first page once more at the end, which says something else there if `said`."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    first, document = parts["Doc_0/Pages/Page_0/Content.xml"], parts["Doc_0/Document.xml"]
    parts["Doc_0/Pages/Page_8/Content.xml"] = re.sub(rb"(<ofd:TextCode[^>]*>)[^<]*", rb"\1" + said.encode(), first)
    more = b'<ofd:Page ID="999" BaseLoc="Pages/Page_8/Content.xml"/></ofd:Pages>'
    parts["Doc_0/Document.xml"] = document.replace(b"</ofd:Pages>", more)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def test_a_page_behind_the_letter_is_told(reply):
    code, told = verdict(page_added(data_of(reply, "ofd"), "另拨付专项经费"), "a.ofd")
    assert (code, told) == (
        "altered", "丽卫函〔2026〕12号：各项与签发的公文相同，但另有增减的文字，不是归档的原文件。",
    )  # fmt: skip


@pytest.mark.parametrize("fmt", sorted(WRITERS))
def test_every_format_holds_the_words_of_the_others(reply, fmt):
    told = verdict(data_of(reply, fmt) + b"\n", f"a.{fmt}")
    assert told == ("altered", "丽卫函〔2026〕12号：文字与签发的公文相同，但不是归档的原文件。")


def test_after_a_corrected_number_the_first_print_is_superseded(office, reply):
    before = data_of(reply)
    correcting.correct(reply, reason="错号。", doc_number="丽卫函〔2026〕13号", **office.when(office.city.supervisor))
    archive_files(Reply.objects.for_page().get(pk=reply.pk), at=office.at)
    after = files.read(reply.files.filter(format="pdf").latest("id").file)
    assert [verdict(each)[0] for each in (before, after)] == ["superseded", "signed"]


def test_a_record_that_somebody_changed_is_told(reply):
    frozen = reply.frozen
    frozen["letter"]["title"] = "改过的标题"
    Reply.objects.filter(pk=reply.pk).update(frozen=frozen)
    assert verdict(data_of(reply)) == ("broken", "丽卫函〔2026〕12号：签发时的公文与其哈希不符，登记可能被改动。")


@pytest.mark.parametrize(("data", "name", "told"), [
    (b"", "a.pdf", "也不能识读"),
    (b"\x00\x01", "a.bin", "也不能识读"),
    ("一段话".encode(), "a.txt", "没有对应的公文（没有文号）"),
    (f"丽卫函〔2026〕99号\n{TITLE}\n赵明委员：\n收悉。".encode(), "a.txt", "丽卫函〔2026〕99号"),
])  # fmt: skip
def test_what_is_no_letter_of_ours_is_unknown(reply, data, name, told):
    found, message = verdict(data, name)
    assert (found, told in message) == ("unknown", True)


def test_who_may_not_see_the_letter_learns_nothing(office, reply):
    among = Reply.objects.visible_to(office.by(office.county.supervisor))
    assert verify(data_of(reply), "a.pdf", among=among).verdict == "unknown"


def test_the_command_says_it_and_fails_where_one_is_not_the_original(reply, tmp_path, capsys):
    good, bad = tmp_path / "好.pdf", tmp_path / "坏.pdf"
    good.write_bytes(data_of(reply))
    bad.write_bytes(data_of(reply)[:-20])
    call_command("verify_letter", str(good))
    assert "与签发归档的文件一致" in capsys.readouterr().out
    with pytest.raises(SystemExit) as exit_:
        call_command("verify_letter", str(good), str(bad), "--format", "json")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (exit_.value.code, next(each["verdict"] for each in told), told[0]["reply"]) == (1, "signed", str(reply.uid))
    with pytest.raises(CommandError, match="无法读取"):
        call_command("verify_letter", str(tmp_path / "没有.pdf"))


def test_a_seal_is_pressed_once_on_what_an_archive_keeps(office, reply, key_file):
    seal = seals.in_use()
    assert sorted(each.format for each in press_seals(reply, seal, at=office.at)) == ["ofd", "pdf"]
    assert press_seals(reply, seal, at=office.at) == []
    for fmt in ("pdf", "ofd"):
        sealed = data_of(reply, fmt, sealed=True)
        assert seal.is_whole(sealed, fmt=fmt)
        assert not seal.is_whole(data_of(reply, fmt), fmt=fmt)
        assert not seal.is_whole(sealed.replace(b"Doc_0", b"Doc_1").replace(b"/Page", b"/Pagf"), fmt=fmt)
        assert verdict(sealed, f"a.{fmt}")[1].endswith("一致，由“丽阳市电子印章”签章。")
    assert reply.files.get(format="docx").sealed is None


@pytest.mark.parametrize("fmt", ["pdf", "ofd"])
def test_a_sealed_file_is_still_read(office, reply, key_file, fmt):
    press_seals(reply, seals.in_use(), at=office.at)
    name = f"a.{fmt}"
    assert text_of(data_of(reply, fmt, sealed=True), name) == text_of(data_of(reply, fmt), name)


def test_archiving_seals_where_a_seal_is_set(office, key_file):
    reply = office.numbered()
    tasks.archive(str(reply.uid))
    assert set(reply.files.exclude(sealed=None).values_list("format", "seal")) == {
        ("pdf", "丽阳市电子印章"),
        ("ofd", "丽阳市电子印章"),
    }


def test_a_seal_system_that_is_away_is_asked_again(office, key_file, monkeypatch):
    held = key_file.read_text()
    key_file.write_text("{}")
    reply = office.numbered()
    tasks.archive(str(reply.uid))
    assert (reply.files.count(), reply.files.exclude(sealed=None).count()) == (3, 0)
    key_file.write_text(held)
    tasks.archive_missing()
    assert reply.files.exclude(sealed=None).count() == 2


def test_what_was_printed_before_the_seal_stays_bare(office, reply, key_file):
    ArchivedFile.objects.update(made_at="2020-01-01T00:00:00Z")
    tasks.archive_missing()
    assert not reply.files.exclude(sealed=None).exists()


@pytest.mark.parametrize("url", ["smoke:///a", "keyfile:///nirgends"])
def test_a_wrong_address_says_so(settings, url):
    settings.SEAL_URL = url
    with pytest.raises(seals.SealError):
        seals.in_use()
    assert [each.id for each in seals.seal_can_be_used()] == ["replies.E001"]


def test_a_seal_that_can_be_used_and_none_at_all_let_the_product_start(settings, key_file):
    assert seals.seal_can_be_used() == []
    settings.SEAL_URL = ""
    assert seals.seal_can_be_used() == []


def test_an_altered_archive_of_pages_is_no_seal(key_file):
    seal = seals.in_use()
    buffer = io.BytesIO(b"%PDF-1.7\n%%EOF\n")
    sealed = seal.press(buffer.getvalue(), fmt="pdf")
    assert seal.is_whole(sealed, fmt="pdf")
    assert not seal.is_whole(sealed.replace(b"1.7", b"1.8"), fmt="pdf")
