"""上传文稿: a draft goes to a word processor and comes back as the next version."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from letters.body import text_of
from letters.writing import WRITERS
from replies.actions import editing
from replies.actions.archiving import render
from replies.models import Reply
from replies.papers import letter_of
from tests.desk.pages import words_of
from tests.letters.files.test_draft import came, edited, went
from workflow.models import StoredFile


@pytest.fixture
def reply(desk):
    return desk.office.drafted()


def downloaded(desk, reply) -> bytes:
    return b"".join(desk.get(desk.city.drafter0, "letter", reply.uid, "docx"))


def changed(desk, reply) -> bytes:
    """服务站12个 became 服务站15个 with the change tracked, and a sentence was typed without."""
    tracked = f"已建成服务站1</w:t></w:r>{went('2')}{came('5')}<w:r><w:t>个。另有三处在建。</w:t></w:r>"
    return edited(downloaded(desk, reply), ("已建成服务站12个。</w:t></w:r>", tracked))


def look(desk, reply, data, name="改好.docx", who="drafter0"):
    upload = SimpleUploadedFile(name, data)
    return desk.post(getattr(desk.city, who), "reply_upload", reply.uid, file=upload)


def take(desk, reply, response, who="drafter0", **data):
    hidden = {"stored": response.context["file"].uid, "version": reply.version, "changes": "accept"}
    return desk.post(getattr(desk.city, who), "reply_upload", reply.uid, **hidden | data)


def test_what_is_wrong_with_it_is_told_before_it_is_taken(desk, reply):
    heading = '<w:pStyle w:val="Heading1"/><w:keepNext/></w:pPr><w:r>'
    song = f'{heading}<w:rPr><w:rFonts w:eastAsia="宋体"/></w:rPr>'
    data = edited(downloaded(desk, reply), (heading, song), ("已建成服务站12个", "已建成服务站XX个"))
    page = words_of(look(desk, reply, data))
    assert "第1级标题应用黑体，现为宋体。" in page
    assert "未填内容" in page.splitlines()
    assert "应用黑体" not in words_of(look(desk, reply, changed(desk, reply)))


@pytest.mark.parametrize(("changes", "body"), [
    ("accept", "已建成服务站15个。另有三处在建。"), ("original", "已建成服务站12个。另有三处在建。"),
])  # fmt: skip
def test_it_is_looked_at_and_taken_with_its_changes_made_or_not(desk, reply, changes, body):
    response = look(desk, reply, changed(desk, reply))
    page, html = words_of(response), response.content.decode()
    assert all(word in page for word in ("李科长", "5月4日增加", "删去", "接受全部修订"))
    assert "<del>2</del><ins>5</ins>" in html
    assert Reply.objects.get(pk=reply.pk).body.endswith("已建成服务站12个。")
    assert take(desk, reply, response, changes=changes).status_code == 302
    reply.refresh_from_db()
    last = reply.versions.last()
    assert (reply.body.split("\n")[-1], last.source, last.file.name) == (body, "upload", "改好.docx")


def test_the_file_that_was_uploaded_can_be_fetched_by_those_who_see_the_draft(desk, reply):
    data = changed(desk, reply)
    take(desk, reply, look(desk, reply, data))
    file = reply.versions.last().file
    assert b"".join(desk.get(desk.city.office0, "file", file.uid)) == data
    assert desk.get(desk.city.office1, "file", file.uid).status_code == 404


def test_what_is_unchanged_comes_back_unchanged(desk, reply):
    response = look(desk, reply, downloaded(desk, reply))
    assert (response.context["draft"].revisions, "文件中没有修订记录" in words_of(response)) == ((), True)
    assert [part.changed for part in response.context["compared"]] == [0, 0, 0]


@pytest.mark.parametrize(("name", "data", "told"), [
    ("a.docx", b"PK\x03\x04 broken", "损坏"),
    ("a.docx", b"", "文件是空的"),
    ("a.xlsx", b"PK\x03\x04", "暂不能读取.xlsx格式的文件"),
    ("a.txt", "没有称谓的一段话".encode(), "没有找到称谓和正文"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_and_nothing_is_kept(desk, reply, name, data, told):
    files = StoredFile.objects.count()
    assert told in words_of(look(desk, reply, data, name))
    assert StoredFile.objects.count() == files


def test_thirty_megabytes_of_pictures_are_refused_in_words(desk, reply, monkeypatch):
    monkeypatch.setattr("replies.actions.uploading.LARGEST", 1000)
    assert "文件超过20兆，请删去其中的图片后再上传。" in words_of(look(desk, reply, downloaded(desk, reply)))


def test_too_long_a_text_is_refused_and_nothing_changes(desk, reply):
    long = f"{letter_of(reply).salutation}\n您提出的提案收悉，现答复如下：\n" + "很长的一段话。\n" * 8000
    response = look(desk, reply, long.encode(), "a.txt")
    browser = desk.of(desk.city.drafter0)
    hidden = {"stored": response.context["file"].uid, "version": reply.version, "changes": "accept"}
    told = browser.post(f"/admin/desk/replies/{reply.uid}/upload/", hidden, follow=True)
    assert "正文不能超过5万字。" in words_of(told)
    assert Reply.objects.get(pk=reply.pk).body == reply.body


def test_a_stale_or_a_held_draft_is_not_written_over(desk, reply):
    response = look(desk, reply, changed(desk, reply))
    take(desk, reply, response, version=reply.version - 1)
    editing.begin(reply, by=desk.office.by(desk.city.office0), at=desk.office.at.replace(hour=11))
    take(desk, reply, response)
    assert Reply.objects.get(pk=reply.pk).body.endswith("已建成服务站12个。")


def test_a_file_of_another_case_is_not_there(desk, reply):
    other = desk.office.drafted(number="36")
    response = look(desk, other, downloaded(desk, other))
    hidden = {"stored": response.context["file"].uid, "version": reply.version, "changes": "accept"}
    assert desk.post(desk.city.drafter0, "reply_upload", reply.uid, **hidden).status_code == 404


@pytest.mark.parametrize("who", ["signer0", "supervisor"])
def test_who_may_not_change_the_text_uploads_nothing(desk, reply, who):
    assert look(desk, reply, downloaded(desk, reply), who=who).status_code == 403
    assert desk.get(getattr(desk.city, who), "reply_upload", reply.uid).status_code == 403


def test_others_do_not_see_the_page(desk, reply):
    assert desk.get(desk.county.drafter0, "reply_upload", reply.uid).status_code == 404


def test_every_format_that_is_printed_reads_back_as_the_draft(desk, reply):
    office = desk.office
    for form in WRITERS:
        data, _ = render(reply, form, on=office.day)
        draft = look(desk, reply, data, f"a.{form}").context["draft"]
        assert draft.revised.body == text_of(letter_of(reply).body)
