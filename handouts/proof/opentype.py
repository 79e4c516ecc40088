"""OpenType fonts (ISO/IEC 14496-22) as far as the proof compares them: what they are, and what their glyphs draw.

fontTools reads them too, but takes 60 ms to find the characters of a Chinese font. Outlines are remembered by their
digests, and characters in arrays, for a worker keeps what it knows of eight large fonts.
"""

from __future__ import annotations

import mmap
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path

import uharfbuzz

from handouts.proof.charstrings import charstrings
from handouts.proof.local_forms import LocalForms

_FAMILY_NAMES = (1, 16)
_UNICODE_MAPS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Platform and encoding of maps of Unicode characters, the most complete first."""

_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
"""Flags of the parts of a composite glyph (5.3.4)."""


_DRAWN: dict[bytes, bytes] = {}
"""What the programs of glyphs draw. Leaflets of a language share most of their characters, and drawing takes 20 µs."""

_MOST_DRAWN = 8192


class FontProgram:
    """A font: a file's, or one inside a PDF.

    `data` is the file's, at `file` if it is one, `start` where the font begins in it and `index` its number there.
    `identity` is what cutting a font leaves as it is;
    `glyphs` counts its glyphs. Raises `ValueError` when it is no such font.
    """

    def __init__(self, data: bytes | mmap.mmap, start: int = 0, *, file: Path | None = None, index: int = 0) -> None:
        self._data, self._file, self._index = data, file, index
        self.drawn = lru_cache(4096)(self._drawn)
        try:
            (count,) = struct.unpack_from(">H", data, start + 4)
            entries = [struct.unpack_from(">4s4xLL", data, start + 12 + 16 * index) for index in range(count)]
            self._tables: dict[bytes, tuple[int, int]] = {tag: (offset, size) for tag, offset, size in entries}
            head = self._table(b"head")
            # Version, units per em, the dates on which it was made and changed, and its style.
            self.identity = head[4:8] + head[18:36] + head[44:46]
            self._long_places = head[50:52] == b"\0\1"
            (self.glyphs,) = struct.unpack_from(">H", self._table(b"maxp"), 4)
        except (struct.error, KeyError) as error:
            raise ValueError(f"this is no OpenType font: {error!r}") from None

    def _table(self, tag: bytes) -> bytes:
        offset, size = self._tables[tag]
        return self._data[offset : offset + size]

    @property
    def families(self) -> set[str]:
        """The names of the font's family, those written in UTF-16."""
        table = self._table(b"name")
        count, strings = struct.unpack_from(">HH", table, 2)
        found = set()
        for index in range(count):
            platform, _, _, name, size, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
            if platform in (0, 3) and name in _FAMILY_NAMES:
                text = table[strings + offset : strings + offset + size]
                found.add(text.decode("utf-16-be", "replace"))
        return found

    def glyph(self, char: str) -> int | None:
        """The number of the glyph that shows `char` unless a feature replaces it; `None` when there is none."""
        starts, lasts, glyphs, steps = self._characters
        place = bisect_right(starts, ord(char)) - 1
        if place < 0 or ord(char) > lasts[place]:
            return None
        return (glyphs[place] + (ord(char) - starts[place]) * steps[place]) or None

    @cached_property
    def _characters(self) -> tuple[array[int], ...]:
        """Ranges of characters: their first and last ones, first glyphs and steps of glyphs."""
        table = self._table(b"cmap")
        (count,) = struct.unpack_from(">H", table, 2)
        entries = [struct.unpack_from(">HHL", table, 4 + 8 * index) for index in range(count)]
        places = {(platform, encoding): offset for platform, encoding, offset in entries}
        offset = next(places[key] for key in _UNICODE_MAPS if key in places)
        (kind,) = struct.unpack_from(">H", table, offset)
        found = sorted(_long_map(table, offset) if kind == 12 else _short_map(table, offset) if kind == 4 else ())
        return tuple(array("L", column) for column in zip(*found, strict=True)) or (array("L"),) * 4

    def local_forms(self, glyph: int) -> set[int]:
        """The glyphs that take the place of `glyph` in some language (OpenType feature `locl`)."""
        return self._local_forms.of(glyph) if self._local_forms else set()

    @cached_property
    def _local_forms(self) -> LocalForms | None:
        try:
            return LocalForms(self._table(b"GSUB")) if b"GSUB" in self._tables else None
        except ValueError:
            return None

    @property
    def has_outlines(self) -> bool:
        """Whether `outline` knows the font's glyphs: TrueType's, not CFF's."""
        return b"glyf" in self._tables

    def outline(self, glyph: int) -> tuple[bytes, ...]:
        """What is drawn for `glyph`, hints aside, its parts included; only a font that `has_outlines` knows."""
        if glyph + 1 >= len(self._places):
            return ()
        start, size = self._tables[b"glyf"]
        data = self._data[start + self._places[glyph] : min(start + self._places[glyph + 1], start + size)]
        if len(data) < 12:
            return ()
        (contours,) = struct.unpack_from(">h", data)
        if contours >= 0:
            end = 10 + 2 * contours
            (hints,) = struct.unpack_from(">H", data, end)
            return data[:end], data[end + 2 + hints :].rstrip(b"\0")
        drawn: list[bytes] = []
        for part, placing in _parts(data):
            drawn += [placing, *(self.outline(part) if part != glyph else ())]
        return tuple(drawn)

    def _drawn(self, glyph: int) -> bytes:
        """What is drawn for `glyph`, whatever its font's format: a digest of its lines and curves, in font units."""
        program = self._program(glyph)
        if program in _DRAWN:
            return _DRAWN[program]
        strokes = array("f")  # HarfBuzz's numbers, which lose nothing in it
        self._pen.draw_glyph(glyph, _STROKES, strokes)
        drawn = blake2b(strokes, digest_size=16).digest()
        if program:
            if len(_DRAWN) >= _MOST_DRAWN:
                _DRAWN.clear()
            _DRAWN[program] = drawn
        return drawn

    def _program(self, glyph: int) -> bytes:
        """What draws `glyph`, with the size that HarfBuzz gives it; empty where that does not tell what is drawn."""
        extents = self._pen.get_glyph_extents(glyph) if glyph < len(self._programs) else None
        return self._programs[glyph] + b" %d %d %d %d" % extents if extents else b""

    @cached_property
    def _programs(self) -> list[bytes]:
        """What draws the glyphs of a font in a PDF, as far as each program alone tells it."""
        if self._file or b"CFF " not in self._tables:
            return []
        try:
            return charstrings(self._table(b"CFF "))
        except ValueError:
            return []

    @cached_property
    def _pen(self) -> uharfbuzz.Font:
        blob = uharfbuzz.Blob.from_file_path(str(self._file)) if self._file else uharfbuzz.Blob(bytes(self._data))
        return uharfbuzz.Font(uharfbuzz.Face(blob, self._index))

    @cached_property
    def _places(self) -> tuple[int, ...]:
        data = self._table(b"loca")
        if self._long_places:
            return struct.unpack(f">{len(data) // 4}L", data[: len(data) // 4 * 4])
        return tuple(2 * place for place in struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2]))


