"""The glyphs of the safety messages, one by one: what each says by its font, and where it stands.

What glyphs say is asked of their fonts alone (ToUnicode). An /ActualText, which screen readers go by, is taken out
first: it is what the glyphs are to be compared with.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2

from handouts.proof import pdfium
from handouts.proof.ink_runs import Box, Run, inactive, objects
from handouts.proof.text import Printed

_GLYPH = 6 * 8
"""Bytes that pdfium fills in for a glyph: where it begins, and its left, right, bottom and top."""

_ACTUAL_TEXT = ctypes.create_string_buffer(b"ActualText")


class Glyph(NamedTuple):
    """A character on a page. Several that one glyph stands for share its place.

    `x` and `y` are where its line and advance begin, `box` is that of its ink, in points; `size` that of its letters.
    """

    char: str
    x: float
    y: float
    box: Box
    page: int
    size: float


def read_glyphs(page: pypdfium2.PdfPage, index: int, runs: Iterable[Run]) -> dict[Printed, list[Glyph]]:
    """The glyphs of each message of `runs`, which are of `page`, in the order of painting."""
    wanted = {run.handle: run for run in runs if run.message}
    for handle in wanted:
        _forget_actual_text(handle)
    found: list[tuple[Run, str]] = []
    with inactive(handle for handle in objects(page) if handle not in wanted), _text(page) as (text, count):
        numbers = array("d", bytes(_GLYPH * count))
        at, _ = numbers.buffer_info()
        for place in range(count):
            run = wanted.get(pdfium.get_text_object(text, place))
            if run is not None:
                pdfium.get_origin(text, place, at, at + 8)
                pdfium.get_char_box(text, place, at + 16, at + 24, at + 32, at + 40)
                at += _GLYPH
                found.append((run, _char(pdfium.get_unicode(text, place))))
    glyphs: dict[Printed, list[Glyph]] = {run.message: [] for run, _ in found if run.message}
    each = iter(numbers)
    for (run, char), (x, y, left, right, bottom, top) in zip(found, zip(*[each] * 6, strict=True), strict=False):
        if run.message:
            glyphs[run.message].append(Glyph(char, x, y, (left, bottom, right, top), index, run.size))
    return glyphs


def read_texts(page: pypdfium2.PdfPage, runs: Iterable[Run]) -> dict[int, str]:
    """What the text objects of `page` say, by their addresses, as far as they are among `runs`."""
    wanted = {run.handle for run in runs}
    found: dict[int, str] = {}
    with _text(page) as (text, count):
        for place in range(count if wanted else 0):
            handle = pdfium.get_text_object(text, place)
            if handle in wanted:
                found[handle] = found.get(handle, "") + _char(pdfium.get_unicode(text, place))
    return found


@contextmanager
def _text(page: pypdfium2.PdfPage) -> Iterator[tuple[int, int]]:
    """The characters of a page as pdfium gives them out: their address and their number."""
    text = pdfium.load_text(pdfium.address(page))
    try:
        yield text, max(pdfium.count_chars(text), 0)
    finally:
        pdfium.close_text(text)


def _char(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def _forget_actual_text(handle: int) -> None:
    for number in range(pdfium.count_marks(handle)):
        pdfium.remove_entry(handle, pdfium.get_mark(handle, number), ctypes.addressof(_ACTUAL_TEXT))
