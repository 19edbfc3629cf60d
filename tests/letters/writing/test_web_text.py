import dataclasses

import pytest

from letters.letter import Kind, Letter
from letters.profiles import GradePlace, Profile, PublicityPlace
from letters.writing.web import masked, web_text


@pytest.mark.parametrize(("text", "public"), [
    ("电话13112345605。", "电话131******05。"),
    ("138 1234 5605", "138******05"),
    ("138-1234-5605", "138******05"),
    ("+8613812345605", "+86138******05"),
    ("１３８１２３４５６０５", "１３８******０５"),
    ("13812345605、13912345606", "138******05、139******06"),
    ("0399-6600001", "0399-6600001"),
    ("12812345605", "12812345605"),
    ("账号6222138123456051234", "账号6222138123456051234"),
    ("投入13812345605.5元", "投入138******05.5元"),
])  # fmt: skip
def test_mobile_numbers_are_masked(text, public):
    assert masked(text) == public


LETTER = Letter(
    kind=Kind.REPLY,
    title="对市政协七届二次会议第35号提案的答复",
    grade="A",
    publicity="主动公开",
    signatory=("孙立",),
    contact_person=("钱进",),
    contact_phone=("0399-6600001",),
    proposers=("赵明",),
)


def test_the_signer_and_the_contact_are_no_part_of_it():
    shown = str(dataclasses.asdict(web_text(LETTER, Profile())))
    assert [word for word in ("孙立", "钱进", "6600001") if word in shown] == []


def test_marks_appear_where_the_place_prints_them():
    silent = Profile(grade=GradePlace.NOT_PRINTED)
    open_too = Profile(publicity=PublicityPlace.NOTE)
    assert web_text(LETTER, silent).heads == ()
    assert web_text(LETTER, open_too).heads == ("办理结果：A", "公开属性：主动公开")


def test_what_the_letter_does_not_state_is_empty():
    text = web_text(Letter(kind=Kind.REPLY), Profile())
    assert set(dataclasses.astuple(text)) == {(), ""}
