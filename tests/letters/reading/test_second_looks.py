"""Where one reading lies close to another: numbers that end a line, names that end in a numeral, words that mislead."""

from __future__ import annotations

import pytest

from letters.reading import read

LETTER = """丽阳市民政局
对市政协七届二次会议第18号提案的答复

{name}委员：
您提出的《关于增设老年食堂的提案》收悉。{said}现答复如下：
已建成老年食堂12个。

丽阳市民政局
2024年6月5日

联系人：李强
联系电话：{phone}
"""


def letter(name="王芳", said="", phone="0399-6310000"):
    return read(LETTER.format(name=name, said=said, phone=phone)).letter


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("0399-6310000\n464000", "0399-6310000"),
        ("6310000\n2024", "6310000"),
        ("13900001111\n464000", "13900001111"),
        ("0399-631\n0000", "0399-6310000"),
        ("0399-63\n10000）", "0399-6310000"),
    ],
)
def test_a_broken_number_is_joined_and_a_whole_one_left(printed, number):
    assert letter(phone=printed).contact_phone == (number,)


@pytest.mark.parametrize("printed", ["0399-6310000、\n13900001111", "0399-6310000　　13900001111"])
def test_two_numbers_stay_two(printed):
    assert letter(phone=printed).contact_phone == ("0399-6310000", "13900001111")


@pytest.mark.parametrize("name", ["张天一", "丁一", "李六一", "赵九"])
def test_a_name_may_end_in_a_numeral(name):
    assert letter(name=name).proposers == (name,)


@pytest.mark.parametrize("printed", ["王芳等5名", "王芳等三位", "王芳等"])
def test_how_many_others_there_were_is_no_name(printed):
    assert letter(name=printed).proposers == ("王芳",)


@pytest.mark.parametrize(
    "said",
    [
        "结合国务院办公厅、省财政厅有关文件，经研究，",
        "结合市委、市政府和市财政局有关要求，认真研究，",
        "经会市、县两级教育局研究，",
    ],
)
def test_whose_demands_were_looked_at_was_not_consulted(said):
    assert letter(said=said).co_units == ()


def test_whose_opinions_went_in_was():
    assert letter(said="结合市财政局、市教育局意见，").co_units == ("市财政局", "市教育局")
