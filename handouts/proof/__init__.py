"""The proof: a finished PDF is read back, as a screen reader and as an eye would, and compared with its leaflet.

It is the last of the four gates of promise 1. It knows the leaflet and the bytes, nothing of how one became the other.

- `text` follows the structure tree: both safety sections, every message complete, in order, unaltered
- `ink` looks at the page: every glyph of those messages large enough, upright, on the sheet, and really visible
"""

from __future__ import annotations

import io

import pikepdf
import pypdfium2

from handouts.leaflet import Leaflet
from handouts.problems import Problem
from handouts.proof.ink import ink_problems
from handouts.proof.text import DRAFT_HINT, find_messages
from handouts.structure import read_structure

_POINTS = 72 / 25.4


def prove(data: bytes, leaflet: Leaflet) -> list[Problem]:
    """What is wrong with the PDF `data` as a printed `leaflet`; nothing when it may be handed over."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            problems = _page_problems(pdf, leaflet)
            found, lost = find_messages(read_structure(pdf), leaflet)
    except (pikepdf.PdfError, ValueError) as error:
        hint = "This is a fault of handouts; please report it with the leaflet's HTML."
        return [Problem("proof-unreadable", f"the PDF cannot be read back: {error}", hint=hint)]
    return problems + lost + ink_problems(data, found) + _unmarked_pages(data, leaflet)


def _unmarked_pages(data: bytes, leaflet: Leaflet) -> list[Problem]:
    """A problem for each page without the draft notice; that of the source language tells, as pdfium reads it best."""
    if not leaflet.notices:
        return []
    wanted = "".join(leaflet.notices[-1].plain.split())
    document = pypdfium2.PdfDocument(data)
    try:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()
    return [
        Problem("draft-unmarked", f"page {number} lacks the draft notice", hint=DRAFT_HINT)
        for number, text in enumerate(texts, 1)
        if wanted not in text
    ]


def _page_problems(pdf: pikepdf.Pdf, leaflet: Leaflet) -> list[Problem]:
    wanted = (leaflet.paper.width * _POINTS, leaflet.paper.height * _POINTS)
    for number, page in enumerate(pdf.pages, 1):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        if abs(right - left - wanted[0]) > 0.5 or abs(top - bottom - wanted[1]) > 0.5:
            what = f"page {number} is {(right - left) / _POINTS:.0f} × {(top - bottom) / _POINTS:.0f} mm"
            hint = f"A style sheet sets another size than the paper '{leaflet.paper.id}'; take that out."
            return [Problem("proof-page-size", what, hint=hint)]
    return []
