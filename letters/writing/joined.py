"""Owns several papers as one print job: each begins on a front face, where both sides are printed."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence

import pypdfium2

from letters import pdfium

# pdfium makes up an identity for each file that it writes, and reads the clock; equal papers are equal files.
IDENTITY = re.compile(rb"(?<=<)[0-9A-Fa-f]{32}(?=>)")
CLOCK = re.compile(rb"(?<=/CreationDate\(D:)\d{14}\+00'00'")


def join(files: Sequence[bytes], *, duplex: bool, when: dt.datetime) -> bytes:
    """One PDF of several; with `duplex`, blank faces keep a paper off the back of the one before it.

    A single file stays what it is; a job of several is for the printer and no longer PDF/A.
    """
    if len(files) == 1:
        return files[0]
    out = io.BytesIO()
    with pdfium.made() as job:
        for data in files:
            if duplex and len(job) % 2:
                job.new_page(*job[len(job) - 1].get_size())
            part = pypdfium2.PdfDocument(data)
            job.import_pages(part)
            part.close()
        job.save(out)
    return _repeatable(out.getvalue(), when)


def _repeatable(data: bytes, when: dt.datetime) -> bytes:
    # Both stand after the last page, and keep their length, so that every place in the file stays right.
    stamp = when.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S+00'00'").encode()
    trailer = data.rindex(b"trailer")
    return CLOCK.sub(stamp, data[:trailer]) + IDENTITY.sub(b"0" * 32, data[trailer:])
