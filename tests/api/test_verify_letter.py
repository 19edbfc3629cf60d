"""POST letters/verify/: whether a file is the letter that was signed, among those that the key may see."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from replies.actions.archiving import archive_files
from workflow import files


@pytest.fixture
def archived(api):
    reply = api.office.numbered()
    archive_files(reply, at=api.office.at)
    return reply


def verify(api, who, data, name="a.pdf"):
    headers = {"Authorization": f"Bearer {api.key(who)}"}
    return Client().post("/api/v1/letters/verify/", {"file": SimpleUploadedFile(name, data)}, headers=headers)


def test_the_original_is_known_to_whoever_sees_the_letter(api, archived):
    data = files.read(archived.files.get(format="pdf").file)
    told = verify(api, "city.office0", data)
    assert (told.status_code, told.json()) == (
        200,
        {
            "verdict": "signed",
            "message": "丽卫函〔2026〕12号：与签发归档的文件一致。",
            "reply": str(archived.uid),
            "sealed_by": "",
        },
    )
    assert verify(api, "county.office0", data).json()["reply"] is None
    assert verify(api, "city.office0", data + b"\n").json()["verdict"] == "altered"


def test_without_a_file_it_says_so(api):
    assert api.post("city.office0", "letters/verify/", {}).status_code == 422
