"""使用手册 at the desk: the files of docs/handbook as pages, each reachable from the first one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from desk.views.handbook import FRONT, HANDBOOK, chapter_of
from tests.desk.pages import words_of

CHAPTERS = sorted(path.stem for path in HANDBOOK.glob("*.md"))


def links(response) -> set[str]:
    return set(re.findall(r'href="/admin/desk/handbook/([\w-]+)/"', response.content.decode()))


@pytest.mark.parametrize("who", ["reader", "drafter0", "administrator"])
def test_everybody_finds_it_in_the_menu(desk, who):
    page = desk.get(getattr(desk.city, who), "work")
    assert ("使用手册" in words_of(page), 'href="/admin/desk/handbook/"' in page.content.decode()) == (True, True)


def test_it_is_read_after_the_log_in_only(db):
    assert Client().get("/admin/desk/handbook/").status_code == 302


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_file_is_a_page_without_marks_of_its_source(desk, chapter):
    page = desk.get(desk.city.reader, "handbook_page", chapter)
    words = words_of(page)
    assert (page.status_code, page.context["title"]) == (
        200,
        HANDBOOK.joinpath(f"{chapter}.md").read_text()[2:].split("\n")[0],
    )
    assert [mark for mark in ("**", "## ", "](", "|---") if mark in words] == []


def test_every_page_is_reached_from_the_first(desk):
    seen, waiting = set(), {FRONT}
    while waiting:
        chapter = waiting.pop()
        seen.add(chapter)
        waiting |= links(desk.get(desk.city.reader, "handbook_page", chapter)) - seen
    assert seen == set(CHAPTERS)


def test_contents_lead_to_the_headings(desk):
    html = desk.get(desk.city.reader, "handbook").content.decode()
    wanted = re.findall(r'href="#(part-\d+)"', html)
    assert len(wanted) > 10
    assert re.findall(r'<h2 id="(part-\d+)"', html) == wanted


@pytest.mark.parametrize("chapter", ["nothing", "README", "0001-the-office-below-the-case"])
def test_what_is_no_page_of_the_handbook_is_not_found(desk, chapter):
    assert desk.get(desk.city.reader, "handbook_page", chapter).status_code == 404


def test_tables_are_tables_and_raw_html_stays_text():
    read = chapter_of("# 题\n\n| 甲 | 乙 |\n|---|---|\n| 一 | <script>x</script> |\n")
    assert (read.title, "<table>" in read.html, "<script>" in read.html) == ("题", True, False)
