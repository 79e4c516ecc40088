"""A text that Pango has shaped as one line, and where the lines end that it is broken into.

The widths of its characters tell it, without shaping anything again. It is the end that WeasyPrint 70 finds, or none
where WeasyPrint may find another: where a word just fits or just does not, where one may be hyphenated or cut, and in
narrow columns, where WeasyPrint looks at the next letters only.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from handouts.weasyprint_patches.text_styles import text_style

ffi.cdef(
    "void pango_glyph_item_get_logical_widths(PangoGlyphItem *glyph_item, const char *text, int *logical_widths);",
    override=True,
)

_NEAR = 1 / 16
"""A word is wider or narrower beside its neighbours than at the edge of a line by less than so many em."""

_LETTERS = 4
"""WeasyPrint looks at so many letters for each em of a line; in a line of fewer em at a word and a letter."""


def copy_of(layout: Any) -> Any:
    """`layout`, one of WeasyPrint's, without its layout of Pango."""
    copied = Layout.__new__(Layout)
    vars(copied).update(vars(layout), layout=None, style=None)
    return copied


class Shaped:
    """`text` in `style` as one line: `line` is what `split_first_line` gives back for it. Lengths are CSS px."""

    def __init__(self, text: str, style: Any) -> None:
        known = text_style(style)
        layout = known.layout = known.layout or Layout(style)
        layout.style = style
        layout.set_text(text)
        line, _ = layout.get_first_line()
        attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
        self._attributes = bytes(ffi.buffer(attributes, ffi.sizeof("PangoLogAttr") * (len(text) + 1)))
        self._em: float = style["font_size"]
        self.text = text
        self.width, height = line_size(line, style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        self.line = copy_of(layout), line.length, None, self.width, height, baseline
        vars(layout).update(style=None, kept=(None, None, None))  # they are the document's
        self._ends: list[int] = []

    def _measure(self) -> None:
        """Read where lines may end, and how far the text reaches up to each character and up to these ends."""
        encoded = self.text.encode()
        runs = []
        left = self.line[0].kept[0].runs
        while left != ffi.NULL:
            runs.append(left.data)
            left = left.next
        widths: list[int] = []
        for run in sorted(runs, key=lambda run: run.item.offset):
            of_run = ffi.new("int[]", run.item.num_chars)
            pango.pango_glyph_item_get_logical_widths(run, encoded, of_run)
            widths.extend(of_run)
        self._reach = [0, *accumulate(widths)]
        attributes = memoryview(self._attributes).cast("I")
        self._ends = [index for index in range(1, len(self.text)) if attributes[index] & 1]
        self._ends.append(len(self.text))
        self._edges = [self._reach[len(self.text[:end].rstrip(" "))] for end in self._ends]

    def end(self, start: int, room: float, longest: float, *, may_cut: bool) -> int | None:
        """Behind which character the line ends that begins at `start` and is to be `room` wide; None if not sure.

        A word of `longest` letters or more may be hyphenated; `may_cut` says whether one that has no room may be cut.
        """
        if not self._ends:
            self._measure()
        near = _NEAR * self._em * TO_UNITS
        limit = self._reach[start] + room * TO_UNITS
        if self._reach[-1] + near < limit:
            return len(self.text)
        first = bisect_right(self._ends, start)
        beyond = bisect_right(self._edges, limit, first)
        if beyond == len(self._ends) or self._edges[beyond] < limit + near:
            return None
        if beyond > first:
            end = word = self._ends[beyond - 1]
            is_sure = self._edges[beyond - 1] + near < limit and self._ends[beyond] <= self._seen(start, room)
        else:
            end, word = self._ends[beyond], start
            is_sure = not may_cut and (end < len(self.text) or not self.text.endswith(" "))
        return end if is_sure and self._ends[beyond] - word < longest else None

    def _seen(self, start: int, room: float) -> int:
        """Up to which character WeasyPrint looks for the end of the line."""
        if room < _LETTERS * self._em:
            return self.text.find(" ", start) + 2
        return start + int(_LETTERS * room / self._em)

    def is_as_wide(self, start: int, end: int, width: float) -> bool:
        """Whether the line from `start` to `end` is about `width` wide beside its neighbours, too."""
        edge = self._reach[-1] if end == len(self.text) else self._edges[bisect_right(self._ends, end) - 1]
        beside: float = (edge - self._reach[start]) * FROM_UNITS
        return abs(beside - width) < _NEAR * self._em
