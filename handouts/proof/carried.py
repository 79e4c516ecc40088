"""Rules of the sheets, and of what a PDF may carry besides: nothing that runs, hides or comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handouts.proof.expectation import Expectation
from handouts.proof.rules import OURS, Rule
from handouts.structure import Document

_POINTS = 72 / 25.4
_TOLERANCE = 0.5
_ACTIONS = frozenset(
    (
        "/GoToDp", "/GoToE", "/GoToR", "/GoTo3DView", "/Hide", "/ImportData", "/JavaScript", "/Launch", "/Movie",
        "/Named", "/Rendition", "/ResetForm", "/RichMediaExecute", "/SetOCGState", "/Sound", "/SubmitForm", "/Thread",
        "/Trans",
    )
)  # fmt: skip
"""Types of actions but those of links, /GoTo and /URI (ISO 32000-1, table 198; ISO 32000-2)."""


def _active(document: Document, _: Expectation) -> Iterator[str]:
    for _place, found in document.objects.dictionaries:
        if isinstance(kind := found.get("/S"), str) and kind in _ACTIONS:
            yield f"the PDF has an action of type {kind[1:]}"
        for name in ("/JS", "/JavaScript", "/AA", "/XFA"):
            if name in found:
                yield f"the PDF has something that runs by itself ({name[1:]})"
    if isinstance(document.objects.resolve(document.objects.root.get("/OpenAction")), dict):
        yield "the PDF has something that runs by itself (OpenAction)"


def _attached(document: Document, _: Expectation) -> Iterator[str]:
    for _place, found in document.objects.dictionaries:
        for name in ("/EmbeddedFiles", "/EF", "/AF", "/Collection"):
            if name in found:
                yield f"the PDF holds another file ({name[1:]})"
        if found.get("/Type") == "/EmbeddedFile":
            yield "the PDF holds another file (EmbeddedFile)"


def _external(document: Document, _: Expectation) -> Iterator[str]:
    objects = document.objects
    for reference in objects.streams:
        if {"/F", "/FFilter", "/FDecodeParms"} & objects.values[reference].keys():
            yield "a part of the PDF is in another file"
    for _place, found in objects.dictionaries:
        if found.get("/Type") in ("/Filespec", "/F") or "/UF" in found or "/OPI" in found:
            yield "the PDF refers to another file"
        if found.get("/Subtype") == "/Form" and "/Ref" in found:
            yield "the PDF shows a page of another file"


def _annotations(document: Document, _: Expectation) -> Iterator[str]:
    objects = document.objects
    for index, page in enumerate(objects.pages):
        for entry in objects.listed(objects.resolve(page).get("/Annots")):
            if (kind := objects.get(entry, "/Subtype")) != "/Link":
                yield f"page {index + 1} has an annotation of type {str(kind).removeprefix('/')}"
            elif objects.get(entry, "/AP") is not None:
                yield f"page {index + 1} has a link that is drawn over the page"
    if "/AcroForm" in objects.root:
        yield "the PDF has a form to fill in"


def _encrypted(document: Document, _: Expectation) -> Iterator[str]:
    if "/Encrypt" in document.objects.trailer:
        yield "the PDF is encrypted"


def _layers(document: Document, _: Expectation) -> Iterator[str]:
    objects = document.objects
    if "/OCProperties" in objects.root or any("/OC" in found for _place, found in objects.dictionaries):
        yield "the PDF has layers that a viewer can hide"


def _sheets(document: Document, expected: Expectation) -> Iterator[str]:
    objects, paper = document.objects, expected.paper
    wanted = (paper.width * _POINTS, paper.height * _POINTS)
    for index, page in enumerate(objects.pages):
        box = _box(objects.inherited(page, "/MediaBox"))
        if not box or any(abs(side - own) > _TOLERANCE for side, own in zip(wanted, _size(box), strict=True)):
            size = " × ".join(f"{side / _POINTS:.0f}" for side in _size(box)) if box else "of no"
            yield f"page {index + 1} is {size} mm, where {paper.id} is {paper.width:g} × {paper.height:g} mm"
            continue
        for name in ("/CropBox", "/TrimBox", "/BleedBox"):
            inner = _box(objects.inherited(page, name) if name == "/CropBox" else objects.get(page, name))
            if inner and any(abs(a - b) > _TOLERANCE for a, b in zip(box, inner, strict=True)):
                yield f"the {name[1:]} of page {index + 1} is not the whole sheet"


def _turned(document: Document, _: Expectation) -> Iterator[str]:
    for index, page in enumerate(document.objects.pages):
        if document.objects.inherited(page, "/Rotate") not in (None, 0):
            yield f"page {index + 1} is turned"
        if document.objects.get(page, "/UserUnit") not in (None, 1):
            yield f"page {index + 1} is scaled by its UserUnit"


def _count(document: Document, expected: Expectation) -> Iterator[str]:
    found = len(document.objects.pages)
    if not found or expected.pages not in (None, found):
        yield f"the PDF has {found} pages, where it should have {expected.pages or 'one at least'}"


def _box(value: Any) -> list[float]:
    """A rectangle as left, bottom, right, top (ISO 32000-1, 7.9.5); empty when it is none."""
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(edge, (int, float)) for edge in value):
        return []
    xs, ys = sorted(value[::2]), sorted(value[1::2])
    return [xs[0], ys[0], xs[1], ys[1]]


def _size(box: list[float]) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


_SIZE_HINT = "A style sheet sets another size, a bleed or marks in @page; take that out."

RULES = (
    Rule("proof-active", "nothing in the PDF runs: no scripts, no actions but links", OURS, _active),
    Rule(
        "proof-attachment",
        "no other file is inside the PDF",
        'Take <link rel="attachment"> and links with rel="attachment" out of the template.',
        _attached,
    ),
    Rule("proof-external", "no part of the PDF is in another file", OURS, _external),
    Rule("proof-annotation", "a page has no annotations but links, and no forms", OURS, _annotations),
    Rule("proof-encrypted", "the PDF can be read without a password", OURS, _encrypted),
    Rule("proof-layers", "no part of a page can be switched off", OURS, _layers),
    Rule("proof-page-size", "every page is a sheet of the paper that was asked for", _SIZE_HINT, _sheets),
    Rule("proof-page-turned", "every page stands upright and in its true size", OURS, _turned),
    Rule("proof-page-count", "the PDF has the pages that were laid out", OURS, _count),
)
