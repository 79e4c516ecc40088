"""Lines of text drawn as they were laid out, a run of glyphs at a time.

WeasyPrint 70 drops every line that Pango has laid out and lays it out again to draw it; then it asks for each glyph's
fields one by one. Here a line is kept until it is drawn, and the glyphs of a run are read at once: what a glyph adds to
the content stream depends on the font, its size, and the glyph's own figures, and is made up once a document. The
kerning of 0 that WeasyPrint writes after most glyphs is left out.

A line is laid out again, and drawn by WeasyPrint, when it is justified, has a paragraph's end in it, may end in an
ellipsis, or has glyphs that are missing, in colour or made of dots.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from weakref import ref

from weasyprint.draw import text as draw_text
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from handouts.weasyprint_patches.patch import Patch
from handouts.weasyprint_patches.text_styles import text_style

ffi.cdef(
    """
    PangoLayoutLine * pango_layout_line_ref(PangoLayoutLine *line);
    void pango_layout_line_unref(PangoLayoutLine *line);
    """,
    override=True,
)

_ODD = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
"""What a line that is drawn does not have as it has it when it is laid out: the ends of lines."""

_FIELDS = ffi.sizeof("PangoGlyphInfo") // 4
"""The 32-bit numbers of a glyph: itself, its width, its offsets to the right and down, and what Pango keeps of it."""

_EMPTY, _UNKNOWN = pango.PANGO_GLYPH_EMPTY, pango.PANGO_GLYPH_UNKNOWN_FLAG
_IS_OLD = pango.pango_version() < 14802
"""Pango's fonts do not know their size (GNOME/pango issue 530), for which WeasyPrint has a way around."""


def _get_first_line(layout: Any) -> Any:
    """What WeasyPrint does; a line that is the whole text is kept, with the text style that it was made with."""
    line, index = FIRST.kept(layout)
    if index is None and not layout.justification_spacing and not _ODD.search(layout.text):
        owned = ffi.gc(pango.pango_layout_line_ref(line), pango.pango_layout_line_unref)
        layout.kept = owned, text_style(layout.style), layout.text
    return line, index


def _kept_line(layout: Any, style: Any) -> Any:
    line, made_with, text = getattr(layout, "kept", (None, None, None))
    return line if made_with is text_style(style) and text == layout.text else None


def _reactivate(layout: Any, style: Any) -> None:
    """What WeasyPrint does, unless the line is there that it does it for."""
    if _kept_line(layout, style) is None:
        REACTIVATE.kept(layout, style)
    else:
        layout.deactivate = _nothing  # as there is nothing to deactivate when the line is drawn


def _nothing() -> None:
    pass


