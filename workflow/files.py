"""Content-addressed files under DATA_DIR/files: the same bytes lie there once."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from workflow.models import StoredFile


def path_of(sha256: str) -> Path:
    return Path(settings.DATA_DIR) / "files" / sha256[:2] / sha256


def store(
    data: bytes,
    name: str,
    *,
    jurisdiction_id: int,
    at: dt.datetime,
    case_uid: uuid.UUID | None = None,
    content_type: str = "application/octet-stream",
    restricted: bool = False,
) -> StoredFile:
    """Keep `data` and make the row that names it. The bytes are on disk before the row exists."""
    file = keep(
        data,
        name,
        jurisdiction_id=jurisdiction_id,
        at=at,
        case_uid=case_uid,
        content_type=content_type,
        restricted=restricted,
    )
    file.save(force_insert=True)
    return file


def store_stream(
    chunks: Iterable[bytes],
    name: str,
    *,
    jurisdiction_id: int,
    at: dt.datetime,
    content_type: str = "application/octet-stream",
    restricted: bool = False,
) -> StoredFile:
    """Like `store`, for what is too large to be held in memory."""
    sha256, size = _write_stream(chunks)
    return StoredFile.objects.create(
        jurisdiction_id=jurisdiction_id,
        name=Path(name).name[-200:],
        sha256=sha256,
        size=size,
        content_type=content_type,
        restricted=restricted,
        stored_at=at,
    )


def _write_stream(chunks: Iterable[bytes]) -> tuple[str, int]:
    folder = Path(settings.DATA_DIR) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=folder)
    digest = hashlib.sha256()
    with _or_nothing(aside):
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            size = file.tell()
        path = path_of(digest.hexdigest())
        path.parent.mkdir(exist_ok=True)
        Path(aside).replace(path)
    return digest.hexdigest(), size


@contextmanager
def _or_nothing(aside: str) -> Iterator[None]:
    """A file that could not be written to its end does not stay."""
    try:
        yield
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def keep(
    data: bytes,
    name: str,
    *,
    jurisdiction_id: int,
    at: dt.datetime,
    case_uid: uuid.UUID | None = None,
    content_type: str = "application/octet-stream",
    restricted: bool = False,
) -> StoredFile:
    """Keep `data`; the row that names it is the caller's to save, for many at once."""
    sha256 = hashlib.sha256(data).hexdigest()
    _write_once(path_of(sha256), data)
    return StoredFile(
        jurisdiction_id=jurisdiction_id,
        case_uid=case_uid,
        name=Path(name).name[-200:],
        sha256=sha256,
        size=len(data),
        content_type=content_type,
        restricted=restricted,
        stored_at=at,
    )


def _write_once(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and renamed: nobody ever reads half a file under its hash.
    handle, aside = tempfile.mkstemp(dir=path.parent)
    with _or_nothing(aside):
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(aside).replace(path)


def read(file: StoredFile) -> bytes:
    return path_of(file.sha256).read_bytes()
