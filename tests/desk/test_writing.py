"""Beside the draft: preview, what is kept between saves, taking over, remarks and versions."""

from __future__ import annotations

import pytest

from replies.actions import drafting, editing
from replies.models import Remark, Reply, UnsavedText
from tests.desk.conftest import rows
from tests.desk.pages import words_of
from tests.desk.test_drafting import typed
from tests.desk.test_language import foreign


@pytest.fixture
def reply(desk):
    return desk.office.drafted()


def keep(desk, reply, who="drafter0", **fields):
    data = {"version": reply.version, "title": reply.title, "body": "写了一半的正文"} | fields
    return desk.post(getattr(desk.city, who), "reply_autosave", reply.uid, **data)


def page(desk, reply, who="drafter0", **query):
    return words_of(desk.get(getattr(desk.city, who), "reply", reply.uid, **query))


def test_the_preview_shows_what_is_typed_and_keeps_nothing(desk, reply):
    before = Reply.objects.get(pk=reply.pk).body

    def preview(**changes):
        return desk.post(desk.city.drafter0, "reply_preview", reply.uid, **typed(reply, **changes)).content

    one, longer = preview(), preview(body="\n".join(["很长的一段。" * 60] * 12))
    assert (one.count(b"data:image/png;base64,"), longer.count(b"data:image/png;base64,")) == (2, 8)
    assert Reply.objects.get(pk=reply.pk).body == before


@pytest.mark.parametrize(
    "changes", [{"title": "长" * 201}, {"version": "x"}, rows("copies", {"name": "", "copies": "-"})]
)
def test_half_a_form_can_be_previewed(desk, reply, changes):
    response = desk.post(desk.city.drafter0, "reply_preview", reply.uid, **typed(reply) | changes)
    assert (response.status_code, b"data:image" in response.content) == (200, True)


def test_what_is_typed_is_kept_and_offered_again(desk, reply):
    assert keep(desk, reply).json() == {"message": "11:00已自动留存"}
    shown = page(desk, reply)
    assert ("输入的文字没有保存" in shown, "写了一半的正文" in shown) == (True, True)
    restored = desk.get(desk.city.drafter0, "reply", reply.uid, unsaved=1)
    assert restored.context["form"]["body"].value() == "写了一半的正文"
    assert "输入的文字没有保存" not in page(desk, reply, "office0")
    desk.post(desk.city.drafter0, "reply_discard", reply.uid)
    assert "输入的文字没有保存" not in page(desk, reply)


def test_a_second_writer_is_told_and_may_take_over(desk, reply):
    keep(desk, reply)
    assert "丽承办人自11:00起正在修改本稿" in page(desk, reply, "office0")
    refused = desk.post(desk.city.office0, "reply", reply.uid, **typed(reply, body="办公室的改动"))
    assert "丽承办人正在修改本稿，请接手后再保存。" in words_of(refused)
    assert refused.context["form"]["body"].value() == "办公室的改动"
    assert desk.post(desk.city.office0, "reply_take_over", reply.uid).status_code == 302
    told = keep(desk, reply)
    assert (told.status_code, told.json()["message"]) == (409, "丽单位办公室已接手修改，您输入的文字已留存。")
    assert desk.post(desk.city.office0, "reply", reply.uid, **typed(reply, body="办公室的改动")).status_code == 302
    assert UnsavedText.objects.get().user == desk.city.drafter0


def test_a_page_from_before_cannot_keep_anything(desk, reply):
    assert keep(desk, reply, version="").status_code == 400
    assert keep(desk, reply, who="signer0").status_code == 409
    assert keep(desk, reply, body="长" * 300_001).status_code == 409
    assert not UnsavedText.objects.exists()


