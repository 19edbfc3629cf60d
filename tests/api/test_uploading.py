"""A draft goes out by `render/`, is worked on elsewhere and comes back by `upload/` as the next version."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from letters.writing import WRITERS
from replies.actions import editing
from replies.models import Reply, TextVersion
from tests.api.test_refusals import world
from tests.letters.files.test_draft import came, edited, went
from workflow.models import StoredFile


@pytest.fixture
def reply(api) -> Reply:
    return api.office.drafted()


def upload(api, reply, data, name="改好.docx", whose="city.drafter0", *, query="", if_match=None, **form):
    headers = {"Authorization": f"Bearer {api.key(whose)}"} | ({"If-Match": if_match} if if_match else {})
    given = {"version": reply.version, "file": SimpleUploadedFile(name, data)} | form
    given = {name: value for name, value in given.items() if value is not None}
    client = Client(raise_request_exception=False)
    return client.post(f"/api/v1/replies/{reply.uid}/upload/{query}", given, headers=headers)


def downloaded(api, reply) -> bytes:
    return api.get("city.drafter0", f"replies/{reply.uid}/render/?format=docx").content


def changed(api, reply) -> bytes:
    """服务站12个 became 服务站15个 with the change tracked, and a sentence was typed without."""
    tracked = f"已建成服务站1</w:t></w:r>{went('2')}{came('5')}<w:r><w:t>个。另有三处在建。</w:t></w:r>"
    return edited(downloaded(api, reply), ("已建成服务站12个。</w:t></w:r>", tracked))


@pytest.mark.parametrize(("changes", "last"), [
    (None, "已建成服务站15个。另有三处在建。"),
    ("accept", "已建成服务站15个。另有三处在建。"),
    ("original", "已建成服务站12个。另有三处在建。"),
])  # fmt: skip
def test_it_becomes_the_next_version_with_its_changes_made_or_not(api, reply, changes, last):
    answer = upload(api, reply, changed(api, reply), changes=changes)
    told = answer.json()
    reply.refresh_from_db()
    kept = reply.versions.last()
    assert answer.status_code == 200, told
    assert (told["version"], told["number"], told["body"]) == (reply.version, kept.number, reply.body)
    assert (reply.body.split("\n")[-1], kept.source, kept.file.name) == (last, "upload", "改好.docx")
    assert kept.author_name == "密钥 city.drafter0"
    assert told["revisions"] == [
        {"author": "李科长", "day": "2031-05-04", "change": "gone", "text": "2"},
        {"author": "李科长", "day": "2031-05-04", "change": "new", "text": "5"},
    ]
    shown = api.get("city.drafter0", f"replies/{reply.uid}/")
    assert (shown.json()["body"], shown["ETag"]) == (told["body"], f'"{told["version"]}"')


def test_what_it_changes_and_what_is_wrong_with_it_is_told(api, reply):
    told = upload(api, reply, changed(api, reply)).json()
    assert told["differences"]["body"][-1] == {"before": 2, "after": 2, "parts": [
        {"change": "same", "text": "已建成服务站1"}, {"change": "gone", "text": "2"}, {"change": "new", "text": "5"},
        {"change": "same", "text": "个。"}, {"change": "new", "text": "另有三处在建。"},
    ]}  # fmt: skip
    assert {part["change"] for line in told["differences"]["title"] for part in line["parts"]} == {"same"}
    assert told["problems"] == api.get("city.drafter0", f"replies/{reply.uid}/lint/").json() != []


def test_tried_first_nothing_is_kept(api, reply):
    data, before = changed(api, reply), world()
    tried = upload(api, reply, data, query="?dry_run=true")
    assert (tried.status_code, tried.json()["dry_run"], world()) == (200, True, before)
    assert tried.json() | {"dry_run": False} == upload(api, reply, data).json()


@pytest.mark.parametrize("fmt", WRITERS)
def test_what_was_printed_comes_back_as_it_was(api, reply, fmt):
    data = api.get("city.drafter0", f"replies/{reply.uid}/render/?format={fmt}").content
    told = upload(api, reply, data, f"a.{fmt}").json()
    assert (told["body"], told["revisions"]) == (reply.body, [])


def test_the_file_itself_can_be_fetched_again(api, reply):
    data = changed(api, reply)
    number = upload(api, reply, data).json()["number"]
    path = f"replies/{reply.uid}/versions/{number}/file/"
    fetched = api.get("city.drafter0", path, Accept="application/octet-stream")
    assert (fetched.status_code, fetched.content) == (200, data)
    assert api.get("city.drafter0", f"replies/{reply.uid}/versions/1/file/").status_code == 404
    assert api.get("city.drafter1", path).status_code == 404


@pytest.mark.parametrize(("name", "data", "told"), [
    ("a.docx", b"PK\x03\x04 broken", "损坏"),
    ("a.docx", b"", "空"),
    ("a.odt", b"PK\x03\x04", "暂不能读取.odt格式的文件"),
    ("a.png", b"\x89PNG\r\n\x1a\n123", "扫描件"),
    ("a.txt", "没有称谓的一段话".encode(), "没有找到称谓和正文"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_and_nothing_is_kept(api, reply, name, data, told):
    before = world()
    for query in ("", "?dry_run=true"):
        answer = upload(api, reply, data, name, query=query)
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        assert told in answer.json()["errors"]["file"][0]
    assert world() == before


def test_too_large_a_file_is_refused_unread(api, reply, monkeypatch):
    monkeypatch.setattr("replies.actions.uploading.LARGEST", 1000)
    answer = upload(api, reply, downloaded(api, reply))
    assert (answer.status_code, answer.json()["errors"]) == (
        422, {"file": ["文件超过20兆，请删去其中的图片后再上传。"]},
    )  # fmt: skip
    assert not TextVersion.objects.filter(source="upload").exists()


def test_too_long_a_text_is_refused(api, reply):
    long = f"{reply.addressees}\n您提出的提案收悉，现答复如下：\n" + "很长的一段话。\n" * 8000
    before = world()
    answer = upload(api, reply, long.encode(), "a.txt")
    assert (answer.status_code, list(answer.json()["errors"]), world()) == (422, ["body"], before)


@pytest.mark.parametrize(("form", "field"), [
    ({"version": None}, "version"), ({"version": "x"}, "version"), ({"version": -1}, "version"),
    ({"changes": "some"}, "changes"), ({"file": None}, "file"), ({"file": "text"}, "file"),
])  # fmt: skip
def test_a_form_that_lacks_something_is_refused(api, reply, form, field):
    before = world()
    answer = upload(api, reply, downloaded(api, reply), **form)
    assert (answer.status_code, list(answer.json()["errors"]), world()) == (422, [field], before)


def test_a_stale_program_writes_over_nothing(api, reply):
    data, before = downloaded(api, reply), world()
    for answer in (
        upload(api, reply, data, version=reply.version - 1),
        upload(api, reply, data, if_match=f'"{reply.version - 1}"'),
    ):
        assert (answer.status_code, answer.json()["code"], world()) == (409, "moved_on", before)
    assert upload(api, reply, data, if_match=f'"{reply.version}"').status_code == 200
    assert upload(api, reply, data).json()["code"] == "moved_on"


def test_while_somebody_writes_it_waits(api, reply):
    data, office = changed(api, reply), api.office
    editing.begin(reply, by=office.by(office.city.drafter0), at=office.at.replace(hour=11))
    before = world()
    answer = upload(api, reply, data)
    assert (answer.status_code, answer.json()["code"], world()) == (409, "somebody_writes", before)
    assert answer.json()["detail"] == "丽承办人正在修改本稿，请待保存，或在3分钟没有动静后再提交。"
    editing.finish(reply, by=office.by(office.city.drafter0))
    assert upload(api, reply, data).status_code == 200


@pytest.mark.parametrize(("whose", "status"), [
    ("city.signer0", 403), ("city.supervisor", 403), ("city.drafter1", 404), ("county.drafter0", 404),
])  # fmt: skip
def test_who_may_not_change_the_text_uploads_nothing(api, reply, whose, status):
    data, files = downloaded(api, reply), StoredFile.objects.count()
    assert upload(api, reply, data, whose=whose).status_code == status
    assert StoredFile.objects.count() == files


def test_a_signed_letter_takes_no_file(api):
    reply = api.office.signed()
    answer = upload(api, reply, downloaded(api, reply))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
