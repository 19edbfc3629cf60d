"""A ZIP of files, read within bounds."""

from __future__ import annotations

import io
import zipfile

import pytest

from letters.files import Unreadable, zips


def packed(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def codes(data):
    return {name: content.code if isinstance(content, Unreadable) else content for name, content in zips.entries(data)}


def test_files_come_by_name_and_folders_and_left_overs_do_not():
    data = packed(**{"甲/": b"", "甲/一.txt": b"1", "__MACOSX/甲/._一.txt": b"x", "甲/.DS_Store": b"x", "二.txt": b"2"})

    assert codes(data) == {"甲/一.txt": b"1", "二.txt": b"2"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_of_a_chinese_windows_are_read(encoding):
    plain = "提案原件.txt".encode(encoding)
    data = packed(**{"x" * len(plain): b"1"}).replace(b"x" * len(plain), plain)

    assert list(codes(data)) == ["提案原件.txt"]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"not a zip", packed(甲=b"1")[:-8]], ids=["empty", "magic", "text", "cut"]
)
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(Unreadable, match="已损坏"):
        codes(data)


def test_an_empty_archive_is_refused():
    with pytest.raises(Unreadable, match="没有文件"):
        codes(packed(**{"甲/": b""}))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(zips, "MOST_ENTRIES", 2)
    assert len(codes(packed(a=b"1", b=b"2"))) == 2
    with pytest.raises(Unreadable, match="超过2个"):
        codes(packed(a=b"1", b=b"2", c=b"3"))


def test_more_than_may_be_unpacked_is_refused(monkeypatch):
    monkeypatch.setattr(zips, "MOST_IN_ALL", 10)
    assert codes(packed(a=b"12345", b=b"12345"))
    with pytest.raises(Unreadable, match="400兆"):
        codes(packed(a=b"12345", b=b"123456"))


def test_one_file_that_is_too_large_stops_no_other(monkeypatch):
    monkeypatch.setattr(zips, "MOST_OF_ONE", 10)

    assert codes(packed(a=b"0" * 11, b=b"0" * 10)) == {"a": "too_large", "b": b"0" * 10}


def test_archives_inside_are_not_opened():
    assert codes(packed(**{"内.zip": packed(甲=b"1"), "b": b"2"})) == {"内.zip": "nested", "b": b"2"}


def test_an_encrypted_file_is_told_and_stops_no_other():
    data = bytearray(packed(a=b"1", b=b"2"))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1

    assert codes(bytes(data)) == {"a": "encrypted", "b": b"2"}


def test_a_damaged_file_is_told_and_stops_no_other():
    data = bytearray(packed(a=b"1" * 100, b=b"2"))
    data[31:35] = b"\xff\xff\xff\xff"

    assert codes(bytes(data)) == {"a": "damaged", "b": b"2"}
