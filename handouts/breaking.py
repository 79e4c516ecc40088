"""Where lines may break in scripts that put no spaces between words, and where they may not in Korean.

Pango breaks Thai only where libthai is installed, and Khmer, Lao and Burmese not at all: their lines run off the page
by 110 to 180 mm. ICU knows their words. Korean it breaks inside words, between any two syllables. Both are mended by
invisible characters in the HTML: U+200B ZERO WIDTH SPACE allows a break, U+2060 WORD JOINER forbids one.
"""

from __future__ import annotations

from itertools import pairwise

from icu4py.breakers import LineBreaker

ZERO_WIDTH_SPACE = "\u200b"
WORD_JOINER = "\u2060"
INVISIBLE = str.maketrans("", "", f"\u00ad{ZERO_WIDTH_SPACE}{WORD_JOINER}")
"""For `str.translate`: takes away what only steers line breaks."""

_BY_DICTIONARY = {"th", "lo", "km", "my"}


def line_marks(text: str, language: str) -> list[tuple[int, str]]:
    """The invisible characters that steer the lines of `text`, as (index in `text` that it stands before, character).

    `language` is an ISO 639 code. In order; empty for languages whose lines Pango breaks well.
    """
    if language in _BY_DICTIONARY:
        return [(index, ZERO_WIDTH_SPACE) for index in _opportunities(text, language)]
    if language == "ko":
        return [(index, WORD_JOINER) for index, pair in enumerate(pairwise(text), 1) if _is_one_word(*pair)]
    return []


def _opportunities(text: str, language: str) -> list[int]:
    """Where a line may break in `text` though no white space stands there (UAX #14, and ICU's dictionaries)."""
    found = []
    position = 0
    for segment in LineBreaker(text, language):
        position += len(segment)
        if position < len(text) and not text[position - 1].isspace():
            found.append(position)
    return found


def _is_one_word(before: str, after: str) -> bool:
    """Whether two characters of Korean text stand in one word: a Hangul syllable and a letter or figure beside it."""
    return before.isalnum() and after.isalnum() and any("\uac00" <= char <= "\ud7a3" for char in (before, after))
