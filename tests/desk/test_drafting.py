"""拟稿: saving, reading only, and two people at one text."""

from __future__ import annotations

import pytest

from replies.actions import drafting
from replies.models import PolicyDocument, Reply
from tests.desk.conftest import rows
from tests.desk.pages import words_of
from tests.replies.test_reissuing import reissue, sent_anew


def typed(reply, **changes) -> dict:
    reply.refresh_from_db()
    text = {"version": reply.version, "title": reply.title, "addressees": reply.addressees, "body": reply.body}
    return text | {"grade": reply.grade} | rows("copies", {"name": "市政协提案委", "copies": "3"}) | changes


def test_the_text_and_the_copies_are_saved(desk):
    reply = desk.office.drafted()
    response = desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, body="一、新的正文", grade="B"))
    assert response.status_code == 302
    reply.refresh_from_db()
    assert (reply.body, reply.grade) == ("一、新的正文", "B")
    assert list(reply.copies.values_list("name", "copies")) == [("市政协提案委", 3)]


def test_saving_may_lead_on_to_a_move(desk):
    reply = desk.office.drafted()
    response = desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, then="submit"))
    assert response["Location"] == f"/admin/desk/replies/{reply.uid}/submit/"


def test_a_stale_text_is_kept_and_told_beside_the_other(desk):
    reply = desk.office.drafted()
    mine = typed(reply, body="我的文字")
    drafting.revise(
        reply, version=reply.version, at=desk.office.at, by=desk.office.by(desk.city.office0), body="别人的文字"
    )
    response = desk.post(desk.city.drafter0, "reply", reply.uid, **mine)
    assert response.status_code == 409
    assert "您刚才输入的文字仍在下面，尚未保存" in words_of(response)
    assert response.context["form"]["body"].value() == "我的文字"
    assert "别人的文字" in words_of(response)
    assert Reply.objects.get(pk=reply.pk).body == "别人的文字"
    again = mine | {"version": response.context["form"]["version"].value()}
    assert desk.post(desk.city.drafter0, "reply", reply.uid, **again).status_code == 302
    assert Reply.objects.get(pk=reply.pk).body == "我的文字"


@pytest.mark.parametrize(("field", "value", "told"), [("grade", "Z", "选择"), ("title", "长" * 201, "200")])
def test_what_cannot_be_is_told_and_nothing_is_saved(desk, field, value, told):
    reply = desk.office.drafted()
    response = desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, **{field: value, "body": "新文字"}))
    assert told in words_of(response)
    assert "新文字" in response.content.decode()
    assert Reply.objects.get(pk=reply.pk).body != "新文字"


def test_a_recipient_twice_is_refused_and_the_text_is_not_half_saved(desk):
    reply = desk.office.drafted()
    twice = rows("copies", {"name": "市府办", "copies": ""}, {"name": "市府办", "copies": ""})
    response = desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, body="新文字") | twice)
    assert "抄送机关“市府办”重复。" in words_of(response)
    assert Reply.objects.get(pk=reply.pk).body != "新文字"


def test_after_signing_it_is_read_only(desk):
    reply = desk.office.signed()
    page = desk.get(desk.city.drafter0, "reply", reply.uid)
    assert "保存并更新版面" not in words_of(page)
    response = desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, body="改动"))
    assert (response.status_code, "当前环节您不能修改本稿。" in words_of(response)) == (403, True)
    assert "改动" in words_of(response)


def test_an_opinion_has_no_grade_to_fill_in(desk):
    _, assist = desk.office.in_hand("lead", "assist")
    opinion = drafting.draft(assist, **desk.office.when(desk.city.drafter1))
    page = desk.get(desk.city.drafter1, "reply", opinion.uid)
    assert "办理结果印刷文字" not in words_of(page)
    data = typed(opinion, body="一、会办意见。")
    assert desk.post(desk.city.drafter1, "reply", opinion.uid, **data).status_code == 302


def test_the_page_shows_the_print_and_what_is_missing(desk):
    reply = desk.office.drafted()
    drafting.revise(
        reply, version=reply.version, at=desk.office.at, by=desk.office.by(desk.city.drafter0), addressees=""
    )
    page = desk.get(desk.city.drafter0, "reply", reply.uid)
    picture = desk.of(desk.city.drafter0).get(page.context["pages"][0])
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert "没有称谓。" in words_of(page)
    assert desk.get(desk.city.drafter0, "printed_page", reply.uid, 99).status_code == 404


@pytest.mark.parametrize(("fmt", "head"), [("pdf", b"%PDF"), ("ofd", b"PK"), ("docx", b"PK")])
def test_the_letter_is_downloaded(desk, fmt, head):
    reply = desk.office.drafted()
    response = desk.get(desk.city.drafter0, "letter", reply.uid, fmt)
    assert response.content.startswith(head)
    assert response["Content-Disposition"].startswith("attachment")
    assert desk.get(desk.city.drafter0, "letter", reply.uid, "exe").status_code == 404
    assert desk.get(desk.city.drafter1, "letter", reply.uid, fmt).status_code == 404


def test_another_unit_reads_a_reply_only_once_it_is_sent(desk):
    reply = desk.office.numbered("lead", "assist")
    assert desk.get(desk.city.drafter1, "reply", reply.uid).status_code == 404
    desk.move(desk.city.office0, "reply", reply, "send")
    assert desk.get(desk.city.drafter1, "reply", reply.uid).status_code == 200
    assert desk.get(desk.county.supervisor, "reply", reply.uid).status_code == 404


def test_a_draft_is_not_told_that_it_lacks_what_signing_brings(desk):
    reply = desk.office.drafted()
    words = words_of(desk.get(desk.city.drafter0, "reply", reply.uid))
    assert "没有成文日期" not in words
    assert "没有发文字号" not in words


def test_a_draft_that_cites_what_was_repealed_is_told_so(desk):
    reply = desk.office.drafted()
    place = {"jurisdiction": desk.city.place}
    notice = PolicyDocument.objects.create(title="关于废止一批文件的通知", **place)
    PolicyDocument.objects.create(title="助餐管理办法", doc_number="丽民发〔2019〕3号", repealed_by=notice, **place)
    desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, body="按《助餐管理办法》和《食堂建设规范》办理。"))
    page = words_of(desk.get(desk.city.drafter0, "reply", reply.uid))
    assert "所引《助餐管理办法》已被《关于废止一批文件的通知》废止。" in page
    assert "《助餐管理办法》\n丽民发〔2019〕3号" in page
    assert "《食堂建设规范》\n政策文件库中没有" in page


def test_how_a_letter_came_about_stays_with_those_who_made_it_when_another_takes_its_place(desk):
    old = desk.office.sent("lead", "assist")
    sent_anew(desk.office, reissue(desk.office, old))
    told = [words_of(desk.get(who, "reply", old.uid)) for who in (desk.city.office0, desk.city.office1)]
    assert ["文稿对照（" in each for each in told] == [True, False]
