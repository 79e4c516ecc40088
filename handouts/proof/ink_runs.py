"""The text objects of a page as pdfium sees them: what each is of, where its ink stands, and how it is painted."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pypdfium2
from pypdfium2 import raw

from handouts.proof import pdfium
from handouts.proof.text import Printed

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the sheet."""

Matrix = tuple[float, float, float, float, float, float]
"""The a to f of a transformation (ISO 32000-1, 8.3.3)."""

_NUMBERS = 11
"""Those of a matrix, the edges of a box, and a size."""

_TEXT, _FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM
_DEEPEST = 8
_PLAIN_FILLS = (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)


class Run(NamedTuple):
    """A text object of a page. `box` is that of its ink, which pdfium takes from the glyphs' outlines: it is exact.

    `handle` is its address, which tells it from others of its page. `message` is `None` for text that is not of a
    safety section or draft notice. `size` is in points. `mark` is the identifier of its marked content, or -1: it is
    furniture then, which is marked as an artifact (ISO 32000-1, 14.8.2.2), or stands in a drawing (`drawn`).

    `upright` is neither turned nor mirrored, `clipped` if a path or letters may cut it. The colour and whether it is
    `shown`, painted and opaque, are told of messages.
    """

    handle: int
    mark: int
    message: Printed | None
    box: Box
    size: float
    upright: bool = True
    clipped: bool = True
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
    handles = objects(page)
    kinds = pdfium.ask(pdfium.get_type, handles)
    texts = iter(_runs([handle for handle, kind in zip(handles, kinds, strict=True) if kind == _TEXT], messages))
    found: list[Run] = []
    for handle, kind in zip(handles, kinds, strict=True):
        if kind == _TEXT:
            found.append(next(texts))
        elif kind == _FORM:
            found += _drawn(handle, _matrix(handle), 0)
    return found


def objects(page: pypdfium2.PdfPage) -> list[int]:
    """The addresses of the objects that stand on a page itself, in the order of painting."""
    place = pdfium.address(page)
    return pdfium.ask(pdfium.get_object, repeat(place), range(pdfium.count_objects(place)))


@contextmanager
def inactive(handles: Iterable[int]) -> Iterator[None]:
    """The page objects `handles` are neither rendered nor read."""
    off = list(handles)
    pdfium.ask(pdfium.set_active, off, repeat(False))
    try:
        yield
    finally:
        pdfium.ask(pdfium.set_active, off, repeat(True))


def _runs(handles: Sequence[int], messages: Mapping[int, Printed]) -> list[Run]:
    """The text objects `handles` of a page. What is asked of all is asked of one after the other: see `pdfium`."""
    asked = (pdfium.get_matrix, (0,)), (pdfium.get_bounds, (6, 7, 8, 9)), (pdfium.get_font_size, (10,))
    numbers = pdfium.table(np.float32, (len(handles), _NUMBERS), [handles], *asked).astype(float)
    a, b, c, d = numbers.T[:4]
    heights, widths = np.hypot(c, d), np.hypot(a, b)
    upright = (a > 0) & (d > 0) & (abs(b) < 0.01 * widths) & (abs(c) < 0.4 * heights)
    marks = pdfium.ask(pdfium.get_content_id, handles)
    clips = pdfium.ask(pdfium.count_paths, pdfium.ask(pdfium.get_clip, handles))
    columns = (
        handles,
        marks,
        map(messages.get, marks),
        map(tuple, numbers[:, 6:10].tolist()),
        (numbers[:, 10] * np.minimum(heights, widths)).tolist(),
        upright.tolist(),
        [count >= 0 for count in clips],
    )
    paint = _paint([handle for handle, mark in zip(handles, marks, strict=True) if mark in messages])
    return [Run(*row, *paint.get(row[0], ())) for row in zip(*columns, strict=True)]


def _paint(handles: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """The colours of text objects, and whether they are shown."""
    channels = pdfium.table(np.uint32, (len(handles), 4), [handles], (pdfium.get_fill, range(4))).tolist()
    modes = pdfium.ask(pdfium.get_render_mode, handles)
    transparent = pdfium.ask(pdfium.has_transparency, handles)
    return {
        handle: ("#" + bytes(shade).hex(), alpha == 255 and mode in _PLAIN_FILLS and not faded)
        for handle, (*shade, alpha), mode, faded in zip(handles, channels, modes, transparent, strict=True)
    }


def _drawn(form: int, matrix: Matrix, depth: int) -> Iterator[Run]:
    """The text in a Form XObject, which is that of a drawing: only where it stands is told."""
    for number in range(pdfium.count_inner(form) if depth < _DEEPEST else 0):
        handle = pdfium.get_inner(form, number)
        kind = pdfium.get_type(handle)
        if kind == _FORM:
            yield from _drawn(handle, _product(_matrix(handle), matrix), depth + 1)
        elif kind == _TEXT:
            asked = (pdfium.get_bounds, range(4)), (pdfium.get_font_size, (4,))
            left, bottom, right, top, size = pdfium.table(np.float32, (1, 5), [[handle]], *asked)[0].tolist()
            yield Run(handle, -1, None, _moved((left, bottom, right, top), matrix), size, drawn=True)


def _matrix(handle: int) -> Matrix:
    a, b, c, d, e, f = pdfium.table(np.float32, (1, 6), [[handle]], (pdfium.get_matrix, (0,)))[0].tolist()
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


def clip_boxes(handle: int) -> Iterator[Box]:
    """The boxes of the paths that a page object is clipped to."""
    path = pdfium.get_clip(handle)
    for number in range(pdfium.count_paths(path)):
        places = range(pdfium.count_segments(path, number))
        segments = pdfium.ask(pdfium.get_segment, repeat(path), repeat(number), places)
        if segments:
            points = pdfium.table(np.float32, (len(segments), 2), [segments], (pdfium.get_point, (0, 1)))
            (left, bottom), (right, top) = points.min(0).tolist(), points.max(0).tolist()
            yield left, bottom, right, top


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
