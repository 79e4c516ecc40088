"""The text objects of a page as pdfium sees them: what each is of, where its ink stands, and how it is painted."""

from __future__ import annotations

import ctypes
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from handouts.proof import pdfium
from handouts.proof.text import Printed

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the sheet."""

Matrix = tuple[float, float, float, float, float, float]
"""The a to f of a transformation (ISO 32000-1, 8.3.3)."""

_ZEROS = bytes(44)
"""Room for eleven numbers of four bytes, which pdfium fills in: those of a matrix, the edges of a box, and a size."""

_DEEPEST = 8
_PLAIN_FILLS = (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)


class Run(NamedTuple):
    """A text object of a page. `box` is that of its ink, which pdfium takes from the glyphs' outlines: it is exact.

    `handle` is its address, which tells it from others of its page. `message` is `None` for text that is not of a
    safety section or draft notice. `size` is in points. `mark` is the identifier of its marked content, or -1: it is
    furniture then, which is marked as an artifact (ISO 32000-1, 14.8.2.2), or stands in a drawing (`drawn`).

    `upright` is neither turned nor mirrored, `shown` painted and opaque. These and the colour are told of messages.
    """

    handle: int
    mark: int
    message: Printed | None
    box: Box
    size: float
    upright: bool = True
    colour: str = "#000000"
    shown: bool = True
    drawn: bool = False

    @property
    def area(self) -> float:
        """Square points; 0 for white space."""
        left, bottom, right, top = self.box
        return (right - left) * (top - bottom)

    @property
    def font(self) -> str:
        """The name of its font."""
        name = ctypes.create_string_buffer(256)
        pdfium.get_font_name(pdfium.get_font(self.handle), ctypes.addressof(name), len(name))
        return name.value.decode("ascii", "replace")

    @property
    def furniture(self) -> bool:
        """Whether it belongs to the page and not to the text."""
        return self.mark < 0 and not self.drawn


def read_runs(page: pypdfium2.PdfPage, messages: Mapping[int, Printed]) -> list[Run]:
    """The text objects of `page` in the order of painting; `messages` are those of the page by their marks."""
    found: list[Run] = []
    for handle in objects(page):
        kind = pdfium.get_type(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            mark = pdfium.get_content_id(handle)
            found.append(_run(handle, mark, messages.get(mark)))
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            found += _drawn(handle, _matrix(handle), 0)
    return found


def objects(page: pypdfium2.PdfPage) -> list[int]:
    """The addresses of the objects that stand on a page itself, in the order of painting."""
    place = pdfium.address(page)
    return [pdfium.get_object(place, number) for number in range(pdfium.count_objects(place))]


@contextmanager
def inactive(handles: Iterable[int]) -> Iterator[None]:
    """The page objects `handles` are neither rendered nor read."""
    off = list(handles)
    for handle in off:
        pdfium.set_active(handle, False)
    try:
        yield
    finally:
        for handle in off:
            pdfium.set_active(handle, True)


def _run(handle: int, mark: int, message: Printed | None) -> Run:
    numbers = array("f", _ZEROS)
    start, _ = numbers.buffer_info()
    pdfium.get_matrix(handle, start)
    pdfium.get_bounds(handle, start + 24, start + 28, start + 32, start + 36)
    pdfium.get_font_size(handle, start + 40)
    a, b, c, d, _, _, left, bottom, right, top, size = numbers
    height, width = math.hypot(c, d), math.hypot(a, b)
    box, size = (left, bottom, right, top), size * min(height, width)
    if message is None:
        return Run(handle, mark, message, box, size)
    channels = array("I", _ZEROS[:16])
    start, _ = channels.buffer_info()
    plain = pdfium.get_fill(handle, start, start + 4, start + 8, start + 12)
    *shade, alpha = channels
    return Run(
        handle,
        mark,
        message,
        box,
        size,
        upright=a > 0 and d > 0 and abs(b) < 0.01 * width and abs(c) < 0.4 * height,
        colour="#" + bytes(shade).hex(),
        shown=bool(plain)
        and alpha == 255
        and pdfium.get_render_mode(handle) in _PLAIN_FILLS
        and not pdfium.has_transparency(handle),
    )


def _drawn(form: int, matrix: Matrix, depth: int) -> Iterator[Run]:
    """The text in a Form XObject, which is that of a drawing: only where it stands is told."""
    for number in range(pdfium.count_inner(form) if depth < _DEEPEST else 0):
        handle = pdfium.get_inner(form, number)
        kind = pdfium.get_type(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _drawn(handle, _product(_matrix(handle), matrix), depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            numbers = array("f", _ZEROS)
            start, _ = numbers.buffer_info()
            pdfium.get_bounds(handle, start, start + 4, start + 8, start + 12)
            pdfium.get_font_size(handle, start + 16)
            left, bottom, right, top, size = numbers[:5]
            yield Run(handle, -1, None, _moved((left, bottom, right, top), matrix), size, drawn=True)


def _matrix(handle: int) -> Matrix:
    numbers = array("f", _ZEROS)
    pdfium.get_matrix(handle, numbers.buffer_info()[0])
    a, b, c, d, e, f = numbers[:6]
    return a, b, c, d, e, f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def clip_boxes(handle: int) -> Iterable[Box]:
    """The boxes of the paths that a page object is clipped to."""
    path = pdfium.get_clip(handle)
    count = pdfium.count_paths(path) if path else 0
    return _clip_boxes(path, count) if count > 0 else ()


def _clip_boxes(path: int, count: int) -> Iterator[Box]:
    point = array("f", bytes(8))
    start, _ = point.buffer_info()
    for number in range(count):
        points = []
        for segment in range(pdfium.count_segments(path, number)):
            pdfium.get_point(pdfium.get_segment(path, number, segment), start, start + 4)
            points.append(tuple(point))
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
