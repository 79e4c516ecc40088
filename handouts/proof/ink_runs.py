"""The text objects of a page as pdfium sees them: what each is of, where its ink stands, and how it is painted."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from handouts.proof.text import Printed

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the sheet."""

_DEEPEST = 8
_PLAIN_FILLS = (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)


@dataclass(frozen=True)
class Run:
    """A text object of a page. `box` is that of its ink, which pdfium takes from the glyphs' outlines: it is exact.

    `message` is `None` for text that is not of a safety section or draft notice. `size` is in points. `mark` is the
    identifier of its marked content, or -1: it is furniture then, which is marked as an artifact (ISO 32000-1,
    14.8.2.2), or stands in a drawing (`drawn`). `upright` is neither turned nor mirrored, `shown` painted and opaque.
    """

    handle: raw.FPDF_PAGEOBJECT
    key: int
    mark: int
    message: Printed | None
    box: Box
    size: float
    upright: bool
    colour: str
    shown: bool
    drawn: bool

    @property
    def area(self) -> float:
        """Square points; 0 for white space."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])

    @property
    def font(self) -> str:
        """The name of its font."""
        name = ctypes.create_string_buffer(256)
        raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(self.handle), name, len(name))
        return name.value.decode("ascii", "replace")

    @property
    def furniture(self) -> bool:
        """Whether it belongs to the page and not to the text."""
        return self.mark < 0 and not self.drawn


def read_runs(page: pypdfium2.PdfPage, messages: Mapping[int, Printed]) -> list[Run]:
    """The text objects of `page` in the order of painting; `messages` are those of the page by their marks."""
    handles = (raw.FPDFPage_GetObject(page, number) for number in range(raw.FPDFPage_CountObjects(page)))
    found: list[Run] = []
    for handle in handles:
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            mark = raw.FPDFPageObj_GetMarkedContentID(handle)
            found.append(_run(handle, mark, messages.get(mark)))
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            found += _drawn(handle, _matrix(handle), 0)
    return found


def object_key(handle: raw.FPDF_PAGEOBJECT) -> int:
    """What tells a page object from others of its page."""
    return ctypes.addressof(handle.contents)


def _run(handle: raw.FPDF_PAGEOBJECT, mark: int, message: Printed | None) -> Run:
    matrix = _matrix(handle)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(handle, size)
    channels = [ctypes.c_uint() for _ in range(4)]
    plain = raw.FPDFPageObj_GetFillColor(handle, *channels)
    red, green, blue, alpha = (channel.value for channel in channels)
    height, width = math.hypot(matrix.c, matrix.d), math.hypot(matrix.a, matrix.b)
    return Run(
        handle,
        object_key(handle),
        mark,
        message,
        _bounds(handle),
        size.value * min(height, width),
        upright=matrix.a > 0 and matrix.d > 0 and abs(matrix.b) < 0.01 * width and abs(matrix.c) < 0.4 * height,
        colour=f"#{red:02x}{green:02x}{blue:02x}",
        shown=bool(plain)
        and alpha == 255
        and raw.FPDFTextObj_GetTextRenderMode(handle) in _PLAIN_FILLS
        and not raw.FPDFPageObj_HasTransparency(handle),
        drawn=False,
    )


def _drawn(form: raw.FPDF_PAGEOBJECT, matrix: raw.FS_MATRIX, depth: int) -> Iterator[Run]:
    """The text in a Form XObject, which is that of a drawing: only where it stands is told."""
    for number in range(raw.FPDFFormObj_CountObjects(form) if depth < _DEEPEST else 0):
        handle = raw.FPDFFormObj_GetObject(form, number)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _drawn(handle, _product(_matrix(handle), matrix), depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            size = ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(handle, size)
            box = _moved(_bounds(handle), matrix)
            yield Run(handle, object_key(handle), -1, None, box, size.value, True, "#000000", True, drawn=True)


def _matrix(handle: raw.FPDF_PAGEOBJECT) -> raw.FS_MATRIX:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, matrix)
    return matrix


def _product(inner: raw.FS_MATRIX, outer: raw.FS_MATRIX) -> raw.FS_MATRIX:
    return raw.FS_MATRIX(
        inner.a * outer.a + inner.b * outer.c,
        inner.a * outer.b + inner.b * outer.d,
        inner.c * outer.a + inner.d * outer.c,
        inner.c * outer.b + inner.d * outer.d,
        inner.e * outer.a + inner.f * outer.c + outer.e,
        inner.e * outer.b + inner.f * outer.d + outer.f,
    )


def _moved(box: Box, matrix: raw.FS_MATRIX) -> Box:
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [matrix.a * x + matrix.c * y + matrix.e for x, y in corners]
    ys = [matrix.b * x + matrix.d * y + matrix.f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(handle: raw.FPDF_PAGEOBJECT) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(handle, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def clip_boxes(handle: raw.FPDF_PAGEOBJECT) -> Iterator[Box]:
    """The boxes of the paths that a page object is clipped to."""
    path = raw.FPDFPageObj_GetClipPath(handle)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(raw.FPDFClipPath_CountPaths(path), 0) if path else 0):
        points = []
        for segment in range(raw.FPDFClipPath_CountPathSegments(path, number)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, number, segment), x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            yield min(xs), min(ys), max(xs), max(ys)


def within(box: Box, frame: Box, slack: float = 0) -> bool:
    """Whether `box` lies in `frame`, or not more than `slack` points outside."""
    return (
        box[0] >= frame[0] - slack
        and box[1] >= frame[1] - slack
        and box[2] <= frame[2] + slack
        and box[3] <= frame[3] + slack
    )


def shared(first: Box, second: Box) -> tuple[float, float]:
    """Width and height of what two boxes share; negative where they stand apart."""
    return min(first[2], second[2]) - max(first[0], second[0]), min(first[3], second[3]) - max(first[1], second[1])
