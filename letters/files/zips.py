"""A ZIP of files, one by one and within bounds: nothing is unpacked that a person would not have put together."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from letters.files.errors import Unreadable

MOST_ENTRIES: Final = 500
MOST_OF_ONE: Final = 20 * 1024 * 1024
MOST_IN_ALL: Final = 400 * 1024 * 1024
_UTF8_NAMES: Final = 0x800
_ENCRYPTED: Final = 0x1
_PACKED: Final = frozenset({".zip", ".rar", ".7z", ".gz", ".tar"})
# What a system puts beside the files.
_LEFT_OVER: Final = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})


def entries(data: bytes) -> Iterator[tuple[str, bytes | Unreadable]]:
    """Each file's name with its content, or with the reason why this one cannot be read.

    Unreadable for the archive as a whole: broken, too many files, or more than may be unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("damaged", "文件不是ZIP压缩包，或已损坏。") from error
    with archive:
        listed = [(name_of(each), each) for each in archive.infolist() if not each.is_dir()]
        wanted = [(name, each) for name, each in listed if not _is_left_over(name)]
        if not wanted:
            raise Unreadable("empty", "压缩包中没有文件。")
        if len(wanted) > MOST_ENTRIES:
            raise Unreadable("too_many", f"压缩包中的文件超过{MOST_ENTRIES}个，请分批上传。")
        left = MOST_IN_ALL
        for name, each in wanted:
            content = _content(archive, each, name)
            left -= len(content) if isinstance(content, bytes) else 0
            if left < 0:
                raise Unreadable("too_large", "压缩包解压后超过400兆，请分批上传。")
            yield name, content


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name as it was given: archives made on Chinese Windows keep it in GBK and do not say so."""
    if entry.flag_bits & _UTF8_NAMES:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_left_over(name: str) -> bool:
    return not _LEFT_OVER.isdisjoint(PurePosixPath(name).parts)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes | Unreadable:
    if entry.flag_bits & _ENCRYPTED:
        return Unreadable("encrypted", "文件已加密，请取消密码后再上传。")
    if PurePosixPath(name).suffix.lower() in _PACKED:
        return Unreadable("nested", "压缩包中又有压缩包，请解压后再上传。")
    if entry.file_size > MOST_OF_ONE:
        return _too_large()
    try:
        with archive.open(entry) as file:
            # What the list says of sizes may be a lie; what is read is counted.
            content = file.read(MOST_OF_ONE + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return Unreadable("damaged", "文件已损坏，无法解压。")
    return _too_large() if len(content) > MOST_OF_ONE else content


def _too_large() -> Unreadable:
    return Unreadable("too_large", "文件超过20兆，未予读取。")
