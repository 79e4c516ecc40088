"""The glyphs of the safety messages, one by one: what each says by its font, and where it stands.

What glyphs say is asked of their fonts alone (ToUnicode). An /ActualText, which screen readers go by, is taken out
first: it is what the glyphs are to be compared with.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from handouts.proof.ink_runs import Box, Run, object_key
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
    wanted = {run.key: run for run in runs if run.message}
    for handle in [run.handle for run in wanted.values()]:
        _forget_actual_text(handle)
    found: dict[Printed, list[Glyph]] = {}
    text = raw.FPDFText_LoadPage(page)
    numbers = [ctypes.c_double() for _ in range(6)]
    x, y, left, right, bottom, top = numbers
    pointers = [ctypes.pointer(number) for number in numbers]
    try:
        for place in range(raw.FPDFText_CountChars(text)):
            handle = raw.FPDFText_GetTextObject(text, place)
            run = wanted.get(object_key(handle)) if handle else None
            if run is None or run.message is None:
                continue
            raw.FPDFText_GetCharOrigin(text, place, *pointers[:2])
            raw.FPDFText_GetCharBox(text, place, *pointers[2:])
            char = _char(raw.FPDFText_GetUnicode(text, place))
            box = left.value, bottom.value, right.value, top.value
            found.setdefault(run.message, []).append(Glyph(char, x.value, y.value, box, index, run.size))
    finally:
        raw.FPDFText_ClosePage(text)
    return found


def read_texts(page: pypdfium2.PdfPage, runs: Iterable[Run]) -> dict[int, str]:
    """What the text objects of `page` say, by their keys, as far as they are among `runs`."""
    wanted = {run.key for run in runs}
    found: dict[int, str] = {}
    text = raw.FPDFText_LoadPage(page)
    try:
        for place in range(raw.FPDFText_CountChars(text) if wanted else 0):
            handle = raw.FPDFText_GetTextObject(text, place)
            key = object_key(handle) if handle else 0
            if key in wanted:
                found[key] = found.get(key, "") + _char(raw.FPDFText_GetUnicode(text, place))
    finally:
        raw.FPDFText_ClosePage(text)
    return found


def _char(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _forget_actual_text(handle: raw.FPDF_PAGEOBJECT) -> None:
    for number in range(raw.FPDFPageObj_CountMarks(handle)):
        raw.FPDFPageObjMark_RemoveParam(handle, raw.FPDFPageObj_GetMark(handle, number), b"ActualText")