def _strokes() -> uharfbuzz.DrawFuncs:
    """Functions that note the strokes of a glyph: how many numbers, and its points; the end of a contour has none."""
    noting = uharfbuzz.DrawFuncs()
    noting.set_move_to_func(lambda x, y, found: found.extend((2, x, y)))
    noting.set_line_to_func(lambda x, y, found: found.extend((2, x, y)))
    noting.set_quadratic_to_func(lambda a, b, x, y, found: found.extend((4, a, b, x, y)))
    noting.set_cubic_to_func(lambda a, b, c, d, x, y, found: found.extend((6, a, b, c, d, x, y)))
    noting.set_close_path_func(lambda found: found.append(0))
    return noting


_STROKES = _strokes()


def _long_map(table: bytes, offset: int) -> Iterator[tuple[int, int, int, int]]:
    """A map of format 12 (5.2.1.3.7): first and last character, first glyph, and 1 for rising glyphs."""
    (count,) = struct.unpack_from(">L", table, offset + 12)
    for first, last, glyph in struct.iter_unpack(">LLL", table[offset + 16 : offset + 16 + 12 * count]):
        yield first, last, glyph, 1


def _short_map(table: bytes, offset: int) -> Iterator[tuple[int, int, int, int]]:
    """A map of format 4 (5.2.1.3.3), its ranges cut into single characters where an array names their glyphs."""
    (twice,) = struct.unpack_from(">H", table, offset + 6)
    count = twice // 2
    lasts = struct.unpack_from(f">{count}H", table, offset + 14)
    firsts = struct.unpack_from(f">{count}H", table, offset + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", table, offset + 16 + 2 * twice)
    arrays = offset + 16 + 3 * twice
    for index, (first, last, delta) in enumerate(zip(firsts, lasts, deltas, strict=True)):
        (skip,) = struct.unpack_from(">H", table, arrays + 2 * index)
        for char in range(first, last + 1):
            glyph = char
            if skip:
                (glyph,) = struct.unpack_from(">H", table, arrays + 2 * index + skip + 2 * (char - first))
            if glyph or not skip:
                yield char, char, (glyph + delta) & 0xFFFF, 1


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts of a composite glyph, each with where and how large it is drawn."""
    place, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", data, place)
        size = 4 if flags & _WORDS else 2
        size += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)
        yield part, data[place + 4 : place + 4 + size]
        place += 4 + size
