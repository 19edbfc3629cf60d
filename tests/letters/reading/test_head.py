"""Number, signatory, result and publicity, wherever a place prints them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("临民函〔2024〕7号", "临民函〔2024〕7号"),
        ("临民函[2024]7号", "临民函〔2024〕7号"),
        ("临民函【2024】7号", "临民函〔2024〕7号"),
        ("临民函（２０２４）７号", "临民函〔2024〕7号"),
        ("临 民 函〔 2024 〕 7 号", "临民函〔2024〕7号"),
        ("文号：临民函〔2024〕7号", "临民函〔2024〕7号"),
        ("临民提案〔2024〕第7号", "临民提案〔2024〕第7号"),
        ("发文字号： 临民函﹝2024﹞7 号   发文机关：临川市民政局", "临民函〔2024〕7号"),
        ("（临民函〔2024〕7号）", "临民函〔2024〕7号"),
    ],
)
def test_doc_number_is_brought_to_the_standard_brackets(read_letter, printed, number):
    assert read_letter(head=printed).letter.doc_number == number


def test_number_of_another_document_in_the_body_is_not_the_letters_own(read_letter):
    reading = read_letter(head="", body="我局按照《通知》（临政发〔2023〕2号）要求，认真抓好落实。")

    assert reading.letter.doc_number is None


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("签发人：钱伟民", ("钱伟民",)),
        ("签 发 人： 钱 伟", ("钱伟",)),
        ("临民函〔2024〕7号          签发人：钱伟民", ("钱伟民",)),
        ("签发人：钱伟民  周慧", ("钱伟民", "周慧")),
        ("领导签发：钱伟民、周慧", ("钱伟民", "周慧")),
    ],
)
def test_signatories(read_letter, printed, names):
    assert read_letter(head=printed).letter.signatory == names


def test_signatory_printed_in_the_tail(read_letter):
    assert read_letter(tail="领导签发：钱伟民\n联系人及电话：周慧 0794-8220011").letter.signatory == ("钱伟民",)


@pytest.mark.parametrize(
    ("printed", "grade", "raw"),
    [
        ("办理结果：A", "A", "A"),
        ("类别：Ｂ", "B", "B"),
        ("类  别：Ｂ类", "B", "B类"),
        ("分类：C2", "C", "C2"),
        ("（B）类", "B", "B类"),
        ("（B类）", "B", "B类"),
        ("C", "C", "C"),
        ("A 类", "A", "A类"),
        ("临民函〔2024〕35号B类", "B", "B类"),
        ("临民函〔2024〕7号C2类  同意公开", "C", "C2类"),
        ("【办理结果：B】", "B", "B"),
        ("办理结果：（C）", "C", "C"),
        ("办理结果：解决或采纳", None, "解决或采纳"),
        ("类别：提案", None, None),
        ("办理结果：", None, None),
    ],
)
def test_grade_is_read_in_each_place_and_form(read_letter, printed, grade, raw):
    letter = read_letter(head=printed).letter

    assert (letter.grade, letter.grade_raw) == (grade, raw)


def test_grade_in_the_tail(read_letter):
    assert read_letter(tail="办复类别：B").letter.grade == "B"


def test_grades_in_the_prose_are_not_the_letters_own(read_letter):
    assert read_letter(body="今年承办提案中，A类9件，B类4件。").letter.grade is None


@pytest.mark.parametrize(
    ("parts", "publicity"),
    [
        ({"head": "公开属性：主动公开"}, "主动公开"),
        ({"head": "是否同意公开：是"}, "主动公开"),
        ({"head": "是否公开：否"}, "不予公开"),
        ({"head": "公    开"}, "主动公开"),
        ({"head": "临民函〔2024〕7号C2类  同意公开"}, "主动公开"),
        ({"tail": "（此件公开发布）"}, "主动公开"),
        ({"tail": "（信息公开形式：依申请公开）"}, "依申请公开"),
        ({"tail": "（此件不予公开）"}, "不予公开"),
        ({"tail": "此件依申请公开"}, "依申请公开"),
        ({"head": "当前位置：首页 > 政府信息公开 > 法定主动公开内容"}, None),
    ],
)
def test_publicity(read_letter, parts, publicity):
    assert read_letter(**parts).letter.publicity == publicity


def test_issuer_is_the_fullest_printed_name(read_letter):
    reading = read_letter(head="临川市民政局文件", close="市民政局\n2024年6月5日")

    assert reading.letter.issuer == "临川市民政局"
    assert reading.letter.sign_off == "市民政局"


def test_issuer_from_the_title(read_letter):
    reading = read_letter(head="", title="临川市民政局关于对市政协五届三次会议第18号提案答复的函", close="2024年6月5日")

    assert reading.letter.issuer == "临川市民政局"


def test_issuer_not_stated_stays_absent(read_letter):
    assert read_letter(head="", close="2024年6月5日").letter.issuer is None
