"""Findings: facts that are missing or do not agree, with their places."""

from __future__ import annotations

import pytest

from letters.reading import read


def _codes(reading):
    return {finding.code for finding in reading.findings}


def test_a_whole_letter_lacks_nothing(read_letter):
    assert _codes(read_letter(tail="抄送：市政协提案委（2份）。")) == set()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"head": "临川市民政局文件"}, "missing_doc_number"),
        ({"head": "", "close": "2024年6月5日"}, "missing_issuer"),
        ({"close": "2024年6月5日"}, "missing_sign_off"),
        ({"close": "临川市民政局"}, "missing_date"),
        ({"tail": ""}, "missing_copies"),
        ({"title": ""}, "missing_title"),
        ({"to": "xx委员："}, "missing_proposers"),
        ({"title": "", "head": ""}, "missing_session"),
        ({"title": "对市政协五届三次会议提案的答复"}, "missing_proposal_number"),
        ({"body": "感谢您对对我市工作的支持。"}, "doubled_character"),
        ({"to": "孙晓岚委员:"}, "half_width_punctuation"),
        ({"to": "孙晓岚代表："}, "addressed_as_deputy"),
        ({"title": "对市政协五届三次会议第54018号提案的答复"}, "number_session_mismatch"),
        ({"title": "对市政协五届三次会议第5-2-18号提案的答复"}, "number_session_mismatch"),
        ({"opening": "您提出的《关于增设助餐点的提案》（第19号）收悉，现答复如下："}, "number_conflict"),
        ({"title": "对市政协五届三次会议第18号、第25号提案的答复"}, "several_proposals"),
        ({"title": "对市政协五届三次会议第018、025、031号提案的答复"}, "several_proposals"),
        (
            {"opening": "您在市政协五届二次会议上提出的《关于增设助餐点的提案》收悉，现答复如下："},
            "session_conflict",
        ),
    ],
)
def test_finding(read_letter, parts, code):
    assert code in _codes(read_letter(**{"tail": "抄送：市政协提案委。", **parts}))


@pytest.mark.parametrize("number", ["53018", "018", "20240018", "01819", "5-3-18"])
def test_number_that_agrees_or_carries_no_session(read_letter, number):
    reading = read_letter(title=f"对市政协五届三次会议第{number}号提案的答复")

    assert "number_session_mismatch" not in _codes(reading)


def test_rightly_doubled_characters(read_letter):
    assert "doubled_character" not in _codes(read_letter(body="加强对对口支援地区的帮扶。"))


def test_half_width_between_figures_is_no_finding(read_letter):
    assert "half_width_punctuation" not in _codes(read_letter(body="早上7:30至9:00供应早餐，共1,200份。"))


def test_other_papers_miss_nothing(read_letter):
    reading = read_letter(title="关于开展植树活动的通知", to="各单位：", opening="现通知如下：", head="", close="")

    assert not any(code.startswith("missing") for code in _codes(reading))


def test_place_of_a_finding_is_shown(read_letter, letter_text):
    text = letter_text(body="感谢您对对我市工作的支持。")

    spans = next(
        f.spans for f in read_letter(body="感谢您对对我市工作的支持。").findings if f.code == "doubled_character"
    )

    assert [text[span.start : span.end] for span in spans] == ["对对"]


def test_of_two_proposals_the_first_is_read(read_letter):
    reading = read_letter(title="对市政协五届三次会议第18号、第25号提案的答复（临民函〔2024〕7号）")

    assert reading.letter.proposal_number == "18"
    assert reading.evidence["proposal_number"].confidence < 0.9


def test_traditional_characters_are_read_and_said(letter_text):
    text = letter_text(
        title="關於對市政協五屆三次會議第18號提案的答覆",
        to="孫曉嵐委員：",
        opening="您提出的《關於增設社區助餐點的提案》收悉，經會同市財政局研究，現答覆如下：",
    )

    reading = read(text)

    assert "traditional_characters" in _codes(reading)
    assert reading.letter.proposal_title == "關於增設社區助餐點的提案"
    assert reading.letter.proposers == ("孫曉嵐",)
    assert reading.letter.co_units == ("市財政局",)


def test_a_name_in_traditional_characters_is_no_text_in_them(read_letter):
    assert "traditional_characters" not in _codes(read_letter(to="孫曉嵐委员："))
