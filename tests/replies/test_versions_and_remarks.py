"""文稿 and 批注: every saved text is kept, and what was said of a passage stays with the passage."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from replies.actions import drafting, remarking, reviewing
from replies.models import Remark, TextVersion
from workflow.actor import Actor
from workflow.api import keys
from workflow.enums import Source
from workflow.errors import CaseMovedOn, Invalid, NotYours, TransitionRefused

BODY = "收悉，现答复如下：\n一、已经做的工作\n已建成服务站12个。"


@pytest.fixture
def reply(office):
    reply = office.drafted()
    revise(office, reply, body=BODY)
    return reply


def revise(office, reply, who="drafter0", **fields):
    by = office.by(getattr(office.city, who))
    drafting.revise(reply, version=reply.version, at=office.at, by=by, **fields)


def remark(office, reply, passage, words="请核实数字。", who="section_head0") -> Remark:
    start = reply.body.index(passage)
    by = office.by(getattr(office.city, who))
    return remarking.remark(reply, start=start, end=start + len(passage), words=words, by=by, at=office.at)


def versions(reply):
    return list(reply.versions.values_list("number", "source", "author_name"))


def test_each_text_that_was_saved_is_a_version(office, reply):
    revise(office, reply, body=BODY + "\n专此答复。", title="新标题")
    last = reply.versions.last()
    assert versions(reply) == [
        (1, "begun", "丽承办人"),
        (2, "editor", "丽承办人"),
        (3, "editor", "丽承办人"),
        (4, "editor", "丽承办人"),
    ]
    assert (last.title, last.body, last.created_at) == ("新标题", reply.body, office.at)


def test_a_save_that_leaves_the_text_alone_is_none(office, reply):
    before = versions(reply)
    revise(office, reply, grade="B", contact_phone="0100-1234567")
    revise(office, reply, body=BODY)
    assert versions(reply) == before


def test_a_refused_save_keeps_no_version(office, reply):
    before = versions(reply)
    with pytest.raises(CaseMovedOn):
        drafting.revise(reply, version=0, at=office.at, by=office.by(office.city.drafter0), body="旧")
    with pytest.raises(Invalid):
        revise(office, reply, body="新", grade="Z")
    assert versions(reply) == before


def test_pasted_text_is_cleaned_when_it_is_saved(office, reply):
    revise(office, reply, body="　　您提出的 提案收悉。\r\n一、\t基本情况")
    assert reply.body == "您提出的提案收悉。\n一、基本情况"


def test_a_remark_stays_with_its_passage(office, reply):
    made = remark(office, reply, "服务站12个")
    revise(office, reply, body="新的第一段。\n" + BODY)
    [found] = remarking.placed(reply)
    assert (found.remark, made.version.body) == (made, BODY)
    assert reply.body[found.start : found.end] == "服务站12个"


def test_a_remark_on_words_that_are_gone_says_so(office, reply):
    remark(office, reply, "服务站12个")
    stays = remark(office, reply, "已经做的工作")
    revise(office, reply, body=BODY.replace("12", "15"))
    assert [(each.remark == stays, each.start is None) for each in remarking.placed(reply)] == [
        (True, False),
        (False, True),
    ]


def test_a_remark_is_settled_once(office, reply):
    made = remark(office, reply, "服务站")
    remarking.settle(made, by=office.by(office.city.drafter0), at=office.at)
    with pytest.raises(CaseMovedOn):
        remarking.settle(made, by=office.by(office.city.drafter0), at=office.at)
    assert (remarking.placed(reply), Remark.objects.get().settled_by) == ([], office.city.drafter0)


def test_who_made_a_remark_takes_it_back(office, reply):
    made = remark(office, reply, "服务站", who="supervisor")
    remarking.settle(made, by=office.by(office.city.supervisor), at=office.at)
    assert not Remark.objects.open().exists()


def program(office, name):
    city = office.city
    key, _ = keys.issue(name=name, jurisdiction=city.place, department=city.units[0], scopes=["section_head"])
    return Actor(source=Source.API, key=key, posts=key.posts())


def test_of_two_programs_only_the_one_that_made_a_remark_takes_it_back(office, reply):
    one, other = program(office, "OA"), program(office, "OA")
    made = remarking.remark(reply, start=0, end=2, words="谁？", by=one, at=office.at)
    with pytest.raises(NotYours):
        remarking.settle(made, by=other, at=office.at)
    remarking.settle(made, by=one, at=office.at)
    kept = Remark.objects.get()
    assert (kept.author_name, kept.author_key, kept.settled_key, kept.settled_by) == ("密钥 OA", one.key, one.key, None)


def test_a_remark_has_one_author_and_is_settled_by_one(office, reply):
    made, key = remark(office, reply, "服务站"), program(office, "OA").key
    user = office.city.drafter0
    for facts in (
        {"author": None},
        {"author_key": key},
        {"settled_at": office.at},
        {"settled_by": user},
        {"settled_key": key},
        {"settled_at": office.at, "settled_by": user, "settled_key": key},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Remark.objects.filter(pk=made.pk).update(**facts)
    assert Remark.objects.filter(pk=made.pk).update(settled_at=office.at, settled_key=key) == 1


@pytest.mark.parametrize("who", ["reader", "committee", "drafter1"])
def test_others_say_nothing(office, reply, who):
    with pytest.raises(NotYours):
        remark(office, reply, "服务站", who=who)
    made = remark(office, reply, "服务站")
    with pytest.raises(NotYours):
        remarking.settle(made, by=office.by(getattr(office.city, who)), at=office.at)
    assert Remark.objects.open().get() == made


@pytest.mark.parametrize(("start", "end", "words"), [
    (0, 0, "空的"), (5000, 5010, "在外面"), (-3, 2, "倒着数"), (9, 10, "只有换行"), (0, 4, "  "), (0, 4, "长" * 2001),
])  # fmt: skip
def test_a_remark_without_passage_or_words_is_refused(office, reply, start, end, words):
    with pytest.raises(Invalid):
        remarking.remark(
            reply, start=start, end=end, words=words, by=office.by(office.city.section_head0), at=office.at
        )
    assert not Remark.objects.exists()


def test_after_signing_nothing_is_remarked(office):
    reply = office.signed()
    with pytest.raises(TransitionRefused):
        remark(office, reply, "服务站")


def test_the_signer_remarks_and_sends_back(office):
    reply = office.at_signing()
    made = remark(office, reply, "服务站12个", who="signer0")
    reviewing.send_back(reply, reason="见批注。", **office.when(office.city.signer0))
    assert [each.remark for each in remarking.placed(reply)] == [made]


def test_versions_go_with_their_reply(office, reply):
    assert TextVersion.objects.filter(reply=reply).count() == 3
