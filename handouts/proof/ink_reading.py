"""The safety messages as an eye reads them: line by line and along each line, glyph after glyph.

The text that a screen reader gets says nothing of where its glyphs stand. Here their order on the page is compared with
the order of the text, which finds letters that are reversed, moved, left out, doubled or swapped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from handouts.breaking import INVISIBLE
from handouts.proof.ink_glyphs import Glyph
from handouts.proof.text import Printed

_LINE = 0.6
"""Share of the size by which glyphs stand lower on the next line. Nastaliq, where a word descends as it goes on, has
lines of 2.2 times the size."""

_REORDERING = re.compile("[\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
"""Burmese and Khmer, whose vowels and medials stand before or below the letters that they are read after."""

_REORDERED = 6
_HYPHENS = "-\u2010"
_ALIKE = str.maketrans(")]}>»›\x02", "([{<«‹-")
"""Brackets, which pdfium mirrors in right-to-left text, and its own sign for a hyphen at the end of a line."""

_SOLID = re.compile("[A-Za-z0-9\u00c0-\u024f\u0370-\u052f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""Letters that stand beside each other, never within or over each other."""

_OVERLAP = 0.5
_OVERLAP_EM = 0.15
"""Share of the size. The boxes of italic letters share up to 0.12 of it."""

_LEAST_HEIGHT = 0.5
"""Share of the size. Digits and capitals are 0.65 to 0.75 high in the fonts that are used, and superscripts 0.43."""

_TALL = re.compile("[A-Z0-9]")


def misread(message: Printed, glyphs: Sequence[Glyph]) -> Iterator[str]:
    """What keeps an eye from reading `message` in its `glyphs`, as faults of letters."""
    if any(_blank(glyph) for glyph in glyphs):
        yield "letters that are empty"
    least = _LEAST_HEIGHT * message.least
    if any(glyph.box[3] - glyph.box[1] < least and _TALL.match(glyph.char) for glyph in glyphs):
        yield "letters that are smaller than their size"
    lines = _lines(glyphs)
    if any(_pressed(line) for line in lines):
        yield "letters pressed together"
    leftwards = any(unicodedata.bidirectional(char) in ("R", "AL") for char in message.text)
    if not (_reads_leftwards if leftwards else _reads_rightwards)(lines, message.text):
        yield "letters that do not stand in the order of the text"


def _blank(glyph: Glyph) -> bool:
    left, bottom, right, top = glyph.box
    return (right <= left or top <= bottom) and unicodedata.category(glyph.char)[0] in "LN"


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line, from the first line to the last and from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.page, -glyph.y)):
        last = lines[-1][-1] if lines else None
        if last and last.page == glyph.page and last.y - glyph.y < _LINE * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    # The order of painting is kept for characters of one glyph.
    places = {id(glyph): place for place, glyph in enumerate(glyphs)}
    return [sorted(line, key=lambda glyph: (glyph.x, places[id(glyph)])) for line in lines]


def _pressed(line: Sequence[Glyph]) -> bool:
    """Whether letters stand in each other."""
    solid = [glyph for glyph in line if _SOLID.match(glyph.char)]
    for one, other in pairwise(solid):
        width = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
        least = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
        if one.x != other.x and width > max(_OVERLAP * least, _OVERLAP_EM * one.size):
            return True
    return False


class _Standing(dict[int, int | None]):
    """For `str.translate`: takes away marks, spaces and controls."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code))[0] in "MZC" else code
        return self[code]


_STANDING = _Standing()


@lru_cache(1024)
def _letters(text: str) -> str:
    """The characters of `text` that stand on the line one after the other, however they are composed or capitalised."""
    plain = unicodedata.normalize("NFKD", text.translate(INVISIBLE).casefold()).translate(_ALIKE)
    return plain.translate(_STANDING)


def _pieces(lines: Sequence[Sequence[Glyph]], wanted: str) -> Iterator[tuple[list[Glyph], str, str]] | None:
    """Each line's glyphs and letters with as many of the letters `wanted`; `None` when they are not the same number."""
    found = []
    position = 0
    for line in lines:
        seen = _letters("".join(glyph.char for glyph in line))
        part = wanted[position : position + len(seen)]
        if seen[-1:] in _HYPHENS and sorted(seen) != sorted(part):
            seen, part = seen[:-1], part[:-1]  # the hyphen of a word that goes on in the next line
        position += len(part)
        found.append((list(line), seen, part))
    return iter(found) if position == len(wanted) else None


def _reads_rightwards(lines: Sequence[Sequence[Glyph]], text: str) -> bool:
    wanted = _letters(text)
    pieces = _pieces(lines, wanted)
    if pieces is None:
        return False
    loose = bool(_REORDERING.search(text))
    return all(seen == part or (loose and _nearly(seen, part)) for _, seen, part in pieces)


def _nearly(seen: str, wanted: str) -> bool:
    """Whether the same letters stand in the same order but for some that are a few places off."""
    if sorted(seen) != sorted(wanted):
        return False
    surplus: dict[str, int] = {}
    for one, other in zip(seen, wanted, strict=True):
        surplus[one] = surplus.get(one, 0) + 1
        surplus[other] = surplus.get(other, 0) - 1
        if sum(map(abs, surplus.values())) > _REORDERED:
            return False
    return True


def _reads_leftwards(lines: Sequence[Sequence[Glyph]], text: str) -> bool:
    """Right-to-left letters from the right, and each word of left-to-right letters or digits in it from the left."""
    pieces = _pieces(lines, _letters(text))
    if pieces is None:
        return False
    words = [_letters(word) for word in re.findall(r"[^\W_]+", text) if not any(map(_is_leftward, word))]
    for line, seen, part in pieces:
        backwards = [glyph.char for glyph in sorted(line, key=lambda glyph: -glyph.x)]
        if sorted(seen) != sorted(part) or _leftward(_letters("".join(backwards))) != _leftward(part):
            return False
        here = [word for word in words if word in part]
        if any(word not in seen for word in here):
            return False
    return True


def _is_leftward(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _leftward(text: str) -> str:
    return "".join(filter(_is_leftward, text))
