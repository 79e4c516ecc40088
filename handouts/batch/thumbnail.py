"""The picture of a leaflet's first page, for the index of the leaflets."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from handouts.editions import EDITIONS
from handouts.jobs import Job
from handouts.languages import find_language

WIDTH = 240
"""Pixels: a page is known again by its picture, and not yet read."""
_COLOURS = 16


def thumbnail(pdf: bytes, job: Job) -> bytes:
    """The first page of `pdf`, the leaflet of `job`, as a PNG of about 8 KB: the same bytes for the same file.

    It is `WIDTH` pixels wide. Of a booklet it is the front cover, which lies beside the back cover.
    """
    folded = EDITIONS[job.edition].folded
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        width = page.get_width() / (2 if folded else 1)
        picture = page.render(scale=(WIDTH - 0.5) / width).to_pil()  # pdfium rounds up
    finally:
        document.close()
    if folded:
        left = 0 if find_language(job.language).direction == "rtl" else picture.width - WIDTH
        picture = picture.crop((left, 0, left + WIDTH, picture.height))
    few = picture.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG")
    return written.getvalue()
