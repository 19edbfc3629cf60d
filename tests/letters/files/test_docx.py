"""DOCX: every paragraph in order, wherever Word hides it."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from letters.files import Unreadable, text_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def _archive(body: str, prolog: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = f"{prolog}<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", xml)
    return data.getvalue()


def _p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_paragraphs_and_tables_of_a_word_file():
    made = docx.Document()
    made.add_paragraph("临民函〔2024〕7号\t签发人：钱伟民")
    made.add_table(rows=1, cols=1).cell(0, 0).text = "抄送：市政协提案委。"
    data = io.BytesIO()
    made.save(data)

    lines = text_of(data.getvalue(), "复函.docx").split("\n")

    assert lines[:2] == ["临民函〔2024〕7号\t签发人：钱伟民", "抄送：市政协提案委。"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (_p(f"<w:sdt><w:sdtContent>{_r('临民函〔2024〕7号')}</w:sdtContent></w:sdt>"), "临民函〔2024〕7号"),
        (
            _p(f"<w:ins>{_r('办理结果：A')}</w:ins><w:del><w:r><w:delText>B</w:delText></w:r></w:del>"),
            "办理结果：A",
        ),
        (_p("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + _r("正文")), "正文"),
        (_p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>"), "甲\n乙"),
        (
            _p(
                f"<w:r><mc:AlternateContent><mc:Choice>{_p(_r('临川市民政局文件'))}</mc:Choice>"
                f"<mc:Fallback>{_p(_r('临川市民政局文件'))}</mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "\n临川市民政局文件\n",
        ),
    ],
    ids=["content control", "tracked change", "tab stop", "line break", "text box"],
)
def test_hidden_places(body, text):
    assert text_of(_archive(body), "复函.docx") == text


def test_content_decides_and_not_the_name():
    assert text_of(_archive(_p(_r("正文"))), "复函.txt") == "正文"


ENTITY = '<!DOCTYPE d [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_archive(_p(_r("&b;")), ENTITY), "damaged"),
        (_archive("<w:p>"), "damaged"),
        (_archive(_p(_r("正文")))[:-30], "damaged"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"no archive", "damaged"),
        (_archive(_p(_r("答" * 1_000_001))), "too_long"),
        (_archive(_p(_r("a" * 45_000_000))), "too_long"),
    ],
    ids=["entities", "broken xml", "cut off", "broken archive", "not an archive", "long", "bomb"],
)
def test_dangerous_and_broken_files_are_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        text_of(data, "复函.docx")

    assert refused.value.code == code


def test_another_archive_is_no_docx():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")

    with pytest.raises(Unreadable) as refused:
        text_of(data.getvalue(), "台账.docx")

    assert refused.value.code == "unsupported"
