"""The archive owes each numbered reply its files: all of them or, for now, none."""

import datetime as dt

import pytest
from django.db import connection

from letters.writing import WRITERS
from replies.actions.archiving import archive_files, render
from replies.models import ArchivedFile, Reply
from replies.tasks import archive_missing
from tests.personas import moment

WRITE_PDF = WRITERS["pdf"]


class OutOfPaperError(Exception):
    """Not an error that anything of ours names."""


def kept() -> list[tuple[str, str]]:
    return sorted(ArchivedFile.objects.values_list("reply__doc_number", "format"))


@pytest.fixture
def jam(monkeypatch):
    """The typesetter fails for the letter with this number."""

    def jam(doc_number: str) -> None:
        def write(letter, profile, *, when):
            if letter.doc_number == doc_number:
                raise OutOfPaperError
            return WRITE_PDF(letter, profile, when=when)

        monkeypatch.setitem(WRITERS, "pdf", write)

    return jam


def test_half_an_archive_is_none_and_is_made_whole_later(office, jam, monkeypatch):
    reply = office.numbered()
    jam(reply.doc_number)
    with pytest.raises(OutOfPaperError):
        archive_files(reply, at=office.at)
    assert list(Reply.objects.numbered_without_files()) == [reply]
    monkeypatch.setitem(WRITERS, "pdf", WRITE_PDF)
    archive_missing()
    assert kept() == [(reply.doc_number, each) for each in ("docx", "ofd", "pdf")]


def test_a_file_that_cannot_be_kept_leaves_none(office):
    reply = office.numbered()
    written = []

    def fill_up(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "replies_archivedfile"'):
            written.append(sql)
            if len(written) == 2:
                raise OSError("no space left on device")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fill_up), pytest.raises(OSError, match="no space left"):
        archive_files(reply, at=office.at)
    assert (len(written), kept()) == (2, [])


def test_a_letter_that_cannot_be_printed_holds_up_no_other(office, jam, caplog):
    numbers = ["丽卫函〔2026〕12号", "丽卫函〔2026〕13号"]
    for proposal, number in enumerate(numbers, start=1):
        office.numbered(number=str(proposal), doc_number=number)
    jam(numbers[0])
    archive_missing()
    assert kept() == [(numbers[1], each) for each in ("docx", "ofd", "pdf")]
    assert "could not archive" in caplog.text


def test_the_time_inside_a_file_is_of_the_offices_day(office):
    reply = office.drafted()
    reply.created_at = moment(office.day, hour=7)
    assert reply.created_at.astimezone(dt.UTC).date() < office.day
    utc = Reply.objects.for_page().get(pk=reply.pk)
    utc.created_at = reply.created_at.astimezone(dt.UTC)
    assert render(utc, "docx", on=office.day) == render(reply, "docx", on=office.day)
