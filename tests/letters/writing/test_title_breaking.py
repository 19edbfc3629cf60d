"""A title breaks between whole words into lines of pleasing shape."""

from __future__ import annotations

import pytest

from letters.writing.geometry import ems
from letters.writing.titles import COMFORT, break_title, halve_name


@pytest.mark.parametrize(
    "lines",
    [
        ("对市政协七届七次会议第35号提案的答复",),
        ("对市政协七届二次会议", "第72514号提案的答复"),
        ("绵阳市卫生和计划生育委员会", "关于对市政协七届二次会议", "第279号提案答复的函"),
        ("延安市医疗保障局", "对市政协六届三次会议", "第212号提案的答复函"),
    ],
)
def test_titles_break_as_printed(lines):
    assert break_title("".join(lines)) == lines


def test_the_last_words_may_stand_spaced_on_their_own_line():
    title = "关于对市政协九届一次会议第304号提案的答复"

    assert break_title(title, tail_line=True) == ("关于对市政协九届一次会议第304号提案的", "答　复")


def test_the_own_line_is_only_for_words_after_de():
    assert break_title("关于县政协八届一次会议第12号提案的会办意见", tail_line=True)[-1] != "意　见"


@pytest.mark.parametrize(
    ("title", "atoms"),
    [
        (
            "关于政协清河市第十届委员会第二次会议第T1号提案的答复",
            ["第十届委员会", "第二次会议", "第T1号", "答复"],
        ),
        (
            "清河市城市管理局关于对市政协六届三次会议第63021号提案的答复",
            ["清河市城市管理局", "六届三次会议", "第63021号"],
        ),
        ("关于《加快城市更新若干措施》有关问题的提案的答复", ["《加快城市更新若干措施》", "提案", "答复"]),
    ],
)
def test_words_are_never_torn(title, atoms):
    lines = break_title(title)

    assert "".join(lines) == title
    assert all(any(atom in line for line in lines) for atom in atoms)
    assert all(ems(line) <= COMFORT for line in lines)


def test_a_title_too_long_for_four_lines_still_breaks_at_no_bad_place():
    lines = break_title("关于对市政协七届三次会议第44号提案《" + "完善家庭医生签约服务" * 8 + "》的答复")

    assert lines[0] == "关于对市政协七届三次会议第44号提案"
    assert all(ems(line) <= COMFORT for line in lines)


@pytest.mark.parametrize("length", [19, 20, 38, 57, 76, 95])
def test_any_text_is_set_whole(length):
    title = ("清河市更新改造工作推进情况" * 8)[:length]

    lines = break_title(title)

    assert "".join(lines) == title
    assert all(0 < ems(line) <= COMFORT for line in lines)


def test_no_line_starts_or_ends_with_a_torn_sign():
    title = "关于进一步推动“全链式”服务模式“试点先行”工作与《清河市规划》衔接的建议的答复"

    lines = break_title(title)

    assert not [line for line in lines if line[0] in "的”》，。" or line[-1] in "“《第"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "清河市人民政府办公室清河市住房和城乡建设局清河市交通运输局文件",
            ("清河市人民政府办公室", "清河市住房和城乡建设局清河市交通运输局文件"),
        ),
        ("清河市卫生和计划生育委员会清河市财政局", ("清河市卫生和计划生育委员会", "清河市财政局")),
        ("清河清河清河清河", ("清河清河", "清河清河")),
    ],
)
def test_a_long_name_is_parted_after_a_body(name, lines):
    assert halve_name(name) == lines
