"""The glyphs of the safety messages, one by one: what each says by its font, and where it stands.

What glyphs say is asked of their fonts alone (ToUnicode). An /ActualText, which screen readers go by, is taken out
first: it is what the glyphs are to be compared with.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import NamedTuple

import pypdfium2

from handouts.proof import pdfium
from handouts.proof.ink_runs import Box, Run
from handouts.proof.text import Printed


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
    found: dict[Printed, list[Glyph]] = {}
    numbers = (ctypes.c_double * 6)()
    x, y, left, right, bottom, top = (ctypes.addressof(numbers) + 8 * place for place in range(6))
    text = pdfium.load_text(page)
    try:
        for place in range(pdfium.count_chars(text)):
            run = wanted.get(pdfium.get_text_object(text, place))
            if run is None or run.message is None:
                continue
            pdfium.get_origin(text, place, x, y)
            pdfium.get_char_box(text, place, left, right, bottom, top)
            at = numbers[:]
            char = _char(pdfium.get_unicode(text, place))
            glyph = Glyph(char, at[0], at[1], (at[2], at[4], at[3], at[5]), index, run.size)
            found.setdefault(run.message, []).append(glyph)
    finally:
        pdfium.close_text(text)
    return found


def read_texts(page: pypdfium2.PdfPage, runs: Iterable[Run]) -> dict[int, str]:
    """What the text objects of `page` say, by their addresses, as far as they are among `runs`."""
    wanted = {run.handle for run in runs}
    found: dict[int, str] = {}
    text = pdfium.load_text(page)
    try:
        for place in range(pdfium.count_chars(text) if wanted else 0):
            handle = pdfium.get_text_object(text, place)
            if handle in wanted:
                found[handle] = found.get(handle, "") + _char(pdfium.get_unicode(text, place))
    finally:
        pdfium.close_text(text)
    return found


def _char(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _forget_actual_text(handle: int) -> None:
    for number in range(pdfium.count_marks(handle)):
        pdfium.remove_entry(handle, pdfium.get_mark(handle, number), b"ActualText")
