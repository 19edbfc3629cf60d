"""Where letters come from: files, folders and ZIP archives, as a bounded stream of names and bytes."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from letters.files import SUFFIXES
from letters.files.zips import name_of

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one file. A scanned letter has some millions."""
MOST_ENTRIES: Final = 20_000
MOST_LISTED: Final = 16 * 1024 * 1024
"""Bytes of an archive's own list of entries: far more than so many names take."""
_LONGEST_END: Final = 22 + 65_535  # bytes of the record that ends an archive, with its comment
MOST_UNPACKED: Final = 2 * 1024 * 1024 * 1024
PACKED: Final = frozenset({".zip", ".rar", ".7z", ".gz", ".tar"})
# What an operating system leaves in a folder: nobody's letter.
LITTER: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
LETTERS_OF_PARTS: Final = frozenset({"[content_types].xml", "ofd.xml"})


class Refused(ValueError):
    """An archive that is not unpacked at all; the message is for people."""


@dataclass(slots=True)
class Found:
    """One file with its bytes and, once it was read, the reader's answer; without bytes only the reason why."""

    name: str
    data: bytes = b""
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A file not opened yet."""

    name: str
    load: Callable[[], Found]
    held: int = 0
    """Bytes of it that are in memory already."""


def refusal(name: str, code: str, message: str) -> Found:
    return Found(name, answer={"code": code, "message": message})


def sources_in(paths: Iterable[str]) -> Iterator[Source]:
    """Files as named; of a folder, what lies below it of a kind that holds letters, in order of name."""
    for path in map(Path, paths):
        for file in sorted(each for each in path.rglob("*") if holds_letters(each)) if path.is_dir() else [path]:
            yield from sources_of(file, str(file))


def holds_letters(path: Path) -> bool:
    known = {suffix for suffix in SUFFIXES if suffix} | {".zip"}
    return path.suffix.lower() in known and not is_litter(path.parts) and path.is_file()


def sources_of(path: Path, name: str, *, skip: int = 0) -> Iterator[Source]:
    """The letters in one file that is called `name`: itself, or what an archive holds; not the first `skip` of them."""
    if not is_archive(name):
        yield from [Source(name, lambda: _load(path, name))][skip:]
        return
    try:
        with path.open("rb") as file:
            yield from entries(file, name, skip=skip)
    except (OSError, Refused) as error:
        problem = refusal(name, "archive", said(error))
        yield from [Source(name, lambda: problem)][skip:]


def count_of(path: Path, name: str) -> int:
    """How many sources a file gives; of an archive only its list is read."""
    if not is_archive(name):
        return 1
    try:
        with path.open("rb") as file:
            return len(listed(file)[1])
    except (OSError, Refused):
        return 1


def is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")


def _load(path: Path, name: str) -> Found:
    try:
        if path.stat().st_size > LARGEST:
            return refusal(name, "too_large", TOO_LARGE)
        return Found(name, path.read_bytes())
    except OSError as error:
        return refusal(name, "no_file", said(error))


TOO_LARGE: Final = f"文件超过{LARGEST // 1024 // 1024}兆，未予读取。"


def said(error: Exception) -> str:
    return f"文件无法打开：{error.strerror}。" if isinstance(error, OSError) else str(error)


def entries(file: IO[bytes], name: str, *, skip: int = 0) -> Iterator[Source]:
    """The files in an archive. Refused where it is damaged, or holds more than an import should; nothing is written.

    The archive is read as its entries are asked for: load each before the next is taken, or while the file is open.
    """
    archive, infos = listed(file)
    for info in infos[skip:]:
        found = _entry(archive, info, "/".join([name, *parts_of(info)]))
        yield Source(found.name, lambda found=found: found, held=len(found.data))  # type: ignore[misc]


def listed(file: IO[bytes]) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """The archive and what it says it holds, without litter; Refused as by `entries`."""
    _refuse_endless(file)
    try:
        archive = zipfile.ZipFile(file)
        infos = [info for info in archive.infolist() if not info.is_dir() and not is_litter(parts_of(info))]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("压缩包已损坏或不是ZIP格式，无法打开。") from error
    if len(infos) > MOST_ENTRIES:
        raise Refused(f"压缩包内文件超过{MOST_ENTRIES}个，请分批导入。")
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Refused("压缩包展开后过大，未予读取。")
    if LETTERS_OF_PARTS & {info.filename.casefold() for info in infos}:
        raise Refused("这是改名为ZIP的单个文档，请改回原来的扩展名再导入。")
    if not infos:
        raise Refused("压缩包是空的。")
    return archive, infos


def _refuse_endless(file: IO[bytes]) -> None:
    """By what the archive's end says of its list of entries, before that is read into memory."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - _LONGEST_END))
    end = file.read()
    place = end.rfind(b"PK\x05\x06")
    if place >= 0 and len(end) >= place + 16 and int.from_bytes(end[place + 12 : place + 16], "little") > MOST_LISTED:
        raise Refused(f"压缩包内文件超过{MOST_ENTRIES}个，请分批导入。")
    file.seek(0)


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Found:
    suffix = PurePosixPath(name).suffix.lower()
    if is_locked(info):
        return refusal(name, "password", "文件加了密码，请解除密码后再导入。")
    if suffix in PACKED:
        return refusal(name, "nested", "压缩包里的压缩包不予展开，请单独导入。")
    if suffix not in SUFFIXES:
        return refusal(name, "unsupported", f"暂不能读取{suffix}格式的文件。")
    if info.file_size > LARGEST:
        return refusal(name, "too_large", TOO_LARGE)
    try:
        with archive.open(info) as entry:
            # One byte more than it says of itself is one too many; the library sees to that, and to the checksum.
            return Found(name, entry.read(LARGEST + 1))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return refusal(name, "damaged", "压缩包内该文件已损坏，无法取出。")


def is_locked(info: zipfile.ZipInfo) -> bool:
    """Under a password."""
    return bool(info.flag_bits & 0x1)


def parts_of(info: zipfile.ZipInfo) -> list[str]:
    """Folders and name, as text to show: no step up, no drive, nothing absolute is left in them."""
    path = name_of(info).replace("\\", "/").replace("\x00", "")
    return [part for part in path.split("/") if part.strip(". ") and not part.endswith(":")]


def is_litter(parts: Iterable[str]) -> bool:
    """Hidden files, a word processor's locks, an operating system's notes; the way to a folder may be hidden."""
    names = [part.casefold() for part in parts]
    return bool(names) and (names[-1].startswith((".", "~$")) or not LITTER.isdisjoint(names))