def test_a_reader_remarks_on_a_passage_and_the_drafter_settles_it(desk, reply):
    start = Reply.objects.get(pk=reply.pk).body.index("服务站")
    made = desk.post(desk.city.section_head0, "reply_remark", reply.uid, start=start, end=start + 3, words="哪里的？")
    assert made.status_code == 302
    shown = page(desk, reply)
    assert all(word in shown for word in ("“服务站”", "哪里的？", "丽科室负责人", "已处理"))
    desk.post(desk.city.drafter0, "reply_settle", reply.uid, Remark.objects.get().uid)
    assert "没有待处理的批注" in page(desk, reply)


@pytest.mark.parametrize(("data", "told"), [
    ({"start": "", "end": "", "words": "话"}, "请先在正文中选中要批注的文字。"),
    ({"start": 0, "end": 4, "words": " "}, "请填写批注。"),
    ({"start": 9999, "end": 10000, "words": "话"}, "请先在正文中选中要批注的文字。"),
])  # fmt: skip
def test_a_remark_that_says_nothing_is_told_why(desk, reply, data, told):
    browser = desk.of(desk.city.section_head0)
    response = browser.post(f"/admin/desk/replies/{reply.uid}/remarks/", data, follow=True)
    assert told in words_of(response)
    assert not Remark.objects.exists()


def test_versions_side_by_side(desk, reply):
    desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, body="已建成服务站15个。"))
    response = desk.get(desk.city.office0, "reply_versions", reply.uid)
    html, words = response.content.decode(), words_of(response)
    assert "<del>2</del><ins>5</ins>" in html
    assert ("第2稿 → 第3稿" in words, foreign(words)) == (True, set())
    first = words_of(desk.get(desk.city.office0, "reply_versions", reply.uid, **{"from": 1, "to": 3}))
    assert "第1稿 → 第3稿" in first
    odd = words_of(desk.get(desk.city.office0, "reply_versions", reply.uid, **{"from": "x", "to": "99999999"}))
    assert "第2稿 → 第3稿" in odd
    assert desk.get(desk.county.office0, "reply_versions", reply.uid).status_code == 404


def test_of_a_sent_letter_others_see_the_letter_and_not_how_it_came_about(desk):
    reply = desk.office.sent("lead", "assist")
    said = {"start": 0, "end": 2, "quote": "您提", "words": "谁写的？", "created_at": desk.office.at}
    reply.remarks.create(version=reply.versions.last(), author=desk.city.signer0, author_name="丽签发人", **said)
    own, other = page(desk, reply, "office0"), page(desk, reply, "office1")
    assert ("文稿对照" in own, "谁写的？" in own) == (True, True)
    assert ("文稿对照" in other, "谁写的？" in other) == (False, False)
    assert desk.get(desk.city.office0, "reply_versions", reply.uid).status_code == 200
    assert desk.get(desk.city.office1, "reply_versions", reply.uid).status_code == 404


def test_the_first_version_stands_alone(desk):
    reply = drafting.draft(desk.office.in_hand()[0], **desk.office.when(desk.city.drafter0))
    assert "第一稿" in words_of(desk.get(desk.city.drafter0, "reply_versions", reply.uid))


def test_what_is_typed_cannot_become_markup(desk, reply):
    desk.post(desk.city.drafter0, "reply", reply.uid, **typed(reply, body="<script>alert(1)</script>\n<ins>假</ins>"))
    html = desk.get(desk.city.drafter0, "reply_versions", reply.uid).content.decode()
    assert "<script>alert" not in html
    assert "&lt;ins&gt;假" in html


@pytest.mark.parametrize("count", [1, 3])
def test_many_remarks_cost_as_much_as_one(desk, reply, django_assert_num_queries, count):
    for n in range(count):
        desk.post(desk.city.section_head0, "reply_remark", reply.uid, start=0, end=2, words=f"批注{n}")
    browser = desk.of(desk.city.drafter0)
    browser.get(f"/admin/desk/replies/{reply.uid}/")
    with django_assert_num_queries(26):
        browser.get(f"/admin/desk/replies/{reply.uid}/")


def test_silence_frees_a_draft(desk, reply):
    by = desk.office.by(desk.city.office0)
    editing.begin(reply, by=by, at=desk.office.at)
    assert "正在修改本稿" not in page(desk, reply)
