"""HTML: the text as a browser shows it, without what a site puts around it."""

from __future__ import annotations

import pytest

from letters.files import Unreadable, text_of
from letters.reading import read

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>某网站</title><script>var a = "提案";</script></head><body>
<div class="top-nav"><a href="/">首页</a><a href="/zwgk">政务公开</a></div>
<ul><li><a href="1">要闻</a></li><li><a href="2">公告</a></li><li><a href="3">公示</a></li></ul>
<div class="content">
<table><tr><td>索引号</td><td>010-2024</td><td>发布机构</td><td>临川市民政局</td></tr></table>
<h1>对市政协五届三次会议<br>第18号提案的答复</h1>
<p>孙晓岚委员：</p>
<p>&emsp;&emsp;您提出的《关于增设社区助
   餐点的提案》收悉，现答复如下：</p>
<p>近年来，我局在老城区<a href="x">新建助餐点</a>十二处。</p>
<ol><li>继续增设。</li><li>加强监管。</li></ol>
<p style="display: none">对市政协四届一次会议第99号提案的答复</p>
<p align="right">临川市民政局</p><p align="right">2024年6月5日</p>
</div>
<div id="footer">主办：临川市人民政府 电话：0794-1234567</div>
<footer>版权所有</footer></body></html>"""


def text(page: str = PAGE, charset: str = "utf-8", name: str = "复函.html") -> str:
    return text_of(page.replace("{charset}", charset).encode(charset), name)


def test_blocks_are_lines_and_a_line_end_of_the_source_is_none():
    lines = text().split("\n")

    assert "您提出的《关于增设社区助餐点的提案》收悉，现答复如下：" in [line.strip("\u2003") for line in lines]
    assert lines[-2:] == ["临川市民政局", "2024年6月5日"]


def test_a_row_of_short_cells_stays_together():
    assert "索引号 | 010-2024 | 发布机构 | 临川市民政局" in text().split("\n")


def test_a_numbered_list_has_its_numbers():
    assert "1. 继续增设。\n2. 加强监管。" in text()


@pytest.mark.parametrize("said", ["首页", "要闻", "版权所有", "0794-1234567", "第99号", "var a", "某网站"])
def test_what_is_not_of_the_text_is_left_out(said):
    assert said not in text()


def test_a_link_inside_a_sentence_is_text():
    assert "我局在老城区新建助餐点十二处。" in text()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_whatever_the_page_declares(charset):
    assert text(charset=charset) == text()


def test_a_page_that_declares_nothing_or_the_wrong_thing_is_tried():
    page = PAGE.replace('<meta charset="{charset}">', "")

    assert text_of(page.encode("gb18030"), "复函.htm") == text()
    assert text_of(PAGE.replace("{charset}", "ascii").encode(), "复函.htm") == text()


def test_the_letter_can_be_read_from_it_by_whatever_name():
    letter = read(text(name="复函.doc")).letter

    assert (letter.title, letter.proposal_number) == ("对市政协五届三次会议第18号提案的答复", "18")
    assert (letter.sign_off, str(letter.date)) == ("临川市民政局", "2024-06-05")
    assert letter.contact_phone == ()


def test_a_page_held_together_by_tables_is_read_block_by_block():
    page = (
        "<html><body><table><tr><td><p>甲</p></td><td><p>孙晓岚委员：</p><p>收悉。</p></td></tr></table></body></html>"
    )

    assert text(page).split("\n") == ["甲", "孙晓岚委员：", "收悉。"]


def test_a_page_without_text_is_refused():
    with pytest.raises(Unreadable) as refused:
        text("<html><body><script>x</script></body></html>")

    assert refused.value.code == "blank"


HOSTILE = {
    "nested": "<html>" + "<div>" * 60_000 + "提案" + "</div>" * 60_000,
    "items": "<html><ol>" + "<li>提案" * 40_000,
    "cells": "<html><table><tr>" + "<td>提案" * 60_000,
    "links": "<html>" + "<a href=x>提案</a>" * 100_000,
    "hidden": "<html>" + "<script></script>提案" * 60_000,
    "unclosed": "<html>" + "<p title='" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_refused_to_the_end(name):
    # No stop-watch: what costs the square of its text does not come back from here for hours.
    assert code_of(HOSTILE[name]) in {"read", "blank", "damaged", "too_long"}


def code_of(page: str) -> str:
    try:
        return "read" if text(page) else "silent"
    except Unreadable as refused:
        return refused.code
