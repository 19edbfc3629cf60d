"""OFD: text objects with places become lines and whole paragraphs."""

from __future__ import annotations

import io
import zipfile

import pytest

from letters.files import Unreadable, text_of
from letters.reading import read
from tests.letters.files.ofd_sample import lines, ofd

# Twenty-eight characters a line, the last not full.
PRINTED = [
    "　　您提出的《关于增设社区助餐点的提案》（第18号）已经",
    "收悉，经会同市财政局认真研究，现将有关办理情况向您答复如下：",
    "　　一、基本情况",
    "　　近年来我局在老城区新建助餐点十二处，老人就餐方便了。",
]
HEAD = [(28.0, 30.0, "临民函〔2024〕7号"), (140.0, 30.0, "签发人：钱伟民")]
TITLE = ["对市政协五届三次会议第18号提案的答复", "孙晓岚委员："]
LETTER = ofd(
    [
        [*HEAD, *lines([*TITLE, *PRINTED]), (100.0, 280.0, "—1—")],
        [*lines(["感谢您的关心。"]), (130.0, 60.0, "临川市民政局"), (130.0, 70.0, "2024年6月5日")],
    ]
)


def test_number_and_signatory_stay_on_one_line_and_page_numbers_are_gone():
    text = text_of(LETTER, "复函.ofd")

    assert text.split("\n")[0].split() == ["临民函〔2024〕7号", "签发人：钱伟民"]
    assert "—1—" not in text


def test_the_letter_can_be_read_from_it():
    letter = read(text_of(LETTER, "复函.ofd")).letter

    assert letter.title == "对市政协五届三次会议第18号提案的答复"
    assert letter.proposal_title == "关于增设社区助餐点的提案"
    assert letter.co_units == ("市财政局",)
    assert letter.sign_off == "临川市民政局"
    assert str(letter.date) == "2024-06-05"


def test_a_file_renamed_is_still_an_ofd():
    assert "孙晓岚委员：" in text_of(LETTER, "复函.pdf")


def test_pages_of_pictures_are_a_scan():
    with pytest.raises(Unreadable) as refused:
        text_of(ofd([[], []]), "复函.ofd")

    assert refused.value.code == "scan"


def _broken(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("_", "."), text)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [_broken(OFD_xml="<ofd"), _broken(OFD_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><OFD>&b;</OFD>"), LETTER[:400]],
    ids=["not well formed", "entities", "cut off"],
)
def test_a_broken_file_is_refused(data):
    with pytest.raises(Unreadable) as refused:
        text_of(data, "复函.ofd")

    assert refused.value.code == "damaged"
