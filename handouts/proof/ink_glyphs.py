"""The glyphs of the safety messages, one by one: what each says by its font, and where it stands.

What glyphs say is asked of their fonts alone (ToUnicode). An /ActualText, which screen readers go by, is taken out
first: it is what the glyphs are to be compared with.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, compress, repeat
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from handouts.proof import pdfium
from handouts.proof.ink_runs import Run, inactive, objects
from handouts.proof.text import Printed

_ACTUAL_TEXT = ctypes.create_string_buffer(b"ActualText")

Glyphs = NDArray[np.void]
"""Characters on pages in the order of painting. Several that one glyph stands for share its place.

`message` is the number of the message that a character is of, `page` the index of its page, `size` that of its letters
and `code` its number in Unicode. `x` and `y` are where its line and advance begin, `left` to `top` the edges of its
ink, in points.
"""

_COLUMNS = ("message", "page", "size", "code", "x", "y", "left", "right", "bottom", "top")
_KIND = np.dtype([(name, np.float64) for name in _COLUMNS])


def read_glyphs(page: pypdfium2.PdfPage, index: int, runs: Iterable[Run], numbers: Mapping[Printed, int]) -> Glyphs:
    """The glyphs of the messages among `runs`, which are of `page`; `numbers` are those of the messages."""
    wanted = {run.handle: (numbers[run.message], index, run.size) for run in runs if run.message}
    _forget_actual_text(list(wanted))
    with inactive(handle for handle in objects(page) if handle not in wanted), _text(page) as (text, count):
        owners = list(map(wanted.get, pdfium.ask(pdfium.get_text_object, repeat(text), range(count))))
        here = list(compress(range(count), owners))
        asked: Any = (pdfium.get_origin, (4, 5)), (pdfium.get_char_box, (6, 7, 8, 9))
        rows = pdfium.table(np.float64, (len(here), len(_COLUMNS)), [repeat(text), here], *asked)
        rows[:, :3] = np.array(list(filter(None, owners))).reshape(-1, 3)
        rows[:, 3] = pdfium.ask(pdfium.get_unicode, repeat(text), here)
    return rows.view(_KIND)[:, 0]


def said(codes: NDArray[np.float64]) -> str:
    """The characters with these numbers, one after the other."""
    is_char = (codes < 0xD800) | ((codes >= 0xE000) & (codes < 0x110000))
    return np.where(is_char, codes, 0xFFFD).astype("<u4").tobytes().decode("utf-32-le")


def read_texts(page: pypdfium2.PdfPage, runs: Iterable[Run]) -> dict[int, str]:
    """What the text objects of `page` say, by their addresses, as far as they are among `runs`."""
    wanted = {run.handle for run in runs}
    found: dict[int, list[int]] = {}
    with _text(page) as (text, count):
        for place in range(count if wanted else 0):
            handle = pdfium.get_text_object(text, place)
            if handle in wanted:
                found.setdefault(handle, []).append(pdfium.get_unicode(text, place))
    return {handle: said(np.array(codes, float)) for handle, codes in found.items()}


@contextmanager
def _text(page: pypdfium2.PdfPage) -> Iterator[tuple[int, int]]:
    """The characters of a page as pdfium gives them out: their address and their number."""
    text = pdfium.load_text(pdfium.address(page))
    try:
        yield text, max(pdfium.count_chars(text), 0)
    finally:
        pdfium.close_text(text)


def _forget_actual_text(handles: Sequence[int]) -> None:
    counts = pdfium.ask(pdfium.count_marks, handles)
    marked = [handle for handle, count in zip(handles, counts, strict=True) for _ in range(count)]
    marks = pdfium.ask(pdfium.get_mark, marked, chain.from_iterable(map(range, counts)))
    pdfium.ask(pdfium.remove_entry, marked, marks, repeat(ctypes.addressof(_ACTUAL_TEXT)))
