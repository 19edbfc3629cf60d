"""Sign-off, date, attachments and contact lines."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from letters.body import announced


@pytest.mark.parametrize(
    "close",
    [
        "临川市民政局\n2024年6月5日",
        "临川市民政局\n 2024 年 6 月 5 日",
        "临川市民政局\n二〇二四年六月五日",
        "临川市民政局\n二○二四年六月五日",
        "临川市民政局　　2024年6月5日",
        "临川市民政局（盖章）\n2024年06月05日",
        "临川市民政局\n2024.6.5",
        "临 川 市 民 政 局\n２０２４年６月５日",
    ],
)
def test_sign_off_and_date_in_their_forms(read_letter, close):
    letter = read_letter(close=close).letter

    assert (letter.sign_off, letter.date) == ("临川市民政局", dt.date(2024, 6, 5))


def test_sign_off_glued_to_the_last_sentence(read_letter):
    letter = read_letter(body="感谢您的关心和支持。 临川市民政局 2024年6月5日", close="").letter

    assert (letter.sign_off, letter.date) == ("临川市民政局", dt.date(2024, 6, 5))
    assert letter.body[-1].text == "感谢您的关心和支持。"


@pytest.mark.parametrize(
    "close",
    [
        "临川市民政局\n   年   月   日",
        "临川市民政局\n2024年  月  日",
        "临川市民政局\n2024年6月",
        "临川市民政局",
    ],
)
def test_a_blank_date_is_no_date(read_letter, close):
    reading = read_letter(close=close)

    assert reading.letter.date is None
    assert reading.letter.sign_off == "临川市民政局"
    assert "missing_date" in {finding.code for finding in reading.findings}


def test_a_day_that_does_not_exist_is_a_finding_and_no_date(read_letter):
    reading = read_letter(close="临川市民政局\n2008年9月31日")

    assert reading.letter.date is None
    assert "impossible_date" in {finding.code for finding in reading.findings}


def test_days_of_publication_and_of_printing_do_not_count(read_letter):
    letter = read_letter(
        head="发布日期：2024-07-01", close="临川市民政局", tail="临川市民政局办公室  2024年6月6日印发"
    ).letter

    assert letter.date is None


def test_attachments(read_letter):
    letter = read_letter(close="附件：1．助餐点清单\n　　　2．面商记录表\n\n临川市民政局\n2024年6月5日").letter

    assert letter.attachments == ("助餐点清单", "面商记录表")
    assert letter.sign_off == "临川市民政局"


def test_attachments_on_one_line(read_letter):
    letter = read_letter(tail="附件：1.助餐点清单；2.面商记录表").letter

    assert letter.attachments == ("助餐点清单", "面商记录表")


@pytest.mark.parametrize("names", [
    [f"清单之{i}" for i in range(120)],
    ["12月清单", "5处点位", "2026年计划"],
    ["1.5万元明细"],
    ["LED 灯 V1.0"],
], ids=["many", "numbers", "fraction", "blanks"])  # fmt: skip
def test_attachments_under_one_another(read_letter, names):
    letter = read_letter(close="\n".join([*announced(tuple(names)), "", "临川市民政局", "2024年6月5日"])).letter
    assert letter.attachments == tuple(name.replace(" ", "") for name in names)
    assert not any("附件" in block.text for block in letter.body)


OTHER = "各区：\n请落实。\n抄送：甲区。\n临川市民政局办公室2023年1月2日印发"
FOOT = "抄送：市政协，\n市政府办公室。\n临川市民政局办公室2024年6月5日印发"


@pytest.mark.parametrize(
    "text", [OTHER, f"{OTHER}\n各区照办。", "版权所有：临川市民政局", "清单。\n抄送：甲区。\n乙。"]
)
def test_a_letter_among_its_attachments_keeps_its_foot(read_letter, text):
    letter = read_letter(tail=f"附件\n通知\n{text}\n{FOOT}").letter
    said = "".join(block.text for block in letter.enclosed)
    assert said == f"附件通知{text}".replace("\n", "")
    assert [copy.recipient for copy in letter.cc] == ["市政协", "市政府办公室"]
    assert letter.printed_on == dt.date(2024, 6, 5)


def test_a_websites_footer_behind_attachments_is_not_of_them(read_letter):
    letter = read_letter(tail="附件\n清单\n甲区。\n版权所有：临川市民政局").letter
    assert [block.text for block in letter.enclosed] == ["附件", "清单", "甲区。"]


def test_a_chinese_numeral_heads_one_too(read_letter):
    letter = read_letter(
        close="附件一：清单\n附件二：名单\n\n临川市民政局\n2024年6月5日", tail="附件一\n清单\n甲。"
    ).letter
    assert letter.attachments == ("清单", "名单")
    assert [block.text for block in letter.enclosed] == ["附件一", "清单", "甲。"]


def test_a_title_on_many_lines_is_one(read_letter):
    name = "临川市关于加强背街小巷照明工作的若干措施" * 6
    broken = "\n".join(name[i : i + 18] for i in range(0, len(name), 18))
    letter = read_letter(close=f"附件：{name}\n\n临川市民政局\n2024年6月5日", tail=f"附件\n{broken}\n甲。").letter
    assert [block.text for block in letter.enclosed] == ["附件", name, "甲。"]


def test_many_names_and_many_attachments_take_no_square_of_time(read_letter):
    names = "".join(f"{i % 99 + 1}.甲；" for i in range(900))
    began = time.perf_counter()
    read_letter(close=f"附件：{names}\n\n临川市民政局\n2024年6月5日", tail="附件\n乙\n" * 6000)
    assert time.perf_counter() - began < 3


def test_text_of_an_attachment_is_not_of_the_body(read_letter):
    letter = read_letter(tail="附件1\n助餐点清单\n东湖区助餐点，地址在解放路十二号，每日供应午餐和晚餐。").letter

    assert "解放路" not in "".join(block.text for block in letter.body)


@pytest.mark.parametrize(
    ("tail", "persons", "phones", "unit"),
    [
        ("（联系人：周慧　联系电话：0794-8220011）", ("周慧",), ("0794-8220011",), None),
        ("联系人：周慧，电话：0794—8220011", ("周慧",), ("0794-8220011",), None),
        ("承 办 人：周 慧\n联系 电 话：０７９４－８２２００１１", ("周慧",), ("0794-8220011",), None),
        ("联系人及电话：周慧 07948220011", ("周慧",), ("07948220011",), None),
        ("经办人及联系电话：周慧：8220011", ("周慧",), ("8220011",), None),
        ("联系部门及电话：养老服务科 0794-8220011\n联系人：周慧", ("周慧",), ("0794-8220011",), "养老服务科"),
        ("（承办科室及电话：养老科周慧0794-8220011）", ("周慧",), ("0794-8220011",), "养老科"),
        (
            "联系人：周慧、吴迪　电话：8220011、8220012转8018",
            ("周慧", "吴迪"),
            ("8220011", "8220012转8018"),
            None,
        ),
        ("联系科室：办公室；联系人：周慧；电话：13800000000", ("周慧",), ("13800000000",), "办公室"),
        ("分管领导：钱伟民\n经办人：周慧\n联系电话：138****0000", ("周慧",), ("138****0000",), None),
        ("联系人：养老服务科 周慧\n联系电话：0794-8220011", ("周慧",), ("0794-8220011",), "养老服务科"),
        ("单位负责人：钱伟民\n承办人姓名：周慧\n承办人电话：8220011", ("周慧",), ("8220011",), None),
    ],
)
def test_contact_lines(read_letter, tail, persons, phones, unit):
    letter = read_letter(tail=tail).letter

    assert (letter.contact_person, letter.contact_phone, letter.contact_unit) == (persons, phones, unit)


def test_postcode(read_letter):
    assert read_letter(tail="联系人：周慧　邮政编码：344000").letter.postcode == "344000"


def test_a_websites_own_telephone_does_not_count(read_letter):
    footer = "上一条：第17号提案的答复\n主办：临川市人民政府 联系电话：0794-8000000\n版权所有"

    letter = read_letter(tail=f"联系人：周慧 电话：8220011\n{footer}").letter

    assert letter.contact_phone == ("8220011",)
