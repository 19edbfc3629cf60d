"""Each place's layout prints what its offices print, where they print it, and is read again as the same letter."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from letters import profiles
from letters.files import docx, ofd, pdf
from letters.letter import Copy
from letters.profiles import Corner, Layout, PublicityPlace
from letters.reading import read
from letters.writing import WRITERS, head, sheet, wording
from tests.letters.writing.samples import FILE_LETTER, WHEN

READERS = {"docx": docx.text, "ofd": ofd.text, "pdf": pdf.text}
PLACES = tuple(name for name in profiles.names() if not name.startswith("standard"))
FACTS = replace(
    FILE_LETTER,
    grade_raw="A2",
    contact_unit="市政科",
    body=FILE_LETTER.body[:3],
    cc=(Copy("市人民政府建议提案办公室"), Copy("市政协提案委", 3), Copy("市政府督查室", 1)),
)

# From the top: what each place prints before its salutation, besides the letterhead.
NUMBER = "清城管字〔2031〕18号"
SHORT = ["对市政协六届三次会议", "第63021号提案的答复"]
HEADS = {
    "anning": [NUMBER, "关于对市政协六届三次会议", "第63021号提案的", "答　复"],
    "chaotian": [NUMBER, "关于政协六届三次会议", "第63021号委员提案的回复"],
    "hanjiang": [NUMBER, "办理结果：A", "对区政协六届三次会议", "第63021号提案的答复"],
    "huarong": [*SHORT, f"{NUMBER}　A2类"],
    "linxiang": [f"{NUMBER}　A2类　同意公开", *SHORT],
    "mianyang": [NUMBER, "清河市城市管理局", "关于对市政协六届三次会议", "第63021号提案答复的函"],
    "nanyang": [NUMBER, "签发人：赵一帆", "办理结果：A", *SHORT],
    "puyang": [NUMBER, "关于对市政协六届三次会议", "第63021号提案的", "答　复"],
    "qijiang": [NUMBER, "清河市城市管理局", "关于区政协六届三次会议", "第63021号提案的复函"],
    "sanmenxia": [NUMBER, "签发人：赵一帆", "办理结果：A", *SHORT],
    "shahe": ["是否同意公开：是", "办理结果：（A）", NUMBER, *SHORT],
    "shucheng": [NUMBER, "清河市城市管理局", "关于对市政协六届三次会议", "第63021号提案的答复函"],
    "tacheng": [NUMBER, "关于对市政协六届三次会议", "第63021号提案办理情况的答复"],
    "taibai": ["类别：A", NUMBER, "签发人：赵一帆", "对市政协六届三次会议", "第63021号提案的复函"],
    "tianshui": ["（A）类", "关于对市政协六届三次会议", "第63021号提案的答复", NUMBER],
    "wenshan": ["清河市城市管理局", *SHORT, NUMBER, "类别：A", "公开"],
    "xixia": [NUMBER, "关于“关于改善背街小巷", "照明的提案”的答复"],
    "xuanzhou": [NUMBER, "关于对市政协六届三次会议", "第63021号提案的答复"],
    "yinchuan": [NUMBER, "关于市政协六届三次会议", "第63021号提案办理情况的答复"],
    "yongcheng": [NUMBER, *SHORT],
}
# After the text, in their order.
SIGNED = ["清河市城市管理局", "2031年5月6日"]
NOTE = "（联系人：孙三　　联系电话：0999-1234567）"
TAILS = {
    "anning": [*SIGNED, "（联系人及联系电话：孙三　0999-1234567）"],
    "chaotian": [*SIGNED, NOTE],
    "hanjiang": ["领导署名：赵一帆", "联系人：孙三", "联系电话：0999-1234567", *SIGNED],
    "huarong": [*SIGNED, "承办责任人：赵一帆", "经办人：孙三", "联系电话：0999-1234567"],
    "linxiang": [*SIGNED, "承办负责人：赵一帆", "承办人及联系电话：孙三　0999-1234567"],
    "mianyang": [*SIGNED, NOTE],
    "nanyang": [*SIGNED, "承办人：孙三", "联系电话：0999-1234567", "邮政编码：999000"],
    "puyang": [*SIGNED, NOTE],
    "qijiang": SIGNED,
    "sanmenxia": [*SIGNED, "联系部门及电话：市政科　0999-1234567", "联系人：孙三"],
    "shahe": [*SIGNED, "领导签发：赵一帆", "联系人及电话：孙三　0999-1234567"],
    "shucheng": ["办复类别：A", "联系单位：市政科", "联系电话：0999-1234567", *SIGNED],
    "tacheng": [*SIGNED, "主管领导：赵一帆", "承办人及电话：孙三　0999-1234567"],
    "taibai": [*SIGNED, "主管领导：赵一帆", "经办人及联系电话：孙三　0999-1234567"],
    "tianshui": SIGNED,
    "wenshan": SIGNED,
    "xixia": [*SIGNED, "（此件公开发布）"],
    "xuanzhou": SIGNED,
    "yinchuan": [*SIGNED, "联系人：孙三", "联系电话：0999-1234567"],
    "yongcheng": [*SIGNED, "联系单位：市政科", "联系电话：0999-1234567", "联系人：孙三"],
}
COPIES = "抄送：市人民政府建议提案办公室，市政协提案委（3份），市政府督查室（1份）。"
FEET = {
    "hanjiang": [COPIES],
    "huarong": [COPIES.replace("抄送", "抄报")],
    "linxiang": ["报：市人民政府建议提案办公室。", "抄送：市政协提案委（3份），市政府督查室（1份）。"],
    "mianyang": [COPIES],
    "nanyang": [COPIES],
    "puyang": [COPIES],
    "shahe": [COPIES],
    "yinchuan": [COPIES],
}


def letter_for(profile):
    titled = replace(FACTS, title=wording.title(FACTS, profile))
    return replace(titled, salutation=wording.salutation(titled, profile))


def laid_out(name):
    profile = profiles.load(name)
    return sheet.build(letter_for(profile), profile)


def test_all_places_of_the_table_are_here():
    assert set(PLACES) == HEADS.keys() == TAILS.keys()
    assert len(PLACES) == 20


@pytest.mark.parametrize("name", PLACES)
def test_head(name):
    top = laid_out(name).head

    rows = [(piece.top, piece.text + piece.name) for piece in top.pieces]
    titles = [(top.title_top + i, line) for i, line in enumerate(top.title)]

    assert [text for _, text in sorted(rows + titles, key=lambda row: row[0])] == HEADS[name]


@pytest.mark.parametrize("name", PLACES)
def test_tail(name):
    page = laid_out(name)

    lines = [f"{line.label}：{line.text}" if line.label else line.text for line in page.lines]
    signed = [page.closing.sign_off, page.closing.date, *page.notes]

    assert (lines + signed if page.tail_first else signed + lines) == TAILS[name]


@pytest.mark.parametrize("name", PLACES)
def test_foot(name):
    foot = laid_out(name).foot

    said = [entry.label + "".join(entry.lines) for entry in foot.copies] if foot else []
    assert said == FEET.get(name, [])


@pytest.mark.parametrize("form", sorted(READERS))
@pytest.mark.parametrize("name", PLACES)
def test_what_the_layout_prints_is_read_again(name, form):
    profile = profiles.load(name)
    letter = letter_for(profile)

    again = read(READERS[form](WRITERS[form](letter, profile, when=WHEN).data)).letter

    named = ("doc_number", "session", "proposal_number", "salutation", "proposers", "sign_off", "date")
    wanted = {each: getattr(letter, each) for each in named}
    if "{session}" not in profile.title_form:
        wanted.pop("session")
    if profile.grade != "not_printed":
        wanted["grade"] = letter.grade
    if name in FEET:
        wanted["cc"] = letter.cc
    if profile.contact != "not_printed":
        wanted["contact_phone"] = letter.contact_phone
    assert {each: getattr(again, each) for each in wanted} == wanted


@pytest.mark.parametrize("corner", Corner)
@pytest.mark.parametrize("layout", Layout)
def test_nothing_in_the_head_overlaps(corner, layout):
    """Everything that can stand above the title, at once."""
    profile = replace(
        profiles.load("taibai"),
        layout=layout,
        corner=corner,
        publicity=PublicityPlace.FIRST_LINE,
        mark_suffix="文件" if layout is Layout.FILE else "",
    )

    top = head.build(letter_for(profile), profile)

    by_side = [[piece for piece in top.pieces if piece.align == side] for side in ("left", "right")]
    for pieces in by_side:
        heights = [piece.top for piece in pieces]
        assert all(below - above >= 16 for above, below in itertools.pairwise(heights))
    if layout is Layout.FILE:
        assert max(piece.top for piece in top.pieces if piece.top < top.mark.top) + 16 <= top.mark.top


def test_preprinted_paper_leaves_the_place_of_letterhead_and_lines_blank():
    profile = profiles.load("nanyang")

    printed, blank = (
        sheet.build(letter_for(profile), replace(profile, preprinted=preprinted)).head for preprinted in (False, True)
    )

    assert (blank.mark, blank.rules) == (None, ())
    assert (blank.pieces, blank.title_top, blank.text_top) == (printed.pieces, printed.title_top, printed.text_top)


def test_many_proposers_are_counted_where_the_place_counts_them():
    three, four = (replace(FACTS, proposers=tuple("甲乙丙丁"[:n])) for n in (3, 4))
    profile = profiles.load("shahe")

    assert wording.salutation(three, profile) == "甲、乙、丙委员："
    assert wording.salutation(four, profile) == "甲等4名委员："


def test_bodies_stand_behind_the_people_by_their_full_names():
    mixed = replace(FACTS, proposers=("民建清河市委", "钱若水"))

    assert wording.salutation(mixed, profiles.load("mianyang")) == "尊敬的钱若水委员、民建清河市委："
