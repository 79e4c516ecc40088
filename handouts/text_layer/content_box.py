"""The content area of each page, inside the margins of its @page rule, as the page's ArtBox (ISO 32000-1, 14.11.2).

Whoever reads the PDF back can compare every glyph with it. Viewers, printers and CUPS go by MediaBox and CropBox: the
picture stays the same.
"""

from __future__ import annotations

from typing import Any

import pydyf

from handouts.text_layer.pdf_fonts import resolve
from handouts.text_layer.weasyprint_internals import WatchedPage


def write_content_boxes(pdf: Any, pages: list[WatchedPage]) -> None:
    """Give every page an ArtBox: its content area as [left bottom right top] in points, to a thousandth."""
    for reference, page in zip(pdf.page_references, pages, strict=True):
        left, top, right, bottom = page.root.rectangle
        edges = (left, page.height - bottom, right, page.height - top)
        resolve(pdf, reference)["ArtBox"] = pydyf.Array([round(edge * page.scale, 3) for edge in edges])
