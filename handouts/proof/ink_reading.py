"""The safety messages as an eye reads them: line by line and along each line, glyph after glyph.

The text that a screen reader gets says nothing of where its glyphs stand. Here their order on the page is compared with
the order of the text, which finds letters that are reversed, moved, left out, doubled or swapped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from handouts.breaking import INVISIBLE
from handouts.proof.ink_glyphs import Glyphs, said
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


def misread(messages: Sequence[Printed], glyphs: Glyphs) -> list[list[str]]:
    """What keeps an eye from reading each of `messages` in their `glyphs`, as faults of letters."""
    lines = _lines(glyphs)
    faults = {
        "letters that are empty": _empty(glyphs),
        "letters that are smaller than their size": _small(glyphs, messages),
        "letters pressed together": _pressed(glyphs, lines),
        "letters that do not stand in the order of the text": _out_of_order(glyphs, lines, messages),
    }
    return [[fault for fault, found in faults.items() if number in found] for number in range(len(messages))]


def _empty(glyphs: Glyphs) -> set[int]:
    """The messages with letters or digits that have no ink."""
    inkless = (glyphs["right"] <= glyphs["left"]) | (glyphs["top"] <= glyphs["bottom"])
    return _owners(glyphs[inkless], lambda char: unicodedata.category(char)[0] in "LN")


def _small(glyphs: Glyphs, messages: Sequence[Printed]) -> set[int]:
    """The messages with digits or capitals that are too small."""
    least = np.array([_LEAST_HEIGHT * message.least for message in messages])[glyphs["message"].astype(int)]
    return _owners(glyphs[glyphs["top"] - glyphs["bottom"] < least], _TALL.match)


def _owners(glyphs: Glyphs, is_such: Callable[[str], object]) -> set[int]:
    """The messages of those glyphs whose character is such a one."""
    pairs = zip(glyphs["message"].astype(int).tolist(), said(glyphs["code"]), strict=True)
    return {number for number, char in pairs if is_such(char)}


def _lines(glyphs: Glyphs) -> NDArray[np.intp]:
    """The line of each glyph, counted from 1 over all messages, from the first line of each to its last."""
    order = np.lexsort((-glyphs["y"], glyphs["page"], glyphs["message"]))
    message, page, y, size = (glyphs[name][order] for name in ("message", "page", "y", "size"))
    goes_on = (message[1:] == message[:-1]) & (page[1:] == page[:-1]) & (y[:-1] - y[1:] < _LINE * size[1:])
    lines = np.ones(len(glyphs), np.intp)
    lines[order[1:]] += np.cumsum(~goes_on)
    return lines


def _pressed(glyphs: Glyphs, lines: NDArray[np.intp]) -> set[int]:
    """The messages with letters that stand in each other."""
    order = np.lexsort((glyphs["x"], lines))
    kinds, kind_of = np.unique(glyphs["code"], return_inverse=True)
    solid = np.array([_SOLID.match(char) is not None for char in said(kinds)], bool)
    order = order[solid[kind_of[order]]]
    one, other = glyphs[order[:-1]], glyphs[order[1:]]
    width = np.minimum(one["right"], other["right"]) - np.maximum(one["left"], other["left"])
    least = np.minimum(one["right"] - one["left"], other["right"] - other["left"])
    pressed = width > np.maximum(_OVERLAP * least, _OVERLAP_EM * one["size"])
    pressed &= (lines[order[:-1]] == lines[order[1:]]) & (one["x"] != other["x"])
    return set(one["message"][pressed].astype(int).tolist())


def _out_of_order(glyphs: Glyphs, lines: NDArray[np.intp], messages: Sequence[Printed]) -> set[int]:
    """The messages whose glyphs do not read as their text does."""
    leftward = [any(map(_is_leftward, set(message.text))) for message in messages]
    rows = _rows(glyphs, lines, glyphs["x"])
    backwards = _rows(glyphs, lines, -glyphs["x"]) if any(leftward) else {}
    found = set()
    for number, message in enumerate(messages):
        pieces = _pieces(rows.get(number, []), _letters(message.text))
        if pieces is None:
            found.add(number)
        elif leftward[number]:
            if not _reads_leftwards(pieces, backwards.get(number, []), message.text):
                found.add(number)
        elif not _reads_rightwards(pieces, message.text):
            found.add(number)
    return found


def _rows(glyphs: Glyphs, lines: NDArray[np.intp], along: NDArray[np.float64]) -> dict[int, list[str]]:
    """What the lines of each message say as one goes along them; the order of painting is kept within a glyph."""
    order = np.lexsort((along, lines))
    text = said(glyphs["code"][order])
    starts = np.flatnonzero(np.diff(lines[order], prepend=0))
    owners = glyphs["message"][order[starts]].astype(int).tolist()
    found: dict[int, list[str]] = {}
    for number, start, end in zip(owners, starts.tolist(), [*starts[1:].tolist(), len(text)], strict=False):
        found.setdefault(number, []).append(text[start:end])
    return found


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


def _pieces(rows: Sequence[str], wanted: str) -> list[tuple[str, str]] | None:
    """The letters of each row with as many of the letters `wanted`; `None` when they are not the same number."""
    found = []
    position = 0
    for row in rows:
        seen = _letters(row)
        part = wanted[position : position + len(seen)]
        if seen[-1:] in _HYPHENS and sorted(seen) != sorted(part):
            seen, part = seen[:-1], part[:-1]  # the hyphen of a word that goes on in the next line
        position += len(part)
        found.append((seen, part))
    return found if position == len(wanted) else None


def _reads_rightwards(pieces: Sequence[tuple[str, str]], text: str) -> bool:
    loose = bool(_REORDERING.search(text))
    return all(seen == part or (loose and _nearly(seen, part)) for seen, part in pieces)


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


def _reads_leftwards(pieces: Sequence[tuple[str, str]], backwards: Sequence[str], text: str) -> bool:
    """Right-to-left letters from the right, and each word of left-to-right letters or digits in it from the left."""
    words = [_letters(word) for word in re.findall(r"[^\W_]+", text) if not any(map(_is_leftward, word))]
    for (seen, part), row in zip(pieces, backwards, strict=True):
        if sorted(seen) != sorted(part) or _leftward(_letters(row)) != _leftward(part):
            return False
        if any(word not in seen for word in words if word in part):
            return False
    return True


@lru_cache(8192)
def _is_leftward(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _leftward(text: str) -> str:
    return "".join(filter(_is_leftward, text))
