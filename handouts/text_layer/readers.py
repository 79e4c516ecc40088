"""Which words PDF readers do not make of what their glyphs say, because of the places of these.

Readers take a step of the pen for a space, and glyphs that overlap for doubled text or another line's. That happens
where marks stand: they have no width, and the pen steps to them and back. The figures are those of poppler
(`TextPage::addChar`, `TextBlock::coalesce`, `TextLine::coalesce`) and pdfium (`CPDF_TextPage::ProcessTextObject`), a
little on the safe side. Lengths are thousandths of the font size. Pure functions on values; nothing here knows of PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from handouts.text_layer.clusters import SOFT_HYPHEN, Word, has_marks

_OVERLAP = 100
"""poppler takes characters that begin so near to each other for doubled ones, each of them a word of its own."""

_STEP = 100
"""It begins a new word, too, where the pen steps farther than this, forth or back."""

_SPACE = 25
"""Between the words that it has begun it puts a space where there is so much room."""

_OTHER_LINE = -480
"""A word that begins so far before the end of the one before it starts another line."""

_WIDE = 150
"""pdfium puts a space before a glyph that the pen steps to by half of its width, or of this if it is wider."""


class Row(NamedTuple):
    """The glyphs of a line, each with what it says, the pen's step before it, and its operation's number.

    Last is a glyph that says nothing, for what may follow on the line. `width` gives the width of each but that one.
    """

    glyphs: Sequence[int]
    said: Sequence[str]
    steps: Sequence[float]
    width: Callable[[int], float]
    shows: Sequence[int]


def misread_words(words: Sequence[Word], row: Row) -> list[Word]:
    """Those of a line's words that readers do not make of its glyphs. All are written left to right."""
    found: set[int] = set()
    for number, word in enumerate(words):
        if word.is_said(row.said) and not (has_marks(word.text) and _is_torn(word, row, number - 1 in found)):
            continue
        found.add(number)
        # What overlaps the word would tear it away from what comes after it.
        before = number - 1
        while before >= 0 and before not in found and has_marks(words[before].text) and _overlaps(words[before], row):
            found.add(before)
            before -= 1
    return [words[number] for number in sorted(found)]


def _overlaps(word: Word, row: Row) -> bool:
    """Whether the end of a word overlaps the beginning of the next one."""
    last, following = word.stop - 1, word.stop
    return row.said[last] != " " and row.width(last) / (len(row.said[last]) or 1) + row.steps[following] < _OVERLAP


def _is_torn(word: Word, row: Row, follows_found: bool) -> bool:
    """Whether a word with marks is torn apart, or from what stands next to it without a space."""
    start, stop = word.start, word.stop
    stop += -1 if row.said[stop - 1] == " " else 1
    if word.text[-1] == SOFT_HYPHEN or row.shows[start] != row.shows[stop - 1]:
        return True  # pdfium knows a hyphen after letters only, and sorts what several operations show by its places
    if not any(row.steps[start + 1 : stop]):
        return False
    stands_alone = follows_found or row.said[start - 1] == " " or row.shows[start - 1] != row.shows[start]
    overlaps = start == 0 or not stands_alone  # nobody knows what is before the first one
    start -= overlaps and start > 0
    end = len(row.glyphs) - 1
    own = [
        (row.glyphs[at], row.steps[at], row.width(at) if at < end else 0.0, len(row.said[at]))
        for at in range(start, stop)
    ]
    return _is_row_torn(own, overlaps)


def _is_row_torn(row: Iterable[tuple[int, float, float, int]], overlaps: bool) -> bool:
    """Whether readers tear glyphs apart, or change their order; `overlaps` tells that the first may overlap others.

    Of each glyph the row has its number, the step before it, its width, and how many characters it says.
    """
    pen = word = 0.0
    before, last = None, -1.0 * _OVERLAP
    for glyph, step, width, count in row:
        start = pen + step
        if before is None:
            start = word = 0.0
        else:
            near = start - last < _OVERLAP
            if (width and 2 * step >= min(width, _WIDE)) or (near and glyph == before):
                return True
            if near or overlaps or abs(step) > _STEP:
                if start < word or not _OTHER_LINE < step < _SPACE:
                    return True
                word = start
            overlaps = near
        pen = start + width
        before, last = glyph, pen - width / (count or 1)
    return False
