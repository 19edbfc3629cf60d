"""What websites and scanners add is no part of the letter."""

from __future__ import annotations

import datetime as dt

from letters.reading import read

HEAD = """\ufeff您现在的位置： 首页 > 政务公开 > 建议提案办理 > 正文
索引号： 000014349/2024-00012 | 发布机构： 临川市民政局 |
名称 | 对市政协五届三次会议第18号提案的答复 | ||
文号 | 临民函〔2024〕7号 | 成文日期： | 2024年06月05日 |
公开方式： 主动公开 | 发布日期： 2024-06-20 |
"""
FOOTER = """【打印】 【关闭】
上一条：对市政协五届二次会议第99号提案的答复
扫一扫在手机打开当前页
"""


def test_table_of_a_website_is_read_and_its_footer_is_not(read_letter):
    letter = read_letter(head=HEAD, tail=FOOTER).letter

    assert letter.doc_number == "临民函〔2024〕7号"
    assert letter.publicity == "主动公开"
    assert letter.proposal_number == "18"
    assert letter.body[-1].text == "感谢您对民政工作的关心和支持。"


def test_date_of_the_table_serves_where_the_close_has_none(read_letter):
    reading = read_letter(head=HEAD, close="临川市民政局", tail="")

    assert reading.letter.date == dt.date(2024, 6, 5)
    assert reading.evidence["date"].confidence < 1


def test_labels_whose_values_stand_on_the_next_line(read_letter):
    head = "• 公开主体:\n\n    临川市民政局\n\n• 发文字号:\n\n    临民函〔2024〕7号\n\n• 主题分类:\n"

    letter = read_letter(head=head, close="2024年6月5日").letter

    assert (letter.issuer, letter.doc_number) == ("临川市民政局", "临民函〔2024〕7号")


def test_whole_letter_in_one_cell(letter_text):
    text = (
        letter_text(head="", close="", tail="|")
        .replace("委员：\n", "委员： ")
        .replace("支持。\n", "支持。 临川市民政局 2024年6月5日 ")
    )
    letter = read(f"|\n{text}").letter

    assert letter.proposers == ("孙晓岚",)
    assert (letter.sign_off, letter.date) == ("临川市民政局", dt.date(2024, 6, 5))


def test_zero_width_and_carriage_returns(letter_text):
    plain = letter_text(tail="联系人：周慧　电话：8220011")
    dirty = plain.replace("联系人", "联\u200b系\xa0人").replace("市政协", "巿政\u200b协").replace("\n", "\r\n")

    assert read(dirty).letter == read(plain).letter


def test_scanner_stamp_inside_the_copies(read_letter):
    letter = read_letter(tail="抄送：市政协提案委（2份），市政府督\n- 3 -\n扫描全能王 创建\n查室（1份）。").letter

    assert [copy.recipient for copy in letter.cc] == ["市政协提案委", "市政府督查室"]


def test_markup_left_by_an_export(letter_text):
    text = letter_text()
    marked = "".join(f"<p style='x'>&nbsp;&nbsp;{line}</p>" for line in text.split("\n"))

    assert read(marked).letter == read(text).letter
