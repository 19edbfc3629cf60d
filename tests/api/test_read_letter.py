"""POST letters/read/: a program sends a letter and reads what it states; nothing is kept."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from replies.models import IncomingLetter
from tests.replies.test_importing import LETTER
from workflow.models import StoredFile


def upload(api, data: bytes, name="答复.txt", whose="city.office0"):
    headers = {"Authorization": f"Bearer {api.key(whose)}"}
    client = Client(raise_request_exception=False)
    return client.post("/api/v1/letters/read/", {"file": SimpleUploadedFile(name, data)}, headers=headers)


def test_a_text_is_read_and_nothing_is_kept(api):
    answer = api.post("city.office0", "letters/read/", {"text": LETTER})
    label = answer.json()
    assert (answer.status_code, label["kind"], label["doc_number"]) == (200, "reply", "丽卫函〔2024〕18号")
    [[start, end]] = label["evidence"]["doc_number"]["spans"]
    assert LETTER[start:end] == "丽卫函〔2024〕18号"
    assert not IncomingLetter.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_gives_the_same_answer_as_the_command(api, tmp_path, capsys):
    (path := tmp_path / "答复.txt").write_text(LETTER)
    call_command("read_letter", str(path))
    told = json.loads(capsys.readouterr().out)
    told.pop("path")
    assert upload(api, LETTER.encode()).json() == told


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [(b"", "a.txt", "empty"), (b"MZ\x90", "a.exe", "unsupported"), (b"%PDF-1.4 x", "a.pdf", "damaged")],
)
def test_a_file_that_cannot_be_read_is_answered_with_its_finding(api, data, name, code):
    answer = upload(api, data, name)
    assert (answer.status_code, answer.json()["kind"]) == (200, "other")
    assert [each["code"] for each in answer.json()["findings"]] == [code]


@pytest.mark.parametrize("body", [{}, {"text": 7}, [], {"text": None}])
def test_a_request_without_a_letter_is_refused(api, body):
    answer = api.post("city.office0", "letters/read/", body)
    assert (answer.status_code, answer.json()["detail"]) == (422, "请上传公文文件（file），或发送公文全文（text）。")


def test_too_large_a_file_is_refused(api, monkeypatch):
    monkeypatch.setattr("replies.api.reading.LARGEST", 10)
    assert upload(api, LETTER.encode()).status_code == 422


def test_a_stranger_reads_nothing(db):
    answer = Client().post("/api/v1/letters/read/", {"text": LETTER}, content_type="application/json")
    assert answer.status_code == 401
