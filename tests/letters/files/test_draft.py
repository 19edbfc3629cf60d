"""A draft goes to a word processor and comes back with what was changed there."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest

from letters import profiles
from letters.body import parts_of, text_of
from letters.files import doc
from letters.files.doc import OLE
from letters.files.docx import Revision
from letters.files.draft import read_draft
from letters.files.errors import Unreadable
from letters.writing import WRITERS
from tests.letters.writing.samples import ENCLOSING, FILE_LETTER, WHEN

DRAFT = replace(FILE_LETTER, doc_number=None, date=None, signatory=())
WITH_ENCLOSURES = replace(DRAFT, attachments=ENCLOSING.attachments, enclosed=ENCLOSING.enclosed)
PLACES = profiles.names()
ODT_MIMETYPE = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"


def printed(letter=DRAFT, preset="nanyang") -> bytes:
    return WRITERS["docx"](letter, profiles.load(preset), when=WHEN).data


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    """The document as somebody changed it: plain replacements in its XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode()
            for old, new in changes if name == "word/document.xml" else ():
                assert old in part, old
                part = part.replace(old, new, 1)
            after.writestr(name, part)
    return out.getvalue()


def run(text: str, *, deleted: bool = False) -> str:
    tag = "delText" if deleted else "t"
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def came(text: str) -> str:
    return f'<w:ins w:id="1" w:author="李科长" w:date="2031-05-04T08:00:00Z">{run(text)}</w:ins>'


def went(text: str) -> str:
    return f'<w:del w:id="2" w:author="李科长" w:date="2031-05-04T08:00:00Z">{run(text, deleted=True)}</w:del>'


THANKS = "感谢您对城市管理工作的关心和支持。</w:t></w:r>"
CHANGED = f"感谢</w:t></w:r>{went('您对城市管理工作的关心')}{came('您一直以来的关心')}<w:r><w:t>和支持。</w:t></w:r>"


@pytest.mark.parametrize("preset", PLACES)
def test_what_is_downloaded_comes_back_as_it_was(preset):
    draft = read_draft(printed(preset=preset), "a.docx")
    assert draft.revised.title == DRAFT.title.replace(" ", "")
    assert (draft.revised.addressees, draft.revised.body) == (DRAFT.salutation, text_of(DRAFT.body))
    assert (draft.original, draft.revisions) == (draft.revised, ())


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_what_is_enclosed_comes_back_from_every_format(form):
    data = WRITERS[form](WITH_ENCLOSURES, profiles.load("standard-file"), when=WHEN).data
    typed = parts_of(read_draft(data, f"a.{form}").revised.body)
    assert text_of(typed.body) == text_of(DRAFT.body)
    assert (typed.attachments, typed.enclosed) == (ENCLOSING.attachments, ENCLOSING.enclosed)


def test_a_line_typed_into_an_enclosure_comes_along():
    data = edited(printed(WITH_ENCLOSURES), ("解放路12处，人民路8处。", "解放路12处，人民路9处。"))
    assert read_draft(data, "a.docx").revised.body.endswith("附件2\n照明设施清单\n解放路12处，人民路9处。")


def test_what_was_typed_there_comes_along():
    new = (
        '</w:p><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>'
        + run("三、新的一节")
        + "</w:p><w:p>"
        + run("没有样式的一段。")
    )
    data = edited(printed(), (THANKS, f"谢谢。</w:t></w:r>{new}"))
    assert read_draft(data, "a.docx").revised.body.split("\n")[-3:] == ["谢谢。", "三、新的一节", "没有样式的一段。"]


def test_tracked_changes_are_told_and_the_text_is_read_both_ways():
    data = edited(printed(), (THANKS, CHANGED))
    draft = read_draft(data, "a.docx")
    day = dt.date(2031, 5, 4)
    assert draft.revisions == (
        Revision("李科长", day, came=False, text="您对城市管理工作的关心"),
        Revision("李科长", day, came=True, text="您一直以来的关心"),
    )
    assert draft.revised.body.endswith("感谢您一直以来的关心和支持。")
    assert draft.original.body == text_of(DRAFT.body)


def test_a_change_written_in_pieces_is_one_change():
    pieces = "".join(
        [came("截至"), came("10"), came("月底"), went("目前"), run("，"), went("已"), run("共"), went("计")]
    )
    draft = read_draft(edited(printed(), (THANKS, f"感谢。</w:t></w:r>{pieces}")), "a.docx")
    assert [(each.came, each.text) for each in draft.revisions] == [
        (True, "截至10月底"), (False, "目前"), (False, "已"), (False, "计"),
    ]  # fmt: skip


def test_a_paragraph_that_was_deleted_whole_leaves_no_line():
    heading = re.search(r"<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/>.*?</w:p>", document(printed()))[0]
    text = re.search(r"<w:t[^>]*>([^<]*)", heading)[1]
    gone = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:rPr><w:del w:id="3" w:author="李科长"/></w:rPr></w:pPr>'
        f"{went(text)}</w:p>"
    )
    draft = read_draft(edited(printed(), (heading, gone)), "a.docx")
    assert text not in draft.revised.body
    assert "" not in draft.revised.body.split("\n")
    assert draft.original.body == text_of(DRAFT.body)


