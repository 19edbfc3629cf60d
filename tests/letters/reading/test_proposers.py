"""The proposers: as addressed, or as the text of an opinion names them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("to", "proposers"),
    [
        ("孙晓岚委员：", ("孙晓岚",)),
        ("尊敬的孙晓岚委员:", ("孙晓岚",)),
        ("孙 岚委员：", ("孙岚",)),
        ("孙晓岚、李强、何平委员：", ("孙晓岚", "李强", "何平")),
        ("孙晓岚  李 强  何平等5名委员：", ("孙晓岚", "李强", "何平")),
        ("孙晓岚、李强等委员：", ("孙晓岚", "李强")),
        ("孙晓岚等三位委员：", ("孙晓岚",)),
        ("孙晓岚委员、李强委员：", ("孙晓岚", "李强")),
        ("孙晓岚委员，李强委员：", ("孙晓岚", "李强")),
        ("孙**委员：", ("孙**",)),
        ("阿依古丽·买买提委员：", ("阿依古丽·买买提",)),
        ("农工党临川市委会：", ("农工党临川市委会",)),
        ("九三学社临川市委员会：", ("九三学社临川市委员会",)),
        ("县政协社会和法制委员会：", ("县政协社会和法制委员会",)),
        ("民盟临川市委、孙晓岚委员：", ("民盟临川市委", "孙晓岚")),
        ("孙晓岚、李强、\n何平、郑一鸣委员：", ("孙晓岚", "李强", "何平", "郑一鸣")),
        ("孙晓岚委员，您好：", ("孙晓岚",)),
        ("xx委员：", ()),
        ("各位委员：", ()),
        ("张贵生委员：", ("张贵生",)),
        ("尊敬的委员：", ()),
        ("尊敬的政协委员：", ()),
    ],
)
def test_salutation(read_letter, to, proposers):
    assert read_letter(to=to).letter.proposers == proposers


def test_salutation_glued_to_the_first_sentence(read_letter):
    reading = read_letter(to="孙晓岚委员：您好！", opening="您提出的《关于增设社区助餐点的提案》收悉，现答复如下：")

    assert reading.letter.proposers == ("孙晓岚",)


def test_salutation_is_kept_as_printed(read_letter):
    assert read_letter(to="市政协提案委员会:").letter.salutation == "市政协提案委员会:"


@pytest.mark.parametrize(
    ("opening", "proposers"),
    [
        (
            "现将孙晓岚委员在市政协五届三次会议上提出的《关于增设社区助餐点的提案》会办意见函告如下：",
            ("孙晓岚",),
        ),
        ("孙晓岚、李强委员提出的《关于增设社区助餐点的提案》收悉，会办意见如下：", ("孙晓岚", "李强")),
        ("贵局主办的民革临川市委会《关于增设社区助餐点的提案》收悉，会办意见如下：", ("民革临川市委会",)),
        ("关于孙晓岚等3名委员提出的第18号提案《关于增设社区助餐点的提案》，会办意见如下：", ("孙晓岚",)),
        (
            "贵局主办的《关于增设社区助餐点的提案》（提案人：孙晓岚、李强）收悉，会办意见如下：",
            ("孙晓岚", "李强"),
        ),
        ("贵局转来的《关于增设社区助餐点的提案》收悉，会办意见如下：", ()),
    ],
)
def test_an_opinion_names_the_proposers_in_its_text(read_letter, opening, proposers):
    letter = read_letter(title="关于市政协五届三次会议第18号提案的会办意见", to="市民政局：", opening=opening).letter

    assert letter.proposers == proposers
