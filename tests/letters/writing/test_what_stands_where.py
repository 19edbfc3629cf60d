"""A profile decides where the grade, the signer, the contact and the other marks stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from letters import profiles
from letters.letter import Block
from letters.profiles import ContactForm, GradePlace, PublicityPlace, SignerPlace
from letters.writing import pdf, wording
from letters.writing.web import web_text
from tests.letters.writing import measure
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, WHEN

FILE = profiles.load("standard-file")
SHORT = replace(FILE_LETTER, body=(Block("已办理完毕。"),))


def lines(letter, profile):
    data = pdf.write(letter, profile, when=WHEN).data
    return [line for page in measure.pages(data) for line in page]


def texts(letter, profile):
    return [line.text for line in lines(letter, profile)]


@pytest.mark.parametrize("place", list(GradePlace))
def test_the_grade_is_printed_once_or_not_at_all(place):
    printed = "".join(texts(SHORT, replace(FILE, grade=place)))

    assert printed.count("办理结果：A") == (0 if place is GradePlace.NOT_PRINTED else 1)


@pytest.mark.parametrize("place", list(GradePlace))
def test_a_letter_without_a_grade_prints_none(place):
    assert "办理结果" not in "".join(texts(replace(SHORT, grade=None), replace(FILE, grade=place)))


def test_grade_in_the_words_of_the_place():
    profile = replace(FILE, grade=GradePlace.ABOVE_TITLE, grade_form="（{grade}）类")
    printed = lines(SHORT, profile)

    grade = next(line for line in printed if line.text == "（A）类")
    title = next(line for line in printed if line.text.startswith("对市政协"))
    assert grade.baseline < title.baseline
    assert grade.left > 150


def test_grade_glued_to_the_number():
    profile = replace(FILE, grade=GradePlace.BESIDE_NUMBER, grade_form="{grade}类", signer=SignerPlace.NOT_PRINTED)

    assert "清城管字〔2031〕18号　A类" in texts(SHORT, profile)


def test_signer_in_the_tail():
    printed = texts(SHORT, replace(FILE, signer=SignerPlace.TAIL, signer_label="领导签发："))

    assert printed.index("领导签发：赵一帆") > printed.index("2031年5月6日")


def test_contact_as_a_note_under_the_date():
    printed = texts(SHORT, FILE)

    assert printed[printed.index("2031年5月6日") + 1] == "（联系人：孙三　　联系电话：0999-1234567）"


def test_contact_lines_are_stretched_to_one_width():
    found = lines(SHORT, profiles.load("nanyang"))

    rows = [line for line in found if line.text.startswith(("承办人：", "联系电话：", "邮政编码："))]
    colons = [next(char.x for char in row.chars if char.char == "：") for row in rows]
    assert [row.text for row in rows] == ["承办人：孙三", "联系电话：0999-1234567", "邮政编码：999000"]
    assert colons == pytest.approx([colons[0]] * 3, abs=0.1)


def test_two_contact_lines_name_the_section():
    letter = replace(SHORT, contact_unit="设施科")

    printed = texts(letter, profiles.load("sanmenxia"))

    assert printed[-3:-1] == ["联系部门及电话：设施科　0999-1234567", "联系人：孙三"]


def test_no_contact_where_the_place_prints_none():
    assert "孙三" not in "".join(texts(SHORT, replace(FILE, contact=ContactForm.NOT_PRINTED)))


def test_publicity_as_a_note():
    printed = texts(SHORT, replace(FILE, publicity=PublicityPlace.NOTE))

    assert "（信息公开形式：主动公开）" in printed


def test_published_letters_only_carry_the_fixed_words():
    profile = replace(FILE, publicity=PublicityPlace.NOTE, publicity_form="（此件公开发布）")

    assert "（此件公开发布）" in texts(SHORT, profile)
    assert "（此件公开发布）" not in texts(replace(SHORT, publicity="依申请公开"), profile)


def test_name_is_centred_over_the_date_four_characters_in():
    found = lines(SHORT, FILE)

    date = next(line for line in found if line.text == "2031年5月6日")
    name = next(line for line in found if line.text == FILE_LETTER.sign_off)
    right = date.chars[-1].x + 156 / 28
    assert right == pytest.approx(184 - 4 * 156 / 28, abs=0.3)
    assert (name.left + name.chars[-1].x) / 2 == pytest.approx((date.left + date.chars[-1].x) / 2, abs=0.3)


def test_three_blank_lines_for_the_seal_and_one_without():
    def gap(profile):
        found = lines(SHORT, profile)
        name = next(line for line in found if line.text == FILE_LETTER.sign_off)
        last = next(line for line in found if line.text == "已办理完毕。")
        return (name.baseline - last.baseline) / (225 / 22)

    assert gap(FILE) == pytest.approx(4, abs=0.01)
    assert gap(replace(FILE, sealed=False)) == pytest.approx(2, abs=0.01)


def test_without_a_seal_the_date_starts_two_characters_after_the_name():
    letter = replace(SHORT, sign_off="清河市城市管理和综合执法局")
    found = lines(letter, replace(FILE, sealed=False))

    date = next(line for line in found if line.text == "2031年5月6日")
    name = next(line for line in found if line.text == letter.sign_off)
    assert name.chars[-1].x + 156 / 28 == pytest.approx(184 - 2 * 156 / 28, abs=0.3)
    assert date.left - name.left == pytest.approx(2 * 156 / 28, abs=0.1)


def test_a_long_name_stays_inside_the_type_area():
    letter = replace(SHORT, sign_off="清河市住房和城乡建设局人民防空办公室更新领导小组")

    name = next(line for line in lines(letter, FILE) if line.text == letter.sign_off)

    assert name.chars[-1].x + 156 / 28 <= 184.5


def test_a_name_as_long_as_the_line_stands_on_two():
    name = "清河市住房和城乡建设局清河市人民防空办公室城市更新工作领导小组"

    printed = texts(replace(SHORT, sign_off=name), FILE)

    date = printed.index("2031年5月6日")
    assert printed[date - 2 : date] == ["清河市住房和城乡建设局", "清河市人民防空办公室城市更新工作领导小组"]


def test_name_and_date_never_stand_on_a_face_without_text():
    for count in range(1, 40):
        body = (*[Block("清河市答复内容。")] * count, Block("清河市城市管理局已经按照建议逐条办理。" * 8))
        data = pdf.write(replace(FILE_LETTER, body=body), FILE, when=WHEN).data
        page = next(page for page in measure.pages(data) if any(line.text == "2031年5月6日" for line in page))
        above = [line for line in page if "办理" in line.text or "建议" in line.text or "清河市城" in line.text]
        assert len(above) >= 3, count  # two lines of text and the name


def test_heading_stays_with_what_follows():
    for count in range(1, 25):
        body = (
            *[Block("清河市答复内容。")] * count,
            Block("一、基本情况", 1),
            Block("其次如下所述。"),
            Block("完。"),
        )
        data = pdf.write(replace(FILE_LETTER, body=body), FILE, when=WHEN).data
        for page in measure.pages(data):
            words = [line.text for line in page if line.baseline < 262]
            assert words[-1:] != ["一、基本情况"]


def test_attachments_are_numbered_and_hang():
    letter = replace(
        SHORT,
        attachments=("办理情况表。", "清河市背街小巷照明设施改造三年行动计划（二〇三一年修订稿）项目清单"),
    )

    found = lines(letter, FILE)

    first = next(line for line in found if line.text.startswith("附件："))
    second = next(line for line in found if line.text.startswith("2. "))
    assert first.text == "附件：1. 办理情况表"
    assert next(char.x for char in first.chars if char.char == "1") == pytest.approx(second.left, abs=0.1)


def test_title_and_salutation_from_the_facts():
    nanyang, mianyang = profiles.load("nanyang"), profiles.load("mianyang")

    assert wording.title(FILE_LETTER, nanyang) == "对市政协六届三次会议第63021号提案的答复"
    assert wording.title(LETTER_LETTER, mianyang) == (
        "白云县交通运输和公路建设管理局关于对县政协八届一次会议第12号提案答复的函"
    )
    assert wording.title(replace(FILE_LETTER, session=None), nanyang) is None
    assert wording.title(FILE_LETTER, replace(nanyang, body_name="区政协")) == "对区政协六届三次会议第63021号提案的答复"
    assert wording.salutation(FILE_LETTER, mianyang) == "尊敬的钱若水委员："
    assert wording.salutation(replace(FILE_LETTER, proposers=("市政协提案委员会",)), mianyang) == "市政协提案委员会："
    assert wording.salutation(replace(FILE_LETTER, proposers=()), mianyang) is None


def test_dates_have_no_leading_zero():
    assert wording.day(dt.date(2031, 5, 6)) == "2031年5月6日"


def test_units_that_sign_together_stand_one_under_the_other_above_the_date():
    joint = replace(SHORT, joint_with=("清河市民政局", "清河市财政局"))
    printed = texts(joint, FILE)
    first = next(i for i, line in enumerate(printed) if line.strip() == SHORT.sign_off)
    assert [line.strip() for line in printed[first + 1 : first + 3]] == list(joint.joint_with)
    assert printed[first + 3].strip() == wording.day(SHORT.date)
    assert web_text(joint, FILE).sign_off.split("　") == [SHORT.sign_off, *joint.joint_with]
    assert web_text(SHORT, FILE).sign_off == SHORT.sign_off