def test_a_paragraph_that_was_parted_is_one_again_without_the_changes():
    parted = (
        '感谢您</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:t>对城市管理工作的关心和支持。'
    )
    mark = '<w:rPr><w:ins w:id="4" w:author="李科长"/></w:rPr></w:pPr>'
    data = edited(printed(), ("感谢您对城市管理工作的关心和支持。", parted))
    last = re.findall(r"<w:p><w:pPr>(?:(?!</w:p>).)*?感谢您<", document(data))[-1]
    data = edited(data, (last, last.replace("</w:pPr>", mark, 1)))
    draft = read_draft(data, "a.docx")
    assert draft.revised.body.split("\n")[-2:] == ["感谢您", "对城市管理工作的关心和支持。"]
    assert draft.original.body == text_of(DRAFT.body)


def document(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


def test_without_our_styles_the_reader_finds_the_parts():
    plain = edited(printed(), *[('<w:pStyle w:val="Salutation"/>', "")])
    assert read_draft(plain, "a.docx").revised.body == text_of(DRAFT.body)


@pytest.mark.parametrize(("data", "name", "told"), [
    (b"PK\x03\x04 broken", "a.docx", "损坏"),
    ("没有称谓的一段话".encode(), "a.txt", "没有找到称谓和正文"),
    (b"", "a.docx", "空的"),
    (b"\x89PNG\r\n\x1a\n123", "a.png", "扫描件"),
])  # fmt: skip
def test_what_holds_no_draft_says_why(data, name, told):
    with pytest.raises(Unreadable, match=told):
        read_draft(data, name)


def test_a_draft_of_a_million_empty_paragraphs_is_refused_in_time():
    data = edited(printed(), ("<w:body>", "<w:body>" + "<w:p/>" * 1_000_001))
    with pytest.raises(Unreadable) as refusal:
        read_draft(data, "a.docx")
    assert refusal.value.code == "too_long"


has_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: no word processor to try"
)


def saved(data: bytes, folder, *suffixes: str) -> bytes:
    """A DOCX as a word processor saves it: in the first of these formats, that in the next."""
    file = folder / "a.docx"
    file.write_bytes(data)
    for step, suffix in enumerate(suffixes):
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix]
        made = folder / str(step)
        subprocess.run([*command, "--outdir", str(made), str(file)], check=True, capture_output=True, timeout=120)
        file = made / f"a.{suffix}"
    return file.read_bytes()


@has_office
@pytest.mark.parametrize("path", [["odt", "docx"], ["doc"], ["rtf", "docx"], ["odt"]])
def test_a_word_processor_saves_it_and_it_is_the_same(tmp_path, path):
    draft = read_draft(saved(printed(WITH_ENCLOSURES), tmp_path, *path), f"a.{path[-1]}")
    typed = parts_of(draft.revised.body)
    assert (draft.revised.addressees, text_of(typed.body)) == (DRAFT.salutation, text_of(DRAFT.body))
    assert (typed.attachments, typed.enclosed) == (ENCLOSING.attachments, ENCLOSING.enclosed)
    assert draft.revised.title == DRAFT.title


@has_office
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_tracked_changes_are_read_out_of_every_format_that_keeps_them(tmp_path, suffix):
    data = edited(printed(), (THANKS, CHANGED))
    draft = read_draft(saved(data, tmp_path, suffix), f"a.{suffix}")
    assert [(each.author, each.came, each.text) for each in draft.revisions] == [
        ("李科长", False, "您对城市管理工作的关心"), ("李科长", True, "您一直以来的关心"),
    ]  # fmt: skip
    assert draft.revised.body.endswith("感谢您一直以来的关心和支持。")
    assert draft.original.body == text_of(DRAFT.body)


@has_office
def test_a_machine_without_the_program_says_so(tmp_path, monkeypatch):
    data = saved(printed(), tmp_path, "odt")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unreadable, match="LibreOffice"):
        read_draft(data, "a.odt")


@has_office
def test_random_bytes_called_a_word_file_are_no_draft():
    data = OLE + "WordDocument".encode("utf-16-le") + hashlib.shake_256(b"noise").digest(50_000)
    with pytest.raises(Unreadable):
        read_draft(data, "a.doc")


@pytest.mark.parametrize(("there", "code"), [("/usr/bin/soffice", "damaged"), (None, "no_tool")])
def test_an_odt_that_is_not_read_says_whose_fault_it_is(there, code, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: there)
    monkeypatch.setattr(doc, "_by_libreoffice", lambda *_: b"")
    with pytest.raises(Unreadable) as refusal:
        read_draft(ODT_MIMETYPE, "a.odt")
    assert refusal.value.code == code
