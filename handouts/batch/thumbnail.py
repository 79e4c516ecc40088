"""The picture of a leaflet's first page, for the index of the leaflets."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

WIDTH = 240
"""Pixels: a page is known again by its picture, and not yet read."""
_COLOURS = 16


def thumbnail(pdf: bytes) -> bytes:
    """The first page of `pdf` as a PNG of about 8 KB, `WIDTH` pixels wide: the same bytes for the same file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=(WIDTH - 0.5) / page.get_width()).to_pil()  # pdfium rounds up
    finally:
        document.close()
    few = picture.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG")
    return written.getvalue()
