"""Titles in the forms of many places: session, level and number."""

from __future__ import annotations

import pytest

from letters.letter import BodyLevel, SessionRef

CITY, COUNTY, PROVINCE, NATIONAL = BodyLevel.CITY, BodyLevel.COUNTY, BodyLevel.PROVINCE, BodyLevel.NATIONAL


@pytest.mark.parametrize(
    ("title", "session", "level", "number"),
    [
        ("对市政协十五届二次会议第0487号提案的答复", (15, 2), CITY, "0487"),
        ("对政协枝江市七届四次会议第26号提案的答复", (7, 4), CITY, "26"),
        ("关于湖北省政协十二届一次会议第20180329号提案的答复", (12, 1), PROVINCE, "20180329"),
        ("市水务局对市政协十四届四次会议第20250688号提案的答复", (14, 4), CITY, "20250688"),
        ("关于政协第十四届全国委员会第三次会议第01819号提案答复的函", (14, 3), NATIONAL, "01819"),
        ("关于答复政协平川县第九届委员会三次会议第43号提案的函", (9, 3), COUNTY, "43"),
        ("关于县政协第十届一次会议第T1号提案的复函", (10, 1), COUNTY, "T1"),
        ("关于自治区政协十三届一次会议第〔85〕号提案的答复", (13, 1), PROVINCE, "85"),
        ("关于州政协十二届三次会议第B012号委员提案的回复", (12, 3), CITY, "B012"),
        ("对区政协三届五次会议第2-117号集体提案的答复", (3, 5), COUNTY, "2-117"),
        ("关于对政协大安市第二届委员会第二十一次会议提案第35号的答复", (2, 21), CITY, "35"),
        ("关于旗政协15届2次会议第7号提案办理情况的答复", (15, 2), COUNTY, "7"),
        ("关于市八届政协三次会议204号提案的答复函", (8, 3), CITY, "204"),
        ("关于政协第十届平川县委员会第二次会议第9号提案的答复", (10, 2), COUNTY, "9"),
        ("关于黔山苗族侗族自治州政协十二届三次会议第31号提案的答复", (12, 3), CITY, "31"),
    ],
)
def test_title_gives_session_level_and_number(read_letter, title, session, level, number):
    letter = read_letter(title=title, opening="您提出的提案收悉，现答复如下：").letter

    assert letter.session == SessionRef(*session)
    assert letter.body_level == level
    assert letter.proposal_number == number


@pytest.mark.parametrize(
    "printed",
    [
        "对市政协五届三次会议\n第18号提案的答复",
        "对市政协五届三次会议第18号提案的\n答　　复",
        "## 对市政协五届三次会议 第18号提案的答复",
        "对市政协五届三次会议\n\n第18号提案\n的答复",
        "**对市政协五届三次会议第18号提案的答复**",
    ],
)
def test_title_is_put_on_one_line_without_blanks(read_letter, printed):
    assert read_letter(title=printed).letter.title == "对市政协五届三次会议第18号提案的答复"


def test_title_printed_twice_is_read_once(read_letter):
    title = "临川市民政局关于市政协五届三次会议第18号提案的复函"

    assert read_letter(head=title, title=title).letter.title == title


def test_session_of_the_opening_serves_where_the_title_is_lost(read_letter):
    letter = read_letter(
        title="", opening="您在县政协十一届三次会议上提出的“关于修建村道的提案”（第42号）收悉，现答复如下："
    ).letter

    assert letter.session == SessionRef(11, 3)
    assert letter.body_level == COUNTY
    assert letter.proposal_number == "42"


def test_number_in_the_opening_with_session_inside(read_letter):
    letter = read_letter(title="", opening="您提出的“关于修建村道的提案”（11-3-42号）收悉，现答复如下：").letter

    assert letter.proposal_number == "11-3-42"


def test_nothing_is_filled_in_where_no_session_is_printed(read_letter):
    letter = read_letter(title="", head="").letter

    assert (letter.session, letter.body_level, letter.proposal_number, letter.title) == (None,) * 4
