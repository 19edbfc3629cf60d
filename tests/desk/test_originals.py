"""导入提案原件 at the desk: look first, edit the asks, then fill in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from proposals.models import Ask, Proposal
from tests.desk.pages import words_of
from tests.proposals.test_originals import TITLE, packed, paper
from workflow.models import StoredFile


def upload(desk, who, data):
    file = SimpleUploadedFile("原件.zip", data)
    return desk.post(who, "originals", session=desk.city.session.pk, file=file)


@pytest.fixture
def case(desk):
    proposal = desk.office.filed(number="1", title=TITLE)
    Ask.objects.all().delete()
    Proposal.objects.update(body="")
    return proposal


def test_looked_at_edited_and_filled(desk, case):
    page = upload(desk, desk.city.committee, packed(甲=paper(), 乙=paper("关于修建滨河步道的提案", "9")))
    assert ("提案内容、具体建议" in words_of(page), "清单中没有这一案号" in words_of(page)) == (True, True)
    assert not Ask.objects.exists()
    form = {
        "stored": StoredFile.objects.get().uid,
        "session": desk.city.session.uid,
        "asks:甲.txt": "改过的建议\n\n另一条",
    }
    assert "已补录1件，1个文件未对应。" in words_of(desk.post(desk.city.committee, "originals", **form))
    assert [each.text for each in case.asks.all()] == ["改过的建议", "另一条"]


def test_what_is_no_archive_is_told_and_nothing_is_kept(desk, case):
    assert "不是ZIP压缩包" in words_of(upload(desk, desk.city.supervisor, b"x"))
    assert not StoredFile.objects.exists()


def test_units_have_no_such_page(desk, case):
    assert desk.get(desk.city.office0, "originals").status_code == 403
    assert upload(desk, desk.city.drafter0, packed(甲=paper())).status_code == 403


@pytest.mark.parametrize("stored", ["x", "00000000-0000-4000-8000-000000000000"])
def test_an_archive_that_is_not_there_is_not_found(desk, case, stored):
    form = {"stored": stored, "session": desk.city.session.uid}
    assert desk.post(desk.city.committee, "originals", **form).status_code == 404