def _draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    """Draw a line, and tell the fonts which glyphs were drawn for what, as WeasyPrint does."""
    layout = textbox.pango_layout
    if not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
        return []
    runs = None
    line = _kept_line(layout, textbox.style)
    if line is not None and text_overflow != "ellipsis" and block_ellipsis == "none":
        runs = _read_runs(stream, line)
    if runs is None:
        if vars(layout).pop("deactivate", None):
            REACTIVATE.kept(layout, textbox.style)
        return DRAW.kept(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    text = layout.text.encode()
    string, last = "", None
    for run in runs:
        if run.pango_font != last:
            last = run.pango_font
            if string:
                stream.show_text(string)
            string = ""
            stream.set_font_size(run.font.hash, run.size)
        run.tell(text)
        string = run.write(stream, string[:-1] if string.endswith(">") else string + "<")
        string = string[:-1] if string[-1] == "<" else string + ">"
    stream.show_text(string)
    return []


def _read_runs(stream: Any, line: Any) -> list[_Run] | None:
    """The runs of a line, or None if there is one that is not ours to draw."""
    found: list[_Run] = []
    fonts = stream.__dict__.setdefault("fonts_of_lines", {})
    left = line.runs
    while left != ffi.NULL:
        pango_font = left.data.item.analysis.font
        if pango_font not in fonts:
            font, size = stream.add_font(pango_font)
            fonts[pango_font] = line, ref(font), size  # the line keeps the address taken; the font is the document's
        _, font_of_document, size = fonts[pango_font]
        run = _Run(left.data, pango_font, font_of_document(), size)
        if run.is_odd:
            return None
        found.append(run)
        left = left.next
    return found or None


class _Run:
    """Glyphs of one font, side by side, in the order in which they are drawn. Lengths are Pango's units."""

    def __init__(self, glyph_item: Any, pango_font: Any, font: Any, size: float) -> None:
        string, item = glyph_item.glyphs, glyph_item.item
        count = string.num_glyphs
        numbers = memoryview(ffi.buffer(string.glyphs, count * 4 * _FIELDS)).cast("i").tolist()
        self.glyphs = numbers[0::_FIELDS]
        self._moves = list(zip(self.glyphs, numbers[1::_FIELDS], numbers[2::_FIELDS], strict=True))
        self._rises = numbers[3::_FIELDS]
        self._clusters = ffi.unpack(string.log_clusters, count)
        self._start, self._length = item.offset, item.length
        self._is_rtl = item.analysis.level % 2
        self.pango_font, self.font, self.size = pango_font, font, size

    @property
    def is_odd(self) -> bool:
        """Whether a glyph is missing, or the font one of pictures."""
        font = self.font
        is_odd = _IS_OLD or font.bitmap or font.png or font.svg or font.colr or not self.glyphs
        return bool(is_odd or max(self.glyphs) >= _UNKNOWN)

    def tell(self, text: bytes) -> None:
        """Tell the font what part of `text`, the line's, each glyph stands for."""
        own = text[self._start : self._start + self._length]
        edges = [self._length, *self._clusters] if self._is_rtl else [*self._clusters, self._length]
        if self._is_rtl:
            texts = [own[start:stop].decode() for stop, start in pairwise(edges)]
        elif own.isascii() and len(own) == len(self._clusters):
            texts = list(own.decode())
        else:
            texts = [own[start:stop].decode() for start, stop in pairwise(edges)]
        glyphs = self.glyphs
        if _EMPTY in glyphs:
            texts = [part for glyph, part in zip(glyphs, texts, strict=True) if glyph != _EMPTY]
            glyphs = [glyph for glyph in glyphs if glyph != _EMPTY]
        told = self.font.to_unicode
        if (tell := getattr(told, "tell", None)) is not None:
            tell(glyphs, texts)
            return
        for glyph, part in zip(glyphs, texts, strict=True):
            if glyph not in told:
                told[glyph] = part

    def write(self, stream: Any, string: str) -> str:
        """`string`, which ends in an open string of glyphs, and these; what is before one that is moved is shown."""
        pieces = self.font.__dict__.setdefault("pieces", {}).get(self.size)
        if pieces is None:
            pieces = self.font.pieces[self.size] = _Pieces(self.font.widths, self.size)
        pieces.measure = self.pango_font, stream.ink_rect, stream.logical_rect
        if not any(self._rises):
            return string + "".join(map(pieces.__getitem__, self._moves))
        for move, rise in zip(self._moves, self._rises, strict=True):
            piece = pieces[move]
            if not rise or move[0] == _EMPTY:
                string += piece
                continue
            string = string[:-1] if string[-1] == "<" else string + ">"
            if string:
                stream.show_text(string)
            offset, kerning = pieces.around[move]
            stream.set_text_rise(-rise / 1000)
            stream.show_text(f"{offset}<{move[0]:04x}>")
            stream.set_text_rise(0)
            string = f"<>{kerning}<" if kerning else "<"
        return string


class _Pieces(dict[tuple[int, int, int], str]):
    """What the glyphs of a font of one size add to a string, by the glyph, its width and its offset to the right.

    `measure` is what a glyph that is not among them is measured with; `around` has what is before a glyph and after it.
    """

    def __init__(self, widths: dict[int, int], size: float) -> None:
        super().__init__()
        self._widths, self._size = widths, size
        self.measure: Any = None
        self.around: dict[tuple[int, int, int], tuple[str, str]] = {}

    def __missing__(self, move: tuple[int, int, int]) -> str:
        glyph, width, x_offset = move
        if glyph == _EMPTY:
            piece = f">{-width / self._size}<"
        else:
            offset = x_offset / self._size
            widths = self._widths
            if glyph not in widths:
                pango_font, ink, logical = self.measure
                pango.pango_font_get_glyph_extents(pango_font, glyph, ink, logical)
                widths[glyph] = round(logical.width * 1000 * FROM_UNITS / self._size)
            kerning = int(widths[glyph] + offset - width * 1000 * FROM_UNITS / self._size)
            before, after = f"{-offset}" if offset else "", f"{kerning}" if kerning else ""
            self.around[move] = before, after
            piece = (f">{before}<" if before else "") + f"{glyph:04x}" + (f">{after}<" if after else "")
        self[move] = piece
        return piece


FIRST = Patch.of(line_break.Layout, "get_first_line", "bb65cbda0e27", _get_first_line)
REACTIVATE = Patch.of(line_break.Layout, "reactivate", "0b89ee097104", _reactivate)
DRAW = Patch.of(draw_text, "draw_first_line", "1bb8eae6d88e", _draw_first_line)
PATCHES = (FIRST, REACTIVATE, DRAW)
