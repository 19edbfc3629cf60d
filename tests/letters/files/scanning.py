"""What a careless clerk makes of a printed letter; Pillow comes with the extra that reads scans."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageFilter

DOTS = 200  # an inch


def scanned(pdf: bytes, seed: int) -> list[Image.Image]:
    """Its pages, each turned by up to two degrees, blurred, JPEG 60."""
    chance, pages = random.Random(seed), []  # noqa: S311 - repeatable, not secret
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=DOTS / 72).to_pil().convert("L")
            turned = picture.rotate(chance.uniform(-2, 2), fillcolor=255, resample=Image.Resampling.BICUBIC)
            kept = io.BytesIO()
            turned.filter(ImageFilter.GaussianBlur(0.8)).save(kept, "JPEG", quality=60)
            pages.append(Image.open(kept))
    return pages


def as_file(pages: Sequence[Image.Image]) -> bytes:
    """One PDF of pictures."""
    data = io.BytesIO()
    pages[0].save(data, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS)
    return data.getvalue()
