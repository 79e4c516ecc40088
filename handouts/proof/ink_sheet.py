"""The sheets of a PDF: nothing on them but what is printed, and on each a content box with a margin around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from handouts.problems import Problem
from handouts.proof.ink_runs import Box

_MM = 72 / 25.4

LEAST_MARGIN = 7.5
"""Millimetres from the edge of the sheet to the content box. Office printers leave 5 mm at most unprinted, and feed a
sheet up to 2 mm askew; the shipped templates have 8 mm where a first page begins with a framed notice, and 12 or more
elsewhere."""

_HINT_FRAME = "A style sheet sets the margins of @page, or the PDF was changed after it was made; mend that."
_HINT_LAYER = "Only links may lie over a page, as anything else can hide it; take that out, or make the PDF anew."


def sheet_problems(pdf: pikepdf.Pdf) -> list[Problem]:
    """Problems for what lies over the pages of a PDF, or changes how they are shown.

    Comments, form fields and stamps may cover the text, layers may be switched off, and rotation, scaling and cropping
    show another page than was measured (ISO 32000-1, 7.7.3.3, 8.11, 12.5). Raises what pikepdf raises of a damaged PDF.
    """
    found = [Problem("proof-layers", "the PDF has layers, which can be switched off", hint=_HINT_LAYER)]
    problems = found if "/OCProperties" in pdf.Root else []
    for number, page in enumerate(pdf.pages, 1):
        for fault in _over(page):
            problems.append(Problem("proof-annotation", f"page {number} has {fault}", hint=_HINT_LAYER))
        for fault in _changed(page):
            problems.append(Problem("proof-frame", f"page {number} {fault}", hint=_HINT_FRAME))
    return problems


def _over(page: pikepdf.Page) -> Iterator[str]:
    for note in page.obj.get("/Annots", []):
        kind = str(note.get("/Subtype", "/?"))[1:]
        if kind != "Link":
            yield f"an annotation of the kind {kind}"
        elif "/AP" in note or _border(note):
            yield "a link that is drawn over the text"


def _border(note: Any) -> float:
    """The width in points of the frame that a viewer draws around a link (ISO 32000-1, 12.5.4)."""
    if "/BS" in note:
        return float(note["/BS"].get("/W", 1))
    border = note.get("/Border", [0, 0, 1])
    return float(border[2]) if len(border) > 2 else 1.0


def _changed(page: pikepdf.Page) -> Iterator[str]:
    own = page.obj
    turned, unit = _inherited(own, "/Rotate"), own.get("/UserUnit", 1)
    if (turned or 0) % 360:
        yield "is turned"
    if unit != 1:
        yield "is scaled"
    if any(abs(float(a) - float(b)) > 0.5 for a, b in zip(page.cropbox, page.mediabox, strict=True)):
        yield "is cropped"
    if float(page.mediabox[0]) or float(page.mediabox[1]):
        yield "does not begin at its lower left corner"


def _inherited(page: Any, name: str) -> Any:
    node, steps = page, 0
    while name not in node and "/Parent" in node and steps < 50:
        node, steps = node["/Parent"], steps + 1
    return node.get(name)


def content_box(page: pypdfium2.PdfPage, number: int) -> tuple[Box | None, list[Problem]]:
    """The content box of `page`, the one that is `number` from 1, with a problem when it has none or too large a one.

    It is the page's ArtBox, "the extent of the page's meaningful content" (ISO 32000-1, 14.11.2).
    """
    box: Box | None = page.get_artbox(fallback_ok=False)
    width, height = page.get_size()
    if box is None or box[0] >= box[2] or box[1] >= box[3]:
        return None, [Problem("proof-frame", f"page {number} has no content box", hint=_HINT_FRAME)]
    least = min(box[0], box[1], width - box[2], height - box[3]) / _MM
    if least >= LEAST_MARGIN:
        return box, []
    what = f"page {number} has a margin of {max(least, 0):.0f} mm, where {LEAST_MARGIN:g} mm is the least"
    return box, [Problem("proof-frame", what, hint=_HINT_FRAME)]
