"""Which glyphs of a font take the place of others in some language: its feature `locl` (ISO/IEC 14496-22, 6.3.4).

fontTools reads it too, but takes 270 ms for a Chinese font and keeps 4 MB of it.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_SINGLE, _EXTENSION = 1, 7
"""Types of lookups: one glyph for another, and one of any type that is too far away for 16 bits."""


class LocalForms:
    """The local forms that the `GSUB` table `data` tells. Raises `ValueError` when it cannot be read."""

    def __init__(self, data: bytes) -> None:
        try:
            pairs = {glyph << 16 | form for lookup in _lookups(data) for glyph, form in _single(data, lookup)}
        except (struct.error, LookupError) as error:
            raise ValueError(f"the font's substitutions cannot be read: {error!r}") from None
        self._pairs = array("L", sorted(pairs))

    def of(self, glyph: int) -> set[int]:
        """The glyphs that take the place of `glyph` in some language."""
        first, last = bisect_left(self._pairs, glyph << 16), bisect_left(self._pairs, (glyph + 1) << 16)
        return {pair & 0xFFFF for pair in self._pairs[first:last]}


def _words(data: bytes, at: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f">{count}H", data, at)


def _lookups(data: bytes) -> Iterator[int]:
    """Where the lookups of the feature `locl` stand."""
    _, features, lookups = _words(data, 4, 3)
    (count,) = _words(data, features, 1)
    wanted: set[int] = set()
    for tag, offset in struct.iter_unpack(">4sH", data[features + 2 : features + 2 + 6 * count]):
        if tag == b"locl":
            (used,) = _words(data, features + offset + 2, 1)
            wanted.update(_words(data, features + offset + 4, used))
    return (lookups + _words(data, lookups + 2 + 2 * index, 1)[0] for index in sorted(wanted))


def _single(data: bytes, lookup: int) -> Iterator[tuple[int, int]]:
    """The glyphs that a lookup replaces by one other each, with that one."""
    kind, _, count = _words(data, lookup, 3)
    for offset in _words(data, lookup + 6, count):
        at, own = lookup + offset, kind
        if kind == _EXTENSION:
            own, far = struct.unpack_from(">HL", data, at + 2)
            at += far
        if own != _SINGLE:
            continue
        form, coverage, given = _words(data, at, 3)
        covered = _covered(data, at + coverage)
        if form == 1:
            yield from ((glyph, (glyph + given) & 0xFFFF) for glyph in covered)
        else:
            yield from zip(covered, _words(data, at + 6, given), strict=False)


def _covered(data: bytes, at: int) -> Iterable[int]:
    """The glyphs of a Coverage table (6.2.5)."""
    form, count = _words(data, at, 2)
    if form == 1:
        return _words(data, at + 4, count)
    ranges = struct.iter_unpack(">HHH", data[at + 4 : at + 4 + 6 * count])
    return (glyph for first, last, _ in ranges for glyph in range(first, last + 1))
