"""The programs of a `CFF ` table that draw its glyphs (Adobe Technical Notes 5176 and 5177)."""

from __future__ import annotations

import struct
from itertools import islice, pairwise

_PROGRAMS, _PRIVATE, _SUBROUTINES, _NUMBERED, _PARTS = (17,), (18,), (19,), (12, 30), (12, 36)
"""Operators of dictionaries: CharStrings, Private, Subrs, ROS and FDArray."""

_Dict = dict[tuple[int, ...], list[int]]


def charstrings(table: bytes) -> list[bytes]:
    """The program of each glyph of a CFF font, as far as each alone tells what is drawn.

    Nothing is found where they call subroutines or other glyphs, which fonts with glyph names may do. Raises
    `ValueError` when the table cannot be read.
    """
    try:
        _, end = _index(table, table[2])
        tops, end = _index(table, end)
        _, end = _index(table, end)
        subroutines, _ = _index(table, end)
        top = _dict(tops[0])
        if subroutines or _NUMBERED not in top:
            return []
        for font in _index(table, top[_PARTS][0])[0]:
            size, at = _dict(font)[_PRIVATE]
            if _SUBROUTINES in _dict(table[at : at + size]):
                return []
        return _index(table, top[_PROGRAMS][0])[0]
    except (struct.error, LookupError, StopIteration) as error:
        raise ValueError(f"the font's outlines cannot be read: {error!r}") from None


def _index(table: bytes, at: int) -> tuple[list[bytes], int]:
    """The entries of an INDEX, and where it ends."""
    (count,) = struct.unpack_from(">H", table, at)
    if not count:
        return [], at + 2
    size, first = table[at + 2], at + 3
    end = first + size * (count + 1)
    places = [end - 1 + int.from_bytes(table[place : place + size]) for place in range(first, end, size)]
    return [table[start:end] for start, end in pairwise(places)], places[-1]


def _dict(data: bytes) -> _Dict:
    """The entries of a DICT: operators of one or two bytes with their whole numbers."""
    found: _Dict = {}
    numbers: list[int] = []
    codes = iter(data)
    for code in codes:
        if code < 22:
            found[(code, next(codes)) if code == 12 else (code,)] = numbers
            numbers = []
        elif code in (28, 29):
            size = 2 if code == 28 else 4
            numbers.append(int.from_bytes(bytes(islice(codes, size)), signed=True))
        elif code == 30:  # a fraction, in digits of four bits up to one that ends it
            next(half for half in codes if half & 15 == 15 or half >> 4 == 15)
        elif code < 247:
            numbers.append(code - 139)
        else:
            high, sign = (code - 247, 1) if code < 251 else (code - 251, -1)
            numbers.append(sign * (256 * high + next(codes) + 108))
    return found
