"""附件 of a draft: typed behind the body, frozen, printed and archived with the letter."""

from __future__ import annotations

import pytest

from letters.body import text_of
from letters.plain import digest, from_plain, to_plain
from replies.actions import drafting, signing
from replies.actions.archiving import archive_files
from replies.linting import problems
from replies.models import Reply
from replies.papers import letter_of
from replies.verifying import verify
from tests.letters.files.test_draft import edited
from workflow import files
from workflow.models import LetterProfile

TYPED = "您提出的提案收悉，现答复如下：\n已建成服务站12个。\n附件：服务站名单\n附件\n服务站名单\n东街、西街。"


def change(reply, **columns) -> Reply:
    Reply.objects.filter(pk=reply.pk).update(**columns)
    return Reply.objects.for_page().get(pk=reply.pk)


def told(office, reply) -> list[str]:
    return [each.problem.message for each in problems(reply, on=office.day) if each.problem.rule == "ATTACHMENTS"]


def test_what_is_typed_behind_the_body_is_no_body(office):
    letter = letter_of(change(office.drafted(), body=TYPED))
    assert text_of(letter.body).endswith("已建成服务站12个。")
    assert (letter.attachments, text_of(letter.enclosed)) == (("服务站名单",), "附件\n服务站名单\n东街、西街。")


def test_it_is_signed_and_archived_with_the_letter(office):
    reply = change(office.at_signing(), body=TYPED)
    signing.sign(reply, **office.when(office.city.signer0))
    frozen = from_plain(Reply.objects.get(pk=reply.pk).frozen["letter"])
    assert frozen.enclosed == letter_of(reply).enclosed != ()
    signing.number(reply, doc_number="丽卫函〔2026〕12号", **office.when(office.city.office0))
    archive_files(reply, at=office.at)
    among = Reply.objects.all()
    for each in reply.files.all():
        data = files.read(each.file)
        assert verify(data, each.file.name, among=among).verdict == "signed"
        if each.format == "docx":
            other = verify(edited(data, ("东街、西街", "东街、西街、南街")), "a.docx", among=among)
            assert (other.verdict, "另有增减的文字" in other.message) == ("altered", True)
            other = verify(edited(data, ("服务站名单", "服务站清单")), "a.docx", among=among)
            assert (other.verdict, "附件说明与签发的公文不同" in other.message) == ("altered", True)


def test_blanks_that_a_page_loses_are_no_difference(office):
    typed = TYPED.replace("12个", " LED 灯12盏").replace("服务站名单", "LED 灯 V1.0 名单")
    reply = change(office.at_signing(), body=typed)
    signing.sign(reply, **office.when(office.city.signer0))
    signing.number(reply, doc_number="丽卫函〔2026〕12号", **office.when(office.city.office0))
    archive_files(reply, at=office.at)
    for each in reply.files.filter(format="docx"):
        other = verify(edited(files.read(each.file)), "a.docx", among=Reply.objects.all())
        assert (other.verdict, "文字与签发的公文相同" in other.message) == ("altered", True), other.message


def test_letters_signed_before_there_were_enclosures_keep_their_hash(office):
    plain = to_plain(letter_of(office.signed()))
    assert "enclosed" not in plain
    assert digest(to_plain(from_plain(plain))) == digest(plain)


@pytest.mark.parametrize(("kind", "body", "expected"), [
    ("formal", "", ["附件说明没有列出征询意见表。"]),
    ("formal", "附件：提案办理情况征询意见表", []),
    ("interim", "", []),
    ("supplementary", "", []),
])  # fmt: skip
def test_a_place_that_lists_the_form_has_it_looked_for(office, kind, body, expected):
    reply = office.drafted()
    layout(office, form_listed=True)
    assert told(office, change(reply, kind=kind, body=f"{reply.body}\n{body}")) == expected


@pytest.mark.parametrize(("listed", "last"), [(True, "附件：提案办理情况征询意见表"), (False, "专此答复。")])
def test_a_draft_begins_with_what_its_place_lists(office, listed, last):
    layout(office, form_listed=listed, closing_words=["专此答复。"])
    (part,) = office.in_hand()
    assert drafting.draft(part, **office.when(office.city.drafter0)).body.split("\n")[-1] == last


def test_an_opinion_lists_no_form(office):
    layout(office, form_listed=True)
    assist = office.in_hand("lead", "assist")[1]
    reply = drafting.draft(assist, **office.when(office.city.drafter1))
    assert "征询意见表" not in reply.body
    assert told(office, Reply.objects.for_page().get(pk=reply.pk)) == []


@pytest.mark.parametrize(("labels", "expected"), [
    (("附件1", "附件2"), []),
    (("附件一", "附件2"), ["“附件一”应为“附件1”。"]),
    (("附件1", "附件1"), ["“附件1”应为“附件2”。"]),
])  # fmt: skip
def test_two_of_one_name_are_two(office, labels, expected):
    first, second = labels
    typed = f"您好。\n附件：1. 名单\n2. 名单\n{first}\n名单\n甲。\n{second}\n名单\n乙。"
    assert told(office, change(office.drafted(), body=typed)) == expected


def layout(office, **content) -> None:
    LetterProfile.objects.create(
        jurisdiction=office.city.place, number=1, content=content, valid_from=office.day, published_at=office.at
    )
