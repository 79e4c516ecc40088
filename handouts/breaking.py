"""Where lines may break in scripts that put no spaces between words, and where they may not.

Pango breaks Thai only where libthai is installed, and Khmer, Lao and Burmese not at all: their lines run off the page
by 110 to 180 mm. ICU knows their words. Korean it breaks inside words, between any two syllables, and Japanese between
almost any two letters, where BudouX knows the phrases. All are mended by invisible characters in the HTML: U+200B ZERO
WIDTH SPACE allows a break, U+2060 WORD JOINER forbids one. Hyphens come from Pyphen's dictionaries.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise

import pyphen
from budoux import Parser, load_default_japanese_parser
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
    if language == "ja":
        return _phrase_marks(text)
    return []


def has_hyphens(tag: str) -> bool:
    """Whether there is a hyphenation dictionary for the language with the BCP 47 `tag`."""
    return pyphen.language_fallback(tag) is not None


def _opportunities(text: str, language: str) -> list[int]:
    """Where a line may break in `text` though no white space stands there (UAX #14, and ICU's dictionaries)."""
    found = []
    position = 0
    for segment in LineBreaker(text, language):
        position += len(segment)
        if position < len(text) and not text[position - 1].isspace():
            found.append(position)
    return found


@cache
def _japanese() -> Parser:
    return load_default_japanese_parser()


def _phrase_marks(text: str) -> list[tuple[int, str]]:
    """Marks that let the lines of Japanese `text` break between phrases only, and where white space stands."""
    starts = set(accumulate(len(phrase) for phrase in _japanese().parse(text)))
    return [
        (index, ZERO_WIDTH_SPACE if index in starts else WORD_JOINER)
        for index, pair in enumerate(pairwise(text), 1)
        if not (pair[0].isspace() or pair[1].isspace()) and any(map(_is_japanese, pair))
    ]


def _is_japanese(char: str) -> bool:
    """Whether a letter or sign is of Japanese script: kana, Han, or full-width punctuation."""
    return "\u3000" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef"


def _is_one_word(before: str, after: str) -> bool:
    """Whether two characters of Korean text stand in one word: a Hangul syllable and a letter or figure beside it."""
    return before.isalnum() and after.isalnum() and any("\uac00" <= char <= "\ud7a3" for char in (before, after))
