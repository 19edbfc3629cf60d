"""Run by `scan` as a program: a scanned PDF or picture on standard input → words with their corners as JSON.

It stands apart because the models take three quarters of a gigabyte, which must not stay in a server's process.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageSequence
from rapidocr import RapidOCR

MEMORY, SECONDS = 6 << 30, 900
MOST_PAGES, MOST_PIXELS = 60, 60_000_000
DOTS = 200
"""Dots an inch: at 300 a whole line went missing in trials, and it took twice as long."""
SETTINGS = {"Global.use_cls": False, "Global.max_side_len": 1700, "Global.log_level": "critical"}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


def answer(data: bytes) -> dict[str, Any]:
    try:
        pages = pdf_pages(data) if data.startswith(b"%PDF-") else picture_pages(data)
        engine = RapidOCR(params=SETTINGS)
        return {"pages": [words(engine, page) for page in pages]}
    except (Image.DecompressionBombError, TooLong):
        return {"problem": "too_long"}
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return {"problem": "damaged"}


class TooLong(Exception):
    pass


def pdf_pages(data: bytes) -> Iterator[Any]:
    with pypdfium2.PdfDocument(data) as document:
        if len(document) > MOST_PAGES:
            raise TooLong
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            # A page as large as a wall is looked at from further away.
            scale = min(DOTS / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
            yield page.render(scale=scale).to_pil().convert("RGB")


def picture_pages(data: bytes) -> Iterator[Any]:
    with Image.open(io.BytesIO(data)) as picture:
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if number >= MOST_PAGES:
                raise TooLong
            yield frame.convert("RGB")


def words(engine: Any, page: Any) -> list[tuple[str, list[list[float]]]]:
    found = engine(np.asarray(page))
    if not found.txts:
        return []
    return [(text, box.tolist()) for text, box in zip(found.txts, found.boxes, strict=True)]


if __name__ == "__main__":
    main()
