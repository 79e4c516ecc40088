"""Whether a booklet's sheets show its leaflet: every page once, in its place, as it is, and nothing besides.

Looks at what pdfium draws and reads of both files, and knows nothing of how one became the other.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from handouts.bidi import Direction

_SCALE = 1.5
"""Pixels a point: 108 to the inch, where every stroke of 9 pt letters shows."""

_NEAR = 0.01
"""Points that a place may be off: pdfium keeps it in single precision."""


def unlike(booklet: bytes, leaflet: bytes, direction: Direction) -> Iterator[str]:
    """What is wrong with the sheets of `booklet`, in a sentence's words, as those of `leaflet` in this direction.

    Raises `pypdfium2.PdfiumError` of no PDF.
    """
    sheets, pages = pypdfium2.PdfDocument(booklet), pypdfium2.PdfDocument(leaflet)
    try:
        slots = -(-len(pages) // 4) * 4
        size = pages[0].get_size()
        if len(sheets) != slots // 2:
            yield f"it has {len(sheets)} sides of sheets, where {len(pages)} pages need {slots // 2}"
            return
        for number, sheet in enumerate(sheets, 1):
            if any(abs(is_ - be) > _NEAR for is_, be in zip(sheet.get_size(), (2 * size[0], size[1]), strict=True)):
                yield f"side {number} of the sheets is not as large as two pages"
                return
        for slot in range(slots):
            page = pages[slot] if slot < len(pages) else None
            if fault := _fault(sheets, *_place(slot, slots, direction), page, size):
                yield f"page {slot + 1} {fault}" if page else f"the place of a page {slot + 1} {fault}"
    finally:
        sheets.close()
        pages.close()


def _place(slot: int, slots: int, direction: Direction) -> tuple[int, bool]:
    """Where page `slot` of so many belongs: the side of the sheets, from 0, and whether that is its right half.

    Of an open book, a page with an even index (the first is 0) is on the right when it is bound on the left. The outer
    sheets hold the first and the last pages; those in the first half of the book are on the fronts when they are even.
    """
    even, first = slot % 2 == 0, slot < slots // 2
    sheet = min(slot, slots - 1 - slot) // 2
    return 2 * sheet + (even != first), even == (direction == "ltr")


def _fault(
    sheets: pypdfium2.PdfDocument,
    side: int,
    right: bool,
    page: pypdfium2.PdfPage | None,
    size: tuple[float, float],
) -> str:
    """What is wrong with one half of a side, which must show `page`, or nothing; empty when it does."""
    width, height = size
    drawn = _text_drawn_at(sheets, side, width * right)
    looks = _picture(sheets, side, (width * right, 0, width * (1 + right), height)) == _picture_of(page, size)
    if page is None:
        return "" if looks and drawn is None else "is not blank"
    if not looks:
        return "does not look as it does in the leaflet"
    return "" if drawn == page.get_textpage().get_text_range() else "does not read as it does in the leaflet"


def _picture(document: pypdfium2.PdfDocument, side: int, box: tuple[float, float, float, float]) -> bytes:
    """A part of a page as pixels."""
    page = document[side]
    page.set_cropbox(*box)
    page.close()
    return bytes(document[side].render(scale=_SCALE).buffer)  # another box counts once the page is loaded anew


def _picture_of(page: pypdfium2.PdfPage | None, size: tuple[float, float]) -> bytes:
    """A page as pixels, or the empty one of this size."""
    if page is not None:
        return bytes(page.render(scale=_SCALE).buffer)
    empty = pypdfium2.PdfDocument.new()
    try:
        return bytes(empty.new_page(*size).render(scale=_SCALE).buffer)
    finally:
        empty.close()


def _text_drawn_at(document: pypdfium2.PdfDocument, side: int, left: float) -> str | None:
    """The text of what is drawn with its origin `left` points from the edge, in its true size; `None` for nothing.

    Everything else is taken off the page first: pdfium cannot tell where on a page a text stands that replaces glyphs.
    """
    page = document[side]
    found = False
    for drawing in list(page.get_objects(max_depth=1)):
        matrix = drawing.get_matrix().get()
        own = all(abs(is_ - be) < _NEAR for is_, be in zip(matrix, (1, 0, 0, 1, left, 0), strict=True))
        if own and drawing.type == pdfium.FPDF_PAGEOBJ_FORM:
            found = True
        else:
            page.remove_obj(drawing)
    text: str = page.get_textpage().get_text_range()
    page.close()
    return text if found else None
