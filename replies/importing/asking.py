"""An import by upload: what may be uploaded, kept as it came, and the job that reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from letters.files import SUFFIXES
from replies.importing.confirming import KEEPERS
from replies.importing.sources import (
    LARGEST,
    MOST_ENTRIES,
    MOST_UNPACKED,
    PACKED,
    Refused,
    is_archive,
    is_locked,
    listed,
)
from workflow import files, jobs
from workflow.actor import Actor
from workflow.errors import Invalid, NotYours
from workflow.models import Department, Job, Jurisdiction

KIND = "import_letters"
MEGABYTE = 1024 * 1024
LARGEST_IN_ALL = 500 * MEGABYTE
"""Bytes of one upload: some ten thousand letters as text, a year of them as scans."""
MOST_FILES = 100
LETTERS = "TXT、HTML、DOCX、PDF、OFD、DOC、WPS、RTF、图片"


def ask(
    uploads: Sequence[UploadedFile[Any]],
    *,
    jurisdiction: Jurisdiction,
    department: Department | None,
    by: Actor,
    at: dt.datetime,
) -> Job:
    """Keep these files and queue their import, as this person. Nothing is kept where one of them is refused."""
    refuse_others(jurisdiction.pk, by)
    if department and (department.jurisdiction_id != jurisdiction.pk or department.parent_id):
        raise Invalid(f"该单位不是{jurisdiction}的承办单位。", field="department")
    total = letters_in(uploads)
    with transaction.atomic():
        inputs = [
            files.store_stream(each.chunks(), each.name or "", jurisdiction_id=jurisdiction.pk, at=at, restricted=True)
            for each in uploads
        ]
        parameters = {"department": str(department.uid)} if department else {}
        return jobs.ask(
            KIND, jurisdiction=jurisdiction, total=total, by=by, at=at, inputs=inputs, parameters=parameters
        )


def ask_again(job: Job, *, by: Actor, at: dt.datetime) -> Job:
    """Read the files of an earlier import once more, as this person. What is known already stays as it is."""
    refuse_others(job.jurisdiction_id, by)
    return jobs.ask_again(job, by=by, at=at)


def refuse_others(jurisdiction_id: int, by: Actor) -> None:
    """NotYours for who does not see to the imports of this place."""
    if not any(post.jurisdiction_id == jurisdiction_id and post.role in KEEPERS for post in by.posts):
        raise NotYours("您没有本地区导入公文的权限。")


def letters_in(uploads: Sequence[UploadedFile[Any]]) -> int:
    """How many letters these files hold; Invalid names the first that cannot be imported, and why."""
    if len(uploads) > MOST_FILES:
        raise Invalid(f"一次最多上传{MOST_FILES}个文件，现有{len(uploads)}个；请打成ZIP压缩包。", field="uploads")
    if sum(each.size or 0 for each in uploads) > LARGEST_IN_ALL:
        raise Invalid(f"一次上传不能超过{LARGEST_IN_ALL // MEGABYTE}兆，请分批导入。", field="uploads")
    total = unpacked = 0
    for each in uploads:
        try:
            count, size = _letters_in(each)
        except Refused as refusal:
            raise Invalid(f"{each.name}：{refusal}", field="uploads") from refusal
        total, unpacked = total + count, unpacked + size
    if unpacked > MOST_UNPACKED:
        raise Invalid(f"压缩包展开后共超过{MOST_UNPACKED // MEGABYTE}兆，请分批导入。", field="uploads")
    if total > MOST_ENTRIES:
        raise Invalid(f"一次最多导入{MOST_ENTRIES}份公文，请分批导入。", field="uploads")
    return total


def _letters_in(upload: UploadedFile[Any]) -> tuple[int, int]:
    """How many letters it holds, and how many bytes they take."""
    name, size = upload.name or "", upload.size or 0
    suffix = PurePath(name).suffix.lower()
    if not size:
        raise Refused("文件是空的。")
    if is_archive(name):
        return _letters_in_archive(upload)
    if suffix in PACKED:
        raise Refused("只能展开ZIP压缩包，请解压后打成ZIP再上传。")
    if not suffix or suffix not in SUFFIXES:
        raise Refused(f"不是可以识读的公文格式；支持{LETTERS}，以及内含这些文件的ZIP压缩包。")
    if size > LARGEST:
        raise Refused(f"文件超过{LARGEST // MEGABYTE}兆，请压缩或拆分后再上传。")
    return 1, size


def _letters_in_archive(upload: UploadedFile[Any]) -> tuple[int, int]:
    _, infos = listed(upload)
    upload.seek(0)
    if all(is_locked(info) for info in infos):
        raise Refused("压缩包加了密码，请取消密码后再上传。")
    return len(infos), sum(info.file_size for info in infos)
